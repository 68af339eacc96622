"""Public addresses. Absolute ones start with PUBLIC_URL, never with the Host of a request."""

import re
from dataclasses import dataclass

from django.conf import settings

from sections.tree import tree

from .enums import ListKind

# The first part of the addresses of authors, topics, tags and sources.
NAME_URL_PREFIXES: dict[str, str] = {
    ListKind.AUTHOR: "tac-gia",
    ListKind.TOPIC: "chu-de",
    ListKind.TAG: "the",
    ListKind.SOURCE: "nguon-tin",
}
CORRECTIONS_PATH = "/dinh-chinh/"
# The first part of review links' addresses.
REVIEW_URL_PREFIX = "xem-duyet"
_ARTICLE = re.compile(
    r"(?:(?P<section>[^?#]+)/)?(?P<slug>[^/?#]*)-(?P<pk>[1-9][0-9]{0,17})"
    r"(?:/(?P<part>ban-in|qr\.svg|qr(?:-nho)?\.png))?"
)


@dataclass(frozen=True, slots=True)
class ArticleAddress:
    """The pieces of an article's address. `part` is `ban-in`, the name of a QR picture, or empty;
    `path` is the rest, without outer slashes."""

    path: str
    pk: int
    part: str


def parse(path: str) -> ArticleAddress | None:
    """Take apart a path without outer slashes. Returns None if it is not the path of an article."""
    found = _ARTICLE.fullmatch(path)
    if not found:
        return None
    part = found["part"] or ""
    return ArticleAddress(path.removesuffix(f"/{part}") if part else path, int(found["pk"]), part)


def article_path(section: int, slug: str, pk: int) -> str:
    """`/kinh-te/dau-tu/cang-moi-42/`, under the path that the section has now."""
    return article_path_in(tree().by_id[section].path, slug, pk)


def article_path_in(section: str, slug: str, pk: int) -> str:
    """The same, for a section whose path is known. Faster, for lists."""
    return f"/{section}/{slug}-{pk}/"


def name_path(kind: str, slug: str) -> str:
    """`/tac-gia/lam-thuy/`: the page of an author, a topic, a tag or a source."""
    return f"/{NAME_URL_PREFIXES[kind]}/{slug}/"


def short_path(pk: int) -> str:
    """`/b/42`: redirects to the article, whatever its slug and section are."""
    return f"/b/{pk}"


def verification_path(code: str) -> str:
    """`/xac-minh/7K3M-9QXA-2BCD/`, as it is printed."""
    return f"/xac-minh/{format_code(code)}/"


def review_path(token: str) -> str:
    """The path of a review link."""
    return f"/{REVIEW_URL_PREFIX}/{token}/"


def format_code(code: str) -> str:
    """`7K3M9QXA2BCD` becomes `7K3M-9QXA-2BCD`."""
    return "-".join(code[start : start + 4] for start in range(0, len(code), 4))


def absolute(path: str) -> str:
    """The path as a whole address, on PUBLIC_URL."""
    return settings.PUBLIC_URL + path
