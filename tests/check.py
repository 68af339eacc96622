"""`make check`: what can be told without running the portal. Everything is tried, then told."""

import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PYTHON = [sys.executable]
MANAGE = [sys.executable, "manage.py"]
LOCKS = ("requirements.lock", "requirements-dev.lock", "tests/bench/peer/requirements.lock")


def run(*command: str, **variables: str) -> str:
    """The command's output when it failed, else nothing."""
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
    """djLint fails on a folder without templates."""
    if not any((ROOT / "templates" / folder).rglob("*.html")):
        return ""
    return run(
        *PYTHON, "-m", "djlint", f"templates/{folder}", "--lint", "--quiet", "--profile", profile
    )


def migrations() -> str:
    with tempfile.TemporaryDirectory() as folder:
        return run(*MANAGE, "makemigrations", "--check", "--dry-run", VAR_DIR=folder)


def deployment() -> str:
    """Django's own list for production, with secrets that open nothing."""
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
    """The locks say what is installed; from where is everybody's own business."""
    wrong = []
    for name in LOCKS:
        for number, line in enumerate((ROOT / name).read_text().splitlines(), 1):
            if re.search(r"://|^\s*-", line.replace("--hash=", "")):
                wrong.append(f"{name}:{number}: {line.strip()}")
    return "\n".join(wrong)


CHECKS: dict[str, Callable[[], str]] = {
    "format": format_,
    "lint": lint,
    "public templates": public_templates,
    "staff templates": staff_templates,
    "migrations": migrations,
    "check --deploy": deployment,
    "catalogue": catalogue,
    "locks": locks,
}


def main() -> int:
    """Every check, one line each; what a failed one said follows its line."""
    failed = 0
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        troubles = pool.map(lambda check: check(), CHECKS.values())
    for name, trouble in zip(CHECKS, troubles, strict=True):
        sys.stdout.write(f"{'FAILED' if trouble else 'ok':6}  {name}\n{trouble}")
        sys.stdout.flush()
        failed += bool(trouble)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
