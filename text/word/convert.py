"""The program that reads one Word file, in a process of its own with little memory and time.

Its argument is a JSON object: the `path` of the file, a `folder` for its pictures, and limits. It
prints one JSON object: the parts of the article, or `{"fault": code}`. It imports only the standard
library and `text`, so that it starts in 0.05 s.
"""

import errno
import json
import re
import resource
import sys
from itertools import dropwhile
from pathlib import Path
from typing import Any

from text.word.article_parts import arrange, tidy_text
from text.word.captions import CaptionedPicture, described, with_pictures
from text.word.findings import Findings, WordFileError, WordFinding
from text.word.model import Block, Picture, Run, WordParagraph
from text.word.numbering import Numbering
from text.word.package import Package, Relation, named
from text.word.reader import Reader
from text.word.styles import Styles
from text.word.tables_and_drawings import SharedState
from text.word.to_html import items_html

# The recursion limit: reading takes two calls for each level of XML, and Word writes few levels.
MAX_CALLS = 10_000
_MAX_HEADERS = 12
_PAGE_NUMBER = re.compile(r"[\W\d_]|trang|page|of", re.IGNORECASE)
_EMF, _WMF = b" EMF", (b"\xd7\xcd\xc6\x9a", b"\x01\x00\x09\x00")


def limit(seconds: int, memory: int, file: int) -> None:
    """Limit this process to seconds of CPU, bytes of memory, and bytes of each written file."""
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_FSIZE, (file, file))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def read(order: dict[str, Any]) -> dict[str, Any]:
    """The parts of the article. Figures name pictures by their numbers, which begin at 1.

    Raises WordFileError with the code of the fault.
    """
    package = Package(order["path"])
    findings = Findings()
    blocks, notes = _blocks(package, findings)
    extractor = _PictureExtractor(package, findings, order)
    extractor.extract(blocks + notes)
    parts = arrange(blocks, findings)
    lead_photo = extractor.number(parts.lead_photo) if parts.lead_photo else None
    html = items_html([*parts.items, *with_pictures(notes)], extractor.number)
    if not html and not parts.title and not extractor.pictures:
        raise WordFileError("empty")
    return {
        "title": parts.title,
        "lead": parts.lead,
        "html": html,
        "lead_photo": lead_photo,
        "pictures": extractor.pictures,
        "findings": findings.rows(),
    }


def _blocks(package: Package, findings: Findings) -> tuple[list[Block], list[Block]]:
    """The blocks of the text, and those of its footnotes and endnotes."""
    main = package.main()
    relations = package.relations(main)
    styles, numbering = (
        next((package.elements(each) for each in _named(package, relations, kind)), ())
        for kind in ("styles", "numbering")
    )
    shared = SharedState(Styles(styles), Numbering(numbering), findings)
    reader = Reader(shared, relations)
    reader.read(package.elements(main, depth=2))
    notes = _notes(package, relations, shared)
    _headers(package, relations, shared)
    return reader.finished(), notes


def _named(package: Package, relations: dict[str, Relation], kind: str) -> list[str]:
    """The names of the parts of this kind that the archive holds."""
    return [name for name in named(relations, kind) if package.has(name)]


def _notes(package: Package, relations: dict[str, Relation], shared: SharedState) -> list[Block]:
    """Footnotes and endnotes in the order in which the text refers to them, numbered."""
    texts: dict[str, dict[str, list[Block]]] = {"footnotes": {}, "endnotes": {}}
    wanted = list(shared.notes)
    for kind in {kind for kind, _ in wanted}:
        for name in _named(package, relations, kind)[:1]:
            reader = Reader(shared, package.relations(name))
            reader.read(package.elements(name))
            texts[kind] = reader.notes
    blocks: list[Block] = []
    for number, (kind, key) in enumerate(wanted, 1):
        content = texts[kind].pop(key, [])
        if content and isinstance(content[0], WordParagraph):
            content[0].runs = [Run(f"[{number}] "), *_begun(content[0].runs)]
            content[0].list_item = None
        blocks += content
    return blocks


