"""What a town is made of: houses, towers, lamps, awnings, benches, vehicles."""

from __future__ import annotations

import math
from itertools import pairwise

from portal.demo.scenes.kit import Canvas, Color, Fade, Point, dark, light, mix, rgb

WALLS = (rgb("E8D9BE"), rgb("D9B98C"), rgb("C9D3CE"), rgb("E3C4A8"), rgb("B9C9D1"), rgb("EFE6D4"))
SHUTTER = rgb("3E6259")
TIMBER = rgb("7A5A44")
LIT = rgb("FFD98A")


def skyline(
    c: Canvas,
    base: float,
    low: float,
    high: float,
    color: Color,
    *,
    lit: float = 0.0,
    window: Color = LIT,
    x0: float = 0,
    x1: float | None = None,
    step: tuple[float, float] = (28, 70),
) -> None:
    """A row of far towers in one tone, a share of the windows lit."""
    x, x1 = x0, c.width if x1 is None else x1
    r = c.rng
    while x < x1:
        w, h = min(r.uniform(*step), x1 - x + 8), r.uniform(low, high)
        tone = mix(color, PALE if r.random() < 0.5 else color, 0.07)
        c.rect(x, base - h, w, h, tone)
        c.rect(x + w * 0.68, base - h, w * 0.32, h, dark(tone, 0.1))
        if r.random() < 0.4:
            c.rect(x + w * 0.3, base - h - 9, w * 0.25, 9, tone)
        if r.random() < 0.2:
            c.line([(x + w * 0.5, base - h - 26), (x + w * 0.5, base - h)], 1.4, tone)
        if lit:
            for row in range(int((h - 8) / 9)):
                for col in range(int((w - 6) / 7)):
                    if r.random() < lit:
                        c.rect(
                            x + 4 + col * 7,
                            base - h + 6 + row * 9,
                            3.2,
                            4,
                            mix(tone, window, r.uniform(0.45, 1)),
                        )
        x += w + r.uniform(-4, 6)


PALE = rgb("FFFFFF")


def tube_house(
    c: Canvas,
    x: float,
    base: float,
    w: float,
    floors: int,
    wall: Color,
    *,
    floor: float = 74,
    awning: Color | None = None,
    lit: float = 0.0,
    shut: Color = SHUTTER,
    sign: bool = False,
) -> float:
    """A narrow Vietnamese street house with balconies and shutters; answers with its top."""
    r, h = c.rng, floors * floor
    top = base - h
    c.rect(x, top, w, h, Fade(light(wall, 0.12), dark(wall, 0.1)))
    c.rect(x + w * 0.9, top, w * 0.1, h, dark(wall, 0.16))
    style = r.randrange(3)
    if style == 0:
        c.poly([(x - 3, top), (x + w / 2, top - floor * 0.34), (x + w + 3, top)], dark(wall, 0.3))
    elif style == 1:
        c.rect(x - 3, top - 8, w + 6, 9, light(wall, 0.3))
        c.oval(x + w * 0.7, top - 22, 13, 8, rgb("9FB0B8"))
        c.rect(x + w * 0.62, top - 22, w * 0.16, 16, rgb("8798A1"))
    else:
        c.rect(x, top - 18, w, 18, dark(wall, 0.12))
        c.rect(x - 2, top - 20, w + 4, 4, light(wall, 0.25))
    for level in range(1, floors):
        y = top + (level - 1) * floor
        glow = r.random() < lit
        glass = LIT if glow else mix(rgb("32434C"), wall, 0.15)
        c.rect(x + w * 0.2, y + floor * 0.2, w * 0.56, floor * 0.62, dark(wall, 0.35))
        c.rect(x + w * 0.23, y + floor * 0.23, w * 0.5, floor * 0.59, glass)
        for side in (0.2, 0.62):
            c.rect(x + w * side, y + floor * 0.2, w * 0.14, floor * 0.62, shut)
            for slat in range(5):
                c.rect(
                    x + w * side, y + floor * (0.25 + slat * 0.11), w * 0.14, 1.6, dark(shut, 0.3)
                )
        rail = y + floor * 0.98
        c.rect(x + w * 0.08, rail - floor * 0.2, w * 0.82, 2.4, dark(wall, 0.55))
        for bar in range(9):
            c.rect(
                x + w * (0.1 + bar * 0.096), rail - floor * 0.2, 1.6, floor * 0.2, dark(wall, 0.5)
            )
        c.rect(x + w * 0.05, rail - 2, w * 0.88, 5, light(wall, 0.2))
        c.rect(x + w * 0.05, rail + 3, w * 0.88, 5, INKISH, 0.25)
        if r.random() < 0.6:
            for _ in range(9):
                c.oval(
                    x + w * r.uniform(0.12, 0.5),
                    rail - floor * r.uniform(0.04, 0.2),
                    5,
                    3.4,
                    r.choice((rgb("3B6B4F"), rgb("5B8A56"))),
                )
    ground = base - floor
    open_door = rgb("FFE0A0") if r.random() < lit else rgb("2A333A")
    c.rect(
        x + w * 0.1,
        ground + floor * 0.22,
        w * 0.8,
        floor * 0.78,
        Fade(open_door, dark(open_door, 0.4)),
    )
    if sign:
        c.rect(
            x + w * 0.08,
            ground + 2,
            w * 0.84,
            floor * 0.16,
            r.choice((RED_SIGN, rgb("2F6F8F"), rgb("E0A93B"))),
        )
    if awning:
        drop, out = floor * 0.3, 10
        c.poly(
            [
                (x, ground + floor * 0.12),
                (x + w, ground + floor * 0.12),
                (x + w + out, ground + drop + 6),
                (x - out, ground + drop + 6),
            ],
            awning,
        )
        stripes = 6
        for i in range(0, stripes, 2):
            a, b = i / stripes, (i + 1) / stripes
            c.poly(
                [
                    (x + w * a, ground + floor * 0.12),
                    (x + w * b, ground + floor * 0.12),
                    (x - out + (w + 2 * out) * b, ground + drop + 6),
                    (x - out + (w + 2 * out) * a, ground + drop + 6),
                ],
                light(awning, 0.55),
            )
        c.rect(x - out, ground + drop + 6, w + 2 * out, 5, dark(awning, 0.2))
    return top


