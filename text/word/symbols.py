"""Signs that Word keeps as numbers of a font: the usual ones of Symbol and Wingdings."""

import re

# By the last byte; the same signs come as `<w:sym>` and as characters U+F020 to U+F0FF.
_WINGDINGS = {
    0x4A: "☺", 0x6C: "●", 0x6D: "○", 0x6E: "■", 0x6F: "□", 0x71: "❑", 0x73: "♦", 0x75: "◆",
    0x76: "❖", 0x77: "♦", 0x9F: "•", 0xA7: "▪", 0xA8: "□", 0xD8: "➢", 0xDF: "←", 0xE0: "→",
    0xE8: "→", 0xF0: "⇨", 0xFB: "✗", 0xFC: "✓", 0xFD: "☒", 0xFE: "☑", 0x28: "☎", 0x2A: "✉",
}  # fmt: skip
_SYMBOL = {
    0xB7: "•", 0xB0: "°", 0xB1: "±", 0xA3: "≤", 0xB3: "≥", 0xB4: "×", 0xB8: "÷", 0xB9: "≠",
    0xBB: "≈", 0xA5: "∞", 0xAE: "→", 0xAC: "←", 0xDE: "⇒", 0xD7: "·", 0x2D: "−", 0xD6: "√",
    0x61: "α", 0x62: "β", 0x67: "γ", 0x64: "δ", 0x6D: "μ", 0x70: "π", 0x6C: "λ", 0x44: "Δ",
    0x53: "Σ", 0x57: "Ω", 0x77: "ω", 0x71: "θ", 0x73: "σ",
}  # fmt: skip
PRIVATE = re.compile("[\uf000-\uf0ff]")


def symbol_character(code: int, font: str) -> str:
    """The character that a font of signs shows there; nothing where it is none of the usual."""
    if code >= 0xF100 or 0x100 <= code < 0xF000:
        return chr(code) if code < 0xD800 else ""
    table = _SYMBOL if "symbol" in font.lower() else _WINGDINGS
    is_signs = re.search("symbol|wingdings|webdings", font, re.IGNORECASE)
    if not is_signs and code < 0x100:
        return chr(code) if code >= 0x20 else ""
    return table.get(code & 0xFF) or (_SYMBOL.get(code & 0xFF, "") if not is_signs else "")
