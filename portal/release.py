"""Which release of the portal runs here: pages that another one has kept on disk are not shown."""

from hashlib import blake2b
from pathlib import Path

from django.conf import settings

# All that has a say in how a page looks, below the portal's own folder.
_SAYS = "agency delivery locale media news portal sections templates text requirements.lock"


def fingerprint() -> str:
    """Of the code, the templates, the names of static files and the settings."""
    found = blake2b(digest_size=16)
    for top in (settings.BASE_DIR / name for name in _SAYS.split()):
        for path in sorted(top.rglob("*") if top.is_dir() else [top]):
            if path.is_file() and path.suffix != ".pyc":
                now = path.stat()
                found.update(f"{path} {now.st_size} {now.st_mtime_ns}\n".encode())
    names = Path(settings.STATIC_ROOT, "staticfiles.json")
    found.update(names.read_bytes() if names.exists() else b"")
    for name in sorted(name for name in dir(settings) if name.isupper()):
        found.update(f"{name} {getattr(settings, name)!r}\n".encode())
    return found.hexdigest()
