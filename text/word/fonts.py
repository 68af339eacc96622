"""Fonts from before Unicode, in which `µ` was drawn as `à`: they hold other text than they show."""

import re

# TCVN3 (.VnTime), VNI (VNI-Times), and the families that came after their pattern.
_LEGACY = re.compile(r"^(\.vn|vni[ -]|vn[a-z]*(times|helv|arial)|tcvn|bk ?hcm|vps |vietware)", re.I)
_UNICODE = re.compile("[\u01a0\u01a1\u01af\u01b0\u1ea0-\u1ef9\u0300-\u0323]")
_OWN = re.compile("[\u00a1-\u00ff\u0102\u0103\u0110\u0111\u2018-\u2122]")


def is_legacy(font: str, text: str) -> bool:
    """Whether the text is written for that font: one may stand over Unicode and do no harm."""
    return bool(_LEGACY.match(font.strip()) and _OWN.search(text) and not _UNICODE.search(text))
