"""Settings, all of them, read from the environment.

`PORTAL_MODE` is `local` (the default: `make run`, nothing to set) or `production`, which refuses
to start until every secret is given. `docs/settings.md` lists the variables.
"""

import re
from ipaddress import ip_network
from pathlib import Path

import environ
from django.core.exceptions import ImproperlyConfigured

from portal.environment import (
    host_name,
    parse_origin,
    parse_public_host,
    read_number,
    read_or_make_secret,
    read_switch,
)

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()

MODE = env.str("PORTAL_MODE", "local")
if MODE not in {"local", "production"}:
    raise ImproperlyConfigured(f"PORTAL_MODE is 'local' or 'production', not {MODE!r}")
PRODUCTION = MODE == "production"

if PRODUCTION:
    needed = ("SECRET_KEY", "PUBLIC_URL", "DATABASE_URL", "VAR_DIR")
    if missing := [name for name in needed if not env.str(name, "")]:
        raise ImproperlyConfigured(
            f"production wants these environment variables: {', '.join(missing)}"
        )
    if len(env.str("SECRET_KEY")) < 50:
        raise ImproperlyConfigured("SECRET_KEY needs at least 50 random characters in production")

# The database, uploads, keys and built static files are here, never among the code.
VAR_DIR = Path(env.str("VAR_DIR", "") or BASE_DIR / "var")

SECRET_KEY = env.str("SECRET_KEY", "") or read_or_make_secret(VAR_DIR / "secret-key")
SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS", default=[])

# Days for which the audit log is kept (docs/audit.md); six months at least.
AUDIT_KEEP_DAYS = read_number("AUDIT_KEEP_DAYS", 730)

# Where backups go, whom they are encrypted to, and the file that opens them (docs/backup.md).
BACKUP_DIR = Path(env.str("BACKUP_DIR")) if env.str("BACKUP_DIR", "") else None
BACKUP_RECIPIENT = env.str("BACKUP_RECIPIENT", "")
BACKUP_IDENTITY = Path(env.str("BACKUP_IDENTITY")) if env.str("BACKUP_IDENTITY", "") else None
# Signs the list of what was redacted and taken down, which lies beside the backups. Production
# makes no key of its own.
REMOVALS_KEY = env.str("REMOVALS_KEY", "")
if not PRODUCTION:
    REMOVALS_KEY = REMOVALS_KEY or read_or_make_secret(VAR_DIR / "removals-key")
# Whom to tell of a hole (`portal.security_txt`); the agency's e-mail address if empty.
SECURITY_CONTACT = env.str("SECURITY_CONTACT", "")
if SECURITY_CONTACT and not re.fullmatch(r"(mailto:|https://|tel:)\S+", SECURITY_CONTACT):
    raise ImproperlyConfigured(
        f"SECURITY_CONTACT begins with mailto:, https:// or tel:, not {SECURITY_CONTACT!r}"
    )

PORT = read_number("PORT", 8000)
# Serving processes. Each has its own threads, database connections and pages in memory.
WORKERS = read_number("WORKERS", 1)
# Where Prometheus asks; 0: nowhere.
METRICS_PORT = read_number("METRICS_PORT", 0)
if WORKERS < 1:
    raise ImproperlyConfigured(f"WORKERS is 1 or more, not {WORKERS}")
# Whether each serving process runs on one core (`server.cpu_affinity`).
KEEP_TO_CORE = read_switch("KEEP_TO_CORE", True)
# Every absolute address (QR, canonical, feeds) starts with this, never with the Host header.
PUBLIC_URL = (env.str("PUBLIC_URL", "") or f"http://127.0.0.1:{PORT}").rstrip("/")
public = parse_origin("PUBLIC_URL", PUBLIC_URL)
# Where else readers find the portal: receipts read the pages there, too.
PUBLIC_HOSTS = [
    each.strip().rstrip("/") for each in env.list("PUBLIC_HOSTS", default=[]) if each.strip()
]
public_host_names = {host_name(host) for host in (public, *map(parse_public_host, PUBLIC_HOSTS))}
ALLOWED_HOSTS = env.list(
    "ALLOWED_HOSTS",
    default=[public.hostname, *([] if PRODUCTION else ["127.0.0.1", "localhost", "[::1]"])],
)
# Scheme and host of the staff's pages, if they have a host of their own (`delivery.hosts`).
ADMIN_URL = env.str("ADMIN_URL", "").rstrip("/")
if ADMIN_URL:
    admin_origin = parse_origin("ADMIN_URL", ADMIN_URL)
    # Browsers send cookies to every port of a host: those of staff would be sent to public pages on
    # another port, whose scripts could read and set them.
    if host_name(admin_origin) in public_host_names:
        raise ImproperlyConfigured(
            f"ADMIN_URL wants a name of its own: readers have {host_name(admin_origin)}, and "
            "browsers send the cookies of one port to every other"
        )
    if admin_origin.scheme != public.scheme:
        raise ImproperlyConfigured(
            f"ADMIN_URL begins with {public.scheme}:// as PUBLIC_URL does, not with {admin_origin.scheme}://"
        )
    # In the form of an Origin header.
    ADMIN_URL = f"{admin_origin.scheme}://{admin_origin.netloc.lower()}".removesuffix(
        ":443" if admin_origin.scheme == "https" else ":80"
    )
    ALLOWED_HOSTS = [*ALLOWED_HOSTS, host_name(admin_origin)]
