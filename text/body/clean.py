"""Cleaning: whatever an editor, Word or a program sends becomes the canonical body.

The canonical form is a flat sequence of `p h2 h3 h4 ul ol table blockquote figure hr`:

- text carries `strong em s sub sup a[href] br`; `b`, `i`, `del` and bold or italic by style
  become these; `h1` becomes `h2`, `h5` and `h6` become `h4`; every other element is dropped, its
  text kept;
- items and cells hold one text without `<p>`, followed by lists if any, or several `<p>`; a quote
  holds paragraphs and lists. A heading inside any of them is a paragraph, a table in a cell is
  paragraphs, a quote in a list, a cell or a quote is its paragraphs;
- a figure or a table inside a quote splits it; inside a list, and a figure inside a table, it
  follows the list or table (splitting one would renumber it);
- a table is `caption thead tbody`, its `tfoot` rows come last; `ol[start]` is kept;
- text is kept to the letter but for NFC: source line ends are spaces, as HTML means them, typed
  spaces and no-break spaces stay. Only `&amp; &lt; &gt; &quot;` are written as entities.
"""

from dataclasses import dataclass

from text.body.blocks import blocks_html
from text.body.builder import BodyBuilder
from text.body.removals import Removal
from text.body.safe import safe

__all__ = ["Cleaned", "clean_body", "safe"]


@dataclass(frozen=True, slots=True)
class Cleaned:
    """A body in canonical form, and what its editor must hear of; no content is an empty `html`."""

    html: str
    notes: tuple[Removal, ...]


def clean_body(html: str) -> Cleaned:
    """Any mark-up in canonical form; raises nothing, refuses nothing, takes time linear in length.

    A `forbidden` note means that the text held characters that no text may hold: they are left
    out, and the caller decides whether to take the rest.
    """
    builder = BodyBuilder()
    builder.feed(html)
    # NFC would join a `>` to a following U+0338 into one character and so eat the tag: such a mark
    # without a letter gets a no-break space to stand on, as Unicode recommends for lone marks.
    written = blocks_html(builder.blocks).replace(">\u0338", ">\u00a0\u0338")
    return Cleaned(safe(written), builder.removals.all())
