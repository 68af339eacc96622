"""Football on the beach at dusk."""

from __future__ import annotations

import math

from PIL import Image

from portal.demo.scenes.green import palm, tufts
from portal.demo.scenes.kit import Canvas, Fade, bezier, rgb
from portal.demo.scenes.paths import curve, wear
from portal.demo.scenes.people import person
from portal.demo.scenes.registry import scene
from portal.demo.scenes.sea import fishing_boat, gulls
from portal.demo.scenes.space import Space


def _goal(c: Canvas, x: float, y: float, h: float, facing: int) -> None:
    """A bamboo goal seen from the side, with an old fishing net."""
    f = facing
    near, far = (x, y), (x + f * h * 0.62, y - h * 0.34)
    tops = (x, y - h), (far[0], far[1] - h * 0.82)
    back = (x + f * h * 0.55, y - h * 0.04), (far[0] + f * h * 0.42, far[1] - h * 0.04)
    for k in range(9):
        t = k / 8
        a = (tops[0][0] + (tops[1][0] - tops[0][0]) * t, tops[0][1] + (tops[1][1] - tops[0][1]) * t)
        b = (back[0][0] + (back[1][0] - back[0][0]) * t, back[0][1] + (back[1][1] - back[0][1]) * t)
        c.line([a, b], 1, rgb("DCE3D6"), 0.6)
        p = (tops[0][0] + (back[0][0] - tops[0][0]) * t, tops[0][1] + (back[0][1] - tops[0][1]) * t)
        q = (tops[1][0] + (back[1][0] - tops[1][0]) * t, tops[1][1] + (back[1][1] - tops[1][1]) * t)
        c.line([p, q], 1, rgb("DCE3D6"), 0.6)
    for a, b in ((near, tops[0]), (far, tops[1]), tops):
        c.limb(a, b, h * 0.022, h * 0.02, rgb("B9A25A"))


def _player(
    view: Space, right: float, away: float, pose: str, facing: int, words: str, up: float = 0
) -> None:
    c = view.c
    x, y = view.at(right, 0, away)
    h = view.size(1.32, away)
    c.soft_poly(
        [(x - 6, y), (x + h * 0.1, y), (x + h * 1.25, y + h * 0.2), (x + h * 1.1, y + h * 0.26)],
        rgb("5A3A4A"),
        blur=4,
        alpha=0.4,
    )
    person(c, x, y - up * h, h, wear(words), pose, facing=facing, child=True, rim=rgb("FFE2A0"))


