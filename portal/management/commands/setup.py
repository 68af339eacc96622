"""`manage.py setup`: all that is to be done between installing the packages and serving."""

import hashlib
import secrets
from argparse import ArgumentParser
from contextlib import suppress
from pathlib import Path
from shutil import copyfile

from django.apps import apps
from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.hashers import check_password
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command, get_commands
from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.db.models.signals import post_migrate
from django.urls import reverse

from database.serving_role import grant_to_serving_role
from database.upgrading import TOO_OLD, is_too_old, lacks_migrations
from delivery.hosts import admin_url
from delivery.purging import purge_after_migration
from media.public_files import refresh
from news.models import Edition
from news.search import index
from portal import message_catalogue
from portal.environment import write_private
from sections.tree import hidden_nodes

# The collected static files, in an archive that `make release` made.
BUILT_STATIC = settings.BASE_DIR / "static-built"
FIRST_ACCOUNT_NAME = "admin"
# Without letters and digits that look alike.
PASSWORD_ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"


class Command(BaseCommand):
    help = "Brings database, catalogue and static files up to date; on first use, demo and account."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--no-demo", action="store_true", help="start with an empty portal")
        parser.add_argument(
            "--serving-role",
            metavar="ROLE",
            help="on PostgreSQL, as the owner of the tables: bring them up to date, give this role "
            "what serving takes, and end; setup and purge follow, as the account that serves",
        )

    def handle(self, *, no_demo: bool, serving_role: str | None, **options) -> None:
        if serving_role is not None:
            if connection.vendor != "postgresql":
                raise CommandError("--serving-role: only PostgreSQL has roles")
            # It would write into VAR_DIR, which belongs to the account that serves.
            post_migrate.disconnect(purge_after_migration, sender=apps.get_app_config("delivery"))
            self.migrate()
            grant_to_serving_role(serving_role)
            return
        settings.VAR_DIR.mkdir(mode=0o700, parents=True, exist_ok=True)
        message_catalogue.compile_stale()
        self.migrate()
        # Makes the search index, or the part of it that is missing.
        if Edition.objects.exists() and not index.is_complete():
            self.say("Indexing for search …")
        while index.rebuild_next_batch():
            pass
        refresh.adopt_all()
        refresh.compare()
        self.collect_static()
        self.name_hidden_sections()
        if settings.PRODUCTION:
            return
        # The account comes last, so that a first start that was interrupted loads the demo again,
        # and a portal that started empty never gets it.
        if not get_user_model().objects.filter(is_staff=True).exists():
            if not no_demo and "load_demo" in get_commands():
                self.say("Loading the demo content (once) …")
                call_command("load_demo")
            self.make_account()
        self.show_or_delete_password_file()

    def migrate(self) -> None:
        """Run the migrations that are not applied yet."""
        if connection.vendor == "sqlite" and not connection.is_in_memory_db():
            keep_private(Path(connection.settings_dict["NAME"]))
        if is_too_old():
            raise CommandError(TOO_OLD)
        if lacks_migrations():
            self.say("Preparing the database …")
            call_command("migrate", interactive=False, verbosity=0)

    def collect_static(self) -> None:
        """Collect the static files if one of them has changed."""
        stamp = settings.VAR_DIR / "static-signature"
        signature = static_signature()
        if settings.STATIC_ROOT.is_dir() and stamp.exists() and stamp.read_text() == signature:
            return
        self.say("Collecting static files …")
        stamp.unlink(missing_ok=True)
        # Earlier files stay, because pages that readers have open still use them.
        if BUILT_STATIC.is_dir():
            copy_files(BUILT_STATIC, settings.STATIC_ROOT)
        else:
            call_command("collectstatic", interactive=False, verbosity=0)
        stamp.write_text(signature)

    def name_hidden_sections(self) -> None:
        """Say which sections and static pages stand at an address of the portal's own."""
        for node in hidden_nodes():
            form = admin_url(reverse("admin:sections_section_change", args=[node.pk]))
            self.say(
                f"Readers do not find “{node.title}”: {node.url} is a page of the portal now. Give "
                f"it another address: {form}"
            )

    def make_account(self) -> None:
        """Make the first staff account. A file holds its generated password until it is changed."""
        users = get_user_model().objects
        if users.filter(username=FIRST_ACCOUNT_NAME).exists():
            self.say("There is no staff account: make one with manage.py createsuperuser.")
            return
        password = "-".join(
            "".join(secrets.choice(PASSWORD_ALPHABET) for _ in range(4)) for _ in range(4)
        )
        password_file().unlink(missing_ok=True)
        write_private(password_file(), password + "\n")
        users.create_superuser(FIRST_ACCOUNT_NAME, password=password)

    def show_or_delete_password_file(self) -> None:
        """Say where the generated password is, or delete the file when it is no longer valid."""
        path = password_file()
        if not path.exists():
            return
        user = get_user_model().objects.filter(username=FIRST_ACCOUNT_NAME).first()
        if user and check_password(path.read_text().strip(), user.password):
            # Relative to the working directory if the file lies below it.
            shown = path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path
            self.say(f"Staff account: {FIRST_ACCOUNT_NAME}, its password is in {shown}")
        else:
            path.unlink()

    def say(self, message: str) -> None:
        self.stdout.write(message)
        self.stdout.flush()


def password_file() -> Path:
    """Where the generated password of the first account is kept."""
    return settings.VAR_DIR / "admin-password.txt"


def keep_private(database: Path) -> None:
    """Let only the owner read the database file and its logs. SQLite would create them with the
    rights of the umask, so the file is made here first. A file from a backup is changed too."""
    if not database.exists():
        database.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        database.touch(0o600)
    for name in ("", "-wal", "-shm"):
        path = database.with_name(database.name + name)
        if path.exists() and path.stat().st_mode & 0o077:
            # The file may belong to another account that gave us access.
            with suppress(PermissionError):
                path.chmod(0o600)


def copy_files(source: Path, target: Path) -> None:
    """Copy all files below a folder. Folders of the target keep their rights, because nginx may
    read them."""
    for path in source.rglob("*"):
        if path.is_file():
            copy = target / path.relative_to(source)
            copy.parent.mkdir(parents=True, exist_ok=True)
            copyfile(path, copy)


def static_signature() -> str:
    """A hash that changes when a static file of ours or of a package is added, removed or written,
    or when other files are left out.

    It covers names, sizes and times only: to read two thousand files on every start would take
    longer than the rest of the command.
    """
    lines = [settings.STORAGES["staticfiles"]["BACKEND"]]
    lines += apps.get_app_config("staticfiles").ignore_patterns
    for finder in get_finders():
        for name, storage in finder.list(None):
            found = Path(storage.path(name)).stat()
            lines.append(f"{name} {found.st_size} {found.st_mtime_ns}")
    return hashlib.sha256("\n".join(sorted(lines)).encode()).hexdigest()
