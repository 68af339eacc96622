"""What was typed into a form, as text: for whoever brings it back to that form."""

import json
import re

from django.http import QueryDict

# Of a form that only comes back: it is shown, not saved.
REOPEN = "_reopen"
RECOVERED_FIELD, RECOVERED_PATH_FIELD = "_kept", "_kept_path"
# Of an article's form: its key; that there is something to be kept; that it is closed.
SITTING, CHANGED_FIELD, CLOSED_FIELD = "_sitting", "_typed", "_left"
# The key of the form whose text comes back.
PREVIOUS_SITTING_FIELD = "_came_from"
# What belongs to the request, not to the text; passwords are left out besides.
_NOT_TYPED_FIELDS = {
    *(
        "csrfmiddlewaretoken",
        REOPEN,
        SITTING,
        CHANGED_FIELD,
        CLOSED_FIELD,
        RECOVERED_FIELD,
        RECOVERED_PATH_FIELD,
    ),
    *("_step", "_save", "_continue", "_addanother"),
}
_UNPAIRED = re.compile("[\ud800-\udfff]")


def dump_fields(data: QueryDict) -> str:
    """What was typed, as text; nothing where nothing was."""
    pairs = [[name, values] for name, values in data.lists() if _is_kept(name)]
    return json.dumps(pairs, ensure_ascii=False) if pairs else ""


def load_fields(text: str) -> list[tuple[str, str]]:
    """The fields of `packed`; nothing when it is not such a text."""
    try:
        pairs = json.loads(text)
        fields = [(str(name), str(value)) for name, values in pairs for value in values]
    except (ValueError, TypeError, RecursionError):
        return []
    return [
        (_UNPAIRED.sub("\ufffd", name), _UNPAIRED.sub("\ufffd", value))
        for name, value in fields
        if _is_kept(name)
    ]


def is_secret(name: str) -> bool:
    """Whether a field of that name holds a password."""
    return "password" in name and name != "usable_password"


def _is_kept(name: str) -> bool:
    return name not in _NOT_TYPED_FIELDS and not is_secret(name)
