"""A portal in processes of its own, which is backed up, wiped and restored."""

import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from subprocess import CompletedProcess

from tests.fixtures.portal import copy_static
from tests.processes import SECRET, empty_database, manage


class Newsroom:
    """The folder of a portal, its backups, and the variables of its database."""

    def __init__(self, folder: Path, static: Path, database: dict[str, str]) -> None:
        self.var, self.backups, self.static = folder / "var", folder / "backups", static
        self.variables = {"SECRET_KEY": SECRET, "REMOVALS_KEY": SECRET, **database}

    def manage(self, *arguments: str | Path, **more: str | Path) -> CompletedProcess:
        """Run a command of the portal until it ends."""
        variables = {"VAR_DIR": self.var, **self.variables, **more}
        return manage(*map(str, arguments), **variables)

    def do(self, *arguments: str | Path, **more: str | Path) -> str:
        """Run a command that has to succeed. Returns what it prints."""
        done = self.manage(*arguments, **more)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def ask(self, function: str, module: str = "tests.backups.whole") -> object:
        """What a function of that module returns in a process of the portal."""
        code = f"from {module} import {function}; from tests.backups.whole import answer;"
        return json.loads(self.do("shell", "-v0", "-c", f"{code} answer({function})"))

    def set_up(self) -> None:
        self.var.mkdir(mode=0o700, exist_ok=True)
        copy_static(self.static, self.var)
        self.do("setup", "--no-demo")

    def wipe(self, empty: "EmptyDatabase") -> None:
        """Lose everything but the backups; an empty database is there."""
        shutil.rmtree(self.var)
        self.var.mkdir(mode=0o700)
        copy_static(self.static, self.var)
        self.variables |= empty.renew()


class EmptyDatabase:
    """A database on PostgreSQL that can be had empty again; on SQLite there is none."""

    def __init__(self) -> None:
        self._current = None

    def renew(self) -> dict[str, str]:
        self.drop()
        self._current = empty_database()
        return self._current.__enter__()

    def drop(self) -> None:
        if self._current:
            self._current.__exit__(None, None, None)
            self._current = None


@contextmanager
def newsroom(folder: Path, static: Path, *filling: str) -> Iterator[tuple[Newsroom, EmptyDatabase]]:
    """A portal with articles, and what gives it an empty database. `filling` are the arguments of
    `ask` for the function that writes the articles."""
    empty = EmptyDatabase()
    try:
        portal = Newsroom(folder, static, empty.renew())
        portal.set_up()
        portal.ask(*(filling or ("fill",)))
        yield portal, empty
    finally:
        empty.drop()
