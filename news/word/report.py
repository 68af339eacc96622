"""The sentences of the report on an imported Word file, and those that say why a file cannot be
read."""

from collections.abc import Iterator
from typing import Any

from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _, gettext_lazy, ngettext, ngettext_lazy

from media.conf import conf
from media.uploads.faults import DOCUMENT_FAULTS, PHOTO_FAULTS
from text.word.findings import WordFinding, shortened

from .import_file import ImportedArticle, ImportedPicture

FAULT_SENTENCES = {
    "doc": gettext_lazy(
        "This is a file of Word 97–2003 (.doc). Open it in Word or LibreOffice, save it as Word "
        "(.docx) and send that."
    ),
    "odt": gettext_lazy(
        "This is a text of LibreOffice (.odt). Save it there as Word (.docx) and send that."
    ),
    "other": gettext_lazy("This is no Word file. Send a text that Word saved as .docx."),
    "unknown": gettext_lazy(
        "This is no Word file, whatever it is called. Send a text that Word saved as .docx."
    ),
    "archive": gettext_lazy(
        "This is an archive, not a Word file. Unpack it and send the .docx that is in it."
    ),
    "macros": gettext_lazy("This file holds macros. Save it in Word as .docx, without macros."),
    "cut-off": DOCUMENT_FAULTS["cut-off"],
    "encrypted": DOCUMENT_FAULTS["encrypted"],
    "bomb": DOCUMENT_FAULTS["bomb"],
    "broken": gettext_lazy(
        "This file is broken: Word may be able to mend it. Open it there, save it anew and send "
        "that."
    ),
    "missing": gettext_lazy(
        "Parts of this file are missing. Open it in Word, save it anew and send that."
    ),
    "entities": gettext_lazy(
        "This file holds what Word never writes and could do harm. It was not read."
    ),
    "nested": gettext_lazy(
        "In this file tables or boxes stand in one another too deep. Take them out of each other "
        "in Word and send it again."
    ),
    "large": gettext_lazy("This file unfolds into more text than can be read. Send a part of it."),
    "long": gettext_lazy(
        "The text of this file is longer than an article can hold. Part it, or attach the file as "
        "a document."
    ),
    "heavy": gettext_lazy(
        "This file takes too long to read. Copy its text into a new Word file and send that."
    ),
    "empty": gettext_lazy("There is no text in this file."),
    "full": PHOTO_FAULTS["full"],
    "busy": gettext_lazy("Many files are being read just now. Send this one again in a minute."),
}

