"""Stores what was typed into a form as one text and reads it again; names the hidden fields that
this needs."""

import json
import re

from django.http import QueryDict

# A POST with this field only brings a form back: it is shown, not saved.
REOPEN = "_reopen"
# In the page that asks a person to sign in: what was typed, and the address of its form.
RECOVERED_FIELD, RECOVERED_PATH_FIELD = "_kept", "_kept_path"
# In the form of an article: the key of its sitting, whether something was typed, and whether the
# page was closed.
SITTING, CHANGED_FIELD, CLOSED_FIELD = "_sitting", "_typed", "_left"
# In a form that comes back: the key of the sitting in which it was typed.
PREVIOUS_SITTING_FIELD = "_came_from"
# These fields belong to the request; nobody typed them. Passwords are left out too (`is_secret`).
_NOT_TYPED_FIELDS = {
    *("csrfmiddlewaretoken", REOPEN, RECOVERED_FIELD, RECOVERED_PATH_FIELD),
    *(SITTING, CHANGED_FIELD, CLOSED_FIELD),
    *("_step", "_save", "_continue", "_addanother"),
}
_UNPAIRED = re.compile("[\ud800-\udfff]")


def dump_fields(data: QueryDict) -> str:
    """What was typed, as JSON; "" if nothing was typed."""
    pairs = [[name, values] for name, values in data.lists() if _is_typed(name)]
    return json.dumps(pairs, ensure_ascii=False) if pairs else ""


def load_fields(text: str) -> list[tuple[str, str]]:
    """The pairs of name and value that `dump_fields` wrote; [] for any other text."""
    try:
        pairs = json.loads(text)
        fields = [(str(name), str(value)) for name, values in pairs for value in values]
    except (ValueError, TypeError, RecursionError):
        return []
    return [
        (_UNPAIRED.sub("\ufffd", name), _UNPAIRED.sub("\ufffd", value))
        for name, value in fields
        if _is_typed(name)
    ]


def is_secret(name: str) -> bool:
    """Whether a field of that name holds a password."""
    return "password" in name and name != "usable_password"


def _is_typed(name: str) -> bool:
    return name not in _NOT_TYPED_FIELDS and not is_secret(name)
