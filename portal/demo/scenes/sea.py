"""Ships, boats, cranes and containers."""

from __future__ import annotations

from portal.demo.scenes.kit import RED, Canvas, Color, Fade, Point, bezier, dark, light, mix, rgb

BOXES = (
    rgb("B3261E"),
    rgb("2F6F8F"),
    rgb("E0A93B"),
    rgb("3F7A66"),
    rgb("D9D2C3"),
    rgb("7B3F35"),
    rgb("41566B"),
)
CREAM = rgb("F1E9D8")
SEA_BLUE = rgb("2C6E8C")
JADE = rgb("5FA08E")
IRON = rgb("2A2F35")
STEEL = rgb("34424D")


def container(c: Canvas, x: float, y: float, w: float, h: float, color: Color) -> None:
    """One corrugated box, its top left corner at (x, y)."""
    c.rect(x, y, w, h, color)
    ribs = max(4, int(w / 7))
    for i in range(ribs):
        c.rect(x + w * (i + 0.5) / ribs, y + h * 0.08, w / ribs * 0.38, h * 0.84, dark(color, 0.16))
    c.rect(x, y, w, h * 0.07, light(color, 0.22))
    c.rect(x, y + h * 0.93, w, h * 0.07, dark(color, 0.4))
    c.rect(x + w - 1.5, y, 1.5, h, dark(color, 0.45))


def stack(
    c: Canvas,
    x: float,
    base: float,
    columns: int,
    heights: list[int],
    w: float,
    h: float,
    *,
    air: Color | None = None,
    haze: float = 0,
) -> None:
    """A stack of containers standing on `base`, seen from the side."""
    for column in range(columns):
        for level in range(heights[column % len(heights)]):
            color = c.rng.choice(BOXES)
            if air:
                color = mix(color, air, haze)
            container(c, x + column * (w + 1.5), base - (level + 1) * h, w, h - 0.8, color)


def gantry(
    c: Canvas,
    x: float,
    base: float,
    h: float,
    color: Color,
    *,
    boom: float = 1.0,
    facing: int = -1,
    trolley: float = 0.6,
    load: Color | None = None,
) -> None:
    """A ship-to-shore crane: two pairs of legs, a raised house, a boom over the water."""
    f, w, t = facing, h * 0.32, h * 0.02
    back, front = x, x + f * w
    deck = base - h * 0.62
    for at, tone in ((back, dark(color, 0.12)), (front, color)):
        c.limb((at, base - h * 0.03), (at - f * h * 0.01, deck - h * 0.05), t * 0.9, t * 0.75, tone)
        c.rect(at - h * 0.045, base - h * 0.03, h * 0.09, h * 0.03, dark(color, 0.45))
    c.limb((back, base - h * 0.26), (front, base - h * 0.26), t * 0.6, t * 0.6, color)
    c.limb((back, base - h * 0.26), (front, deck), t * 0.32, t * 0.32, dark(color, 0.1))
    tip = (front + f * boom * h * 0.62, deck - h * 0.012)
    tail = (back - f * h * 0.26, deck - h * 0.012)
    c.rect(min(tip[0], tail[0]), deck - h * 0.035, abs(tip[0] - tail[0]), h * 0.045, color)
    c.rect(
        min(tip[0], tail[0]), deck + h * 0.002, abs(tip[0] - tail[0]), h * 0.008, dark(color, 0.35)
    )
    apex = (front + f * h * 0.01, base - h)
    c.limb((front, deck), apex, t * 0.7, t * 0.5, color)
    c.limb((back, deck), apex, t * 0.45, t * 0.4, dark(color, 0.1))
    for share in (0.5, 0.95):
        c.line(
            [apex, (front + (tip[0] - front) * share, deck - h * 0.03)], h * 0.007, dark(color, 0.2)
        )
    c.line([apex, tail], h * 0.007, dark(color, 0.2))
    c.box(
        back - f * h * 0.02 - h * 0.09, deck - h * 0.12, h * 0.18, h * 0.09, 2, light(color, 0.12)
    )
    if load is not None:
        at = front + (tip[0] - front) * trolley
        c.rect(at - h * 0.03, deck + h * 0.01, h * 0.06, h * 0.03, dark(color, 0.4))
        c.rect(
            at + f * h * 0.035 - h * 0.014, deck + h * 0.02, h * 0.028, h * 0.045, light(color, 0.3)
        )
        drop = deck + h * 0.2
        for dx in (-0.03, 0.03):
            c.line(
                [(at + dx * h * 0.7, deck + h * 0.03), (at + dx * h * 1.6, drop)],
                h * 0.004,
                dark(color, 0.4),
            )
        container(c, at - h * 0.085, drop, h * 0.17, h * 0.062, load)


