"""What can be the key of a row: databases fail on what cannot."""

from typing import Any

MAX_KEY = 2**63 - 1


def is_key(value: Any) -> bool:
    """Whether what was sent can be the key of a row at all."""
    text = str(value)
    return text.isascii() and text.isdecimal() and len(text) < 20 and int(text) <= MAX_KEY
