"""Verification codes: 60 random bits, in letters that nobody confuses on paper."""

import secrets

# Crockford's base 32: no I, L, O, U.
_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 12
_MISREAD = str.maketrans({"I": "1", "L": "1", "O": "0"})


def new_code() -> str:
    return "".join(secrets.choice(_ALPHABET) for _ in range(LENGTH))


def read_code(typed: str) -> str | None:
    """The code that someone meant to type; None when it cannot be one."""
    code = "".join(typed.split()).replace("-", "").upper().translate(_MISREAD)
    return code if len(code) == LENGTH and set(code) <= set(_ALPHABET) else None
