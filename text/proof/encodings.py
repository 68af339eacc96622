"""Whether it is worth looking for TCVN3 and VNI in a text: `text.proof`, which knows, takes 8 MB
that a process spares as long as it reads nothing but Unicode."""

import re

# Letters of Latin-1 that Vietnamese has not and those encodings have, and what only VNI writes side
# by side (`saùng`, `coâng`).
_SIGNS = re.compile(
    "[¡-¬\xad®µ-¹»-¾ÄÅÆÇËÎÏÐÑÖ×ØÛÜÞßäåæçëîïñö÷øûüþ]|[aeyAEY][âùáàãÂÙÁÀÃ]|[oO][âùÂÙ]|[aA][êéèÊÉÈ]"
)


def may_be_legacy(text: str) -> bool:
    """False where nothing in it is of such an encoding; true is no more than a reason to look."""
    return not text.isascii() and _SIGNS.search(text) is not None
