"""Scenes by the water: the sea wall in a storm, the bridge at night."""

from __future__ import annotations

import math
from itertools import pairwise

from PIL import Image

from portal.demo.scenes.green import palm
from portal.demo.scenes.kit import Canvas, Fade, Point, bezier, mix, rgb, smooth
from portal.demo.scenes.people import Look, person
from portal.demo.scenes.registry import WIDE, scene
from portal.demo.scenes.sea import fishing_boat
from portal.demo.scenes.town import lamp, skyline


def _breaker(c: Canvas, x: float, y: float, h: float, w: float) -> None:
    """A wave thrown up by the wall: a fan of spray, dense at its foot, torn to drops above."""
    r = c.rng
    fan = [
        (x - w * 0.9, y),
        (x - w * 0.75, y - h * 0.62),
        (x - w * 0.1, y - h * 0.95),
        (x + w * 0.5, y - h * 0.6),
        (x + w * 0.9, y),
    ]
    c.soft_poly(smooth(fan, steps=5), rgb("D3DFDF"), blur=h * 0.09, alpha=0.75)
    for share, tone, thick in ((1.0, "8FA6AB", 1.0), (0.86, "BCCDCF", 0.8), (0.66, "EEF2EE", 0.6)):
        for k in range(26):
            angle = math.radians(-90 + (k - 12.5) * 4.6 + r.uniform(-4, 4))
            reach = h * share * r.uniform(0.6, 1.12)
            lean = -h * 0.24
            foot = (x + (k - 12.5) / 13 * w * 0.75, y + 4)
            tip = (x + math.cos(angle) * reach * w / h * 2.1 + lean, y + math.sin(angle) * reach)
            bend = ((foot[0] + tip[0]) / 2 - lean * 0.55, (foot[1] + tip[1]) / 2 - reach * 0.12)
            path = bezier(foot, bend, bend, tip, 9)
            for i, (p, q) in enumerate(pairwise(path)):
                size = thick * h / 300 * (15 * (1 - i / 9) + 1.2)
                c.limb(p, q, size, size * 0.86, rgb(tone))
            for _ in range(7):
                dx, dy = r.gauss(0, 13) * h / 300, r.gauss(0, 13) * h / 300
                size = r.uniform(1.2, 4.6) * h / 300
                c.oval(tip[0] + dx, tip[1] + dy, size, size, rgb(tone))
    for _ in range(170):
        a, far = r.uniform(-2.8, -0.5), r.uniform(0.7, 1.4)
        size = r.uniform(0.6, 2.4) * h / 240
        at = (x + math.cos(a) * far * w * 1.5 - h * 0.26, y + math.sin(a) * far * h)
        c.oval(*at, size * 1.5, size, rgb("F4F5EE"), r.uniform(0.4, 1))
    for _ in range(40):
        c.oval(
            x + r.gauss(0, w * 0.9),
            y + r.uniform(-6, 10),
            r.uniform(10, 34),
            r.uniform(3, 8),
            rgb("EEF2EE"),
            0.8,
        )


