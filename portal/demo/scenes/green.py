"""Trees, shrubs and grass, built of many leaves in a few tones."""

from __future__ import annotations

import math
from itertools import pairwise

from portal.demo.scenes.kit import Canvas, Color, Point, bezier, dark, light, mix, rgb

LEAF = (rgb("23423A"), rgb("356149"), rgb("5B8A56"), rgb("8FB26B"))
FLAMBOYANT = (rgb("7E1D1F"), rgb("B3261E"), rgb("D9432F"), rgb("F0795A"))
WARM_AIR = rgb("F3DCC0")
BARK = rgb("4A3B35")


def foliage(
    c: Canvas,
    x: float,
    y: float,
    rx: float,
    ry: float,
    tones: tuple[Color, Color, Color, Color],
    *,
    leaves: int = 260,
    leaf: float = 9,
    sun: Point = (-0.5, -0.8),
) -> None:
    """A crown: shaded mass first, lit leaves last, the light coming from `sun`."""
    r = c.rng
    lumps = [
        (r.uniform(-0.6, 0.6) * rx, r.uniform(-0.5, 0.5) * ry, r.uniform(0.26, 0.42))
        for _ in range(9)
    ]
    for dx, dy, size in lumps:
        c.oval(x + dx, y + dy, rx * size, ry * size * 1.15, tones[0])
    c.oval(x, y, rx * 0.72, ry * 0.72, tones[0])
    for step in range(leaves):
        share = step / leaves
        angle, far = r.uniform(0, math.tau), math.sqrt(r.random()) * 1.02
        dx, dy = math.cos(angle) * far, math.sin(angle) * far
        lit = (dx * sun[0] + dy * sun[1]) * 0.75 + 0.5 + r.uniform(-0.35, 0.35)
        level = min(lit * 3, share * 3.4)
        tone = tones[max(0, min(3, int(level)))]
        size = leaf * r.uniform(0.6, 1.3)
        c.oval(x + dx * rx, y + dy * ry, size, size * r.uniform(0.45, 0.8), tone)


def tree(
    c: Canvas,
    x: float,
    y: float,
    h: float,
    *,
    tones: tuple[Color, Color, Color, Color] = LEAF,
    spread: float = 0.42,
    bark: Color = BARK,
    leaves: int = 620,
    leaf: float = 0.019,
    sun: Point = (-0.5, -0.8),
) -> None:
    """A round-crowned street tree."""
    trunk_top = y - h * 0.5
    c.limb((x, y), (x + h * 0.01, trunk_top), h * 0.03, h * 0.02, bark)
    for side in (-1, 1):
        c.limb(
            (x, y - h * 0.36),
            (x + side * h * spread * 0.5, y - h * 0.62),
            h * 0.018,
            h * 0.01,
            bark,
        )
    foliage(c, x, y - h * 0.68, h * spread, h * 0.32, tones, leaves=leaves, leaf=h * leaf, sun=sun)


