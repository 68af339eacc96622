"""The canonical body's allow-list, and nh3 as the independent judge over it.

`text.body.clean` says what the elements mean. Here they are only names, so that a mistake in our
own reading of mark-up is still caught by a sanitizer that others wrote.
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


# nh3's writer searches the rest of a text at each `&` and no-break space: 400,000 of them in one
# paragraph took 4 s. Comments, which it takes out, cut such a text into shorter ones.
_MAX_RUN_CHARACTERS = 50_000
_STRETCH = re.compile(r"(?>&[a-zA-Z0-9#]{1,40};|[^<]){1,10000}+")


def safe(html: str) -> str:
    """Stored canonical mark-up, passed through nh3 once more before it is shown.

    Canonical mark-up comes out unchanged. Time is linear in length as long as nesting is shallow,
    which canonical form is.
    """
    if len(html) > _MAX_RUN_CHARACTERS:
        html = _with_breaks(html)
    try:
        judged = _cleaner.clean(html)
    except UnicodeEncodeError:  # unpaired surrogates, which cannot be sent to a reader anyway
        judged = _cleaner.clean(html.encode("utf-8", "ignore").decode("utf-8"))
    # html5ever writes U+00A0 as an entity; the canonical form has the character. A typed
    # "&nbsp;" is `&amp;nbsp;` here and stays.
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
