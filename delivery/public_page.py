"""The decorator of public pages: such a view is read only, states its tags and has an ETag."""

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
    """Add the tags of what this response shows. At `until` the response expires even if nothing was
    purged. ValueError for what is not a tag."""
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
    """A page from a public template; `tags` and `until` as in `with_tags`."""
    response = render(request, template, context, status=status, using="public")
    return with_tags(response, tags, until)


class NotingQuery(QueryDict):
    """The query parameters of a request. It notes which names a view reads, because only these can
    decide what the page shows."""

    looked_at: set[str]

    @classmethod
    def of(cls, request: HttpRequest) -> "NotingQuery":
        found = cls(mutable=True)
        found.looked_at = set()
        for name in request.GET:
            # The last value of a repeated name.
            found[name] = request.GET[name]
        found._mutable = False
        return found

    def __getitem__(self, name: str) -> str:
        self.looked_at.add(name)
        return super().__getitem__(name)

    def __contains__(self, name: object) -> bool:
        self.looked_at.add(str(name))
        return super().__contains__(name)


def public_page(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Decorator of public views: GET and HEAD only, the same page for every reader, with an ETag.

    The page raises LookupError if its view stated no tags: without tags it could never be purged.
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
