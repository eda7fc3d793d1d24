"""Signing in with the personal account on behalf of a mailbox: OAuth 2.0 with OpenID Connect.

    begin ──▶ the provider's page ──▶ finish          authorization code with PKCE (RFC 6749, 7636, 9207, 9700)
    begin_device ──▶ a code to type ──▶ poll_device   for machines without a browser (RFC 8628)
    app_only                                          client credentials: the installation speaks for itself

Who signed in is what the validated ID token says, nothing else. An account is bound by issuer and subject,
never by its address, and belongs to the person who started the round trip.
"""

from poststelle.mailroom.authorize.account import SignedIn
from poststelle.mailroom.authorize.app_only import app_only
from poststelle.mailroom.authorize.browser import begin, finish
from poststelle.mailroom.authorize.device import DeviceCode, begin_device, poll_device

__all__ = ["DeviceCode", "SignedIn", "app_only", "begin", "begin_device", "finish", "poll_device"]
