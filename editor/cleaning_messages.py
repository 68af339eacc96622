"""What cleaning a body removed, in words for its editor."""

from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from text.body.removals import Removal, RemovalKind
from text.unicode import code


def cleaning_messages(notes: Iterable[Removal]) -> list[str]:
    """A sentence for each note of `clean_body` or of a `BodyField`, in the order given."""
    return [_sentence(note) % {"count": note.count, "sample": note.sample} for note in notes]


def _sentence(note: Removal) -> str:
    """The sentence for that kind, still with its places for `count` and `sample`."""
    match note.kind:
        case RemovalKind.PASTED:
            return ngettext(
                "%(count)s pasted picture was taken out: put it into the library, then insert it.",
                "%(count)s pasted pictures were taken out: put them into the library, then "
                "insert them.",
                note.count,
            )
        case RemovalKind.IMAGE:
            return ngettext(
                "%(count)s picture from elsewhere was taken out (%(sample)s): put it into the "
                "library, then insert it.",
                "%(count)s pictures from elsewhere were taken out (the first: %(sample)s): put "
                "them into the library, then insert them.",
                note.count,
            )
        case RemovalKind.FIGURE:
            return ngettext(
                "%(count)s photo that the library does not hold was taken out (%(sample)s).",
                "%(count)s photos that the library does not hold were taken out (the first: "
                "%(sample)s).",
                note.count,
            )
        case RemovalKind.FRAME:
            return ngettext(
                "%(count)s video or embedded frame became a link to its address (%(sample)s).",
                "%(count)s videos or embedded frames became links to their addresses (the "
                "first: %(sample)s).",
                note.count,
            )
        case RemovalKind.LINK:
            return ngettext(
                "%(count)s link was taken off, its text kept: the address is not allowed "
                "(%(sample)s).",
                "%(count)s links were taken off, their texts kept: the addresses are not allowed "
                "(the first: %(sample)s).",
                note.count,
            )
        case RemovalKind.SCRIPT:
            return ngettext(
                "%(count)s script was taken out.",
                "%(count)s scripts were taken out.",
                note.count,
            )
        case RemovalKind.FORM:
            return ngettext(
                "%(count)s form control was taken out.",
                "%(count)s form controls were taken out.",
                note.count,
            )
        case RemovalKind.UNDERLINE:
            return ngettext(
                "%(count)s underline was taken off: readers would take it for a link.",
                "%(count)s underlines were taken off: readers would take them for links.",
                note.count,
            )
        case RemovalKind.ALIGNED:
            return ngettext(
                "%(count)s paragraph or cell is no longer centred or at the right: all are set "
                "alike.",
                "%(count)s paragraphs or cells are no longer centred or at the right: all are set "
                "alike.",
                note.count,
            )
        case RemovalKind.FORBIDDEN:
            return ngettext(
                "%(count)s character that no page can show was taken out (%(sample)s).",
                "%(count)s characters that no page can show were taken out (%(sample)s).",
                note.count,
            )
    raise ValueError(f"no sentence for a note of kind {note.kind!r}")


def character_names(characters: Iterable[str]) -> str:
    """Forbidden characters for a message: their codes, and what they are."""
    shown = list(dict.fromkeys(characters))[:8]
    return ", ".join(f"{code(character)} ({_nature(ord(character))})" for character in shown)


def _nature(point: int) -> str:
    if point < 0x20 or 0x7F <= point <= 0x9F:
        return _("a control character")
    if point in (0x200E, 0x200F) or 0x202A <= point <= 0x202E or 0x2066 <= point <= 0x2069:
        return _("turns the direction of the text")
    if point == 0xFEFF:
        return _("a byte order mark")
    if 0xD800 <= point <= 0xDFFF:
        return _("half a character")
    return _("no character at all")