INKISH = rgb("1A2530")
RED_SIGN = rgb("B3261E")


def lamp(
    c: Canvas,
    x: float,
    y: float,
    h: float,
    color: Color = INKISH,
    *,
    on: bool = False,
    arm: float = 1.0,
    warm: Color = LIT,
) -> Point:
    """A street lamp with a curved arm; answers with where its light is."""
    c.limb((x, y), (x, y - h), h * 0.012, h * 0.008, color)
    head = (x + arm * h * 0.16, y - h * 1.03)
    c.line([(x, y - h), (x + arm * h * 0.04, y - h * 1.03), head], h * 0.014, color)
    c.box(
        min(head[0], head[0] + arm * h * 0.05), head[1] - h * 0.012, h * 0.06, h * 0.024, 2, color
    )
    if on:
        c.glow(head[0] + arm * h * 0.02, head[1] + 3, h * 0.34, warm, 0.75)
        c.oval(
            head[0] + arm * h * 0.02, head[1] + h * 0.012, h * 0.026, h * 0.012, light(warm, 0.6)
        )
    return head


def bench(c: Canvas, x: float, y: float, w: float, color: Color = TIMBER) -> None:
    for dy in (0.20, 0.13, 0.06):
        c.box(x, y - w * (dy + 0.2), w, w * 0.045, 2, color if dy != 0.13 else dark(color, 0.1))
    c.box(x - 3, y - w * 0.2, w + 6, w * 0.05, 2, light(color, 0.12))
    for dx in (0.1, 0.86):
        c.rect(x + w * dx, y - w * 0.2, w * 0.04, w * 0.2, dark(color, 0.5))


def bicycle(c: Canvas, x: float, y: float, h: float, color: Color, facing: int = 1) -> None:
    """A bicycle whose wheels stand at (x, y); `h` is the height of its rider standing."""
    r, f = h * 0.19, facing
    back, front = (x - f * h * 0.27, y - r), (x + f * h * 0.3, y - r)
    for wheel in (back, front):
        c.draw.ellipse(
            [*c._px([(wheel[0] - r, wheel[1] - r)])[0], *c._px([(wheel[0] + r, wheel[1] + r)])[0]],
            outline=INKISH,
            width=max(1, round(h * 0.018 * c.k)),
        )
        for a in range(0, 180, 30):
            dx, dy = math.cos(math.radians(a)) * r, math.sin(math.radians(a)) * r
            c.line(
                [(wheel[0] - dx, wheel[1] - dy), (wheel[0] + dx, wheel[1] + dy)],
                h * 0.003,
                rgb("6B757C"),
                0.6,
            )
    crank, seat = (x - f * h * 0.01, y - r * 0.95), (x - f * h * 0.11, y - h * 0.47)
    bar = (x + f * h * 0.2, y - h * 0.5)
    for a, b in (
        (back, crank),
        (back, seat),
        (crank, seat),
        (crank, bar),
        (seat, (bar[0], bar[1] + h * 0.05)),
        (bar, front),
    ):
        c.limb(a, b, h * 0.011, h * 0.011, color)
    c.limb(bar, (bar[0] - f * h * 0.04, bar[1] - h * 0.1), h * 0.01, h * 0.01, INKISH)
    c.limb(
        (bar[0] - f * h * 0.04, bar[1] - h * 0.1),
        (bar[0] - f * h * 0.1, bar[1] - h * 0.09),
        h * 0.011,
        h * 0.011,
        INKISH,
    )
    c.box(seat[0] - h * 0.06, seat[1] - h * 0.03, h * 0.12, h * 0.03, 3, INKISH)