def container_ship(
    c: Canvas,
    x: float,
    water: float,
    length: float,
    hull: Color,
    *,
    rows: int = 5,
    facing: int = -1,
    boxes: bool = True,
) -> None:
    """A container ship from the side, its hull in the water at `water`, bow towards `facing`."""
    h, f = length * 0.1, facing
    left = x

    def at(share: float, up: float) -> Point:
        share = share if f < 0 else 1 - share
        return left + length * share, water - h * up

    if boxes:
        bw, bh = length * 0.045, length * 0.0185
        for column in range(16):
            place = 0.1 + column * 0.0475
            if 0.72 < place < 0.79:
                continue
            tall = rows - (1 if column in (0, 15) else 0) - c.rng.choice((0, 0, 0, 1))
            for level in range(tall):
                px = at(place + (0 if f < 0 else 0.045), 1.0)[0]
                container(c, px, water - h - (level + 1) * bh, bw, bh - 0.6, c.rng.choice(BOXES))
    house = at(0.725 if f < 0 else 0.785, 1.0)[0]
    tower = length * 0.145
    c.rect(house, water - h - tower, length * 0.058, tower, Fade(rgb("F3EFE4"), rgb("CFCABD")))
    for level in range(6):
        c.rect(
            house + length * 0.006,
            water - h - tower + length * (0.012 + level * 0.021),
            length * 0.046,
            length * 0.006,
            rgb("3A4C58"),
        )
    c.rect(house - length * 0.014, water - h - tower, length * 0.086, length * 0.012, rgb("F3EFE4"))
    c.rect(
        at(0.80 if f < 0 else 0.83, 1)[0],
        water - h - length * 0.09,
        length * 0.03,
        length * 0.09,
        hull,
    )
    deck = [at(-0.015, 1.32), at(0.03, 1.26), at(0.09, 1.02), at(0.94, 1.0), at(1.0, 1.04)]
    keel = [at(0.985, 0.0), at(0.05, 0.0)]
    c.poly([*deck, *keel], Fade(light(hull, 0.08), dark(hull, 0.25)))
    c.poly(
        [at(0.036, 0.22), at(0.988, 0.22), at(0.985, -0.02), at(0.05, -0.02)],
        mix(rgb("8E2A22"), hull, 0.25),
    )
    c.line([at(0.06, 0.86), at(0.97, 0.84)], length * 0.0025, light(hull, 0.4))


def tug(
    c: Canvas,
    x: float,
    water: float,
    s: float,
    hull: Color,
    *,
    facing: int = 1,
    cabin: Color = CREAM,
) -> None:
    """A harbour tug, `s` long."""
    f = facing
    c.poly(
        [
            (x - f * s * 0.5, water - s * 0.15),
            (x + f * s * 0.28, water - s * 0.16),
            (x + f * s * 0.56, water - s * 0.27),
            (x + f * s * 0.44, water),
            (x - f * s * 0.46, water),
        ],
        Fade(light(hull, 0.1), dark(hull, 0.3)),
    )
    c.line(
        [
            (x - f * s * 0.5, water - s * 0.155),
            (x + f * s * 0.28, water - s * 0.165),
            (x + f * s * 0.55, water - s * 0.275),
        ],
        s * 0.025,
        rgb("B3261E"),
    )
    c.rect(x - s * 0.18, water - s * 0.34, s * 0.38, s * 0.18, cabin)
    c.rect(x - s * 0.08, water - s * 0.48, s * 0.22, s * 0.14, light(cabin, 0.3))
    c.rect(x - s * 0.06, water - s * 0.45, s * 0.18, s * 0.06, rgb("33444F"))
    c.rect(x - s * 0.11, water - s * 0.5, s * 0.28, s * 0.03, dark(cabin, 0.3))
    for i in range(3):
        c.oval(x - s * 0.1 + i * s * 0.1, water - s * 0.25, s * 0.022, s * 0.022, rgb("33444F"))
    c.rect(x - f * s * 0.2 - s * 0.04, water - s * 0.52, s * 0.08, s * 0.2, rgb("E0A93B"))
    c.rect(x - f * s * 0.2 - s * 0.04, water - s * 0.52, s * 0.08, s * 0.05, rgb("2A2626"))
    c.line([(x + s * 0.03, water - s * 0.5), (x + s * 0.03, water - s * 0.78)], s * 0.014, STEEL)


