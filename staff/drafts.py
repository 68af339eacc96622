"""What was typed into a form, as one text that can be brought back to it; the hidden fields for
that."""

import json
import re

from django.http import QueryDict

# In a form that only comes back: it is shown, not saved.
REOPEN = "_reopen"
RECOVERED_FIELD, RECOVERED_PATH_FIELD = "_kept", "_kept_path"
# In an article's form: its key; whether something was typed; whether it was closed.
SITTING, CHANGED_FIELD, CLOSED_FIELD = "_sitting", "_typed", "_left"
# The key of the form whose text comes back.
PREVIOUS_SITTING_FIELD = "_came_from"
# They belong to the request, not to the text. Passwords are left out, too.
_NOT_TYPED_FIELDS = {
    *("csrfmiddlewaretoken", REOPEN, RECOVERED_FIELD, RECOVERED_PATH_FIELD),
    *(SITTING, CHANGED_FIELD, CLOSED_FIELD),
    *("_step", "_save", "_continue", "_addanother"),
}
_UNPAIRED = re.compile("[\ud800-\udfff]")


def dump_fields(data: QueryDict) -> str:
    """What was typed, as JSON; an empty text if nothing was."""
    pairs = [[name, values] for name, values in data.lists() if _is_typed(name)]
    return json.dumps(pairs, ensure_ascii=False) if pairs else ""


def load_fields(text: str) -> list[tuple[str, str]]:
    """The fields that `dump_fields` wrote, by name; none for any other text."""
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
