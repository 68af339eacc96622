"""What hangs in the air: heaped clouds, smoke, sparks, strings of lamps, a full moon."""

from __future__ import annotations

import math

from portal.demo.scenes.kit import INK, Canvas, Color, Point, mix, rgb

WHITE = rgb("FFFFFF")
CLOUD_SHADE = rgb("B4CBD8")
SOOT = rgb("5A5E63")
SPARK = rgb("FFE2A0")
WARM = rgb("FFD98A")
STARLIGHT = rgb("E6ECF4")


def cumulus(
    c: Canvas,
    x: float,
    y: float,
    w: float,
    *,
    lit: Color = WHITE,
    shade: Color = CLOUD_SHADE,
) -> None:
    """A heaped cloud with a flat foot at y, the sun above its left."""
    humps = []
    for i in range(13):
        at = -0.44 + 0.88 * i / 12 + c.rng.uniform(-0.03, 0.03)
        humps.append((at, c.rng.uniform(0.08, 0.13), c.rng.random() * (i % 3) * 0.5))

    def paint(dx: float, dy: float, grow: float, color: Color, alpha: float) -> None:
        def shapes(pen, k: float) -> None:
            for at, r, up in humps:
                edge = 1 - (at / 0.52) ** 2
                px, py = x + (at + dx) * w, y - (0.04 + up * 0.2 * edge + dy) * w
                size = r * w * grow * (0.55 + 0.45 * edge)
                low = min((py + size) * k, y * k)
                pen.ellipse([(px - size) * k, (py - size) * k, (px + size) * k, low], fill=255)

        c.soft(shapes, color, blur=w * 0.012, alpha=alpha)

    paint(0.01, -0.02, 1.0, shade, 0.85)
    paint(-0.015, 0.035, 0.84, mix(shade, lit, 0.65), 0.85)
    paint(-0.03, 0.065, 0.62, lit, 0.95)


def smoke(
    c: Canvas,
    x: float,
    y: float,
    rise: float,
    *,
    drift: float = 0.4,
    color: Color = SOOT,
    alpha: float = 0.5,
    size: float = 0.2,
) -> None:
    """A plume that rises from (x, y), leans with the wind and widens."""

    def shapes(pen, k: float) -> None:
        for i in range(34):
            t = i / 33
            r = rise * size * (0.22 + t * 0.9) * c.rng.uniform(0.6, 1.1)
            px = x + rise * drift * t**1.4 + c.rng.gauss(0, rise * 0.05 * (0.3 + t))
            py = y - rise * t
            pen.ellipse(
                [(px - r) * k, (py - r * 0.8) * k, (px + r) * k, (py + r * 0.8) * k],
                fill=round(255 * (1 - t * 0.75)),
            )

    c.soft(shapes, color, blur=rise * 0.045, alpha=alpha)


def sparks(
    c: Canvas,
    x: float,
    y: float,
    reach: float,
    *,
    count: int = 70,
    aim: float = -90,
    spread: float = 75,
    color: Color = SPARK,
) -> None:
    """Sparks that fly from (x, y) and fall, with the white heart they come from."""
    c.glow(x, y, reach * 1.5, rgb("BFE3FF"), 0.35)
    for _ in range(count):
        a = math.radians(aim + c.rng.gauss(0, spread / 2))
        far = reach * c.rng.random() ** 0.6
        end = x + math.cos(a) * far, y + math.sin(a) * far + (far / reach) ** 2 * reach * 0.7
        start = (
            x + math.cos(a) * far * 0.72,
            y + math.sin(a) * far * 0.72 + (far * 0.72 / reach) ** 2 * reach * 0.7,
        )
        c.line([start, end], c.rng.uniform(0.8, 1.8), mix(color, rgb("FF8A3C"), c.rng.random()))
    c.glow(x, y, reach * 0.45, rgb("FFFFFF"), 0.95)
    c.oval(x, y, reach * 0.05, reach * 0.05, rgb("FFFFFF"))


def bulbs(
    c: Canvas,
    a: Point,
    b: Point,
    *,
    sag: float = 30,
    count: int = 9,
    size: float = 4,
    warm: Color = WARM,
    wire: Color = INK,
) -> None:
    """Bulbs on a wire between two points, lit."""
    points = []
    for i in range(count + 2):
        t = i / (count + 1)
        points.append((a[0] + (b[0] - a[0]) * t, a[1] + (b[1] - a[1]) * t + sag * 4 * t * (1 - t)))
    c.line(points, 1.3, wire)
    for x, y in points[1:-1]:
        c.glow(x, y + size * 1.6, size * 8, warm, 0.55)
        c.rect(x - size * 0.4, y, size * 0.8, size * 0.8, wire)
        c.oval(x, y + size * 1.7, size, size * 1.15, mix(warm, rgb("FFFFFF"), 0.6))


def moon(c: Canvas, x: float, y: float, r: float, *, glow: float = 4.5) -> None:
    """A full moon with its seas."""
    c.glow(x, y, r * glow, rgb("F6E7B8"), 0.5)
    c.oval(x, y, r, r, rgb("FBF1CF"))
    for dx, dy, s in (
        (-0.3, -0.25, 0.28),
        (0.2, -0.4, 0.18),
        (0.28, 0.2, 0.24),
        (-0.2, 0.38, 0.16),
    ):
        c.oval(x + dx * r, y + dy * r, s * r, s * r * 0.8, rgb("E6D8AC"), 0.7)


def stars(c: Canvas, bottom: float, *, count: int = 70, color: Color = STARLIGHT) -> None:
    for _ in range(count):
        c.oval(
            c.rng.uniform(0, c.width),
            c.rng.uniform(0, bottom),
            0.9,
            0.9,
            color,
            c.rng.uniform(0.2, 0.9),
        )