def fishing_boat(
    c: Canvas,
    x: float,
    water: float,
    s: float,
    *,
    facing: int = 1,
    hull: Color = SEA_BLUE,
    bow: Color = RED,
    cabin: Color = JADE,
    lamp: bool = False,
) -> Point:
    """A wooden boat of the coast: high painted bow with an eye; answers with its masthead."""
    f = facing

    def at(dx: float, up: float) -> Point:
        return x + f * dx * s, water - up * s

    mast = at(0.06, 0.72)
    c.limb(at(0.06, 0.1), mast, s * 0.012, s * 0.007, rgb("4A3B35"))
    rail = bezier(at(-0.5, 0.2), at(-0.2, 0.1), at(0.2, 0.1), at(0.56, 0.32), 14)
    c.poly(
        [
            *rail,
            *bezier(at(0.56, 0.32), at(0.5, 0.16), at(0.42, 0.04), at(0.36, -0.02), 6),
            at(-0.42, -0.02),
        ],
        Fade(light(hull, 0.08), dark(hull, 0.3)),
    )
    nose = [p for p in rail if (p[0] - x) * f > 0.22 * s]
    c.poly(
        [
            *nose,
            *bezier(at(0.56, 0.32), at(0.5, 0.16), at(0.42, 0.04), at(0.36, -0.02), 6),
            at(0.2, -0.02),
        ],
        Fade(light(bow, 0.08), dark(bow, 0.3)),
    )
    c.line(rail, s * 0.022, rgb("E9DFC8"))
    c.oval(*at(0.4, 0.15), s * 0.032, s * 0.02, PAPERISH)
    c.oval(*at(0.405, 0.15), s * 0.014, s * 0.014, rgb("14202B"))
    c.rect(
        min(at(-0.36, 0)[0], at(-0.08, 0)[0]),
        water - s * 0.4,
        s * 0.28,
        s * 0.27,
        Fade(light(cabin, 0.15), dark(cabin, 0.2)),
    )
    c.rect(
        min(at(-0.39, 0)[0], at(-0.04, 0)[0]), water - s * 0.43, s * 0.35, s * 0.035, dark(bow, 0.1)
    )
    for dx in (-0.32, -0.2):
        c.rect(
            min(at(dx, 0)[0], at(dx + 0.08, 0)[0]),
            water - s * 0.36,
            s * 0.08,
            s * 0.09,
            rgb("FFD98A") if lamp else rgb("27363F"),
        )
    c.line([mast, at(0.55, 0.32)], s * 0.005, rgb("4A3B35"))
    c.line([mast, at(-0.38, 0.43)], s * 0.005, rgb("4A3B35"))
    c.line([at(0.06, 0.32), at(0.34, 0.5)], s * 0.011, rgb("4A3B35"))
    flag = [mast, at(-0.1, 0.69), at(-0.09, 0.63), at(0.06, 0.64)]
    c.poly(flag, rgb("B3261E"))
    return mast


PAPERISH = rgb("F7F4EC")


def gulls(c: Canvas, spots: list[tuple[float, float, float]], color: Color) -> None:
    for x, y, s in spots:
        c.line(
            bezier(
                (x - s, y - s * 0.2),
                (x - s * 0.5, y - s * 0.65),
                (x - s * 0.15, y - s * 0.2),
                (x, y),
                8,
            ),
            s * 0.09,
            color,
        )
        c.line(
            bezier(
                (x, y),
                (x + s * 0.15, y - s * 0.25),
                (x + s * 0.5, y - s * 0.7),
                (x + s, y - s * 0.3),
                8,
            ),
            s * 0.09,
            color,
        )


def bollard(c: Canvas, x: float, y: float, s: float, color: Color = IRON) -> None:
    c.rect(x - s * 0.3, y - s * 0.7, s * 0.6, s * 0.7, color)
    c.oval(x, y - s * 0.75, s * 0.5, s * 0.2, light(color, 0.15))
    c.oval(x, y, s * 0.45, s * 0.12, dark(color, 0.3))
