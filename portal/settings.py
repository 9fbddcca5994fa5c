"""Settings of the portal, from the environment or `.env`; safe defaults for the embedded mode.

`docs/operations.md` lists every variable. `portal/checks.py` says what production must have.
"""

import os
import secrets
from pathlib import Path
from urllib.parse import urlsplit

import environ
from csp.constants import NONCE, NONE, SELF
from django.contrib.messages import constants as message_levels
from django.utils.translation import gettext_lazy as _

# What the portal writes is for its own user: database, key, uploads, kept files, logs of tools.
os.umask(0o077)

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = BASE_DIR / "var"

env = environ.Env()
env.read_env(BASE_DIR / ".env")


def embedded_secret_key():
    """Return a key that is made once and kept in `var/`, for machines where nobody set one."""
    path = VAR_DIR / "secret_key"
    if not path.exists():
        path.parent.mkdir(exist_ok=True)
        path.write_text(secrets.token_urlsafe(50))
        path.chmod(0o600)
    return path.read_text()


# Security

# The embedded mode is one machine speaking plain HTTP on its loopback address.
PRODUCTION = env.bool("PRODUCTION", default=False)
DEBUG = env.bool("DEBUG", default=False)
SECRET_KEY = env.str("SECRET_KEY", default="") or embedded_secret_key()
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"])
SECURE_SSL_REDIRECT = PRODUCTION
SECURE_HSTS_SECONDS = 31_536_000 if PRODUCTION else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = PRODUCTION
SECURE_HSTS_PRELOAD = PRODUCTION
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if PRODUCTION else None
SESSION_COOKIE_SECURE = PRODUCTION
CSRF_COOKIE_SECURE = PRODUCTION
LANGUAGE_COOKIE_SECURE = PRODUCTION
# A browser sends a cookie of such a name only to the host that set it, over HTTPS.
if PRODUCTION:
    SESSION_COOKIE_NAME = "__Host-sessionid"
    CSRF_COOKIE_NAME = "__Host-csrftoken"
    LANGUAGE_COOKIE_NAME = "__Host-language"
SESSION_COOKIE_AGE = 8 * 60 * 60
SESSION_IDLE_MINUTES = env.int("SESSION_IDLE_MINUTES", default=120)
SESSION_SAVE_EVERY_REQUEST = False
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF, NONCE],
        "style-src": [SELF],
        # Bootstrap draws the marks of its form controls from data: images in the style sheet.
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}

# Applications

INSTALLED_APPS = [
    "portal",
    "reports",
    "concerns",
    "follow_up",
    "plans",
    "compensation",
    "meetings",
    "establishment",
    "committees",
    "notices",
    "accounts",
    "places",
    "audit",
    "limits",
    "publisher",
    "core",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "crispy_forms",
    "crispy_bootstrap5",
    "django_filters",
    "import_export",
    "ninja",
    "simple_history",
    "csp",
]

MIDDLEWARE = [
    "portal.middleware.HealthMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "portal.middleware.refuse_other_methods",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    # Django pads compressed pages at random, so that their length tells nothing (BREACH).
    "django.middleware.gzip.GZipMiddleware",
    "portal.middleware.HeadersMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "accounts.middleware.SessionEndMiddleware",
    "accounts.middleware.KeepTextMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "simple_history.middleware.HistoryRequestMiddleware",
    "portal.middleware.TextMiddleware",
    "portal.middleware.OpeningMiddleware",
    "portal.middleware.FewFilesMiddleware",
    "portal.middleware.AgainMiddleware",
]

ROOT_URLCONF = "portal.urls"
WSGI_APPLICATION = "portal.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "portal.context_processors.shell",
            ],
        },
    }
]
# A reason may be longer than the hundred signs that the library would keep of it.
SIMPLE_HISTORY_HISTORY_CHANGE_REASON_USE_TEXT_FIELD = True

CRISPY_ALLOWED_TEMPLATE_PACKS = "bootstrap5"
CRISPY_TEMPLATE_PACK = "bootstrap5"
MESSAGE_TAGS = {message_levels.ERROR: "danger"}

# Databases: SQLite in var/ unless DATABASE_URL says otherwise

DATABASES = {"default": env.db("DATABASE_URL", default=f"sqlite:///{VAR_DIR / 'forumi.sqlite3'}")}
DATABASES["default"]["CONN_MAX_AGE"] = 60
# A connection that outlived a restart of the server is made anew instead of failing.
DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # Writers queue at BEGIN instead of failing in the middle of a transaction.
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        # A row that replaces another is noted for both (`reports.triggers`).
        "init_command": (
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA recursive_triggers=ON;"
        ),
    }
else:
    # Permissions make statements of many parts that touch few rows; compiling them takes longer
    # than running them (`make bench`: the dashboard took 121 ms with it and 97 ms without).
    # Nobody waits for ever: not for a lock, not for a statement, and not for whoever has stopped in
    # the middle of a transaction.
    statement_timeout = env.str("STATEMENT_TIMEOUT", default="30s")
    DATABASES["default"].setdefault("OPTIONS", {})["options"] = (
        "-c jit=off -c lock_timeout=10s -c idle_in_transaction_session_timeout=60s"
        f" -c statement_timeout={statement_timeout}"
    )

