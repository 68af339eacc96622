"""Mistakes that `killing` has to find. Each changes a line or two of the product, only in the
memory of the server's processes: no file of the product is changed."""

import inspect
from pathlib import Path
from typing import NamedTuple

from tests.processes import ROOT


class Line(NamedTuple):
    file: str
    right: str
    wrong: str


LATER = "__import__('threading').Timer(0.5, lambda: {}).start()"
AFTER = "__import__('django.db').db.transaction.on_commit(lambda: {}, robust=True)"

MISTAKES: dict[str, list[Line]] = {
    "the line in the log follows the save's transaction": [
        Line(
            "news/desk/steps/saving.py",
            "save.record(article, by, text=text, verb=Verb.CREATE if created else None)",
            AFTER.format(
                "save.record(article, by, text=text, verb=Verb.CREATE if created else None)"
            ),
        )
    ],
    "rows of lists follow the edition's transaction": [
        Line(
            "news/editions/lifecycle.py",
            "Listing.objects.bulk_create(listings(edition, lists_of(edition)))",
            AFTER.format("Listing.objects.bulk_create(listings(edition, lists_of(edition)))"),
        )
    ],
    "the search index follows the edition's transaction": [
        Line(
            "news/editions/lifecycle.py",
            "index.add([edition])",
            AFTER.format("index.add([edition])"),
        )
    ],
    "typed words are acknowledged before they are kept": [
        Line(
            "news/sittings/open_forms.py",
            'sitting.save(update_fields=["seen_at", "fields", "typed_at", "dropped_at"])',
            LATER.format(
                'sitting.save(update_fields=["seen_at", "fields", "typed_at", "dropped_at"])'
            ),
        )
    ],
    "a new article's form is not known again": [
        Line(
            "news/desk/form/form_admin.py",
            "obj.form_key = key if key and not taken else None",
            "obj.form_key = None",
        )
    ],
    "a photo is taken in before its file lies there": [
        Line(
            "media/uploads/photos.py",
            "library().save(master_name, File(master))",
            '(lambda data: {})(File(__import__("io").BytesIO(master.read())))'.format(
                LATER.format("library().save(master_name, data)")
            ),
        )
    ],
    "pages hear of a change once it is made": [
        Line("delivery/purging.py", "stale_marks.begin(names)", "pass"),
        Line("delivery/purging.py", "    Purge.objects.bulk_create(", "    list("),
        Line(
            "delivery/purging.py",
            "stale_marks.end(names, gone=gone)",
            LATER.format("stale_marks.end(names, gone=gone)"),
        ),
    ],
    "pages on disk are good whatever has changed": [
        Line(
            "delivery/page_cache/memory.py",
            "page is None or not page.is_fresh():\n                return",
            "page is None:\n                return",
        )
    ],
}  # fmt: skip


def make(mistake: list[Line], folder: Path) -> dict[str, str]:
    """The environment of processes that have this mistake. Their compiled files are in `folder`."""
    wrong: dict[str, str] = {}
    for line in mistake:
        path = str(ROOT / line.file)
        source = wrong.get(path) or Path(path).read_text()
        assert source.count(line.right) == 1, f"{line.right!r} is not once in {line.file}"
        wrong[path] = source.replace(line.right, line.wrong)
    folder.mkdir()
    (folder / "sitecustomize.py").write_text(
        f"{inspect.getsource(_customize)}\n_customize({wrong!r})\n"
    )
    return {"PYTHONPATH": str(folder), "PYTHONPYCACHEPREFIX": str(folder / "compiled")}


def _customize(wrong: dict[str, str]) -> None:
    from importlib.machinery import SourceFileLoader

    read = SourceFileLoader.get_data

    def get_data(self, path):
        return wrong[path].encode() if path in wrong else read(self, path)

    SourceFileLoader.get_data = get_data
