"""Where things stand on the web. Absolute addresses start with PUBLIC_URL, never with a Host."""

import re
from dataclasses import dataclass

from django.conf import settings

from sections.tree import tree

from .enums import ListKind

# First part of the addresses of what articles name.
NAME_URL_PREFIXES: dict[str, str] = {
    ListKind.AUTHOR: "tac-gia",
    ListKind.TOPIC: "chu-de",
    ListKind.TAG: "the",
    ListKind.SOURCE: "nguon-tin",
}
CORRECTIONS_PATH = "/dinh-chinh/"
# Below it stands what reviewers without an account are sent (`reviewing`).
REVIEW_URL_PREFIX = "xem-duyet"
_ARTICLE = re.compile(
    r"(?:(?P<section>[^?#]+)/)?(?P<slug>[^/?#]*)-(?P<pk>[1-9][0-9]{0,17})"
    r"(?:/(?P<part>ban-in|qr\.svg|qr(?:-nho)?\.png))?"
)


@dataclass(frozen=True, slots=True)
class ArticleAddress:
    """An article's address, taken apart. `part` is `ban-in`, empty, or the name of a QR code."""

    path: str
    pk: int
    part: str


def parse(path: str) -> ArticleAddress | None:
    """From a path without its outer slashes; None when it is not shaped like an article's."""
    found = _ARTICLE.fullmatch(path)
    if not found:
        return None
    part = found["part"] or ""
    return ArticleAddress(path.removesuffix(f"/{part}") if part else path, int(found["pk"]), part)


def article_path(section: int, slug: str, pk: int) -> str:
    """`/kinh-te/dau-tu/cang-moi-42/`: the section's address of today, the edition's slug."""
    return article_path_in(tree().by_id[section].path, slug, pk)


def article_path_in(section: str, slug: str, pk: int) -> str:
    """The same, for who has the section's path at hand: lists ask it for each card."""
    return f"/{section}/{slug}-{pk}/"


def name_path(kind: str, slug: str) -> str:
    """`/tac-gia/lam-thuy/`: of an author, a topic, a tag or a source."""
    return f"/{NAME_URL_PREFIXES[kind]}/{slug}/"


def short_path(pk: int) -> str:
    return f"/b/{pk}"


def verification_path(code: str) -> str:
    """`/xac-minh/7K3M-9QXA-2BCD/`: groups of four, as they are printed and typed."""
    return f"/xac-minh/{format_code(code)}/"


def review_path(token: str) -> str:
    return f"/{REVIEW_URL_PREFIX}/{token}/"


def format_code(code: str) -> str:
    return "-".join(code[start : start + 4] for start in range(0, len(code), 4))


def absolute(path: str) -> str:
    return settings.PUBLIC_URL + path