CSRF_TRUSTED_ORIGINS = [ADMIN_URL or PUBLIC_URL]
# X-Forwarded-For is trusted from these only: throttling of sign-ins counts by address.
try:
    TRUSTED_PROXIES = [ip_network(each) for each in env.list("TRUSTED_PROXIES", default=[])]
except ValueError as error:
    raise ImproperlyConfigured(f"TRUSTED_PROXIES: {error}") from error

# The names of the product's packages.
PACKAGES = sorted(
    each.parent.name for each in BASE_DIR.glob("*/__init__.py") if each.parent.name != "tests"
)

INSTALLED_APPS = [
    "portal.apps.PortalConfig",
    "server",
    "backups.apps.BackupsConfig",
    "accounts.apps.AccountsConfig",
    "redirects.apps.RedirectsConfig",
    "news.apps.NewsConfig",
    "sections.apps.SectionsConfig",
    "agency.apps.AgencyConfig",
    "media.apps.MediaConfig",
    "audit.apps.AuditConfig",
    "delivery.apps.DeliveryConfig",
    "ckeditor",
    "portal.apps.StaffAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django_otp.plugins.otp_totp",
    "django.contrib.messages",
    "portal.static_files.PrunedStaticFilesConfig",
    # Nothing imports the demo city: its folder may be removed.
    *(["demo.apps.DemoConfig"] if "demo" in PACKAGES else []),
]

