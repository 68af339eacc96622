"""Fields: text that Word makes of an instruction, such as a link or a check box."""

import re
from dataclasses import dataclass

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
    command, *words = _WORDS.findall(instruction) or [""]
    if command.upper() != "HYPERLINK":
        return ""
    address = fragment = switch = ""
    for word in words:
        if word.startswith("\\"):
            switch = word.lower()
            continue
        if switch == "\\l":
            fragment = word.strip('"')
        elif switch not in ("\\o", "\\t"):  # a tip, a window
            address = address or word.strip('"')
        switch = ""
    return with_fragment(address, fragment)


def with_fragment(address: str, fragment: str) -> str:
    """The address with its fragment, which Word stores apart."""
    return f"{address}#{fragment}" if address and fragment and "#" not in address else address
