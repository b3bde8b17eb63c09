"""Settings, safe by default: without ``GOKWIJS_MODE=development`` this is production."""

from __future__ import annotations

from typing import Any

from csp.constants import NONE, SELF

from gokwijs.config import env

MODE = env.choice("GOKWIJS_MODE", ("production", "development"), "production")
DEBUG = env.flag("GOKWIJS_DEBUG", False)
DATA_DIR = env.folder("GOKWIJS_DATA_DIR", ".")
SECRET_KEY = env.text("GOKWIJS_SECRET_KEY", "" if MODE == "production" else "ontwikkeling-" * 5)
PUBLIC_URL = env.text("GOKWIJS_PUBLIC_URL", "").rstrip("/")
SETUP_CODE = env.text("GOKWIJS_SETUP_CODE", "")
# The key of the pseudonyms of pupils; only here, never in the database.
MATCHING_KEY = env.text("GOKWIJS_MATCHING_KEY", "")
# Another catalogue of aanpakken than the one that ships; a wrong one stops the start.
AANPAKKEN = env.catalogus("GOKWIJS_AANPAKKEN")

if MODE == "production":
    if DEBUG:
        raise env.EnvError("GOKWIJS_DEBUG mag niet aan staan in productie. Zet het op 0.")
    if len(SECRET_KEY) < 50 or SECRET_KEY.startswith("ontwikkeling-"):
        raise env.EnvError(
            "GOKWIJS_SECRET_KEY ontbreekt of is te kort. Geef minstens 50 willekeurige tekens, of "
            "start met 'gokwijs serve': die maakt en bewaart zelf een sleutel."
        )
if PUBLIC_URL and not PUBLIC_URL.startswith(("https://", "http://")):
    raise env.EnvError("GOKWIJS_PUBLIC_URL moet beginnen met https://.")

HTTPS = PUBLIC_URL.startswith("https://")
ALLOWED_HOSTS = env.words("GOKWIJS_ALLOWED_HOSTS", "127.0.0.1,localhost,[::1]")
if PUBLIC_URL:
    ALLOWED_HOSTS.append(PUBLIC_URL.split("://", 1)[1].split("/")[0].split(":")[0])
    CSRF_TRUSTED_ORIGINS = [PUBLIC_URL]

INSTALLED_APPS = [
    # Our own first: their templates go before those of the libraries.
    "gokwijs.apps.ui",
    "gokwijs.apps.audit",
    "gokwijs.apps.access",
    "gokwijs.apps.scholen",
    "gokwijs.apps.kader",
    "gokwijs.apps.aanpakken",
    "gokwijs.apps.leerlingen",
    "gokwijs.apps.inlezen",
    "gokwijs.apps.verklaring",
    "gokwijs.apps.loket",
    "gokwijs.apps.middelen",
    "gokwijs.apps.teldag",
    "gokwijs.apps.analyse",
    "gokwijs.apps.toetsen",
    "gokwijs.apps.beleid",
    "gokwijs.apps.inzet",
    "gokwijs.apps.effect",
    "gokwijs.apps.opvolging",
    "gokwijs.apps.samen",
    "gokwijs.apps.zelfevaluatie",
    "gokwijs.apps.keten",
    "gokwijs.apps.dossier",
    "gokwijs.apps.privacy",
    "gokwijs.apps.vandaag",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "csp",
    "django_htmx",
    "template_partials",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "gokwijs.apps.ui.middleware.RequestSizeMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "gokwijs.apps.ui.middleware.PrivatePageMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "gokwijs.apps.access.middleware.FirstUseMiddleware",
    "gokwijs.apps.access.middleware.RequireMfaMiddleware",
]

ROOT_URLCONF = "gokwijs.config.urls"
WSGI_APPLICATION = "gokwijs.config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "gokwijs.apps.scholen.context.navigation",
            ],
        },
    }
]

DATABASES: dict[str, Any] = {
    "default": env.database("GOKWIJS_DATABASE_URL", DATA_DIR / "gokwijs.sqlite3")
}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = False
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": (
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON; "
            # What is erased is overwritten: no name stays behind in free pages of the file.
            "PRAGMA busy_timeout=20000; PRAGMA secure_delete=ON;"
        ),
    }
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
# Scans of signed forms: never under an address, read only through a checked page.
DOCUMENT_DIR = DATA_DIR / "documenten"
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "cache",
        # The default of 300 would push out lockouts and limits when many people knock at once.
        "OPTIONS": {"MAX_ENTRIES": 50_000},
    }
}

# ---------------------------------------------------------------- accounts

AUTH_USER_MODEL = "access.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "gokwijs.apps.access.passwords.LengthValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("email", "naam")},
    },
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "gokwijs.apps.access.adapter.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_RATE_LIMITS = {"login_failed": "20/m/ip,5/10m/key", "reset_password": "10/h/ip"}
ACCOUNT_FORMS = {"login": "gokwijs.apps.access.forms.LoginForm"}
# Accounts are made by a colleague, never by self sign-up: nobody can claim another's address first.
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "GOK-wijs"

# ---------------------------------------------------------------- safety

SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 60 * 60 * 10
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
CSRF_COOKIE_HTTPONLY = True
if HTTPS:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_SSL_REDIRECT = True
    SECURE_HSTS_SECONDS = 60 * 60 * 24 * 365
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "object-src": [NONE],
    }
}
FILE_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000
MAX_REQUEST_BYTES = 210 * 1024 * 1024  # two pupil files of at most 100 MB each

# ---------------------------------------------------------------- the rest

LANGUAGE_CODE = "nl"
TIME_ZONE = "Europe/Brussels"
USE_I18N = USE_TZ = True
STATIC_URL = "static/"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = DEBUG
EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
if env.text("GOKWIJS_EMAIL_HOST", ""):
    EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    EMAIL_HOST = env.text("GOKWIJS_EMAIL_HOST")
    EMAIL_PORT = env.number("GOKWIJS_EMAIL_PORT", 587)
    EMAIL_HOST_USER = env.text("GOKWIJS_EMAIL_USER", "")
    EMAIL_HOST_PASSWORD = env.text("GOKWIJS_EMAIL_PASSWORD", "")
    EMAIL_USE_TLS = env.flag("GOKWIJS_EMAIL_TLS", True)
    DEFAULT_FROM_EMAIL = env.text("GOKWIJS_EMAIL_FROM")
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"without_secrets": {"()": "gokwijs.config.logs.WithoutSecrets"}},
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "loggers": {
        name: {"filters": ["without_secrets"]}
        for name in ("django.request", "django.security.csrf", "django.server")
    },
    "root": {"handlers": ["console"], "level": "WARNING"},
}
