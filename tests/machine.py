"""What the tests want of the machine besides Python packages, and how to get it."""

import os
import shutil
import subprocess
from pathlib import Path

from portal.bootstrap import APT_OPTIONS
from tests import postgres

CI = os.environ.get("CI", "").lower() in {"1", "true", "yes"}

# What it is called in a message: the Debian packages that bring it.
PACKAGES = {
    "Chromium": ["chromium"],
    "PostgreSQL": ["postgresql", "postgresql-contrib"],
    "Redis": ["redis-server"],
    "Java": ["default-jre-headless"],
    "Vietnamese fonts": ["fonts-noto-core", "fontconfig"],
}


def chromium() -> str | None:
    """The system's Chromium or Chrome."""
    names = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
    return next(filter(None, map(shutil.which, names)), None)


def java() -> str | None:
    """A Java runtime, which the HTML checker wants. macOS has a `java` that is none."""
    found = shutil.which("java")
    if found and subprocess.run([found, "-version"], capture_output=True).returncode == 0:
        return found
    return None


def vietnamese_fonts() -> bool:
    """Whether some font has the letters of Vietnamese; without, pictures of pages are boxes."""
    if not shutil.which("fc-list"):
        return False
    answer = subprocess.run(["fc-list", ":lang=vi", "family"], capture_output=True)
    return bool(answer.stdout.strip())


def missing() -> list[str]:
    """The names of what this machine lacks."""
    found = {
        "Chromium": chromium(),
        "PostgreSQL": postgres.binaries() and postgres.has_extensions(),
        "Redis": shutil.which("redis-server"),
        "Java": java(),
        "Vietnamese fonts": vietnamese_fonts(),
    }
    return [name for name in PACKAGES if not found[name]]


def may_install() -> bool:
    """Whether packages can be installed: as root, where there is apt-get."""
    return os.geteuid() == 0 and Path("/usr/bin/apt-get").exists()


def install(names: list[str]) -> None:
    """Install what those names need. Nothing raised: `missing()` tells what came of it."""
    packages = [package for name in names for package in PACKAGES[name]]
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for arguments in (["update"], ["install", *APT_OPTIONS, *packages]):
        subprocess.run(
            ["/usr/bin/apt-get", "-qq", *arguments],
            env=quiet,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
        )