@scene(WIDE)
def storm_sea_wall(c: Canvas) -> Image.Image:
    """Waves over the sea wall under a slate sky, a barrier and a warning light."""
    sea = 330
    c.sky(
        [(0, rgb("1D2833")), (0.45, rgb("3E4F5B")), (0.8, rgb("77868A")), (1, rgb("A6AFA8"))],
        bottom=sea,
    )
    c.clouds((20, 130), rgb("16202A"), count=12, size=230, alpha=0.7)
    c.clouds((120, 250), rgb("56666F"), count=9, size=190, alpha=0.5)
    c.ridge(312, 20, rgb("62737A"), down_to=sea)
    c.rect(0, sea, 1200, 345, Fade(rgb("5E7379"), rgb("2B4048")))
    for row in range(9):
        y = sea + 8 + row * row * 2.9
        points: list[Point] = []
        swing = 3 + row * 2.6
        for i in range(61):
            x = i * 20
            points.append(
                (
                    x,
                    y
                    - abs(math.sin(x * (0.016 - row * 0.0011) + row * 1.7)) * swing
                    - c.rng.uniform(0, 1.5),
                )
            )
        c.poly([*points, (1200, y + 34), (0, y + 34)], mix(rgb("6E848A"), rgb("27404A"), row / 9))
        c.line(points, 0.8 + row * 0.28, rgb("D9E4E2"), 0.55)
    skyline(c, 348, 30, 110, rgb("44525B"), x0=900, lit=0.1, step=(24, 50))
    c.poly([(830, 348), (1200, 340), (1200, 372), (770, 366)], rgb("3A464D"))
    wall: list[Point] = [(0, 640), (1200, 395), (1200, 470), (0, 760)]
    for x, y, h, w in (
        (980, 440, 110, 66),
        (770, 480, 150, 85),
        (300, 570, 330, 150),
        (560, 525, 215, 110),
    ):
        _breaker(c, x, y, h, w)
    c.poly(wall, Fade(rgb("8B908D"), rgb("5C6263")))
    c.poly([(0, 628), (1200, 388), (1200, 402), (0, 650)], rgb("B8BAB1"))
    for i in range(12):
        x = 40 + i * 104
        top = 650 - (650 - 402) * x / 1200
        c.line([(x, top), (x - 6, top + 80)], 1.6, rgb("4A5052"), 0.7)
    c.poly([(0, 735), (1200, 462), (1200, 675), (0, 675)], Fade(rgb("4C555A"), rgb("2A3137")))
    c.poly([(0, 700), (1200, 458), (1200, 675), (0, 675)], Fade(rgb("566066"), rgb("2D343A")))
    for _ in range(14):
        px = c.rng.uniform(80, 1180)
        py = c.rng.uniform(700 - px * 0.2 + 20, 672)
        c.oval(px, min(py, 668), c.rng.uniform(40, 120), 5, rgb("A9B5B6"), 0.3)
    for x, y, h in ((1120, 486, 190), (905, 532, 240), (600, 596, 320)):
        lamp(c, x, y, h, rgb("20282F"), arm=-1)
    for x, y, h, lean in ((1010, 515, 150, -0.32), (760, 570, 200, -0.36)):
        palm(c, x, y, h, rgb("2C4038"), lean=lean)
    for x in (655, 800, 945):
        y = 700 - x * 0.17
        for dx in (8, 118):
            c.line([(x + dx, y + 46), (x + dx - 6, y - 30)], 5, rgb("8B4A30"))
        for k in range(6):
            c.poly(
                [
                    (x + k * 21, y - 36 - k * 2),
                    (x + 21 + k * 21, y - 38 - k * 2),
                    (x + 21 + k * 21, y - 14 - k * 2),
                    (x + k * 21, y - 12 - k * 2),
                ],
                rgb("C9372B") if k % 2 == 0 else rgb("F1EADB"),
            )
        c.oval(x + 62, y - 50, 8, 9, rgb("FFB347"))
        c.glow(x + 62, y - 50, 58, rgb("FFB347"), 0.6)
    for x, y, h, look, pose in (
        (
            1040,
            640,
            176,
            Look(rgb("E0A93B"), rgb("2B3A35"), hat="scarf", hat_color=rgb("E0A93B"), skirt="coat"),
            "point",
        ),
        (
            1115,
            652,
            182,
            Look(rgb("E0A93B"), rgb("24312F"), hat="helmet", hat_color=rgb("B3261E"), skirt="coat"),
            "push",
        ),
    ):
        c.oval(x, y + 2, 56, 6, rgb("14202B"), 0.4)
        person(c, x, y, h, look, pose, facing=-1, rim=rgb("F3E6C4"))
    c.rain(rgb("E4ECEC"), count=520, slant=0.62, alpha=0.32, long=40)
    c.soft(
        lambda pen, k: pen.ellipse([60 * k, 380 * k, 700 * k, 640 * k], fill=150),
        rgb("E6EEEC"),
        blur=60,
        alpha=0.25,
    )
    return c.finish(glare=rgb("EEF0E8"), grade=0.12, vignette=0.38)


