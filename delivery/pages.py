"""What makes a view a public page: it is read only, states its tags and can be validated."""

from collections.abc import Callable, Iterable
from functools import wraps
from hashlib import blake2b

from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from .tags import SITE, checked

TAGS_HEADER = "Surrogate-Key"


def tagged(response: HttpResponse, tags: Iterable[str]) -> HttpResponse:
    """State which things this response shows."""
    response.headers[TAGS_HEADER] = " ".join(checked([*tags, SITE]))
    return response


def public_page(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """GET and HEAD only; the same for every reader; asked about again each time (ETag, 304).

    LookupError when the view forgot to state its tags: a page without tags could never be purged.
    """

    @require_safe
    @wraps(view)
    def page(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        response = view(request, *args, **kwargs)
        if TAGS_HEADER not in response.headers:
            raise LookupError(f"{view.__module__}.{view.__name__} stated no tags")
        response.headers.setdefault("Cache-Control", "no-cache")
        if response.status_code != 200 or response.streaming:
            return response
        etag = f'"{blake2b(response.content, digest_size=12).hexdigest()}"'
        response.headers["ETag"] = etag
        return get_conditional_response(request, etag=etag, response=response)

    return page
