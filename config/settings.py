"""Settings explain themselves: what an installation may change is declared in environment.py."""

import sys
from pathlib import Path
from urllib.parse import urlsplit

import dj_database_url
import dj_email_url
import pghistory
from csp.constants import NONCE, NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from config.environment import (
    UNNAMED_ENTERPRISE as UNNAMED_ENTERPRISE,
)  # partners/first_steps.py asks whether it is named
from config.environment import setting
from config.single_sign_on import providers

BASE_DIR = Path(__file__).resolve().parents[1]
TANDEM_VAR = (BASE_DIR / setting("TANDEM_VAR")).resolve()
TESTING = "pytest" in sys.modules

DEBUG = setting("DEBUG")
DEMO = setting("DEMO")
ENTERPRISE_NAME = setting("ENTERPRISE_NAME")
OUR_DOMAINS, SHARED_DOMAINS = setting("OUR_DOMAINS"), setting("SHARED_DOMAINS")
BASE_URL = setting("BASE_URL").rstrip("/")
SECURE = urlsplit(BASE_URL).scheme == "https"

SECRET_KEY = setting("SECRET_KEY")
if not SECRET_KEY:
    if not (TESTING or DEBUG or {"collectstatic", "makemigrations", "check"}.intersection(sys.argv)):
        raise ImproperlyConfigured(
            "SECRET_KEY is not set. Put at least 50 random characters into it; `make run` makes one."
        )
    SECRET_KEY = "only-for-tests-and-builds-" + "x" * 50

ALLOWED_HOSTS = [*setting("ALLOWED_HOSTS"), urlsplit(BASE_URL).hostname, "127.0.0.1", "localhost"]
CSRF_TRUSTED_ORIGINS = [BASE_URL]
CSRF_FAILURE_VIEW = "partners.authentication.unsent_forms.refused"

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.socialaccount.providers.saml",
    "csp",
    "django_htmx",
    "pgtrigger",
    "pghistory",
    "partners",
    "governance",
    "dashboards",
    "reviews",
    "config",
]

MIDDLEWARE = [
    "config.middleware.SignsOfLife",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "config.middleware.LegibleRequests",
    "csp.middleware.CSPMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "config.middleware.PrivatePages",
    # What stands above gives every answer its headers, what stands below asks who is there.
    "reviews.room.nothing_moved.NothingMoved",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "partners.authentication.sessions.SessionLimits",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "config.middleware.BoundedRequests",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "config.navigation.context",
            ],
            "builtins": [
                "partners.templatetags.tandem",
                "governance.templatetags.owed",
                "django_htmx.templatetags.django_htmx",
                "django.templatetags.static",
            ],
        },
    }
]

# --- The database: two roles, one set-up (partners/database/setup.py) ---------------------------------------------
SERVING_ROLE = "tandem_web"
DATABASE_OWNER_URL = setting("DATABASE_URL")
DATABASE_SERVING_URL = setting("DATABASE_SERVING_URL")
# The tests create their database as the owner and take the serving role inside each test (tests/conftest.py).
OWNS_DATABASE = TESTING or setting("TANDEM_DATABASE_ROLE") == "owner"
_url = DATABASE_OWNER_URL if OWNS_DATABASE else DATABASE_SERVING_URL or DATABASE_OWNER_URL
DATABASES = {"default": dj_database_url.parse(_url or "postgres://127.0.0.1:5432/tandem")}
DATABASES["default"]["ENGINE"] = "django.db.backends.postgresql"
DATABASES["default"]["CONN_MAX_AGE"] = 0
DATABASES["default"].setdefault("OPTIONS", {})
if not OWNS_DATABASE:
    # As a start-up option, not Django's assume_role: that one asks the pool for a second connection
    # to set up the first. Statements are short: compiling one, as PostgreSQL does when it expects a long one, costs
    # more than it saves. They look for few rows: two lists read in order side by side are read to their ends.
    DATABASES["default"]["OPTIONS"]["options"] = f"-c role={SERVING_ROLE} -c jit=off -c enable_mergejoin=off"
    if setting("DATABASE_POOL"):
        # A connection that died with its server is found out before a request is given it.
        DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
        DATABASES["default"]["OPTIONS"]["pool"] = {
            "min_size": 1,
            "max_size": setting("DATABASE_POOL"),
            "timeout": setting("DATABASE_PATIENCE"),
        }
DATABASES["default"]["TEST"] = {"NAME": setting("TANDEM_TEST_DATABASE")}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# --- History, written by the database ---------------------------------------------------------------------------
PGHISTORY_CONTEXT_FIELD = pghistory.ContextJSONField()
PGHISTORY_CONTEXT_ID_FIELD = pghistory.ContextUUIDField()
PGHISTORY_APPEND_ONLY = True
PGHISTORY_INSTALL_CONTEXT_FUNC_ON_MIGRATE = False

# --- People and sign-in -----------------------------------------------------------------------------------------
AUTH_USER_MODEL = "partners.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
SHORTEST_PASSWORD = 12
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": SHORTEST_PASSWORD},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "partners.authentication.password_validators.NotBreached"},
]
BREACHED_PASSWORDS = setting("BREACHED_PASSWORDS")
ACCOUNT_ADAPTER = "partners.authentication.adapter.ClosedSignUp"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_SESSION_REMEMBER = None
ACCOUNT_FORMS = {
    "login": "partners.authentication.forms.SignIn",
    "request_login_code": "partners.authentication.forms.AskForCode",
}
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 600  # a mail may take minutes
ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = True
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "desk"

