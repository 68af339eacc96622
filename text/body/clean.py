"""Cleaning: any mark-up that an editor, Word or a program sends becomes the canonical body.

The canonical form is a flat sequence of `p h2 h3 h4 ul ol table blockquote figure hr`:

- text carries `strong em s sub sup a[href] br`; `b`, `i`, `del` and bold or italic by style
  become these; `h1` becomes `h2`, `h5` and `h6` become `h4`; every other element is dropped, and
  its text is kept;
- items and cells hold one text without `<p>`, then lists if there are any; or several `<p>`. A
  quote holds paragraphs and lists. In all three, a heading becomes a paragraph. A table in a cell
  becomes paragraphs, and so does a quote in a list, a cell or a quote;
- a figure or a table inside a quote splits the quote. A figure or a table inside a list follows
  the list, and a figure inside a table follows the table (a split list would be renumbered);
- a table is `caption thead tbody`, and its `tfoot` rows come last; `ol[start]` is kept;
- text changes only to NFC. Line ends of the source become spaces, as HTML means them; typed spaces
  and no-break spaces stay. Only `&amp; &lt; &gt; &quot;` are written as entities.
"""

from dataclasses import dataclass

from text.body.blocks import blocks_html
from text.body.builder import BodyBuilder
from text.body.removals import Removal
from text.body.safe import safe

__all__ = ["Cleaned", "clean_body", "safe"]


@dataclass(frozen=True, slots=True)
class Cleaned:
    """A body in canonical form, and what its editor is told. `html` is empty without content."""

    html: str
    notes: tuple[Removal, ...]


def clean_body(html: str) -> Cleaned:
    """Any mark-up in canonical form. Raises nothing, and takes time linear in the length.

    A `forbidden` note means that the text held characters that no text may hold. They are removed,
    and the caller decides whether to accept the rest.
    """
    builder = BodyBuilder()
    builder.feed(html)
    # NFC would join a `>` and a U+0338 after it into one character, which would destroy the tag. So
    # a no-break space goes between them, as Unicode recommends for a mark without a letter.
    written = blocks_html(builder.blocks).replace(">\u0338", ">\u00a0\u0338")
    return Cleaned(safe(written), builder.removals.all())