def _begun(runs: list[Run]) -> list[Run]:
    """The runs of a note without the space that Word puts after its number."""
    begun = [*dropwhile(lambda run: not run.picture and not run.text.strip(), runs)]
    if begun:
        begun[0].text = begun[0].text.lstrip()
    return begun


def _headers(package: Package, relations: dict[str, Relation], shared: SharedState) -> None:
    """Note the texts of headers and footers, except a mere page number."""
    names = _named(package, relations, "header") + _named(package, relations, "footer")
    seen: set[str] = set()
    for name in names[:_MAX_HEADERS]:
        reader = Reader(
            SharedState(shared.styles, Numbering(), Findings()), package.relations(name)
        )
        reader.read(package.elements(name))
        pars = _paragraphs(reader.blocks)
        text = " ".join(par.text for par in pars).strip()
        text = text or " ".join(_name(each) for par in pars for each in par.pictures)
        if _PAGE_NUMBER.sub("", text) and text not in seen:
            seen.add(text)
            shared.findings.add(WordFinding.HEADER, text)


class _PictureExtractor:
    """Writes pictures into a folder, each part of the archive once, and numbers them."""

    def __init__(self, package: Package, findings: Findings, order: dict[str, Any]) -> None:
        self.pictures: list[dict[str, Any]] = []
        self._package, self._findings, self._order = package, findings, order
        self._left = order["all_bytes"]
        self._files: dict[str, str] = {}

    def extract(self, blocks: list[Block]) -> None:
        """Write the pictures of these blocks; one that cannot be used is removed from its
        paragraph."""
        place = ""
        for par in _paragraphs(blocks):
            place = par.text.strip() or place
            for picture in par.pictures:
                if picture.part not in self._files:
                    self._files[picture.part] = self._extracted(picture.part, place)
                picture.file = self._files[picture.part]
            par.runs = [run for run in par.runs if not run.picture or run.picture.file]

    def _extracted(self, part: str, place: str) -> str:
        target = Path(self._order["folder"], f"picture-{len(self._files) + 1}")
        trouble = self._trouble(part, target)
        if trouble:
            self._findings.add(trouble, place)
        return "" if trouble else target.name

    def _trouble(self, part: str, target: Path) -> WordFinding | None:
        """Write the part to the file; returns why the article cannot use the picture, or None."""
        if len(self._files) >= self._order["pictures"] or self._left <= 0:
            return WordFinding.MANY
        try:
            self._left -= self._package.extract(
                part, target, min(self._order["picture_bytes"], self._left)
            )
        except WordFileError as fault:
            return WordFinding.MANY if fault.args[0] == "large" else WordFinding.MISSING
        with target.open("rb") as file:
            head = file.read(44)
        return WordFinding.METAFILE if head.endswith(_EMF) or head.startswith(_WMF) else None

    def number(self, captioned: CaptionedPicture) -> int:
        picture = captioned.picture
        self.pictures.append(
            {
                "file": picture.file,
                "name": _name(picture),
                "alt": tidy_text(described(picture.alt), " "),
                "caption": tidy_text(captioned.caption),
                "credit": tidy_text(captioned.credit, " "),
            }
        )
        return len(self.pictures)


def _name(picture: Picture) -> str:
    return picture.part.rpartition("/")[2]


def _paragraphs(blocks: list[Block]) -> list[WordParagraph]:
    return [
        par
        for block in blocks
        for par in ([block] if isinstance(block, WordParagraph) else block.paragraphs)
    ]


def main() -> None:
    order = json.loads(sys.argv[-1])
    sys.setrecursionlimit(MAX_CALLS)
    limit(order["seconds"], order["memory"], order["picture_bytes"])
    try:
        answer = read(order)
    except WordFileError as fault:
        answer = {"fault": fault.args[0]}
    except MemoryError:
        answer = {"fault": "large"}
    except RecursionError:
        answer = {"fault": "nested"}
    except OSError as error:
        if error.errno not in {errno.ENOSPC, errno.EDQUOT}:
            raise
        answer = {"fault": "full"}
    sys.stdout.write(json.dumps(answer))


if __name__ == "__main__":
    main()
