"""`manage.py messages`: brings the Vietnamese catalogue up to date with the code.

Babel reads Python and Jinja2; Django's `templatize` turns staff templates into Python that Babel
reads. Scripts hold no messages: they take their words from data attributes of the page. (The
command `pybabel` is not used: it writes the date into the catalogue, or no header at all, and
checks no message.)
"""

from argparse import ArgumentParser
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir, extract_python
from babel.messages.pofile import write_po
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation.template import templatize

from portal import message_catalogue

KEYWORDS = {
    **DEFAULT_KEYWORDS,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext_lazy": (1, 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
FOLDERS = {*settings.PACKAGES, "templates"}
METHODS = [
    ("**/migrations/*.py", "ignore"),
    ("**.py", "python"),
    ("templates/staff/**", "portal.management.commands.messages:extract_staff"),
    ("templates/public/**", "jinja2"),
]
# The options of `portal.templating`; a template that cannot be read is an error.
OPTIONS = {
    "templates/public/**": {"trim_blocks": "true", "lstrip_blocks": "true", "silent": "false"}
}
# Without dates and the tool's version, the files of two people differ only in their translations.
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
        path = message_catalogue.FOLDER / "django.po"
        updated, *by_hand = map(
            message_catalogue.read_po_file, ("django.po", "extra.po", "djangojs.po")
        )
        updated.update(extracted(), no_fuzzy_matching=True)
        text = written(updated)
        faults = [fault for each in (updated, *by_hand) for fault in faults_of(each)]
        if check:
            if path.read_text() != text:
                faults.insert(0, f"{path.name} is out of date: run make messages")
            if faults:
                raise CommandError("\n".join(["The Vietnamese catalogue:", *faults]))
            return
        path.write_text(text)
        message_catalogue.compile_stale()
        self.stdout.write("\n".join([f"{len(updated)} messages", *faults]))


def extracted() -> Catalog:
    """Every message in the code, without its place: line numbers would cause merge conflicts."""
    root = Path(settings.BASE_DIR)
    found = Catalog(locale="vi")
    for _path, _line, message, comments, context in extract_from_dir(
        root,
        METHODS,
        OPTIONS,
        KEYWORDS,
        ("Translators:",),
        directory_filter=lambda folder: Path(folder).relative_to(root).parts[0] in FOLDERS,
    ):
        found.add(message, auto_comments=comments, context=context)
    return found


def extract_staff(file, keywords, comment_tags, options) -> Iterator[tuple]:
    """The messages of a Django template, for Babel."""
    calls = templatize(file.read().decode()).splitlines()
    # `templatize` puts the gettext calls between filler text, whose indentation is not valid.
    python = "\n".join(map(str.strip, calls)).encode()
    return extract_python(BytesIO(python), keywords, comment_tags, options)


def written(catalogue: Catalog) -> str:
    """The text of the catalogue's file: sorted, each message on one line, no unused messages."""
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
    """One line for each fault that keeps a message from being shown in Vietnamese."""
    for message in catalogue:
        forms = message.string if isinstance(message.string, list | tuple) else [message.string]
        if message.id and not (forms and all(forms)):
            yield f"  not translated: {message.id!r}"
        elif message.id:
            faults = ["fuzzy"] if message.fuzzy else []
            yield from (
                f"  {each}: {message.id!r}" for each in [*faults, *message.check(catalogue)]
            )
