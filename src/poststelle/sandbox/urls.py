"""The sandbox's paths: Microsoft's own below the tenant, the admin centre, and its API."""

from django.urls import URLPattern, path
from django.views.i18n import set_language

from poststelle.sandbox.admin import api, apps, grants, mailboxes, outgoing, overview, people, tenant_settings
from poststelle.sandbox.pages import adminconsent, assets, authorize, device, front, logout, protocol, refusal

handler404 = "poststelle.sandbox.pages.front.not_found"
handler500 = "poststelle.sandbox.pages.front.broken"

_issuer = [
    path("<str:tenant>/oauth2/v2.0/authorize", authorize.page, name="authorize"),
    path("<str:tenant>/oauth2/v2.0/token", protocol.token, name="token"),
    path("<str:tenant>/oauth2/v2.0/devicecode", protocol.devicecode, name="devicecode"),
    path("<str:tenant>/oauth2/v2.0/logout", logout.page, name="logout"),
    path("<str:tenant>/v2.0/.well-known/openid-configuration", protocol.metadata, name="metadata"),
    path("<str:tenant>/discovery/v2.0/keys", protocol.keys, name="keys"),
    path("<str:tenant>/v2.0/adminconsent", adminconsent.page, name="adminconsent"),
    path("devicelogin", device.page, name="devicelogin"),
    path("error", refusal.explain, name="error"),
]

_admin = [
    path("admin", overview.page, name="admin"),
    path("admin/people", people.everyone, name="people"),
    path("admin/people/new", people.new, name="person-new"),
    path("admin/people/<str:person>", people.one, name="person"),
    path("admin/mailboxes", mailboxes.everyone, name="mailboxes"),
    path("admin/mailboxes/new", mailboxes.new, name="mailbox-new"),
    path("admin/mailboxes/<str:mailbox>", mailboxes.one, name="mailbox"),
    path("admin/mailboxes/<str:mailbox>/<str:right>", grants.holders, name="grants"),
    path("admin/mailboxes/<str:mailbox>/<str:right>/add", grants.add, name="grants-add"),
    path("admin/apps", apps.everyone, name="apps"),
    path("admin/apps/new", apps.new, name="app-new"),
    path("admin/apps/<str:client_id>", apps.one, name="app"),
    path("admin/outgoing", outgoing.everything, name="outgoing"),
    path("admin/outgoing/<int:uid>", outgoing.one, name="outgoing-message"),
    path("admin/settings", tenant_settings.page, name="settings"),
]

_api = [
    path("admin/api/people", api.people),
    path("admin/api/mailboxes", api.mailboxes),
    path("admin/api/mailboxes/<str:mailbox>/grants", api.grants),
    path("admin/api/mailboxes/<str:mailbox>/grants/<str:person>/<str:right>", api.grant),
]

urlpatterns: list[URLPattern] = [
    path("", front.page, name="front"),
    path("static/<str:name>", assets.asset, name="asset"),
    path("language", set_language, name="language"),
    *_api,
    *_admin,
    *_issuer,
]
