"""What makes a view a public page: it is read only, states its tags and can be validated."""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from functools import wraps
from hashlib import blake2b
from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from .tags import SITE, valid_tags

TAGS_HEADER = "Surrogate-Key"


def with_tags(
    response: HttpResponse, tags: Iterable[str], until: datetime | None = None
) -> HttpResponse:
    """State which things this response shows, and until when it is true at most, even if none of
    them changes."""
    response.headers[TAGS_HEADER] = " ".join(valid_tags([*tags, SITE]))
    response.until = until
    return response


def render_with_tags(
    request: HttpRequest,
    template: str,
    context: Mapping[str, Any],
    tags: Iterable[str],
    until: datetime | None = None,
    status: int = 200,
) -> HttpResponse:
    """The page of a public template, `with_tags`."""
    response = render(request, template, context, status=status, using="public")
    return with_tags(response, tags, until)


class NotingQuery(QueryDict):
    """The query of an address, which notes the parts that a view looked at: only these can decide
    what the page shows."""

    looked_at: set[str]

    @classmethod
    def of(cls, request: HttpRequest) -> "NotingQuery":
        found = cls(mutable=True)
        found.looked_at = set()
        for name in request.GET:
            found[name] = request.GET[name]  # the last of several
        found._mutable = False
        return found

    def __getitem__(self, name: str) -> str:
        self.looked_at.add(name)
        return super().__getitem__(name)

    def __contains__(self, name: object) -> bool:
        self.looked_at.add(str(name))
        return super().__contains__(name)


def public_page(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Decorator of readers' views: GET and HEAD only, the same for every reader, validated by ETag.

    LookupError when the view stated no tags: a page without tags could never be purged.
    """

    @require_safe
    @wraps(view)
    def page(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        request.GET = query = NotingQuery.of(request)
        response = view(request, *args, **kwargs)
        if TAGS_HEADER not in response.headers:
            raise LookupError(f"{view.__module__}.{view.__name__} stated no tags")
        response.looked_at = frozenset(query.looked_at)
        response.headers.setdefault("Cache-Control", "no-cache")
        if response.status_code != 200 or response.streaming:
            return response
        etag = f'"{blake2b(response.content, digest_size=12).hexdigest()}"'
        response.headers["ETag"] = etag
        return get_conditional_response(request, etag=etag, response=response)

    return page