MIDDLEWARE = [
    "server.monitoring.exchange.ExchangeMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "server.middleware.EmbeddingMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "server.middleware.BodyLimitMiddleware",
    "server.middleware.CspMiddleware",
    "server.middleware.HostSeparationMiddleware",
    "accounts.sessions.middleware.AdminSessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "accounts.sessions.middleware.AdminAuthenticationMiddleware",
    "audit.origin.OriginMiddleware",
    "accounts.sessions.middleware.AdminMessageMiddleware",
    "accounts.gate.GateMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

ROOT_URLCONF = "portal.urls"
WSGI_APPLICATION = "server.wsgi.application"

TEMPLATES = [
    {
        # Public pages. Jinja2 takes half the time of Django's engine (docs/measurements.md).
        "NAME": "public",
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": [BASE_DIR / "templates" / "public"],
        "APP_DIRS": False,
        "OPTIONS": {"environment": "portal.templating.environment"},
    },
    {
        "NAME": "staff",
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates" / "staff"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]

FORM_RENDERER = "staff.fields.StaffFormRenderer"

DATABASES = {
    "default": {
        **env.db_url("DATABASE_URL", default=f"sqlite:///{VAR_DIR / 'portal.sqlite3'}"),
        # To open the database for each page would take a quarter of the page's time, on SQLite too.
        "CONN_MAX_AGE": 60,
    }
}
# How long a writer waits for others. A stopping server waits longer for its answers
# (`SHUTDOWN_TIMEOUT_SECONDS` in `server/__main__.py`), so a form comes back to its person and is
# not lost. (If more writers wait than there are threads, the last ones may be cut off.)
DB_LOCK_TIMEOUT_SECONDS = 6
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["OPTIONS"] = {
        # A writer waits instead of failing; a commit survives a power cut. Each thread caches 4 MB
        # of database pages: with 8, 16 or 32 MB no list and no search among 100,000 articles took
        # less CPU, because the system's own cache has the others.
        "transaction_mode": "IMMEDIATE",
        "timeout": DB_LOCK_TIMEOUT_SECONDS,
        "init_command": (
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA cache_size=-4000;"
        ),
    }
elif DATABASES["default"]["ENGINE"] == "django.db.backends.postgresql":
    DATABASES["default"] |= {"ENGINE": "database.postgresql", "CONN_HEALTH_CHECKS": True}
    DATABASES["default"]["OPTIONS"] = {
        # Seconds that a thread waits for a server that does not answer.
        "connect_timeout": 5,
        # A connection that broke unnoticed is given up after 20 seconds, not after minutes.
        **{"keepalives_idle": 10, "keepalives_interval": 5, "keepalives_count": 2},
        "tcp_user_timeout": 20_000,
        **DATABASES["default"].get("OPTIONS", {}),
    }
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Mails of `news/notifications`. Without a mail server they are printed by the worker; in production
# they are dropped, because output is logged there. The timeout is short, because the worker has
# other work.
EMAIL_TIMEOUT = 10
try:
    mail = env.email_url_config(
        env.str("EMAIL_URL", "") or ("dummymail://" if PRODUCTION else "consolemail://")
    )
    if mail["EMAIL_BACKEND"].endswith("smtp.EmailBackend") and not mail["EMAIL_HOST"]:
        raise ImproperlyConfigured("no host")
except (ValueError, ImproperlyConfigured):
    # The message does not show the value, because it holds a password.
    raise ImproperlyConfigured(
        "EMAIL_URL is an address like smtp+tls://user:password@host:587"
    ) from None
EMAIL_BACKEND = mail["EMAIL_BACKEND"]
EMAIL_USE_TLS, EMAIL_USE_SSL = mail.get("EMAIL_USE_TLS", False), mail.get("EMAIL_USE_SSL", False)
EMAIL_HOST = mail["EMAIL_HOST"] or "localhost"
usual_port = 587 if EMAIL_USE_TLS else 25
EMAIL_PORT = mail["EMAIL_PORT"] or (465 if EMAIL_USE_SSL else usual_port)
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = mail["EMAIL_HOST_USER"], mail["EMAIL_HOST_PASSWORD"]
EMAIL_FILE_PATH = mail["EMAIL_FILE_PATH"]
DEFAULT_FROM_EMAIL = env.str("EMAIL_FROM", "") or f"cong-tin@{public.hostname}"
if not re.fullmatch(r"[^\r\n]*[^\s@<>]@[^\s@<>]+>?", DEFAULT_FROM_EMAIL):
    raise ImproperlyConfigured(
        f"EMAIL_FROM is like Cổng tin <cong-tin@hailam.example>, not {DEFAULT_FROM_EMAIL!r}"
    )

CACHES = {"default": env.cache_url("CACHE_URL", default="locmemcache://")}

# Engines that are told of purges: Redis for other machines (redis://…), Varnish (xkey+http://…).
DELIVERY = {
    "ENGINES": env.list("DELIVERY_ENGINES", default=[]),
    "EDGE_HEADERS": read_switch("DELIVERY_EDGE_HEADERS", False),
}

# Whether the worker checks the external links of articles.
CHECK_EXTERNAL_LINKS = read_switch("CHECK_EXTERNAL_LINKS", True)

AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    # Rights in some sections.
    "news.rights.beats.BeatBackend",
]
PASSWORD_HASHERS = ["accounts.passwords.NfcPasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
    {"NAME": "accounts.passwords.GuessedPasswordValidator"},
]
# A code is the present one of the app, the one before or the one after. Throttling slows down
# guessing (`accounts.throttling`); django-otp's own would lock the owner out, longer with each
# failure.
OTP_TOTP_SYNC, OTP_TOTP_THROTTLE_FACTOR = False, 0
# For so many seconds a link to choose a new password works.
PASSWORD_RESET_TIMEOUT = 3600
LOGIN_URL = "admin:login"
LOGIN_REDIRECT_URL = "admin:index"
CSRF_FAILURE_VIEW = "accounts.form_recovery.csrf_failed"

LANGUAGE_CODE = "vi"
LANGUAGES = [("vi", "Tiếng Việt"), ("en", "English")]
LOCALE_PATHS = [BASE_DIR / "locale"]
FORMAT_MODULE_PATH = ["staff.formats"]
TIME_ZONE = "Asia/Ho_Chi_Minh"

STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATIC_ROOT = VAR_DIR / "static"

# The files that staff uploaded are never served. What was made of them lies in the library, which
# staff alone see; the folder that readers see has links to those files that something public names.
MEDIA_ROOT = VAR_DIR / "uploads"
STORAGES = {
    "default": {"BACKEND": "media.storages.SyncedStorage"},
    "library": {
        "BACKEND": "media.storages.SyncedStorage",
        "OPTIONS": {"location": VAR_DIR / "library", "base_url": "/admin/tep/"},
    },
    "public": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": VAR_DIR / "tep", "base_url": "/tep/"},
    },
    "staticfiles": {"BACKEND": "portal.static_files.StaticFilesStorage"},
}
# An article's form may hold a long text; each field has its own limit.
DATA_UPLOAD_MAX_MEMORY_SIZE = 24 * 2**20
FILE_UPLOAD_PERMISSIONS = 0o640

SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
SESSION_ENGINE = "accounts.sessions.store"
# A session ends after so long without use, and so long after the sign-in.
SESSION_IDLE_MINUTES = read_number("SESSION_IDLE_MINUTES", 120)
SESSION_ABSOLUTE_HOURS = read_number("SESSION_ABSOLUTE_HOURS", 12)
# For so long after somebody has proved who they are, nothing asks them again.
REAUTHENTICATION_MINUTES = read_number("REAUTHENTICATION_MINUTES", 15)
for name in ("SESSION_IDLE_MINUTES", "SESSION_ABSOLUTE_HOURS", "REAUTHENTICATION_MINUTES"):
    if globals()[name] < 1:
        raise ImproperlyConfigured(f"{name} is 1 or more, not {globals()[name]}")
# Whether a second factor is demanded of administrators and of the groups that are chosen for it.
SECOND_FACTOR_ENFORCED = read_switch("SECOND_FACTOR_ENFORCED", PRODUCTION)
if PRODUCTION and public.scheme == "https":
    SECURE_SSL_REDIRECT = read_switch("SECURE_SSL_REDIRECT", True)
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_HSTS_SECONDS = read_number("SECURE_HSTS_SECONDS", 31536000)
    # The owner decides about subdomains, and about the list that browsers have built in.
    SECURE_HSTS_INCLUDE_SUBDOMAINS = read_switch("SECURE_HSTS_INCLUDE_SUBDOMAINS", False)
    SECURE_HSTS_PRELOAD = read_switch("SECURE_HSTS_PRELOAD", False)
# No page of another host and no page over plain HTTP can set a cookie with this prefix. Browsers
# accept it only over HTTPS and with the path `/`, in local mode too.
COOKIE_PREFIX = "__Host-" if ADMIN_URL.startswith("https:") else ""
SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = f"{COOKIE_PREFIX}sessionid", f"{COOKIE_PREFIX}csrftoken"
SESSION_COOKIE_PATH = CSRF_COOKIE_PATH = "/" if COOKIE_PREFIX else "/admin/"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = bool(COOKIE_PREFIX) or (
    PRODUCTION and public.scheme == "https"
)
MESSAGE_STORAGE = "accounts.sessions.middleware.MessageStorage"

# W001: CKEditor 4.22.1 is the last open release and has known holes. Nothing that it sends is
# trusted: text.body.clean cleans every body on the server. The other two checks ask for HSTS for
# subdomains and for the browsers' list.
SILENCED_SYSTEM_CHECKS = ["ckeditor.W001", "security.W005", "security.W021"]

LOG_FORMAT = env.str("LOG_FORMAT", "line")
# Which requests have a line: all, those that the page cache did not answer, or none.
LOG_REQUESTS = env.str("LOG_REQUESTS", "uncached" if PRODUCTION else "none")
for name, value, values in (
    ("LOG_FORMAT", LOG_FORMAT, ("line", "json")),
    ("LOG_REQUESTS", LOG_REQUESTS, ("all", "uncached", "none")),
):
    if value not in values:
        raise ImproperlyConfigured(f"{name} is one of {', '.join(values)}, not {value!r}")
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"},
        "json": {"()": "server.monitoring.log_format.JsonFormatter"},
    },
    "filters": {"brief": {"()": "server.monitoring.log_format.LogFilter"}},
    "handlers": {
        "stderr": {"class": "logging.StreamHandler", "formatter": LOG_FORMAT, "filters": ["brief"]}
    },
    "root": {
        "handlers": ["stderr"],
        "level": env.str("LOG_LEVEL", "INFO" if PRODUCTION else "WARNING"),
    },
}
