"""What the doctor examines on this machine: settings, files, disks, clock, versions."""

import ctypes
import os
import platform
import resource
import stat
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import django
from django.conf import settings
from django.core import checks
from django.core.files.storage import default_storage
from django.utils.translation import gettext as _

from media.models import library
from media.public_files.links import public

from .findings import Finding, advice, bad, good

# The settings of a portal that deploy/install.sh has set up.
SETTINGS_FILE = Path("/etc/cong-tin/env")
# Below the first of each pair staff are advised, below the second it is bad.
FREE_MEGABYTES = 2_000, 200
FREE_FILES = 100_000, 1_000
DESCRIPTORS = 8_192, 1_024
# adjtimex(2): the kernel's clock is not set by the network.
_STA_UNSYNC = 0x0040
_STATUS_OFFSET = 40


def settings_fit() -> Iterator[Finding]:
    """Django's checks of a deployment, and what the portal advises."""
    if not settings.PRODUCTION:
        yield advice(
            _("The portal runs in local mode."),
            _("For readers set PORTAL_MODE=production (docs/settings.md)."),
        )
        return
    found = [
        each
        for each in checks.run_checks(include_deployment_checks=True)
        if not each.is_silenced() and each.level >= checks.WARNING
    ]
    for each in found:
        make = bad if each.is_serious() else advice
        yield make(f"{each.id}: {each.msg}", each.hint or _("See docs/settings.md."))
    if not found:
        yield good(_("Production mode; all checks of the settings pass."))
    if not settings.ADMIN_URL:
        yield advice(
            _("Staff sign in under the readers' host."),
            _("Give them a host of its own: ADMIN_URL (docs/settings.md)."),
        )
    if not settings.TRUSTED_PROXIES:
        yield advice(
            _("No proxy is trusted: behind one, all addresses are the proxy's."),
            _("Set TRUSTED_PROXIES to the address of nginx."),
        )


def files_are_closed() -> Iterator[Finding]:
    """Who may read and write what the portal keeps."""
    var = Path(settings.VAR_DIR)
    # The web server, which reads two folders in it, may enter the folder.
    private, wrong = [(var, 0o066), (SETTINGS_FILE, 0o007)], False
    private += [(settings.BACKUP_DIR, 0o077)] if settings.BACKUP_DIR else []
    private += [(settings.BACKUP_IDENTITY, 0o007)] if settings.BACKUP_IDENTITY else []
    if var.stat().st_mode & 0o011:
        private += [(var / name, 0o077) for name in ("secret-key", "portal.sqlite3")]
        private += [(Path(each.location), 0o027) for each in (library(), default_storage)]
    for path, forbidden in private:
        # Where the portal itself may not look, others may not either.
        with suppress(FileNotFoundError, PermissionError):
            mode = stat.S_IMODE(path.stat().st_mode)
            if mode & forbidden:
                wrong = True
                yield bad(
                    _("Others on this machine may read %(path)s (mode %(mode)o).")
                    % {"path": path, "mode": mode},
                    f"chmod {mode & ~forbidden:o} {path}",
                )
    for path in (var, Path(library().location), Path(public().location)):
        if path.exists() and not os.access(path, os.W_OK | os.X_OK):
            wrong = True
            yield bad(
                _("The portal may not write to %s.") % path,
                _("Give the folder to the account that runs the portal."),
            )
    if not wrong:
        yield good(_("Folders and keys are closed to others on this machine."))
    with suppress(FileNotFoundError):
        places = (Path(each.location).stat().st_dev for each in (library(), public()))
        if len(set(places)) > 1:
            yield advice(
                _("Library and public files lie on different disks, so public files are copies."),
                _("Put %(first)s and %(second)s on one file system.")
                % {"first": library().location, "second": public().location},
            )


def disks_have_room() -> Iterator[Finding]:
    """Space and files that are free on each disk that the portal writes to."""
    folders = (settings.VAR_DIR, default_storage.location, library().location, public().location)
    seen: set[int] = set()
    for folder in map(Path, (*folders, tempfile.gettempdir())):
        if not folder.exists() or folder.stat().st_dev in seen:
            continue
        seen.add(folder.stat().st_dev)
        disk = os.statvfs(folder)
        free = disk.f_bavail * disk.f_frsize // 2**20
        left = disk.f_favail if disk.f_files else None
        words = _("%(folder)s: %(free)d MB free of %(all)d MB") % {
            "folder": folder,
            "free": free,
            "all": disk.f_blocks * disk.f_frsize // 2**20,
        }
        do = _("Make room, or give it a larger disk: a full one stops the newsroom.")
        if free < FREE_MEGABYTES[1] or (left is not None and left < FREE_FILES[1]):
            yield bad(words, do)
        elif free < FREE_MEGABYTES[0] or (left is not None and left < FREE_FILES[0]):
            yield advice(words, do)
        else:
            yield good(words)


def clock_is_set() -> Iterator[Finding]:
    """Whether the network sets the clock of this machine."""
    with suppress(OSError, AttributeError):
        # struct timex; with `modes` 0 it is only read.
        buffer = ctypes.create_string_buffer(512)
        if ctypes.CDLL(None).adjtimex(buffer) >= 0:
            status = int.from_bytes(buffer.raw[_STATUS_OFFSET : _STATUS_OFFSET + 4], "little")
            if status & _STA_UNSYNC:
                yield advice(
                    _("The network does not set this machine's clock, by which articles appear."),
                    "apt-get install systemd-timesyncd && systemctl enable --now systemd-timesyncd"
                    " && timedatectl timesync-status",
                )
            else:
                yield good(_("The network sets the clock."))


def limits_are_wide() -> Iterator[Finding]:
    """How many files and connections a process may have open."""
    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    words = _("A process may have %s files and connections open.") % (
        _("any number of") if hard == resource.RLIM_INFINITY else hard
    )
    if hard == resource.RLIM_INFINITY or hard >= DESCRIPTORS[0]:
        yield good(words)
    else:
        make = bad if hard < DESCRIPTORS[1] else advice
        yield make(words, "LimitNOFILE=65536")


def versions() -> Iterator[Finding]:
    """What runs here."""
    yield good(
        f"Python {platform.python_version()}, Django {django.get_version()}, "
        f"{platform.system()} {platform.release()}"
    )
