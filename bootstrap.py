"""Makes `.venv` and installs what the lock files pin: `python3 -I bootstrap.py [--dev]`.

Runs before anything is installed, so it imports only the standard library, and its syntax is old
enough that an old Python can say why it is refused.
"""

import hashlib
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
# Written last, so that an incomplete `.venv` is made anew.
COMPLETE = VENV / "complete"
MIN_PYTHON = (3, 11)
# With --no-remove apt-get does not remove installed packages that conflict.
APT_OPTIONS = ("--yes", "--no-install-recommends", "--no-remove")

# These would change which packages are installed, or where. Other PIP_* variables stay: the owner
# may have set a mirror, a proxy or a certificate.
DROPPED_PIP_VARIABLES = (
    "PIP_BREAK_SYSTEM_PACKAGES PIP_CONSTRAINT PIP_DRY_RUN PIP_EDITABLE PIP_IGNORE_INSTALLED "
    "PIP_NO_DEPENDENCIES PIP_NO_DEPS PIP_PREFIX PIP_PYTHON PIP_QUIET PIP_REPORT PIP_REQUIREMENT "
    "PIP_REQUIRE_VIRTUALENV PIP_ROOT PIP_TARGET PIP_UPGRADE PIP_VERBOSE PYTHONHOME PYTHONPATH"
).split()


def main() -> None:
    """Make `.venv` hold what the locks pin. If it does already, this takes a few milliseconds.
    SystemExit with the reason if it cannot be done."""
    if sys.version_info < MIN_PYTHON:
        sys.exit(
            f"Cổng tin wants Python 3.11 or newer; {sys.executable} is "
            f"{sys.version_info[0]}.{sys.version_info[1]}. "
            "Name another: make run PYTHON=python3.12"
        )
    is_dev = "--dev" in sys.argv[1:]
    names = ["requirements.lock", *(["requirements-dev.lock"] if is_dev else [])]
    wanted = {VENV / f"installed-{name}": lock_state(ROOT / name) for name in names}
    if all(stamp.exists() and stamp.read_text() == state for stamp, state in wanted.items()):
        return

    os.umask(0o022)
    clean = {name: value for name, value in os.environ.items() if name not in DROPPED_PIP_VARIABLES}
    clean["PIP_USER"] = "0"
    if not usable(clean):
        if not has_ensurepip() and not install_ensurepip():
            sys.exit(
                "This python3 cannot make virtual environments: "
                "install python3-venv (apt-get install python3-venv) and try again."
            )
        print("Making .venv …", flush=True)
        subprocess.run([sys.executable, "-I", "-m", "venv", "--clear", VENV], env=clean, check=True)
        COMPLETE.touch()

    print(f"Installing {' and '.join(names)} (once; about a minute) …", flush=True)
    # The stamps are absent while pip works, so an interrupted installation is continued next time.
    for stamp in wanted:
        stamp.unlink(missing_ok=True)
    command = [
        *(PYTHON, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"),
        *("--no-input", "--require-hashes"),
        *(part for name in names for part in ("-r", name)),
    ]
    if subprocess.run(command, env=clean, cwd=ROOT).returncode:
        sys.exit("Installing failed, see above; run the same command again to go on.")
    for stamp, state in wanted.items():
        stamp.write_text(state)


def lock_state(lock: Path) -> str:
    """A text that differs if the lock's bytes or the interpreter differ."""
    return f"{hashlib.sha256(lock.read_bytes()).hexdigest()} {sys.version_info[:2]} {sys.prefix}\n"


def usable(environment: dict) -> bool:
    """Whether `.venv` is complete, runs, has pip, and has the version of this interpreter."""
    if not COMPLETE.exists():
        return False
    probe = "import pip, sys; print(sys.version_info[:2])"
    try:
        answer = subprocess.run([PYTHON, "-c", probe], env=environment, capture_output=True)
    except OSError:
        return False
    return answer.stdout.decode().strip() == str(sys.version_info[:2])


def has_ensurepip() -> bool:
    # On Debian `venv` lacks `ensurepip` until python3-venv is installed. A new process looks,
    # because this one remembers that the module was missing.
    return not subprocess.run(
        [sys.executable, "-I", "-c", "import venv, ensurepip; ensurepip.version()"],
        capture_output=True,
    ).returncode


def install_ensurepip() -> bool:
    """Install python3-venv, as root on Debian. Returns whether ensurepip is there afterwards."""
    if os.geteuid() != 0 or not Path("/usr/bin/apt-get").exists():
        return False
    print("Installing python3-venv …", flush=True)
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for arguments in (["update"], ["install", *APT_OPTIONS, "python3-venv"]):
        subprocess.run(
            ["/usr/bin/apt-get", "-qq", *arguments],
            env=quiet,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
        )
    return has_ensurepip()


if __name__ == "__main__":
    try:
        main()
    except KeyboardInterrupt:
        sys.exit(130)
    except subprocess.CalledProcessError as error:
        sys.exit(error.returncode)