# In the order of the report: what an editor has to look at, then what is missing, what has changed,
# and what only looked different.
_FINDING_SENTENCES = {
    WordFinding.LEGACY: ngettext_lazy(
        "Text in an old font (TCVN3 or VNI) came over as it is stored and cannot be read: convert "
        "it to Unicode before you publish (%(count)s place).",
        "Text in an old font (TCVN3 or VNI) came over as it is stored and cannot be read: convert "
        "it to Unicode before you publish (%(count)s places).",
        "count",
    ),
    WordFinding.NO_TITLE: ngettext_lazy(
        "No title was found: no line is in the style of titles or headings, bold or larger than "
        "the others.",
        "No title was found: no line is in the style of titles or headings, bold or larger than "
        "the others.",
        "count",
    ),
    WordFinding.SIGNATURE: ngettext_lazy(
        "%(count)s line looks like the author's name. It was left in the text; if it is one, put "
        "it into Authors or Signature and take it out of the text.",
        "%(count)s lines look like authors' names. They were left in the text; if they are, put "
        "them into Authors or Signature and take them out of the text.",
        "count",
    ),
    WordFinding.COMMENT: ngettext_lazy(
        "%(count)s comment was left out.", "%(count)s comments were left out.", "count"
    ),
    WordFinding.DELETED: ngettext_lazy(
        "%(count)s tracked deletion was left out, as if it had been accepted.",
        "%(count)s tracked deletions were left out, as if they had been accepted.",
        "count",
    ),
    WordFinding.INSERTED: ngettext_lazy(
        "%(count)s tracked insertion was taken, as if it had been accepted.",
        "%(count)s tracked insertions were taken, as if they had been accepted.",
        "count",
    ),
    WordFinding.HIDDEN: ngettext_lazy(
        "%(count)s piece of hidden text was left out.",
        "%(count)s pieces of hidden text were left out.",
        "count",
    ),
    WordFinding.HEADER: ngettext_lazy(
        "The header or footer of the pages was left out.",
        "%(count)s headers and footers of the pages were left out.",
        "count",
    ),
    WordFinding.CHART: ngettext_lazy(
        "%(count)s chart was left out: save it as a picture, then insert that.",
        "%(count)s charts were left out: save them as pictures, then insert those.",
        "count",
    ),
    WordFinding.SMARTART: ngettext_lazy(
        "%(count)s diagram (SmartArt) was left out: save it as a picture, then insert that.",
        "%(count)s diagrams (SmartArt) were left out: save them as pictures, then insert those.",
        "count",
    ),
    WordFinding.OBJECT: ngettext_lazy(
        "%(count)s embedded object (a sheet, an old equation …) was left out.",
        "%(count)s embedded objects (sheets, old equations …) were left out.",
        "count",
    ),
    WordFinding.EMBEDDED: ngettext_lazy(
        "%(count)s document embedded in this one was left out.",
        "%(count)s documents embedded in this one were left out.",
        "count",
    ),
    WordFinding.SHAPE: ngettext_lazy(
        "%(count)s drawn shape was left out.", "%(count)s drawn shapes were left out.", "count"
    ),
    WordFinding.METAFILE: ngettext_lazy(
        "%(count)s picture of the kind EMF or WMF was left out: save it as PNG, then insert that.",
        "%(count)s pictures of the kind EMF or WMF were left out: save them as PNG, then insert "
        "those.",
        "count",
    ),
    WordFinding.LINKED: ngettext_lazy(
        "%(count)s picture is not in the file, only its address; it was not fetched.",
        "%(count)s pictures are not in the file, only their addresses; they were not fetched.",
        "count",
    ),
    WordFinding.MISSING: ngettext_lazy(
        "%(count)s picture is missing in the file.",
        "%(count)s pictures are missing in the file.",
        "count",
    ),
    WordFinding.MANY: ngettext_lazy(
        "%(count)s picture was left out: the file holds too many, or too large ones.",
        "%(count)s pictures were left out: the file holds too many, or too large ones.",
        "count",
    ),
    WordFinding.SYMBOL: ngettext_lazy(
        "%(count)s sign of a font of signs (Wingdings and the like) was left out.",
        "%(count)s signs of fonts of signs (Wingdings and the like) were left out.",
        "count",
    ),
    WordFinding.FOOTNOTE: ngettext_lazy(
        "%(count)s footnote was put at the end of the text, with its number.",
        "%(count)s footnotes were put at the end of the text, with their numbers.",
        "count",
    ),
    WordFinding.TEXTBOX: ngettext_lazy(
        "The text of %(count)s text box was put behind the paragraph that it stood beside.",
        "The texts of %(count)s text boxes were put behind the paragraphs that they stood beside.",
        "count",
    ),
    WordFinding.EQUATION: ngettext_lazy(
        "%(count)s equation became a line of plain text: check it.",
        "%(count)s equations became lines of plain text: check them.",
        "count",
    ),
    WordFinding.CROPPED: ngettext_lazy(
        "%(count)s picture was cropped in Word; the library took all of it. Check whether it may "
        "be shown whole.",
        "%(count)s pictures were cropped in Word; the library took all of them. Check whether "
        "they may be shown whole.",
        "count",
    ),
    WordFinding.TURNED: ngettext_lazy(
        "%(count)s picture was turned or mirrored in Word; the library took it as the camera "
        "took it. Check how it lies.",
        "%(count)s pictures were turned or mirrored in Word; the library took them as the camera "
        "took them. Check how they lie.",
        "count",
    ),
    WordFinding.NESTED_TABLE: ngettext_lazy(
        "%(count)s table stood in another; its text became paragraphs of the cell.",
        "%(count)s tables stood in others; their texts became paragraphs of the cells.",
        "count",
    ),
    WordFinding.NUMBERING: ngettext_lazy(
        "The number that Word drew before %(count)s paragraph was written into the text.",
        "The numbers that Word drew before %(count)s paragraphs were written into the text.",
        "count",
    ),
    WordFinding.LEAD_LINK: ngettext_lazy(
        "A lead holds no links: of %(count)s paragraph only the words were taken.",
        "A lead holds no links: of %(count)s paragraphs only the words were taken.",
        "count",
    ),
    WordFinding.COLOUR: ngettext_lazy(
        "Colours of %(count)s paragraph were not taken.",
        "Colours of %(count)s paragraphs were not taken.",
        "count",
    ),
    WordFinding.UNDERLINE: ngettext_lazy(
        "Underlining in %(count)s paragraph was not taken: readers take it for a link.",
        "Underlining in %(count)s paragraphs was not taken: readers take it for a link.",
        "count",
    ),
    WordFinding.PAGE_BREAK: ngettext_lazy(
        "%(count)s page break was left out.", "%(count)s page breaks were left out.", "count"
    ),
}
_REASONS = {
    "forbidden": gettext_lazy(
        "You may not add to the photo library; ask an editor to put it there."
    ),
    "late": gettext_lazy("The pictures of this file took too long; send this one by itself."),
}

