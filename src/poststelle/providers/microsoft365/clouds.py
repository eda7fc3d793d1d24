"""Microsoft's clouds as data: the world's, and those that governments and China have for themselves.

An app registration names another cloud by its login host as issuer ("https://login.microsoftonline.us").
"""

from dataclasses import dataclass
from urllib.parse import urlsplit

from poststelle.model.mailbox import AppRegistration


@dataclass(frozen=True, slots=True)
class Cloud:
    name: str
    login: str
    resource: str  # of the delegated mail scopes
    app_only: str  # of the client-credentials token
    reading_host: str
    sending_host: str
    further_audiences: frozenset[str] = frozenset()


EXCHANGE_ONLINE = "00000002-0000-0ff1-ce00-000000000000"  # the audience when a token names the app's ID

WORLD = Cloud(
    "world",
    "https://login.microsoftonline.com",
    "https://outlook.office.com",
    "https://outlook.office365.com",
    "outlook.office365.com",
    "smtp.office365.com",
    frozenset({"https://outlook.office365.com", "https://ps.outlook.com"}),
)
GCC_HIGH = Cloud(
    "gcc-high",
    "https://login.microsoftonline.us",
    "https://outlook.office365.us",
    "https://outlook.office365.us",
    "outlook.office365.us",
    "smtp.office365.us",
)
CHINA = Cloud(
    "china",
    "https://login.partner.microsoftonline.cn",
    "https://partner.outlook.cn",
    "https://partner.outlook.cn",
    "partner.outlook.cn",
    "smtp.partner.outlook.cn",
)
CLOUDS = (WORLD, GCC_HIGH, CHINA)


def cloud_of(app: AppRegistration) -> Cloud:
    """The cloud whose login host the app's issuer names; the world's when it names none."""
    host = urlsplit(app.issuer).hostname or ""
    return next((cloud for cloud in CLOUDS if urlsplit(cloud.login).hostname == host), WORLD)


def audiences(cloud: Cloud) -> frozenset[str]:
    return frozenset({cloud.resource, cloud.app_only, EXCHANGE_ONLINE}) | cloud.further_audiences
