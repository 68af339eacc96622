"""The programs that tests and benchmark need besides Python packages, and how to install them."""

import os
import shutil
import subprocess
from collections.abc import Callable, Iterable
from pathlib import Path

from bootstrap import APT_OPTIONS
from tests import postgres

CI = os.environ.get("CI", "").lower() in {"1", "true", "yes"}

# By the name in messages: the Debian packages.
PACKAGES = {
    "Chromium": ["chromium-headless-shell"],
    "PostgreSQL": ["postgresql", "postgresql-contrib"],
    "Java": ["default-jre-headless"],
    "Vietnamese fonts": ["fonts-noto-core", "fontconfig"],
    "PDF reader": ["poppler-utils"],
    "wrk": ["wrk"],
    "nginx": ["nginx", "openssl"],
    "Varnish": ["varnish", "varnish-modules"],
    "Redis": ["redis-server"],
    "faketime": ["faketime"],
}
TESTS = (
    "Chromium", "PostgreSQL", "Redis", "Varnish", "nginx", "Java", "Vietnamese fonts", "PDF reader",
    "faketime",
)  # fmt: skip
BENCHMARK = ("PostgreSQL", "wrk", "nginx", "Varnish", "Redis")


def chromium() -> str | None:
    """The system's Chromium or Chrome; the one without windows takes a third less CPU."""
    names = (
        "chromium-headless-shell", "chromium", "chromium-browser", "google-chrome",
        "google-chrome-stable",
    )  # fmt: skip
    return next(filter(None, map(shutil.which, names)), None)


def java() -> str | None:
    """A Java runtime, which the HTML checker needs. (The `java` of macOS is only a placeholder.)"""
    found = shutil.which("java")
    if found and subprocess.run([found, "-version"], capture_output=True).returncode == 0:
        return found
    return None


def vietnamese_fonts() -> bool:
    """Whether a font has Vietnamese letters; without one, pictures of pages show boxes."""
    if not shutil.which("fc-list"):
        return False
    answer = subprocess.run(["fc-list", ":lang=vi", "family"], capture_output=True)
    return bool(answer.stdout.strip())


def pdf_reader() -> str | None:
    """The tools of poppler, which read the words of a PDF and draw its pages."""
    return shutil.which("pdftotext") and shutil.which("pdftoppm")


def program(name: str) -> str | None:
    """The path of a program, also of one that Debian puts only on the PATH of root."""
    return shutil.which(name) or shutil.which(name, path="/usr/sbin:/sbin")


def varnish() -> str | None:
    """Varnish, with the module that drops pages by their tags."""
    return (
        program("varnishd")
        if any(Path("/usr/lib").glob("*/varnish/vmods/libvmod_xkey.so"))
        else None
    )


def faketime() -> Path | None:
    """The library that gives programs another time of day."""
    return next(Path("/usr/lib").glob("*/faketime/libfaketimeMT.so.1"), None)


FOUND: dict[str, Callable[[], object]] = {
    "Chromium": chromium,
    "PostgreSQL": lambda: postgres.binaries() and postgres.has_extensions(),
    "Java": java,
    "Vietnamese fonts": vietnamese_fonts,
    "PDF reader": pdf_reader,
    "wrk": lambda: program("wrk"),
    "nginx": lambda: program("nginx"),
    "Varnish": varnish,
    "Redis": lambda: program("redis-server"),
    "faketime": faketime,
}


def missing(names: Iterable[str] = TESTS) -> list[str]:
    """The names of PACKAGES that this machine lacks, among the given ones."""
    return [name for name in names if not FOUND[name]()]


def may_install() -> bool:
    """Whether packages can be installed: this process is root, and there is apt-get."""
    return os.geteuid() == 0 and Path("/usr/bin/apt-get").exists()


def install(names: list[str]) -> None:
    """Install the packages of these names. Raises nothing; `missing()` tells what is there then."""
    packages = [package for name in names for package in PACKAGES[name]]
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for arguments in (["update"], ["install", *APT_OPTIONS, *packages]):
        subprocess.run(
            ["/usr/bin/apt-get", "-qq", *arguments],
            env=quiet,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
        )
