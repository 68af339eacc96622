"""Messages that tell an editor what the cleaning of a body removed."""

from collections.abc import Iterable

from django.utils.translation import gettext_lazy, ngettext_lazy

from text.body.removals import Removal, RemovalKind
from text.unicode import code

_SENTENCES = {
    RemovalKind.PASTED: ngettext_lazy(
        "%(count)s pasted picture was taken out: put it into the library, then insert it.",
        "%(count)s pasted pictures were taken out: put them into the library, then insert them.",
        "count",
    ),
    RemovalKind.IMAGE: ngettext_lazy(
        "%(count)s picture from elsewhere was taken out (%(sample)s): put it into the "
        "library, then insert it.",
        "%(count)s pictures from elsewhere were taken out (the first: %(sample)s): put "
        "them into the library, then insert them.",
        "count",
    ),
    RemovalKind.FIGURE: ngettext_lazy(
        "%(count)s photo that the library does not hold was taken out (%(sample)s).",
        "%(count)s photos that the library does not hold were taken out (the first: %(sample)s).",
        "count",
    ),
    RemovalKind.FRAME: ngettext_lazy(
        "%(count)s video or embedded frame became a link to its address (%(sample)s).",
        "%(count)s videos or embedded frames became links to their addresses (the "
        "first: %(sample)s).",
        "count",
    ),
    RemovalKind.LINK: ngettext_lazy(
        "%(count)s link was taken off, its text kept: the address is not allowed (%(sample)s).",
        "%(count)s links were taken off, their texts kept: the addresses are not allowed "
        "(the first: %(sample)s).",
        "count",
    ),
    RemovalKind.SCRIPT: ngettext_lazy(
        "%(count)s script was taken out.",
        "%(count)s scripts were taken out.",
        "count",
    ),
    RemovalKind.FORM: ngettext_lazy(
        "%(count)s form control was taken out.",
        "%(count)s form controls were taken out.",
        "count",
    ),
    RemovalKind.UNDERLINE: ngettext_lazy(
        "%(count)s underline was taken off: readers would take it for a link.",
        "%(count)s underlines were taken off: readers would take them for links.",
        "count",
    ),
    RemovalKind.ALIGNED: ngettext_lazy(
        "%(count)s paragraph or cell is no longer centred or at the right: all are set alike.",
        "%(count)s paragraphs or cells are no longer centred or at the right: all are set alike.",
        "count",
    ),
    RemovalKind.FORBIDDEN: ngettext_lazy(
        "%(count)s character that no page can show was taken out (%(sample)s).",
        "%(count)s characters that no page can show were taken out (%(sample)s).",
        "count",
    ),
}


def cleaning_messages(notes: Iterable[Removal]) -> list[str]:
    """A sentence for each note of `clean_body` or of a `BodyField`, in the order given."""
    return [
        str(_SENTENCES[note.kind] % {"count": note.count, "sample": note.sample}) for note in notes
    ]


def character_names(characters: Iterable[str]) -> str:
    """Forbidden characters for a message: the code and the kind of each, at most eight."""
    return ", ".join(
        f"{code(each)} ({next(nature for points, nature in _NATURES if ord(each) in points)})"
        for each in list(dict.fromkeys(characters))[:8]
    )


_NATURES = (
    (range(0x20), gettext_lazy("a control character")),
    (range(0x7F, 0xA0), gettext_lazy("a control character")),
    (range(0x200E, 0x2010), gettext_lazy("turns the direction of the text")),
    (range(0x202A, 0x202F), gettext_lazy("turns the direction of the text")),
    (range(0x2066, 0x206A), gettext_lazy("turns the direction of the text")),
    (range(0xFEFF, 0xFF00), gettext_lazy("a byte order mark")),
    (range(0xD800, 0xE000), gettext_lazy("half a character")),
    (range(0x110000), gettext_lazy("no character at all")),
)
