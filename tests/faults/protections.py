"""What protects from each fault, and a copy of the code without it: only a protection whose loss
does harm is one."""

import shutil
from dataclasses import dataclass
from pathlib import Path

from tests.processes import ROOT

_NOT_COPIED = (".*", "*-pytest-*.pyc", "docs", "tests", "var", "__pycache__")


@dataclass(frozen=True)
class Protection:
    """`what` it is, for people, and how it is taken away: in the file `path`, `before` becomes
    `after`."""

    what: str
    path: str
    before: str
    after: str

    def removed(self, folder: Path) -> Path:
        """A copy of the code without it, as a new folder in this one. AssertionError if the code is
        another by now."""
        tree = folder / "tree"
        shutil.copytree(ROOT, tree, ignore=shutil.ignore_patterns(*_NOT_COPIED))
        code = (tree / self.path).read_text()
        assert code.count(self.before) == 1, f"{self.path}: {self.before}"
        (tree / self.path).write_text(code.replace(self.before, self.after))
        return tree


BUSY_PAGE = Protection(
    "an error of the database is answered with what was typed",
    "portal/error_views.py",
    "if is_temporary(error):",
    "if False:",
)
PAGES_WITHOUT_DISK = Protection(
    "pages are made without their copies on disk",
    "delivery/page_cache/disk.py",
    'log.warning("pages on disk: %s", error)',
    "raise error",
)
SPOOL_MAY_BE_FULL = Protection(
    "a reader who cannot be counted is answered",
    "delivery/spool.py",
    "except OSError:\n            log.warning",
    "except ZeroDivisionError:\n            log.warning",
)
SYNCED_COMMITS = Protection(
    "a save is acknowledged once it is on the disk",
    "portal/settings.py",
    "PRAGMA synchronous=FULL",
    "PRAGMA synchronous=OFF",
)
RECOVERED_FORMS = Protection(
    "a form whose session has ended comes back",
    "accounts/form_recovery.py",
    "    if not _ADDRESS.fullmatch(path):\n        return False",
    "    return False",
)
CLOSED_CONNECTIONS = Protection(
    "the longest idle connections are closed",
    "server/connection_limit.py",
    "if len(connections) <= max_connections():",
    "if True:",
)