_KNOWN_PICTURES = ngettext_lazy(
    "%(count)s picture was in the library before; that one is used.",
    "%(count)s pictures were in the library before; those are used.",
    "count",
)
_MUTE_PICTURES = ngettext_lazy(
    "%(count)s picture has neither caption nor description: say in the library what is seen on it, "
    "for those who cannot see it.",
    "%(count)s pictures have neither caption nor description: say in the library what is seen on "
    "them, for those who cannot see them.",
    "count",
)

Line = dict[str, Any]


def lines(taken: ImportedArticle) -> list[Line]:
    """The report. Each line has a sentence, and the places in the file that it is about."""
    return [
        *_refused(taken),
        *_found(taken.findings),
        *_pictures(taken),
        *map(_line, taken.notes),
    ]


def summary(taken: ImportedArticle) -> str:
    """Says what was read, in one or two sentences."""
    texts = [(_("title"), taken.title), (_("lead"), taken.lead), (_("body"), taken.body)]
    parts = [name for name, text in texts if text]
    count = sum(1 for picture in taken.pictures if picture.taken)
    if count:
        parts.append(ngettext("%(count)s picture", "%(count)s pictures", count) % {"count": count})
    read = _("Read: %(parts)s.") % {"parts": ", ".join(parts)}
    lead = _("The picture before the text became the lead photo.")
    return f"{read} {lead}" if taken.lead_photo and taken.lead_photo.taken else read


def fault(code: str) -> str:
    """Why a file was not read."""
    return str(FAULT_SENTENCES.get(code, FAULT_SENTENCES["broken"]))


def too_large() -> str:
    """What the page's script says of a file that is too large, without sending it."""
    return _("This file is larger than %(limit)s and would not be taken.") % {
        "limit": filesizeformat(conf("DOCUMENT_BYTES"))
    }


def _found(findings: list[dict[str, Any]]) -> Iterator[Line]:
    by_kind = {each["kind"]: each for each in findings}
    for kind, sentence in _FINDING_SENTENCES.items():
        if each := by_kind.get(kind.value):
            yield _line(str(sentence % {"count": each["count"]}), *each["places"])


def _refused(taken: ImportedArticle) -> Iterator[Line]:
    reasons = {**PHOTO_FAULTS, **_REASONS}
    for picture in taken.pictures:
        if picture.taken is None:
            told = _("Picture %(number)s was not taken into the library.") % {
                "number": picture.number
            }
            reason = reasons.get(picture.reason, picture.reason)
            yield _line(f"{told} {reason}", _named(picture))


def _pictures(taken: ImportedArticle) -> Iterator[Line]:
    held = [picture for picture in taken.pictures if picture.taken]
    known = [picture for picture in held if picture.taken.is_duplicate]
    mute = [picture for picture in held if not picture.taken.photo.alt.strip()]
    for pictures, sentence in ((known, _KNOWN_PICTURES), (mute, _MUTE_PICTURES)):
        if pictures:
            count = {"count": len(pictures)}
            yield _line(sentence % count, *map(_named, pictures[:3]))
    for picture in held:
        if picture.taken.notes:
            yield _line(" ".join(picture.taken.notes), _named(picture))


def _named(picture: ImportedPicture) -> str:
    return shortened(picture.caption or picture.credit) or picture.name


def _line(sentence: str, *places: str) -> Line:
    return {"text": str(sentence), "places": list(places)}
