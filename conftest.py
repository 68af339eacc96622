"""Prepares the environment of the tests before Django reads its settings.

No variable of the developer's environment and no file of `var/` may reach a test; only DATABASE_URL
stays, so that the suite runs on PostgreSQL too. pytest-django loads the settings as soon as
DJANGO_SETTINGS_MODULE is known, so that is set here and not in pyproject.toml.
"""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

import pytest

OURS = """
    ADMIN_URL ALLOWED_HOSTS AUDIT_KEEP_DAYS BACKUP_DIR BACKUP_IDENTITY BACKUP_RECIPIENT
    CACHE_URL CHECK_EXTERNAL_LINKS DELIVERY_EDGE_HEADERS DELIVERY_ENGINES EMAIL_FROM
    EMAIL_URL KEEP_TO_CORE LOG_FORMAT LOG_LEVEL LOG_REQUESTS METRICS_PORT PORT PORTAL_MODE
    PUBLIC_HOSTS PUBLIC_URL REAUTHENTICATION_MINUTES REMOVALS_KEY SECOND_FACTOR_ENFORCED
    SECRET_KEY SECRET_KEY_FALLBACKS SECURE_HSTS_INCLUDE_SUBDOMAINS SECURE_HSTS_PRELOAD
    SECURE_HSTS_SECONDS SECURE_SSL_REDIRECT SECURITY_CONTACT SESSION_ABSOLUTE_HOURS
    SESSION_IDLE_MINUTES TRUSTED_PROXIES WORKERS
""".split()
for name in OURS:
    os.environ.pop(name, None)

VAR_DIR = Path(tempfile.mkdtemp(prefix="cong-tin-"))
(VAR_DIR / "static").mkdir()
atexit.register(shutil.rmtree, VAR_DIR, ignore_errors=True)

os.environ["VAR_DIR"] = str(VAR_DIR)
os.environ["HYPOTHESIS_STORAGE_DIRECTORY"] = str(VAR_DIR / "hypothesis")
os.environ["SECRET_KEY"] = "of the tests, and as long as the check --deploy of Django wants it"
# No test sends a request to the internet.
os.environ["CHECK_EXTERNAL_LINKS"] = "off"
# Playwright's event loop runs in the thread of the test, so Django would refuse each query there as
# a query in a coroutine.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"

from django.conf import settings  # noqa: E402

from portal import message_catalogue  # noqa: E402

if settings.configured:
    raise pytest.UsageError("unset DJANGO_SETTINGS_MODULE: the tests have settings of their own")
os.environ["DJANGO_SETTINGS_MODULE"] = "portal.settings"
settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
settings.STORAGES = {
    **settings.STORAGES,
    # Static files come from the source folders: nothing is collected, no name has a hash.
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
if settings.DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # A file, not memory, so that threads and child processes see the same database.
    settings.DATABASES["default"].setdefault("TEST", {})["NAME"] = str(VAR_DIR / "test.sqlite3")
    # Nothing here has to survive a power cut.
    settings.DATABASES["default"]["OPTIONS"]["init_command"] += " PRAGMA synchronous=OFF;"

# pytest-xdist's workers inherit the environment, and would load the settings before this file.
del os.environ["DJANGO_SETTINGS_MODULE"]

# Before the first message is looked up: tests read the Vietnamese interface.
message_catalogue.compile_stale()
