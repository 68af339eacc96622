"""The address from which the script of an article's page gets the count of readers. The request
itself counts the reader.

The page is the same for everybody and may come from any cache; this answer never does.
"""

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.formats import number_format
from django.views.decorators.cache import cache_control
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from audit.origin import client_network
from delivery.hosts import is_same_origin

from . import readers


# A page that is the same for everybody has no CSRF token.
@csrf_exempt
@cache_control(no_store=True)
@require_POST
def view_count(request: HttpRequest, pk: str) -> HttpResponse:
    """The count as JSON, this reader included. The body of the request is not read."""
    if "Origin" not in request.headers or not is_same_origin(request):
        return HttpResponse(status=403)
    try:
        count = readers.count_of(int(pk))
        if count is None:
            return HttpResponse(status=404)
        if _is_counted(request):
            count += readers.queue_reading(
                int(pk), client_network(request), request.headers["User-Agent"]
            )
    except (OperationalError, InterfaceError):
        # The page then shows no count.
        return HttpResponse(status=503)
    return JsonResponse({"count": count, "shown": number_format(count, force_grouping=True)})


def _is_counted(request: HttpRequest) -> bool:
    """Whether this request may be a reader's: not a robot's, and not a browser that prefetches."""
    ahead = request.headers.get("Sec-Purpose") or request.headers.get("Purpose") or ""
    return "prefetch" not in ahead and readers.is_reader(request.headers.get("User-Agent", ""))
