"""Django's settings, made of ours. Whoever looks for a setting of an installation finds it in `config.py`."""

import secrets
from pathlib import Path
from typing import Any

from poststelle import config
from poststelle.wiring.files import keep_private, make_private_directory

CONFIG = config.load()
make_private_directory(CONFIG.home)

SECRET_KEY = keep_private(CONFIG.home / "django-secret", secrets.token_urlsafe(50))
DEBUG = CONFIG.debug
ALLOWED_HOSTS = CONFIG.hosts
CSRF_TRUSTED_ORIGINS = [CONFIG.base_url]
INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "poststelle.store",
    "poststelle.web.application.WebConfig",  # before allauth: its templates win
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "django_htmx",
    "lucide",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "poststelle.web.policy.ContentSecurityPolicy",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "poststelle.web.language.LanguageMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "poststelle.web.problems.ProblemPages",
]

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "poststelle.web.context.page",
            ]
        },
    }
]

ROOT_URLCONF = "poststelle.wiring.urls"
ASGI_APPLICATION = "poststelle.wiring.asgi.application"

# Every acknowledged message is on the disk (FULL), deleted secrets leave no trace (secure_delete), and a
# transaction that will write says so at once (IMMEDIATE) instead of failing halfway with "database is locked".
DATABASES: dict[str, dict[str, Any]] = {
    "default": {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(CONFIG.database),
        "CONN_MAX_AGE": None,
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": CONFIG.database_timeout_seconds,
            "init_command": (
                "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA secure_delete=ON; PRAGMA foreign_keys=ON;"
            ),
        },
        "TEST": {"NAME": str(CONFIG.home / "test.sqlite3")},
    }
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "store.Person"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 8}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "/person/login/"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_LOGOUT_REDIRECT_URL = "/person/login/"

ACCOUNT_ADAPTER = "poststelle.web.sign_up.Adapter"
ACCOUNT_FORMS = {"signup": "poststelle.web.sign_up.SignUpForm"}
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_USER_MODEL_EMAIL_FIELD = "address"
ACCOUNT_SESSION_REMEMBER = True
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"  # Poststelle sends through its mailboxes alone

SESSION_COOKIE_NAME = "poststelle_session"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"  # Strict would lose the session on the way back from the provider's page
SESSION_COOKIE_SECURE = CONFIG.secure
CSRF_COOKIE_NAME = "poststelle_csrf"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SECURE = CONFIG.secure
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if CONFIG.public_url else None
X_FRAME_OPTIONS = "SAMEORIGIN"  # the reading pane is a sandboxed frame of our own
DATA_UPLOAD_MAX_MEMORY_SIZE = 40 * 2**20

LANGUAGE_CODE = CONFIG.language
LANGUAGES = [("en", "English"), ("de", "Deutsch")]
LANGUAGE_COOKIE_NAME = "language"
LOCALE_PATHS = [str(Path(__file__).parents[1] / "web" / "locale")]
USE_I18N = True
USE_TZ = True
TIME_ZONE = CONFIG.time_zone

STATIC_URL = "/static/"
WHITENOISE_USE_FINDERS = True  # the files lie in the package: no collecting step
WHITENOISE_AUTOREFRESH = CONFIG.debug

LOGGING_CONFIG = None  # the edges configure structlog
