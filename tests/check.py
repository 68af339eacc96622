"""`make check`: checks that do not run the portal. All are run, even if one fails."""

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from tests import secret_scan

ROOT = Path(__file__).resolve().parent.parent
PYTHON = [sys.executable]
MANAGE = [sys.executable, "manage.py"]
# What `systemd-analyze security` gives, times ten: 0 is closed, 100 open.
MAX_EXPOSURE = 20
LOCKS = ("requirements.lock", "requirements-dev.lock", "tests/bench/peer/requirements.lock")


def run(*command: str, **variables: str) -> str:
    """The output of the command if it failed, otherwise an empty text."""
    done = subprocess.run(
        command,
        cwd=ROOT,
        env={**os.environ, **variables},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    return done.stdout or f"exit status {done.returncode}" if done.returncode else ""


def format_() -> str:
    return run(*PYTHON, "-m", "ruff", "format", "--check", "--quiet", ".")


def lint() -> str:
    return run(*PYTHON, "-m", "ruff", "check", "--quiet", "--output-format=concise", ".")


def public_templates() -> str:
    return djlint("public", "jinja")


def staff_templates() -> str:
    return djlint("staff", "django")


def djlint(folder: str, profile: str) -> str:
    """The faults in a folder of templates. A folder without any is skipped: djLint fails on it."""
    if not any((ROOT / "templates" / folder).rglob("*.html")):
        return ""
    return run(
        *PYTHON, "-m", "djlint", f"templates/{folder}", "--lint", "--quiet", "--profile", profile
    )


def migrations() -> str:
    with tempfile.TemporaryDirectory() as folder:
        return run(*MANAGE, "makemigrations", "--check", "--dry-run", VAR_DIR=folder)


def deployment() -> str:
    """Django's checks for production, with a secret that is used nowhere else."""
    with tempfile.TemporaryDirectory() as folder:
        return run(
            *(*MANAGE, "check", "--deploy", "--fail-level", "WARNING"),
            PORTAL_MODE="production",
            PUBLIC_URL="https://hailam.example",
            SECRET_KEY="of the check, which is long and has more than fifty characters",
            DATABASE_URL=f"sqlite:///{folder}/portal.sqlite3",
            VAR_DIR=folder,
        )


def catalogue() -> str:
    with tempfile.TemporaryDirectory() as folder:
        return run(*MANAGE, "messages", "--check", VAR_DIR=folder)


def locks() -> str:
    """Lines of the locks with a URL or an option: locks say what is installed, not from where."""
    wrong = []
    for name in LOCKS:
        for number, line in enumerate((ROOT / name).read_text().splitlines(), 1):
            if re.search(r"://|^\s*-", line.replace("--hash=", "")):
                wrong.append(f"{name}:{number}: {line.strip()}")
    return "\n".join(wrong)


class LeftOut(str):
    """Why a check could not be made; that is no fault."""


def secrets() -> str:
    return "".join(f"{each}\n" for each in secret_scan.scan())


def systemd_units() -> str:
    """The units of the installation that are open to the rest of the machine."""
    if not shutil.which("systemd-analyze"):
        return LeftOut("systemd is not installed\n")
    units = sorted((ROOT / "deploy" / "systemd").glob("*.service"))
    command = ("systemd-analyze", "security", "--offline=true", f"--threshold={MAX_EXPOSURE}")
    return "".join(run(*command, str(unit)) for unit in units)


def known_holes() -> str:
    """The packages of the locks in which holes are known, by pip-audit. What it could not look up
    it takes for sound, so its report is read."""
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.json"
        told = run(
            *(*PYTHON, "-m", "pip_audit", "--disable-pip", "--require-hashes", "--timeout", "5"),
            *("--progress-spinner", "off", "--format", "json", "--output", str(report)),
            *(part for name in LOCKS[:2] for part in ("-r", name)),
        )
        if not report.exists():
            last = told.strip().splitlines()[-1:]
            return LeftOut(f"pip-audit reaches no database of holes: {''.join(last)[:200]}\n")
        packages = json.loads(report.read_text())["dependencies"]
    holes = [
        f"{package['name']} {package['version']}: {hole['id']}, mended in "
        f"{', '.join(hole['fix_versions']) or 'no version'}\n"
        for package in packages
        for hole in package.get("vulns", ())
    ]
    unknown = sum("skip_reason" in package for package in packages)
    if holes or not unknown:
        return "".join(holes)
    return LeftOut(
        f"pip-audit could not look up {unknown} of {len(packages)} packages: PyPI itself tells of "
        "holes, mirrors do not\n"
    )


CHECKS: dict[str, Callable[[], str]] = {
    "format": format_,
    "lint": lint,
    "public templates": public_templates,
    "staff templates": staff_templates,
    "migrations": migrations,
    "check --deploy": deployment,
    "catalogue": catalogue,
    "locks": locks,
    "secrets": secrets,
    "systemd units": systemd_units,
    "known holes": known_holes,
}


def main() -> int:
    """Run every check and print a line for each, with the output of those that failed."""
    failed = 0
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        troubles = pool.map(lambda check: check(), CHECKS.values())
    for name, trouble in zip(CHECKS, troubles, strict=True):
        is_failure = bool(trouble) and not isinstance(trouble, LeftOut)
        state = "FAILED" if is_failure else "left out" if trouble else "ok"
        sys.stdout.write(f"{state:8}  {name}\n{trouble}")
        sys.stdout.flush()
        failed += is_failure
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
