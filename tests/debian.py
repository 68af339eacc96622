"""A bare Debian that is booted beside this machine, in namespaces of its own: for the proof of the
installation. It wants root, debootstrap and the network, and shares this machine's network."""

import os
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

RELEASE = "trixie"
PACKAGES = "systemd,systemd-sysv,dbus,ca-certificates"
# Certificates that this machine trusts beside Debian's own, where its network wants them.
OWN_CERTIFICATES = Path("/usr/local/share/ca-certificates")
PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin"
# Makes the root in $1 what a machine is when its kernel starts the first process.
BOOT = """
set -e
mount --bind "$1" "$1"; cd "$1"
mount -t proc proc proc; mount -t sysfs sysfs sys; mount -t cgroup2 cgroup2 sys/fs/cgroup
mount -t tmpfs tmpfs run; mount -t tmpfs tmpfs tmp; mount -t tmpfs -o mode=755 tmpfs dev
for each in null zero full random urandom tty; do
    touch dev/$each; mount --bind /dev/$each dev/$each
done
mkdir dev/pts dev/shm; mount -t tmpfs tmpfs dev/shm
mount -t devpts -o newinstance,ptmxmode=0666 devpts dev/pts; ln -s pts/ptmx dev/ptmx
exec env -i container=oci PATH=/usr/sbin:/usr/bin chroot . /lib/systemd/systemd --system
"""


def why_not() -> str:
    """Why no Debian can be booted here; an empty text if it can."""
    if os.geteuid() != 0:
        return "only root boots a Debian"
    missing = [name for name in ("debootstrap", "unshare", "nsenter") if not shutil.which(name)]
    return f"not installed: {', '.join(missing)}" if missing else ""


class Debian:
    """The booted Debian: its root folder, and its first process."""

    def __init__(self, root: Path, pid: int) -> None:
        self.root, self.pid = root, pid

    def run(self, command: str, timeout: float = 600) -> subprocess.CompletedProcess:
        """Run a command of the shell in it, as root."""
        inside = ["nsenter", f"--target={self.pid}", *"-m -p -u -i -C -r -w".split()]
        clean = ["env", "-i", f"PATH={PATH}", "HOME=/root", "LANG=C.UTF-8"]
        return subprocess.run(
            [*inside, *clean, "bash", "-c", command],
            capture_output=True,
            text=True,
            timeout=timeout,
        )


@contextmanager
def booted(root: Path) -> Iterator[Debian]:
    """A new Debian in this empty folder. It ends with the block; the folder stays."""
    root.chmod(0o755)
    made = ["debootstrap", "--variant=minbase", f"--include={PACKAGES}", RELEASE, root]
    subprocess.run(made, check=True, stdout=subprocess.DEVNULL)
    shutil.copy("/etc/resolv.conf", root / "etc" / "resolv.conf")
    shutil.copytree(OWN_CERTIFICATES, root / OWN_CERTIFICATES.relative_to("/"), dirs_exist_ok=True)
    apart = "--mount --pid --fork --cgroup --uts --ipc --propagation private".split()
    process = subprocess.Popen(
        ["unshare", *apart, "bash", "-c", BOOT, "boot", root],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    children = Path(f"/proc/{process.pid}/task/{process.pid}/children")
    try:
        deadline = time.monotonic() + 60
        while not (found := children.read_text().split()):
            assert process.poll() is None and time.monotonic() < deadline
            time.sleep(0.1)
        debian = Debian(root, int(found[0]))
        while debian.run("systemctl is-system-running").stdout.strip() not in {
            "running",
            "degraded",
        }:
            assert process.poll() is None and time.monotonic() < deadline
            time.sleep(0.5)
        debian.run("update-ca-certificates")
        yield debian
    finally:
        # With its first process all others of the namespace end.
        for pid in children.read_text().split() if process.poll() is None else ():
            os.kill(int(pid), signal.SIGKILL)
        process.wait(30)
