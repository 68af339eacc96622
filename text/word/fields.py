"""Fields: text that Word makes of an instruction, and where one of a link leads."""

import re
from dataclasses import dataclass

_WORDS = re.compile(r'"[^"]*"|[^\s"]+')


@dataclass(slots=True)
class Field:
    """A field: its instruction until `separate`, then what it shows."""

    instruction: str = ""
    shows: bool = False
    link: str = ""
    checked: bool = False

    @property
    def box(self) -> str:
        """What a check box of a form shows, which has no text; nothing of other fields."""
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
    """The address with the place in it that Word keeps apart."""
    return f"{address}#{fragment}" if address and fragment and "#" not in address else address
