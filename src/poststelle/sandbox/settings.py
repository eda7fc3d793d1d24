"""Django's settings for the sandbox's pages: no database, no sign-in of its own, sessions in signed cookies.

`process` adds what belongs to one home: the secret key and the hosts. The cookies
have names of their own because browsers keep cookies per host, not per port, and
Poststelle runs on the same host.
"""

from pathlib import Path

_HERE = Path(__file__).parent

DEBUG = False
USE_TZ = True
TIME_ZONE = "UTC"
USE_I18N = True
LANGUAGE_CODE = "en"
LANGUAGES = [("de", "Deutsch"), ("en", "English")]
LANGUAGE_COOKIE_NAME = "sandbox_language"
LOCALE_PATHS = [_HERE / "locale"]

INSTALLED_APPS = ["django.contrib.messages"]
MIDDLEWARE = [
    "poststelle.sandbox.pages.headers.SecurityHeaders",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
]
ROOT_URLCONF = "poststelle.sandbox.urls"
APPEND_SLASH = False
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [_HERE / "templates"],
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.messages.context_processors.messages",
                "poststelle.sandbox.pages.access.context",
            ],
        },
    },
]

DATABASES: dict[str, dict[str, str]] = {}
SESSION_ENGINE = "django.contrib.sessions.backends.signed_cookies"
SESSION_COOKIE_NAME = "sandbox_session"
SESSION_COOKIE_HTTPONLY = True
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
CSRF_COOKIE_NAME = "sandbox_csrf"
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "poststelle.sandbox.pages.front.stale"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
SECURE_REFERRER_POLICY = "same-origin"
DATA_UPLOAD_MAX_MEMORY_SIZE = 1_000_000
LOGGING_CONFIG = None
