"""The error pages: there is no page at the address (404), the request is broken (400), the database
is away or the disk cannot be written (503), the portal has a fault (500)."""

import sys

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render

from accounts.busy_page import busy_page
from database.connections import is_temporary
from delivery.public_page import with_tags
from delivery.tags import MISSING
from media.uploads.receiving import UNWRITABLE_ERRNOS
from redirects import missed_addresses


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """A redirect if staff have set one for the address, otherwise 404."""
    target = missed_addresses.target_of(request)
    response = (
        HttpResponsePermanentRedirect(target)
        if target
        else render(request, "errors/404.html", status=404, using="public")
    )
    # A scheduled article may appear at this address without a purge.
    response.headers["Cache-Control"] = "no-cache"
    return with_tags(response, [MISSING])


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "errors/400.html", status=400, using="public")


def server_error(request: HttpRequest) -> HttpResponse:
    """503 if the database or a disk that cannot be written is the cause, otherwise 500. It sends no
    query, because the database may be away."""
    error = sys.exception()
    if is_temporary(error):
        return busy_page(request)
    # If the disk does not take an uploaded file, the rest of its form cannot be read either.
    status = 503 if isinstance(error, OSError) and error.errno in UNWRITABLE_ERRNOS else 500
    return render(request, "errors/500.html", {"code": status}, status=status, using="public")