SESSION_COOKIE_NAME = "__Host-tandem" if SECURE else "tandem"
CSRF_COOKIE_NAME = "__Host-csrf" if SECURE else "csrf"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_IDLE_HOURS, SESSION_LASTS_HOURS = setting("SESSION_IDLE_HOURS"), setting("SESSION_LASTS_HOURS")
SESSION_COOKIE_AGE = SESSION_LASTS_HOURS * 3600

ALLAUTH_TRUSTED_PROXY_COUNT = setting("TRUSTED_PROXIES")
REQUIRE_SECOND_FACTOR = setting("REQUIRE_SECOND_FACTOR")
if REQUIRE_SECOND_FACTOR is None:
    REQUIRE_SECOND_FACTOR = not DEMO
MFA_ADAPTER = "partners.authentication.second_factor.SecondFactors"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_FORMS = {
    "add_webauthn": "partners.authentication.forms.AddPasskey",
    "activate_totp": "partners.authentication.forms.SetUpApp",
}
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_ALLOW_UNVERIFIED_EMAIL = True  # an address is proved by the invitation it took
MFA_TOTP_TOLERANCE = 1  # a telephone's clock may be half a minute off

SOCIALACCOUNT_ADAPTER = "partners.authentication.single_sign_on.StaffAlone"
SOCIALACCOUNT_PROVIDERS = providers(setting)
# A form would be stopped on its way there: form-action holds for where it is sent on to as well.
SOCIALACCOUNT_LOGIN_ON_GET = True
SOCIALACCOUNT_REQUESTS_TIMEOUT = 10
SSO_NAME, SSO_ONLY, SSO_SECOND_FACTOR = (setting(f"SSO_{name}") for name in ("NAME", "ONLY", "SECOND_FACTOR"))

# --- Headers ----------------------------------------------------------------------------------------------------
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_HSTS_SECONDS = 31_536_000 if SECURE else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if SECURE else None
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF, NONCE],
        "style-src": [SELF, NONCE],
        "img-src": [SELF, "data:", "blob:"],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}

# --- Queue, cache, mail -----------------------------------------------------------------------------------------
REDIS_URL = setting("REDIS_URL")
CACHE_TABLE = "tandem_cache"
if REDIS_URL:
    CACHES = {"default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": REDIS_URL}}
else:
    CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": CACHE_TABLE}}

EMAIL_URL = setting("EMAIL_URL")
if EMAIL_URL:
    vars().update(dj_email_url.parse(EMAIL_URL))
EMAIL_TIMEOUT = 30
DEFAULT_FROM_EMAIL = SERVER_EMAIL = setting("EMAIL_FROM")
REPLY_ADDRESS = setting("REPLY_ADDRESS")
REPLY_IMAP_URL, REPLY_TRUSTED_SERVER = setting("REPLY_IMAP_URL"), setting("REPLY_TRUSTED_SERVER")
INBOUND_PROVIDER, INBOUND_SECRET = setting("INBOUND_PROVIDER"), setting("INBOUND_SECRET")
ANYMAIL = {"WEBHOOK_SECRET": INBOUND_SECRET, "MAILGUN_WEBHOOK_SIGNING_KEY": setting("INBOUND_SIGNING_KEY")}

# --- Back-ups (docs/keeping.md) -----------------------------------------------------------------------------------
BACKUP_TO, BACKUP_AT, BACKUP_KEEP, BACKUP_KEY = (
    setting(f"BACKUP_{name}") for name in ("TO", "AT", "KEEP", "KEY")
)
BACKUP_S3_ENDPOINT, BACKUP_S3_REGION = setting("BACKUP_S3_ENDPOINT"), setting("BACKUP_S3_REGION")
BACKUP_S3_ACCESS_KEY, BACKUP_S3_SECRET_KEY = setting("BACKUP_S3_ACCESS_KEY"), setting("BACKUP_S3_SECRET_KEY")

# --- Files and language -----------------------------------------------------------------------------------------
STATIC_URL = "static/"
STATIC_ROOT = TANDEM_VAR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": TANDEM_VAR / "files"},
    },
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if TESTING or DEBUG
        else "config.static_files.GatheredFiles"
    },
}
# Looked for when one is asked for: every client of the tests would list them all first.
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = TESTING or DEBUG
# Every page names a file with the mark of its content: under its plain name it would be compressed a second time.
WHITENOISE_KEEP_ONLY_HASHED_FILES = True
# Fonts and pictures hardly shrink, and trying takes twenty seconds of the first start.
WHITENOISE_SKIP_COMPRESS_EXTENSIONS = ["woff", "woff2", "ttf", "png", "jpg", "webp", "gif", "zip", "br", "gz"]
LANGUAGE_CODE = "en-gb"
TIME_ZONE = setting("TIME_ZONE")
USE_TZ = True
DATA_UPLOAD_MAX_MEMORY_SIZE = 10 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 4_000  # a grid of forty activities and as many people, each cell a field
MOST_REQUEST_BYTES = 20 * 1024 * 1024  # a file of evidence, and the form around it

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "filters": {
        "without_secrets": {"()": "config.logs.WithoutSecrets"},
        "refusals_in_one_line": {"()": "config.logs.RefusalsInOneLine"},
    },
    "handlers": {
        "console": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["without_secrets"]}
    },
    "loggers": {"django.request": {"filters": ["refusals_in_one_line"]}},
    "root": {"handlers": ["console"], "level": "INFO"},
}