@scene(WIDE)
def night_bridge(c: Canvas) -> Image.Image:
    """A cable-stayed bridge lit against the night, its lights long in the river."""
    water = 432
    c.sky(
        [(0, rgb("0B1524")), (0.6, rgb("1B2E4A")), (0.9, rgb("45506E")), (1, rgb("7A6A78"))],
        bottom=water,
    )
    for _ in range(80):
        c.oval(
            c.rng.uniform(0, 1200),
            c.rng.uniform(0, 260),
            0.8,
            0.8,
            rgb("E6ECF4"),
            c.rng.uniform(0.2, 0.9),
        )
    c.oval(1010, 92, 27, 27, rgb("F3E9CE"))
    c.oval(1000, 87, 24, 24, rgb("101D30"))
    c.ridge(418, 14, rgb("15233A"), down_to=water)
    skyline(c, water, 30, 120, rgb("1B2A42"), lit=0.28, step=(24, 56))
    skyline(c, water, 14, 60, rgb("142137"), lit=0.34, step=(18, 44))

    def deck(x: float) -> float:
        return 372 - 26 * math.sin(max(0.0, min(1.0, x / 1200)) * math.pi)

    for tower, warm in ((350, rgb("FFC978")), (850, rgb("FFC978"))):
        base = deck(tower)
        c.glow(tower, base - 110, 210, rgb("E7A565"), 0.28)
        for side in (-1, 1):
            for k in range(1, 11):
                x = tower + side * k * 24.5
                c.line(
                    [(tower, base - 232 + k * 5), (x, deck(x))],
                    1.1,
                    mix(rgb("E9C58E"), rgb("33455F"), k / 14),
                )
        c.poly(
            [
                (tower - 20, water + 6),
                (tower - 5, base - 240),
                (tower + 5, base - 240),
                (tower + 20, water + 6),
                (tower + 11, water + 6),
                (tower + 2, base - 40),
                (tower - 2, base - 40),
                (tower - 11, water + 6),
            ],
            Fade(warm, rgb("6E5A56")),
        )
        c.rect(tower - 14, base - 100, 28, 6, rgb("D9A767"))
        c.oval(tower, base - 246, 3.4, 3.4, rgb("FF6B57"))
        c.glow(tower, base - 246, 22, rgb("FF6B57"), 0.7)
    road = [(x, deck(x)) for x in range(-20, 1240, 20)]
    under = [(x, y + 15) for x, y in reversed(road)]
    c.poly([*road, *under], rgb("2B3850"))
    c.line(road, 3, rgb("F3C57C"))
    for i in range(30):
        x = 20 + i * 41
        c.line([(x, deck(x)), (x, deck(x) - 20)], 1.4, rgb("55627A"))
        c.oval(x, deck(x) - 21, 2.8, 2.8, rgb("FFEBC0"))
        c.glow(x, deck(x) - 21, 17, rgb("FFD68C"), 0.6)
    for x in (60, 210, 470, 545, 720, 1010, 1110):
        c.oval(x, deck(x) - 5, 5, 2.2, rgb("FFF3D6") if x % 20 else rgb("FF7A5C"))
    for x in (110, 600, 1090):
        c.rect(x - 8, deck(x) + 12, 16, water - deck(x), rgb("202C42"))
    c.reflect(water, 640, tint=rgb("0E1A2C"), strength=0.8, ripple=6)
    for x in range(40, 1200, 82):
        c.glow(x, 520, 14, rgb("FFD388"), 0.5, ry=95)
    c.ripples(440, 640, rgb("F5C982"), count=170, alpha=0.5)
    c.ripples(440, 650, rgb("0B1422"), count=150, alpha=0.4)
    boat = fishing_boat(
        c, 660, 560, 120, hull=rgb("1D3347"), bow=rgb("6E2925"), cabin=rgb("3A544F"), lamp=True
    )
    c.glow(boat[0], boat[1] + 30, 60, rgb("FFD58F"), 0.6)
    c.echo(595, 735, 560, 60, alpha=0.5)
    c.rect(0, 636, 1200, 39, rgb("0C131D"))
    for i in range(41):
        c.rect(i * 30, 596, 3, 44, rgb("111A27"))
    c.rect(0, 594, 1200, 5, rgb("1C2838"))
    c.rect(0, 615, 1200, 3, rgb("151F2D"))
    lamp(c, 185, 640, 330, rgb("0F1722"), on=True)
    c.glow(240, 640, 190, rgb("FFCB7C"), 0.4, ry=30)
    person(
        c,
        290,
        642,
        150,
        Look(rgb("6E3A3A"), rgb("141B26"), skin=rgb("A87858"), cut="long"),
        "stand",
        facing=1,
        rim=rgb("FFCF8A"),
    )
    person(
        c,
        326,
        642,
        162,
        Look(rgb("2C4258"), rgb("141B26"), skin=rgb("A87858")),
        "point",
        facing=1,
        rim=rgb("FFCF8A"),
    )
    return c.finish(glare=rgb("FFE6BC"), grade=0.08, vignette=0.4)
