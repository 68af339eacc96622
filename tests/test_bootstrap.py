"""`bootstrap.py` runs before anything is installed, and installs what the lock files name."""

import subprocess
import sys
from pathlib import Path

import pytest

import bootstrap


@pytest.fixture
def checkout(monkeypatch, tmp_path) -> Path:
    """A checkout with lock files and without `.venv`."""
    for name in ("requirements.lock", "requirements-dev.lock"):
        (tmp_path / name).write_text(f"{name}\n")
    venv = tmp_path / ".venv"
    monkeypatch.setattr(bootstrap, "ROOT", tmp_path)
    monkeypatch.setattr(bootstrap, "VENV", venv)
    monkeypatch.setattr(bootstrap, "COMPLETE", venv / "complete")
    monkeypatch.setattr(sys, "argv", ["bootstrap.py"])
    return tmp_path


@pytest.fixture
def ran(monkeypatch, checkout) -> list[list[str]]:
    """The commands that were run. Each of them succeeds."""
    commands = []

    def run(command, **options):
        commands.append([str(part) for part in command])
        if "venv" in commands[-1]:
            bootstrap.VENV.mkdir(exist_ok=True)
        return subprocess.CompletedProcess(command, 0, b"", b"")

    monkeypatch.setattr(bootstrap.subprocess, "run", run)
    return commands


def test_an_old_python_is_turned_away_in_one_line(monkeypatch, checkout):
    monkeypatch.setattr(bootstrap.sys, "version_info", (3, 10, 4))

    with pytest.raises(SystemExit, match=r"^Cổng tin wants Python 3.11 or newer;.+$"):
        bootstrap.main()


def test_the_second_start_runs_nothing(ran):
    bootstrap.main()
    assert ran != []
    ran.clear()

    bootstrap.main()
    assert ran == []


def test_a_changed_lock_is_installed(ran, checkout):
    bootstrap.main()
    ran.clear()

    (checkout / "requirements.lock").write_text("another\n")
    bootstrap.main()

    assert ran[-1][-4:] == ["--no-input", "--require-hashes", "-r", "requirements.lock"]


def test_an_interrupted_installation_is_taken_up_again(monkeypatch, ran):
    run = bootstrap.subprocess.run

    def interrupted(command, **options):
        if "pip" in command:
            raise KeyboardInterrupt
        return run(command, **options)

    bootstrap.main()
    (bootstrap.ROOT / "requirements.lock").write_text("another\n")
    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr(bootstrap.subprocess, "run", interrupted)
        bootstrap.main()
    ran.clear()

    bootstrap.main()

    assert [command for command in ran if "pip" in command] != []


def test_without_ensurepip_one_line_says_what_to_install(monkeypatch, ran):
    monkeypatch.setattr(bootstrap, "has_ensurepip", lambda: False)
    monkeypatch.setattr(bootstrap, "install_ensurepip", lambda: False)

    with pytest.raises(SystemExit, match=r"^.*python3-venv.*$"):
        bootstrap.main()

    assert ran == []
