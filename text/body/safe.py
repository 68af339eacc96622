"""The allow-list of the canonical body, enforced by nh3.

`text.body.clean` has its own reader of mark-up. nh3 is a sanitizer that others wrote and maintain,
so it still stops what a mistake in our reader lets through.
"""

import re

import nh3

TAGS = frozenset(
    "p h2 h3 h4 ul ol li table caption thead tbody tr th td blockquote figure figcaption cite hr"
    " strong em s sub sup a br".split()
)
ATTRIBUTES = {
    "a": {"href"},
    "ol": {"start"},
    "th": {"scope", "colspan", "rowspan"},
    "td": {"colspan", "rowspan"},
    "figure": {"data-photo", "data-alt"},
}
SCHEMES = frozenset(("http", "https", "mailto", "tel"))

_cleaner = nh3.Cleaner(
    tags=set(TAGS), attributes=ATTRIBUTES, url_schemes=set(SCHEMES), link_rel=None
)


# At each `&` and no-break space nh3 searches the rest of the text: 400,000 of them in one paragraph
# took 4 s. So comments, which nh3 removes, cut a long text into shorter ones.
_MAX_RUN_CHARACTERS = 50_000
_STRETCH = re.compile(r"(?>&[a-zA-Z0-9#]{1,40};|[^<]){1,10000}+")


def safe(html: str) -> str:
    """Canonical mark-up, passed through nh3: before it is stored, and again before it is shown.

    Canonical mark-up comes out unchanged. Time is linear in the length if nesting is shallow, as it
    is in canonical form.
    """
    if len(html) > _MAX_RUN_CHARACTERS:
        html = _with_breaks(html)
    try:
        judged = _cleaner.clean(html)
    except UnicodeEncodeError:
        # Unpaired surrogates, which no response can hold, are removed.
        judged = _cleaner.clean(html.encode("utf-8", "ignore").decode("utf-8"))
    # nh3 writes U+00A0 as an entity; the canonical form has the character. A typed "&nbsp;" is
    # `&amp;nbsp;` here and stays.
    return judged.replace("&nbsp;", "\u00a0")


def _with_breaks(html: str) -> str:
    parts = html.split("<")
    if max(map(len, parts)) <= _MAX_RUN_CHARACTERS:
        return html
    for at, part in enumerate(parts):
        if len(part) > _MAX_RUN_CHARACTERS:
            tag, bracket, text = part.rpartition(">")
            parts[at] = tag + bracket + _STRETCH.sub(r"\g<0><!---->", text)
    return "<".join(parts)
