"""What the script of an article's page asks for: its count, which also counts this reader.

The page itself is the same for everybody and may come from any cache; this address never does.
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


@csrf_exempt  # pages that are the same for everybody hold no token
@cache_control(no_store=True)
@require_POST
def view_count(request: HttpRequest, pk: str) -> HttpResponse:
    """The count, with this reader. What is sent along is not read."""
    if "Origin" not in request.headers or not is_same_origin(request):
        return HttpResponse(status=403)
    try:
        count = readers.count_of(int(pk))
        if count is None:
            return HttpResponse(status=404)
        if _is_counted(request):
            agent = request.headers["User-Agent"]
            count += readers.queue_reading(int(pk), client_network(request), agent)
    except (OperationalError, InterfaceError):
        return HttpResponse(status=503)  # the page stays as it is
    return JsonResponse({"count": count, "shown": number_format(count, force_grouping=True)})


def _is_counted(request: HttpRequest) -> bool:
    """Not a robot, nor a browser that fetches what nobody may ever look at."""
    ahead = request.headers.get("Sec-Purpose") or request.headers.get("Purpose") or ""
    return "prefetch" not in ahead and readers.is_reader(request.headers.get("User-Agent", ""))
