"""`/tim-kiem/`: the page on which readers search in everything that they may see."""

import re
from dataclasses import dataclass, field
from datetime import date
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from delivery.public_page import public_page, render_with_tags
from delivery.tags import tag
from sections.tree import tree
from text.fold import fold
from text.unicode import FORBIDDEN, nfc

from ..editions import lists
from ..editions.hidden_words import without_words
from ..enums import ListKind
from ..models import Author, Listing
from ..pages.article import current_articles
from ..pages.paging import CARDS_PER_PAGE, read_day
from . import find as search_find
from .find import MAX_HITS, Filters, find
from .highlight import HighlightedPart, excerpt, highlight
from .query import Query, parse

# The name of each field in the address of a search.
PARAMETERS = {"q": "q", "section": "muc", "author": "tac-gia", "since": "tu", "until": "den"}


@dataclass(slots=True)
class SearchForm:
    """A search: what was `typed` into each field, its `query` and `filters`, and `errors` by
    field."""

    typed: dict[str, str]
    query: Query
    filters: Filters = field(default_factory=Filters)
    errors: dict[str, str] = field(default_factory=dict)

    def address(self, page: int) -> str:
        """The address of one page of results of this search."""
        parts = [(PARAMETERS[name], value) for name, value in self.typed.items() if value]
        return "/tim-kiem/?" + urlencode(parts + ([("trang", page)] if page > 1 else []))


@dataclass(frozen=True, slots=True)
class Result:
    card: lists.Card
    title: list[HighlightedPart]
    excerpt: list[HighlightedPart]
    archived: bool
    # Of its card, and of the files whose words the excerpt may have.
    tags: list[str]


@public_page
def search(request: HttpRequest) -> HttpResponse:
    page = _page_number(request.GET.get("trang", "1"))
    form = _form(request)
    # The id, depth and title of each section, for the field in which readers choose one.
    sections = [(node.pk, len(node.trail) - 1, node.title) for node in tree().sections]
    context = {"form": form, "noindex": True, "sections": sections, "page": page}
    results: list[Result] = []
    if form.query and not form.errors:
        found = find(form.query, form.filters, upto=page * CARDS_PER_PAGE)
        hits = found.hits[(page - 1) * CARDS_PER_PAGE :]
        if not hits and page > 1:
            raise Http404
        results = _results(hits, form.query)
        context |= {
            "results": results,
            "start": (page - 1) * CARDS_PER_PAGE + 1,
            "count": found.count,
            "more": found.more,
            "checked": search_find.MAX_PHRASE_CHECKS,
            "older": form.address(page + 1) if found.count > page * CARDS_PER_PAGE else None,
            "newer": form.address(page - 1) if page > 1 else None,
        }
    tags = [tag(ListKind.ALL, 0), *(name for result in results for name in result.tags)]
    if form.typed["author"]:
        tags.append(tag("author", 0))
    return render_with_tags(request, "news/search.html", context, tags)


def _results(articles: list[int], query: Query) -> list[Result]:
    if not articles:
        return []
    cards = lists.fetch_lists([lists.ListQuery(articles=articles)])[0]
    pages = current_articles(articles)
    return [
        Result(
            card,
            highlight(card.title, query),
            excerpt(without_words(page.content, page.hidden_files), query),
            page.archived_at is not None,
            [*card.tags, *page.tags],
        )
        for card in cards
        if (page := pages.get(card.article))
    ]


def _page_number(text: str) -> int:
    if not re.fullmatch("[1-9][0-9]{0,3}", text) or int(text) > MAX_HITS // CARDS_PER_PAGE:
        raise Http404
    return int(text)


def _form(request: HttpRequest) -> SearchForm:
    typed = {name: request.GET.get(key, "").strip()[:200] for name, key in PARAMETERS.items()}
    query = parse(request.GET.get("q", ""))
    typed["q"] = query.text
    form = SearchForm(typed, query)
    form.filters = Filters(
        sections=_section(form), authors=_authors(form), since=_day(form, "since"),
        until=_day(form, "until"),
    )  # fmt: skip
    if form.filters.since and form.filters.until and form.filters.since > form.filters.until:
        form.errors["until"] = _("The last day lies before the first.")
    return form


def _section(form: SearchForm) -> list[int]:
    chosen = form.typed["section"]
    if not chosen:
        return []
    node = tree().by_id.get(int(chosen)) if re.fullmatch("[0-9]{1,18}", chosen) else None
    if node is None or not node.lists_articles:
        form.errors["section"] = _("There is no such section.")
        return []
    return [each.pk for each in node.sections]


def _authors(form: SearchForm) -> tuple[int, ...]:
    """The authors of that name, whatever its accents. If some have exactly this name, only they."""
    name = " ".join(nfc(form.typed["author"]).split())
    if not name:
        return ()
    # No author's name has forbidden characters, and PostgreSQL refuses to search for them.
    alike = Author.objects.filter(folded=fold(name)[:300]) if not FORBIDDEN.search(name) else []
    # An author without a public article is treated as unknown, so that readers do not learn of
    # them.
    known = [each for each in alike if Listing.objects.listed(ListKind.AUTHOR, each.pk).exists()]
    if not known:
        form.errors["author"] = _("No author has this name.")
    same = [each for each in known if each.name.casefold() == name.casefold()]
    return tuple(each.pk for each in same or known)


def _day(form: SearchForm, name: str) -> date | None:
    typed = form.typed[name]
    day = read_day(typed)
    if typed and day is None:
        form.errors[name] = _("Write the day so: 26/01/2019.")
    return day
