"""A fingerprint of the release that runs here: pages that another release stored are not shown."""

from hashlib import blake2b
from pathlib import Path

from django.conf import settings

# What decides how a page looks, besides the packages.
_BESIDE_PACKAGES = ("locale", "templates", "requirements.lock")


def fingerprint() -> str:
    """A hash over the code, the templates, the names of static files and the settings."""
    found = blake2b(digest_size=16)
    for top in (settings.BASE_DIR / name for name in (*settings.PACKAGES, *_BESIDE_PACKAGES)):
        for path in sorted(top.rglob("*") if top.is_dir() else [top]):
            if path.is_file() and path.suffix != ".pyc":
                now = path.stat()
                found.update(f"{path} {now.st_size} {now.st_mtime_ns}\n".encode())
    names = Path(settings.STATIC_ROOT, "staticfiles.json")
    found.update(names.read_bytes() if names.exists() else b"")
    for name in sorted(name for name in dir(settings) if name.isupper()):
        found.update(f"{name} {getattr(settings, name)!r}\n".encode())
    return found.hexdigest()
