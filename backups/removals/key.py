"""The key that signs the list of removals."""

import os
import secrets
from contextlib import suppress
from pathlib import Path

from django.conf import settings


def removals_key() -> str:
    """REMOVALS_KEY, or else the key in `VAR_DIR/removals-key`, which is made on first use. Whoever
    restores needs the same one, so it is kept apart from the backups and from VAR_DIR."""
    if settings.REMOVALS_KEY:
        return settings.REMOVALS_KEY
    path = Path(settings.VAR_DIR) / "removals-key"
    if not path.exists():
        new = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
        try:
            with os.fdopen(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
                file.write(secrets.token_urlsafe(50))
            # Another process may have made it in between; nobody reads half of it.
            with suppress(FileExistsError):
                os.link(new, path)
        finally:
            new.unlink(missing_ok=True)
    return path.read_text().strip()