def flamboyant(
    c: Canvas,
    x: float,
    y: float,
    h: float,
    *,
    lean: float = 0,
    spread: float = 0.75,
    haze: float = 0,
    air: Color = WARM_AIR,
    leaves: int = 900,
    leaf: float = 0.021,
    sun: Point = (-0.4, -0.9),
) -> None:
    """A flamboyant in bloom: leaning limbs under a wide, flat umbrella of red."""
    r = c.rng
    bark = mix(rgb("54433C"), air, haze)
    green = tuple(mix(t, air, haze) for t in LEAF)
    bloom = tuple(mix(t, air, haze) for t in FLAMBOYANT)
    fork = (x + lean * h * 0.12, y - h * 0.38)
    c.poly(
        [
            (x - h * 0.04, y),
            (x + h * 0.045, y),
            (fork[0] + h * 0.024, fork[1]),
            (fork[0] - h * 0.024, fork[1]),
        ],
        bark,
    )
    c.poly(
        [
            (x - h * 0.04, y),
            (x - h * 0.005, y),
            (fork[0] - h * 0.004, fork[1]),
            (fork[0] - h * 0.024, fork[1]),
        ],
        dark(bark, 0.3),
    )
    for side, far, up in ((-1, 0.62, 0.75), (-0.45, 0.3, 0.83), (0.35, 0.3, 0.86), (1, 0.62, 0.74)):
        end = (fork[0] + math.copysign(far, side) * spread * h * 0.9, y - h * up)
        path = bezier(
            fork,
            (fork[0] + side * h * 0.05, fork[1] - h * 0.2),
            (end[0] - side * h * 0.16, end[1] + h * 0.03),
            end,
            10,
        )
        for i, (a, b) in enumerate(pairwise(path)):
            wide = h * 0.022 * (1 - i / 12)
            c.limb(a, b, wide, wide * 0.92, bark)
    cx, cy, rx, ry = x + lean * h * 0.12, y - h * 0.8, spread * h, h * 0.2
    for _ in range(leaves // 3):
        dx = r.uniform(-1, 1)
        edge = math.sqrt(max(0.0, 1 - dx * dx))
        py = cy + ry * (0.15 + 0.5 * edge * r.random())
        c.oval(cx + dx * rx, py, h * leaf * 1.35, h * leaf * 0.5, green[r.choice((0, 0, 1, 1, 2))])
    for step in range(leaves):
        share = step / leaves
        dx, up = r.uniform(-1, 1), r.random()
        edge = max(0.0, 1 - dx * dx) ** 0.42
        py = cy + ry * (0.3 - up * 1.05 * edge) + math.sin(dx * 9 + h) * ry * 0.12
        lit = up * 0.75 + dx * sun[0] * 0.35 + r.uniform(-0.25, 0.3)
        level = max(0, min(3, int(min(lit * 3.4, 0.6 + share * 3.2))))
        size = h * leaf * r.uniform(0.6, 1.35)
        c.oval(cx + dx * rx * (0.98 + 0.05 * r.random()), py, size, size * 0.62, bloom[level])
    for _ in range(leaves // 8):
        dx, up = r.uniform(-0.95, 0.95), r.random()
        edge = max(0.0, 1 - dx * dx) ** 0.5
        c.oval(
            cx + dx * rx,
            cy + ry * (0.3 - up * 0.9 * edge),
            h * leaf * 0.75,
            h * leaf * 0.38,
            green[r.choice((1, 2, 3))],
        )


def petals(c: Canvas, x0: float, x1: float, y0: float, y1: float, *, count: int = 160) -> None:
    """Fallen petals on the ground, smaller further away."""
    for _ in range(count):
        t = c.rng.random()
        size = (1 + 3.2 * t) * c.rng.uniform(0.6, 1.2)
        c.oval(
            c.rng.uniform(x0, x1),
            y0 + (y1 - y0) * t,
            size * 1.6,
            size * 0.55,
            c.rng.choice(FLAMBOYANT[1:]),
        )


def palm(
    c: Canvas, x: float, y: float, h: float, color: Color, *, lean: float = 0.15, fronds: int = 11
) -> None:
    """A coconut palm, as one tone with lit ribs."""
    top = (x + lean * h, y - h)
    path = bezier(
        (x, y), (x + lean * h * 0.1, y - h * 0.4), (x + lean * h * 0.6, y - h * 0.8), top, 12
    )
    for i, (a, b) in enumerate(pairwise(path)):
        c.limb(a, b, h * 0.025 * (1 - i / 26), h * 0.024 * (1 - i / 26), dark(color, 0.2))
    for i in range(fronds):
        angle = math.radians(-200 + 220 * i / (fronds - 1)) + c.rng.uniform(-0.1, 0.1)
        long = h * c.rng.uniform(0.36, 0.46)
        end = (top[0] + math.cos(angle) * long, top[1] + math.sin(angle) * long * 0.7 + long * 0.32)
        mid = (top[0] + math.cos(angle) * long * 0.55, top[1] + math.sin(angle) * long * 0.75)
        spine = bezier(top, mid, mid, end, 12)
        under = [
            (px, py + math.sin(j / 12 * math.pi) * long * 0.17) for j, (px, py) in enumerate(spine)
        ]
        c.poly([*spine, *reversed(under)], color if i % 2 else light(color, 0.1))


def tufts(
    c: Canvas,
    y0: float,
    y1: float,
    tones: tuple[Color, ...],
    *,
    count: int,
    size: float,
    x0: float = 0,
    x1: float | None = None,
) -> None:
    """Blades of grass or rice, longer towards the viewer."""
    x1 = c.width if x1 is None else x1
    spots = sorted((c.rng.random() ** 1.3, c.rng.uniform(x0, x1)) for _ in range(count))
    for t, x in spots:
        y = y0 + (y1 - y0) * t
        tall = size * (0.15 + 0.85 * t) * c.rng.uniform(0.6, 1.2)
        bend = c.rng.uniform(-0.35, 0.35) * tall
        wide = 0.6 + 1.6 * t
        c.poly([(x - wide, y), (x + wide, y), (x + bend, y - tall)], c.rng.choice(tones))


def hedge(
    c: Canvas,
    x: float,
    y: float,
    w: float,
    h: float,
    tones: tuple[Color, Color, Color, Color] = LEAF,
) -> None:
    c.box(x, y - h, w, h, h * 0.4, tones[0])
    for _ in range(int(w * h / 22)):
        dx, dy = c.rng.random(), c.rng.random()
        level = min(3, int((1 - dy) * 3.2 * c.rng.uniform(0.5, 1.2)))
        c.oval(x + dx * w, y - h + dy * h * 0.95, 4.2, 2.6, tones[level])
