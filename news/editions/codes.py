"""Verification codes: 60 random bits, in letters that nobody confuses on paper."""

import secrets

# Crockford's base 32: no I, L, O, U.
_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
CODE_LENGTH = 12
_LOOKALIKES = str.maketrans({"I": "1", "L": "1", "O": "0"})


def new_code() -> str:
    return "".join(secrets.choice(_ALPHABET) for _ in range(CODE_LENGTH))


def parse_code(typed: str) -> str | None:
    """The code that someone meant to type; None when it cannot be one."""
    code = "".join(typed.split()).replace("-", "").upper().translate(_LOOKALIKES)
    return code if len(code) == CODE_LENGTH and set(code) <= set(_ALPHABET) else None
