"""The page of a person's own account: its second factor, its password, and where it is signed
in."""

from django.contrib import messages
from django.contrib.admin import site
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_POST, require_safe

from audit.models import Kind
from audit.recording import record

from .. import form_recovery
from ..models import StaffSession
from ..second_factor import demands, factor
from .base import staff_page

# So many characters of a key tell the sessions of a person apart. A page never holds a whole key:
# who reads it could be signed in with it.
KEY_LENGTH = 10


@require_safe
def own(request: HttpRequest) -> HttpResponse:
    """What protects this person's account, and where it is signed in."""
    own_key = request.session.session_key
    alive = StaffSession.objects.filter(user=request.user, expire_date__gt=timezone.now())
    sessions = [
        {"row": row, "key": row.session_key[:KEY_LENGTH], "is_this": row.session_key == own_key}
        for row in alive.defer("session_data").order_by("-seen_at")
    ]
    return staff_page(
        request,
        "accounts/account.html",
        title=gettext("My account"),
        app=factor.app_of(request.user),
        codes_left=factor.recovery_codes_left(request.user),
        demanded=demands.is_demanded(request.user),
        sessions=sessions,
    )


@require_POST
def end_session(request: HttpRequest) -> HttpResponse:
    """End one session of this person by the beginning of its key, or all but this one if none is
    named."""
    key = request.POST.get("key", "")
    rows = StaffSession.objects.filter(user=request.user)
    rows = rows.exclude(session_key=request.session.session_key)
    if key:
        named = len(key) == KEY_LENGTH and key.isascii() and key.isalnum()
        rows = rows.filter(session_key__startswith=key) if named else rows.none()
    ended, _by_model = rows.delete()
    if ended:
        words = ngettext("%d session ended", "%d sessions ended", ended) % ended
        record(Kind.SIGN_OUT, request.user, detail=words)
        messages.success(request, words + ".")
    return HttpResponseRedirect(reverse("admin:account"))


@require_POST
def go_on(request: HttpRequest) -> HttpResponse:
    """Leave the page of the recovery codes, with what was carried along."""
    return form_recovery.go_on(request, site.each_context(request))
