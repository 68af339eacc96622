"""A body's legacy encodings made Unicode: its texts alone, its mark-up stays to the letter."""

from text.html import escape, tokens
from text.proof.legacy import pieces_to_unicode

# A run goes on over these; at every other tag it ends.
_INLINE = frozenset("a em s strong sub sup".split())


def body_to_unicode(html: str) -> str:
    """A canonical body (`text.body.clean`) with what stands in TCVN3 or VNI as Unicode; still
    canonical.

    Alternative texts, which are no text between tags, stay as they are.
    """
    made: list[str] = []
    texts: list[int] = []  # where in `made` the texts of this block stand

    def settle() -> None:
        converted = pieces_to_unicode([made[at] for at in texts])
        for at, text in zip(texts, converted, strict=True):
            made[at] = escape(text)
        texts.clear()

    for token in tokens(html):
        if isinstance(token, str):
            texts.append(len(made))
            made.append(token)
            continue
        if token.name not in _INLINE:
            settle()
        made.append(f"<{'/' * token.is_end}{token.name}{token.raw}>")
    settle()
    return "".join(made)
