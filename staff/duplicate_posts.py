"""The same form sent twice, by a double click or a retry: the second leads to what the first made.

The admin's log remembers of each addition which form it came from, so nothing else has to.
"""

from datetime import timedelta
from hashlib import blake2b
from typing import Any

from django.contrib.admin.models import ADDITION, LogEntry
from django.contrib.auth import get_user_model
from django.contrib.contenttypes.models import ContentType
from django.db.models import Model
from django.http import HttpRequest, QueryDict
from django.utils import timezone

# Later the same words are meant anew.
DUPLICATE_WINDOW = timedelta(minutes=1)


def with_form_digest(request: HttpRequest, message: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The log's message of an addition, with the form that it came from."""
    return [{**message[0], "sent": _digest(request.POST)}, *message[1:]] if message else message


def already_added(request: HttpRequest, model: type[Model]) -> str | None:
    """The key of what this person has just made of this very form.

    Asked in the transaction that would make it: of two at once the second waits for the first.
    """
    now = timezone.now()
    people = get_user_model().objects.select_for_update(no_key=True)
    rows = LogEntry.objects.filter(
        user=people.get(pk=request.user.pk),
        content_type=ContentType.objects.get_for_model(model),
        action_flag=ADDITION,
        action_time__range=(now - DUPLICATE_WINDOW, now + DUPLICATE_WINDOW),
        change_message__contains=_digest(request.POST),
    )
    return rows.values_list("object_id", flat=True).first()


def _digest(data: QueryDict) -> str:
    sent = [(name, data.getlist(name)) for name in sorted(data) if name != "csrfmiddlewaretoken"]
    return blake2b(repr(sent).encode(), digest_size=12).hexdigest()
