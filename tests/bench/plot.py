"""Draws bars of CPU per request, on a logarithmic scale, as SVG for light and dark pages."""

from collections.abc import Sequence
from html import escape
from math import ceil, floor, log10

from .goals import spelled

LEFT, WIDTH, LINE = 190, 640, 26
STYLE = """
text { font: 13px system-ui, sans-serif; fill: #1f2328 }
.faint { fill: #59636e } .grid { stroke: #d1d9e0 }
.portal { fill: #0b6e4f } .other { fill: #8c959f }
@media (prefers-color-scheme: dark) {
  text { fill: #e6edf3 } .faint { fill: #9198a1 } .grid { stroke: #3d444d }
  .portal { fill: #3fb98a } .other { fill: #6e7681 }
}
"""

# A name and microseconds.
Bar = tuple[str, float]


def svg(groups: Sequence[tuple[str, Sequence[Bar]]]) -> str:
    """The SVG: groups of bars, each under its title; bars of the portal have their own colour."""
    values = [value for _, bars in groups for _, value in bars]
    low, high = floor(log10(min(values))), ceil(log10(max(values)))
    scale = (WIDTH - LEFT - 90) / max(1, high - low)
    height = LINE * (sum(len(bars) + 1.5 for _, bars in groups) + 1.5)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height:.0f}" role="img">',
        "<title>CPU a request</title>",
        f"<style>{STYLE}</style>",
    ]
    for power in range(low, high + 1):
        x = LEFT + (power - low) * scale
        parts.append(f'<path class="grid" d="M{x:.0f} {LINE}V{height - LINE:.0f}"/>')
        parts.append(_text(x, height - 8, spelled(10**power), "faint", "middle"))
    y = LINE
    for title, bars in groups:
        parts.append(_text(LEFT, y + LINE * 0.7, title, "faint"))
        y += LINE
        for name, value in bars:
            kind = "portal" if name.startswith("portal") else "other"
            length = (log10(value) - low) * scale
            parts.append(
                f'<rect class="{kind}" x="{LEFT}" y="{y + 4:.0f}" width="{length:.1f}" '
                f'height="{LINE - 8}" rx="2"/>'
            )
            parts.append(_text(LEFT - 8, y + LINE * 0.68, name, "", "end"))
            parts.append(_text(LEFT + length + 6, y + LINE * 0.68, spelled(value)))
            y += LINE
        y += LINE // 2
    return "\n".join([*parts, "</svg>"]) + "\n"


def _text(x: float, y: float, words: str, kind: str = "", anchor: str = "start") -> str:
    shape = f' class="{kind}"' if kind else ""
    return f'<text x="{x:.0f}" y="{y:.0f}"{shape} text-anchor="{anchor}">{escape(words)}</text>'
