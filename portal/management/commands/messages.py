"""`manage.py messages`: the Vietnamese catalogue, kept in step with the code.

gettext's own tools are not needed: Babel reads Python and Jinja2, and Django's `templatize` turns
staff templates into something that Babel reads. Scripts are not read: they take their words from
data attributes of the page.
"""

from argparse import ArgumentParser
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract, extract_python
from babel.messages.pofile import write_po
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation.template import templatize
from jinja2.ext import babel_extract

from portal import message_catalogue

KEYWORDS = {
    **DEFAULT_KEYWORDS,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext_lazy": (1, 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
# No dates, no tool's version: two people's catalogues differ in what they translated, only.
HEADER = """\
msgid ""
msgstr ""
"Language: vi\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=UTF-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: nplurals=1; plural=0;\\n"

"""


class Command(BaseCommand):
    help = "Brings locale/vi/LC_MESSAGES/django.po up to date with the code and compiles it."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--check", action="store_true", help="change nothing; fail when something is to be done"
        )

    def handle(self, *, check: bool, **options) -> None:
        path = Path(settings.LOCALE_PATHS[0]) / "vi" / "LC_MESSAGES" / "django.po"
        updated = message_catalogue.read_po_file(path)
        updated.update(extracted(), no_fuzzy_matching=True)
        text = written(updated)
        by_hand = [
            message_catalogue.read_po_file(path.with_name(name))
            for name in ("extra.po", "djangojs.po")
        ]
        faults = [fault for each in (updated, *by_hand) for fault in faults_of(each)]
        if check:
            if not path.exists() or path.read_text() != text:
                faults.insert(0, f"{path.name} is out of date: run make messages")
            if faults:
                raise CommandError("\n".join(["The Vietnamese catalogue:", *faults]))
            return
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
        message_catalogue.compile_stale()
        self.stdout.write("\n".join([f"{len(updated)} messages", *faults]))


def extracted() -> Catalog:
    """Every message in the code, without where it stands: line numbers only make merges collide."""
    found = Catalog(locale="vi")
    for method, path in sources():
        with path.open("rb") as file:
            options = {"encoding": "utf-8"}
            for _, message, comments, context in extract(
                method, file, KEYWORDS, ("Translators:",), options
            ):
                found.add(message, auto_comments=comments, context=context)
    return found


def sources() -> Iterator[tuple]:
    """Each file that may hold messages, with the function that reads its kind."""
    root = Path(settings.BASE_DIR)
    for name in settings.PACKAGES:
        for path in sorted((root / name).rglob("*.py")):
            if "migrations" not in path.parts:
                yield extract_python, path
    for path in sorted((root / "templates" / "staff").rglob("*.*")):
        yield extract_staff, path
    for path in sorted((root / "templates" / "public").rglob("*.*")):
        yield extract_public, path


def extract_staff(file, keywords, comment_tags, options) -> Iterator[tuple]:
    """A Django template."""
    calls = templatize(file.read().decode())
    # What is left is gettext calls among filling; its indentation means nothing in Python.
    python = "\n".join(line.strip() for line in calls.splitlines())
    return extract_python(BytesIO(python.encode()), keywords, comment_tags, options)


def extract_public(file, keywords, comment_tags, options) -> Iterator[tuple]:
    """A Jinja2 template, read as `portal.templating` reads it."""
    options = {**options, "trim_blocks": "true", "lstrip_blocks": "true", "silent": "false"}
    return babel_extract(file, keywords, comment_tags, options)


def written(catalogue: Catalog) -> str:
    """The catalogue as a file: sorted, each message on one line, nothing that is not in use."""
    file = BytesIO()
    write_po(
        file,
        catalogue,
        width=0,
        no_location=True,
        omit_header=True,
        sort_output=True,
        ignore_obsolete=True,
    )
    return HEADER + file.getvalue().decode().lstrip("\n")


def faults_of(catalogue: Catalog) -> Iterator[str]:
    """What keeps a message of the catalogue from being shown in Vietnamese, one line each."""
    for message in catalogue:
        if not message.id:
            continue
        if not translated(message):
            yield f"  not translated: {message.id!r}"
            continue
        if message.fuzzy:
            yield f"  fuzzy: {message.id!r}"
        for error in message.check(catalogue):
            yield f"  {error}: {message.id!r}"


def translated(message: Message) -> bool:
    forms = message.string if isinstance(message.string, (list, tuple)) else [message.string]
    return bool(forms) and all(forms)