def bus(
    c: Canvas, x: float, y: float, w: float, body: Color, *, lit: bool = False, facing: int = 1
) -> None:
    """A city bus seen from its side, standing on y."""
    h = w * 0.30
    top = y - h - w * 0.035
    glass = rgb("FFE7B0") if lit else rgb("5A7684")
    c.box(x, top, w, h, w * 0.03, Fade(light(body, 0.1), dark(body, 0.15)))
    c.rect(x, top + h * 0.66, w, h * 0.08, light(body, 0.75))
    c.box(x + w * 0.02, top + h * 0.14, w * 0.96, h * 0.42, 6, INKISH)
    for i in range(7):
        c.box(
            x + w * (0.03 + i * 0.135),
            top + h * 0.17,
            w * 0.122,
            h * 0.36,
            4,
            Fade(light(glass, 0.35), glass),
        )
    for i in (1, 4):
        left = x + w * (0.03 + i * 0.135)
        c.rect(left, top + h * 0.17, w * 0.122, h * 0.78, INKISH)
        for d in (0.008, 0.064):
            c.rect(
                left + w * d,
                top + h * 0.2,
                w * 0.05,
                h * 0.72,
                Fade(light(glass, 0.3), dark(glass, 0.15)),
            )
    nose = x + w if facing > 0 else x
    c.rect(
        nose - (w * 0.012 if facing > 0 else 0), top + h * 0.75, w * 0.012, h * 0.1, rgb("FFE9B8")
    )
    for dx in (0.22, 0.78):
        c.oval(x + w * dx, y - w * 0.03, w * 0.052, w * 0.052, dark(body, 0.7))
        c.oval(x + w * dx, y - w * 0.032, w * 0.042, w * 0.042, rgb("1B1F23"))
        c.oval(x + w * dx, y - w * 0.032, w * 0.02, w * 0.02, rgb("8C959B"))


def umbrella(c: Canvas, hand: Point, size: float, color: Color) -> None:
    """A rain umbrella held in a hand."""
    top = (hand[0] + size * 0.05, hand[1] - size * 0.95)
    c.limb(hand, top, size * 0.012, size * 0.01, INKISH)
    points: list[Point] = []
    for i in range(25):
        a = math.pi * (1 - i / 24)
        points.append(
            (top[0] + math.cos(a) * size * 0.62, top[1] + size * 0.3 - math.sin(a) * size * 0.38)
        )
    for i in range(4, -1, -1):
        left = top[0] - size * 0.62 + size * 0.248 * i
        points.extend(
            [
                (left + size * 0.19, top[1] + size * 0.255),
                (left + size * 0.06, top[1] + size * 0.255),
                (left, top[1] + size * 0.3),
            ]
        )
    c.poly(points, color)
    c.poly(
        [
            top,
            (top[0], top[1] - size * 0.08),
            *points[14:25],
            (top[0] + size * 0.37, top[1] + size * 0.26),
        ],
        dark(color, 0.2),
    )


def parasol(c: Canvas, x: float, y: float, h: float, color: Color, *, width: float = 0.62) -> None:
    """A market or café parasol standing on (x, y)."""
    c.limb((x, y), (x, y - h), h * 0.012, h * 0.012, dark(rgb("8A7B6B"), 0.2))
    panels = 6
    for i in range(panels):
        a, b = -1 + 2 * i / panels, -1 + 2 * (i + 1) / panels
        tone = color if i % 2 else light(color, 0.6)
        tone = dark(tone, 0.05 * i)
        c.poly(
            [
                (x, y - h * 1.03),
                (x + a * h * width, y - h * 0.76),
                (x + (a + b) / 2 * h * width, y - h * 0.74),
                (x + b * h * width, y - h * 0.76),
            ],
            tone,
        )


def bunting(
    c: Canvas,
    a: Point,
    b: Point,
    *,
    sag: float = 30,
    count: int = 14,
    tones: tuple[Color, ...] = (RED_SIGN, rgb("E0A93B"), rgb("F7F4EC"), rgb("2F6F8F")),
    size: float = 16,
) -> None:
    """A string of pennants between two points."""
    points = []
    for i in range(count + 1):
        t = i / count
        points.append((a[0] + (b[0] - a[0]) * t, a[1] + (b[1] - a[1]) * t + sag * 4 * t * (1 - t)))
    c.line(points, 1.4, INKISH)
    for i, (p, q) in enumerate(pairwise(points)):
        mid = ((p[0] + q[0]) / 2, (p[1] + q[1]) / 2 + size)
        c.poly(
            [
                p,
                ((p[0] * 0.3 + q[0] * 0.7), (p[1] * 0.3 + q[1] * 0.7)),
                (mid[0] - (q[0] - p[0]) * 0.15, mid[1]),
            ],
            tones[i % len(tones)],
        )
