"""A portal in processes of its own, which is backed up, wiped and restored."""

import json
import shutil
from contextlib import ExitStack
from pathlib import Path
from subprocess import CompletedProcess

from tests.backups.state import state
from tests.fixtures.portal import copy_static
from tests.processes import SECRET, empty_database, manage


class Newsroom:
    """The folder of a portal, its backups, and the variables of its database. `static` is the
    folder of a portal from which it gets its static files."""

    def __init__(self, folder: Path, static: Path, **variables: str | Path) -> None:
        self.var, self.backups, self.static = folder / "var", folder / "backups", static
        self.variables = {"SECRET_KEY": SECRET, "REMOVALS_KEY": SECRET, **variables}
        self._database = ExitStack()

    def manage(self, *arguments: str | Path, **more: str | Path) -> CompletedProcess:
        """Run a command of the portal until it ends."""
        variables = {"VAR_DIR": self.var, **self.variables, **more}
        return manage(*map(str, arguments), **variables)

    def do(self, *arguments: str | Path, **more: str | Path) -> str:
        """Run a command that has to succeed. Returns what it prints."""
        done = self.manage(*arguments, **more)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def ask(self, function: str, module: str = "tests.backups.content") -> object:
        """What a function of that module returns in a process of the portal."""
        code = f"from {module} import {function}; from tests.backups.content import answer;"
        return json.loads(self.do("shell", "-v0", "-c", f"{code} answer({function})"))

    def state(self) -> dict[str, str]:
        return state(self.var, self.variables.get("DATABASE_URL", ""))

    def take_database(self, template: str = "template1") -> None:
        """Have a new database on PostgreSQL, in place of the one that it had: see
        `processes.empty_database`."""
        self._database.close()
        self.variables |= self._database.enter_context(empty_database(template))

    def wipe(self) -> None:
        """Lose everything but the backups; an empty database is there."""
        shutil.rmtree(self.var, ignore_errors=True)
        self.var.mkdir(mode=0o700, parents=True)
        copy_static(self.static, self.var)
        self.take_database()

    def close(self) -> None:
        self._database.close()