# Rate limits of the sign-in must be counted over all workers together.
CACHES = {
    "default": {
        "BACKEND": "limits.cache.KeepingCache",
        "LOCATION": "portal_cache",
    },
    # Drawn parts of pages that are the same for all readers. They are named by what they show,
    # so that each worker may have its own, and reading one costs no question to the database.
    "pages": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "pages",
        "TIMEOUT": 24 * 60 * 60,
        "OPTIONS": {"MAX_ENTRIES": 200},
    },
}

# Accounts

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "allauth.account.auth_backends.AuthenticationBackend",
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "accounts.passwords.ContextWordsValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "portal:home"
ACCOUNT_ADAPTER = "notices.adapter.OutboxAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_PREVENT_ENUMERATION = True
# No mail to strangers: whoever types an address that is not known gets the same answer and no mail.
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_EMAIL_SUBJECT_PREFIX = "[Forumi] "
# Seconds in which the password or the second factor need not be given anew.
ACCOUNT_REAUTHENTICATION_TIMEOUT = 600
ACCOUNT_SESSION_REMEMBER = False
# Whoever set a password by the link in a mail is signed in; a second factor is asked first.
ACCOUNT_LOGIN_ON_PASSWORD_RESET = True
ACCOUNT_LOGOUT_REDIRECT_URL = "portal:home"

# Behind one proxy, the address of the visitor is the one that the proxy names.
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if PRODUCTION else 0
# Wrong passwords and codes: of one account from one network ever slower, and of all accounts from
# one network. `accounts.adapter` says what the key is.
ACCOUNT_RATE_LIMITS = {"login_failed": "10/m/ip,5/m/key,10/15m/key,30/d/key"}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Forumi"
# Passkeys need HTTPS, or plain HTTP on localhost.
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not PRODUCTION

# Languages, dates

LANGUAGE_CODE = "sq"
LANGUAGES = [("sq", "Shqip"), ("sr-latn", "Srpski"), ("en", "English")]
# The second folder holds the words of the libraries, which they do not bring themselves.
LOCALE_PATHS = [BASE_DIR / "locale", BASE_DIR / "locale" / "libraries"]
USE_TZ = True
TIME_ZONE = "Europe/Belgrade"
FORMAT_MODULE_PATH = ["portal.formats"]

# Static files and uploads

STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATIC_ROOT = VAR_DIR / "static"
MEDIA_ROOT = env.path("MEDIA_ROOT", default=str(VAR_DIR / "media"))()
STORAGES = {
    "default": {"BACKEND": "core.storage.WholeFileStorage"},
    "staticfiles": {"BACKEND": "portal.static_files.CollectedStaticFiles"},
}
# On a server they are collected; elsewhere they are found where they lie as well.
WHITENOISE_USE_FINDERS = not PRODUCTION
FILE_UPLOAD_PERMISSIONS = 0o600
FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o700
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
# What one document or one spreadsheet may weigh, in bytes.
UPLOAD_MAX_BYTES = env.int("UPLOAD_MAX_BYTES", default=10 * 1024 * 1024)
# A command that finds viruses in what it reads from standard input: 0 none, 1 some, else a fault.
UPLOAD_SCANNER = env.str("UPLOAD_SCANNER", default="")

# How long what is kept

# Personal declarations (community, religion) are erased so many days after the last membership
# ended. No source names a period; one year is the proposal of the portal.
PROFILE_RETENTION_DAYS = env.int("PROFILE_RETENTION_DAYS", default=365)

# The JSON interface: questions in a minute, of one key or account, and of one address without any

API_LIMIT_PER_KEY = env.int("API_LIMIT_PER_KEY", default=600)
API_LIMIT_PER_ADDRESS = env.int("API_LIMIT_PER_ADDRESS", default=120)

# Files and papers in a minute, for the same two.
FILE_LIMIT_PER_ACCOUNT = env.int("FILE_LIMIT_PER_ACCOUNT", default=60)
FILE_LIMIT_PER_ADDRESS = env.int("FILE_LIMIT_PER_ADDRESS", default=30)

# Mail, and the address of the portal that stands in it

SITE_URL = env.str("SITE_URL", default=f"http://localhost:{env.int('PORT', default=8000)}")
# Forms come from the address of the portal, whatever a proxy in front makes of the host name.
CSRF_TRUSTED_ORIGINS = [
    urlsplit(SITE_URL)._replace(path="", query="", fragment="").geturl(),
    *env.list("CSRF_TRUSTED_ORIGINS", default=[]),
]
vars().update(env.email_url("EMAIL_URL", default="consolemail://"))
EMAIL_TIMEOUT = 10
# Reminders, in working days before a meeting and after one without a report. No source names
# them; the numbers are the proposal of the portal.
MEETING_REMINDER_DAYS = env.int("MEETING_REMINDER_DAYS", default=2)
MEETING_REPORT_DAYS = env.int("MEETING_REPORT_DAYS", default=5)
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="forumi@localhost")

# Libraries

FILTERS_EMPTY_CHOICE_LABEL = _("all")
MFA_FORMS = {"add_webauthn": "accounts.forms.SecurityKeyForm"}
IMPORT_EXPORT_USE_TRANSACTIONS = True

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    # What the public fetches is no event of the audit record; a line of the log counts it.
    "loggers": {"forumi.downloads": {"level": "INFO"}},
    "root": {"handlers": ["stderr"], "level": env.str("LOG_LEVEL", default="WARNING")},
}
