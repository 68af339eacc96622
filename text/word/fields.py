"""Fields: text that Word makes of an instruction, such as a link or a check box."""

import re
from dataclasses import dataclass
from itertools import pairwise

_WORDS = re.compile(r'"[^"]*"|[^\s"]+')


@dataclass(slots=True)
class Field:
    """A field being read: its instruction first, then (`shows`) the text that it shows."""

    instruction: str = ""
    shows: bool = False
    link: str = ""
    checked: bool = False

    @property
    def box(self) -> str:
        """The character of a form's check box, which has no text; empty for other fields."""
        if not self.instruction.strip().upper().startswith("FORMCHECKBOX"):
            return ""
        return "☒" if self.checked else "☐"


def link_target(instruction: str) -> str:
    """The address of `HYPERLINK "https://…" \\l "part" \\o "tip"`; nothing of other fields."""
    words = _WORDS.findall(instruction) or [""]
    if words[0].upper() != "HYPERLINK":
        return ""
    pairs = [(a.lower(), b.strip('"')) for a, b in pairwise(words) if not b.startswith("\\")]
    fragment = next((word for switch, word in pairs[::-1] if switch == "\\l"), "")
    # Behind \o is a tip, behind \t a window.
    others = (word for switch, word in pairs if switch not in ("\\l", "\\o", "\\t"))
    return with_fragment(next(filter(None, others), ""), fragment)


def with_fragment(address: str, fragment: str) -> str:
    """The address with its fragment, which Word stores apart."""
    return f"{address}#{fragment}" if address and fragment and "#" not in address else address