@scene()
def village_football(c: Canvas) -> Image.Image:
    """Children at football on the beach, long shadows, boats drawn up, the sea alight."""
    sea = 318
    view = Space(c, 560, 300, 700, eye=2.5)
    c.sky(
        [(0, rgb("5A6E9A")), (0.45, rgb("D99A8A")), (0.8, rgb("F8C88A")), (1, rgb("FFE2A8"))],
        bottom=sea,
    )
    c.clouds((50, 170), rgb("F2A98A"), count=9, size=170, alpha=0.6)
    c.clouds((170, 260), rgb("FFE0B0"), count=6, size=120, alpha=0.6)
    c.glow(300, 286, 420, rgb("FFF0C0"), 0.85)
    c.oval(300, 276, 40, 40, rgb("FFF8E0"))
    c.ridge(308, 22, rgb("9A7F92"), down_to=sea)
    c.rect(0, sea, 1200, 80, Fade(rgb("E9B98A"), rgb("7F8AA0")))
    c.ripples(sea + 3, 388, rgb("FFEFC8"), count=150, alpha=0.8)
    c.glow(300, 348, 150, rgb("FFE9B4"), 0.7, ry=60)
    for x, y, s in ((760, 338, 60), (905, 332, 40)):
        fishing_boat(
            c, x, y, s, facing=-1, hull=rgb("4A4A66"), bow=rgb("8A3A3A"), cabin=rgb("6A5A6A")
        )
    for k, (y, tone) in enumerate(((386, "F7E6CC"), (398, "C9A98E"))):
        edge = [
            (x, y + math.sin(x * 0.012 + k) * 6 + math.sin(x * 0.05) * 2)
            for x in range(0, 1211, 12)
        ]
        c.poly([*edge, (1200, 470), (0, 470)], rgb(tone))
    c.poly(
        [(x, 408 + math.sin(x * 0.012 + 1) * 6) for x in range(0, 1211, 12)]
        + [(1200, 800), (0, 800)],
        Fade(rgb("E3BE90"), rgb("B98A66")),
    )
    for _ in range(260):
        t = c.rng.random() ** 1.3
        c.oval(
            c.rng.uniform(0, 1200),
            424 + 370 * t,
            2 + 9 * t,
            0.7 + 1.6 * t,
            c.rng.choice((rgb("A8785A"), rgb("F1D3A6"))),
            0.4,
        )
    for x, y, s, hull, f in ((1010, 452, 230, "2C6E8C", -1), (1140, 470, 250, "3F7A66", -1)):
        c.soft_poly(
            [(x - s * 0.4, y), (x + s * 0.4, y), (x + s * 0.8, y + 22), (x - s * 0.1, y + 24)],
            rgb("5A3A4A"),
            blur=6,
            alpha=0.45,
        )
        fishing_boat(c, x, y, s, facing=f, hull=rgb(hull))
    for k in range(5):
        x = 70 + k * 44
        c.oval(x, 430 - (k % 2) * 4, 30, 10, rgb("6E4E34"))
        c.oval(x, 424 - (k % 2) * 4, 26, 8, rgb("A87C4A"))
    palm(c, 1120, 520, 420, rgb("4A4A42"), lean=-0.16)
    palm(c, 1196, 540, 360, rgb("433F3C"), lean=0.05)
    tufts(c, 512, 536, (rgb("6E7A4A"), rgb("8A8A52")), count=26, size=34, x0=1085, x1=1165)
    line = [view.at(-4.6, 0, 3.4), view.at(-4.2, 0, 13), view.at(5.2, 0, 13)]
    c.line(line, 3, rgb("F4E3C0"), 0.5)
    _goal(c, 150, 596, 150, -1)
    for i, (right, away) in enumerate(
        ((-1.2, 12), (-0.7, 12.2), (0.2, 12), (1.8, 12.3), (2.3, 12))
    ):
        words = (
            "B3392C 2B3442 bare",
            "5F7F8C 33384A",
            "E0A93B 2B4A66 tail dress bare",
            "F4EFE6 33384A 1",
            "8E5A6B 33384A bun",
        )[i]
        x, y = view.at(right, 0, away)
        person(
            c,
            x,
            y,
            view.size(1.6 if i % 2 else 1.3, away),
            wear(words),
            ("cheer", "stand", "stand", "talk", "wave")[i],
            facing=1 if i < 3 else -1,
            child=i % 2 == 0,
            rim=rgb("FFE2A0"),
        )
    red, blue = "C9372B 2B3442", "2F6FA6 E9E3D6"
    for args in (
        (-3.9, 7.4, "wave", 1, f"{blue} 1 shorts bare", 0.0),
        (-2.2, 8.2, "run", -1, f"{red} 2 shorts bare", 0.02),
        (2.9, 8.4, "dash", -1, f"{blue} shorts bare tail", 0.02),
        (4.0, 6.6, "run", -1, f"{red} 1 shorts bare", 0.02),
        (1.5, 6.2, "dash", -1, f"{blue} 2 shorts bare", 0.03),
        (-1.5, 5.5, "run", -1, f"{blue} 1 shorts bare", 0.03),
    ):
        right, away, pose, f, words, up = args
        _player(view, right, away, pose, f, words, up)
    _player(view, 0.42, 4.35, "kick", -1, f"{red} 3 shorts bare")
    x, y = view.at(-0.62, 0, 4.3)
    c.shadow(x + 24, y + 4, 30, 6, 0.4)
    c.oval(x, y - 34, 20, 20, Fade(rgb("FFF3D8"), rgb("B98F8A")))
    for dx, dy in ((0, 0), (-13, -6), (11, -9), (3, 14)):
        c.poly(
            [
                (x + dx + math.cos(a * 1.257) * 5.4, y - 34 + dy + math.sin(a * 1.257) * 5.4)
                for a in range(5)
            ],
            rgb("2B2A34"),
        )
    for _ in range(26):
        c.oval(x + 60 + c.rng.gauss(0, 24), y - abs(c.rng.gauss(0, 12)), 2.4, 1.6, rgb("F1D3A6"))
    for k, tone in enumerate(("C9372B", "E0A93B", "2F6FA6", "3F7A66")):
        px = 905 + k * 24 + (k % 2) * 9
        c.poly(curve("-8,0 -9,-5 4,-7 13,-4 12,0", px, 724 + (k % 2) * 8), rgb(tone))
    c.poly(
        curve("-34,0 -38,-30 -10,-44 24,-40 38,-16 36,0", 1030, 734),
        Fade(rgb("2F6F8F"), rgb("24506A")),
    )
    c.line(bezier((1010, 694), (1016, 670), (1044, 668), (1048, 694)), 4, rgb("24506A"))
    tufts(c, 770, 820, (rgb("6E7A4A"), rgb("8A8A52")), count=60, size=52, x0=1010, x1=1200)
    tufts(c, 780, 820, (rgb("6E7A4A"), rgb("8A8A52")), count=30, size=44, x0=0, x1=130)
    gulls(c, [(620, 150, 18), (672, 176, 13), (560, 190, 11)], rgb("5A4A5A"))
    return c.finish(shade=rgb("2A1E2E"), glare=rgb("FFEBC4"), grade=0.08, vignette=0.3)
