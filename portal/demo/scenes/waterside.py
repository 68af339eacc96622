"""Scenes by the water: the sea wall in a storm, the bridge at night, the run, the lighthouse."""

from __future__ import annotations

import math
from itertools import pairwise

from PIL import Image, ImageDraw

from portal.demo.scenes.green import palm, tufts
from portal.demo.scenes.kit import Canvas, Fade, Point, bezier, dark, light, mix, rgb, smooth
from portal.demo.scenes.people import Look, person, someone
from portal.demo.scenes.registry import TALL, WIDE, scene
from portal.demo.scenes.sea import fishing_boat, gulls
from portal.demo.scenes.town import bunting, lamp, skyline


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
    for i in range(14):
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


@scene()
def bay_run(c: Canvas) -> Image.Image:
    """A morning run along the bay: a stream of runners, pennants, people cheering."""
    sea = 400
    c.sky([(0, rgb("6FA9C4")), (0.6, rgb("BFDDE0")), (1, rgb("FBE9C8"))], bottom=sea)
    c.glow(250, 300, 420, rgb("FFF4D6"), 0.85)
    c.clouds((60, 220), rgb("FFFFFF"), count=8, size=170, alpha=0.7)
    c.ridge(372, 46, rgb("8FB0B4"), waves=4, down_to=sea)
    c.ridge(392, 22, rgb("6C959A"), waves=3, down_to=sea)
    c.rect(0, sea, 1200, 200, Fade(rgb("8CBCC4"), rgb("4F8C9B")))
    c.ripples(sea + 4, 540, rgb("FFF6DC"), count=150, alpha=0.6)
    for x, y, s in ((880, 430, 46), (1010, 424, 34), (700, 418, 24)):
        c.poly([(x, y - s * 1.9), (x, y), (x + s, y)], rgb("FBF6EA"))
        c.poly([(x - 2, y - s * 1.6), (x - 2, y), (x - s * 0.55, y)], rgb("E4DCCB"))
        c.poly(
            [
                (x - s * 0.7, y + 2),
                (x + s, y + 2),
                (x + s * 0.75, y + s * 0.2),
                (x - s * 0.5, y + s * 0.2),
            ],
            rgb("B3392C"),
        )
    c.poly([(0, 560), (1200, 470), (1200, 500), (0, 606)], rgb("E7DCC6"))
    c.poly([(0, 606), (1200, 500), (1200, 520), (0, 640)], rgb("B7AB98"))
    c.poly([(0, 628), (1200, 512), (1200, 800), (0, 800)], Fade(rgb("9A9CA0"), rgb("6E7178")))
    c.poly([(0, 634), (1200, 516), (1200, 521), (0, 642)], rgb("F4EFE6"))
    for i in range(26):
        x = 20 + i * 48
        y = 606 - x * 0.0883
        c.rect(x, y - 52 + i * 0.7, 4, 50 - i * 0.7, rgb("F4EFE6"))
    c.line([(0, 556), (1200, 466)], 4, rgb("F4EFE6"))
    for x, y, h in ((90, 584, 430), (640, 544, 330), (1080, 512, 250)):
        lamp(c, x, y, h, rgb("2F4350"))
    bunting(c, (92, 190), (640, 240), sag=26, count=18, size=20)
    bunting(c, (640, 240), (1080, 282), sag=20, count=16, size=16)
    palette = (rgb("E0A93B"), rgb("B3392C"), rgb("2F6F8F"), rgb("F4EFE6"), rgb("3F7A66"))
    for i in range(15):
        x = 330 + i * 58 + c.rng.uniform(-10, 10)
        y = 588 - (x - 200) * 0.062
        h = 104 - (x - 330) * 0.04
        look = someone(c, palette, bottoms=(rgb("28313D"), rgb("B3392C"), rgb("2B4A66")))
        person(
            c,
            x,
            y,
            h,
            Look(look.top, look.bottom, look.skin, cut=look.cut, skirt="shorts", sleeves=False),
            c.rng.choice(("run", "dash")),
            facing=-1,
        )
    fans = (
        (1075, 786, 236, "cheer", -1),
        (1150, 796, 250, "wave", -1),
        (1010, 792, 150, "cheer", -1),
    )
    front = (
        (
            170,
            748,
            262,
            Look(rgb("B3392C"), rgb("28313D"), cut="tail", skirt="shorts", sleeves=False),
            "run",
        ),
        (
            375,
            706,
            226,
            Look(rgb("F4EFE6"), rgb("2B4A66"), rgb("B97F5A"), skirt="shorts", sleeves=False),
            "dash",
        ),
        (
            545,
            742,
            250,
            Look(
                rgb("E0A93B"),
                rgb("28313D"),
                hat="cap",
                hat_color=rgb("F4EFE6"),
                skirt="shorts",
                sleeves=False,
            ),
            "run",
        ),
        (
            725,
            700,
            216,
            Look(
                rgb("2F6F8F"),
                rgb("28313D"),
                rgb("C98F68"),
                cut="bun",
                skirt="shorts",
                sleeves=False,
            ),
            "dash",
        ),
        (870, 672, 190, Look(rgb("3F7A66"), rgb("28313D"), skirt="shorts", sleeves=False), "run"),
    )
    for x, y, h, look, pose in front:
        c.shadow(x + 20, y + 4, h * 0.32, 8, 0.35)
        spots = person(c, x, y, h, look, pose, facing=-1, rim=rgb("FFF0C8"))
        mid = (
            (spots["hip"][0] * 0.45 + spots["neck"][0] * 0.55),
            spots["hip"][1] * 0.45 + spots["neck"][1] * 0.55,
        )
        c.box(mid[0] - h * 0.045, mid[1] - h * 0.03, h * 0.075, h * 0.075, 2, rgb("FBF8F0"))
    for x, y, h, pose, f in fans:
        c.shadow(x, y + 2, 60, 8, 0.35)
        person(
            c,
            x,
            y,
            h,
            someone(c, (rgb("8E5A6B"), rgb("5F7F8C"), rgb("C7772F"))),
            pose,
            facing=f,
            child=h < 180,
        )
    return c.finish(glare=rgb("FFF6E2"), grade=0.05, vignette=0.2)


@scene(TALL)
def lighthouse(c: Canvas) -> Image.Image:
    """The island light at dusk, upright: rock, tower, a boat going home."""
    sea = 830
    c.sky(
        [
            (0, rgb("22344F")),
            (0.4, rgb("5A5E80")),
            (0.7, rgb("D98A72")),
            (0.92, rgb("F8CE98")),
            (1, rgb("FFE3B0")),
        ],
        bottom=sea,
    )
    c.clouds((180, 420), rgb("B5707A"), count=8, size=170, alpha=0.5)
    c.clouds((480, 700), rgb("FFDCA8"), count=7, size=130, alpha=0.5)
    c.glow(170, 800, 330, rgb("FFE9B4"), 0.8)
    c.oval(170, 800, 34, 34, rgb("FFF4D2"))
    c.ridge(806, 16, rgb("8A6F80"), down_to=sea)
    c.rect(0, sea, 800, 370, rgb("4A5A78"))

    def beam(pen: ImageDraw.ImageDraw, k: float) -> None:
        pen.polygon([(498 * k, 290 * k), (-40 * k, 170 * k), (-40 * k, 262 * k)], fill=120)
        pen.polygon([(498 * k, 290 * k), (860 * k, 250 * k), (860 * k, 340 * k)], fill=110)

    c.soft(beam, rgb("FFF0C4"), blur=9, alpha=0.6)
    rock = smooth(
        [
            (240, 850),
            (300, 770),
            (360, 742),
            (420, 690),
            (500, 672),
            (590, 690),
            (690, 698),
            (740, 735),
            (830, 690),
            (830, 900),
            (240, 900),
        ],
        steps=6,
    )
    c.poly(rock, Fade(rgb("5A4E5C"), rgb("2C2F40")))
    for _ in range(26):
        x, y = c.rng.uniform(330, 780), c.rng.uniform(768, 832)
        s = c.rng.uniform(14, 44)
        c.poly(
            [
                (x - s, y),
                (x - s * 0.3, y - s * 0.5),
                (x + s * 0.5, y - s * 0.3),
                (x + s * 0.1, y + s * 0.2),
            ],
            c.rng.choice((rgb("7A6470"), rgb("3A3A4C"), rgb("8C6F72"))),
            0.55,
        )
    c.poly(
        [(455, 690), (476, 330), (520, 330), (543, 690)],
        Fade(rgb("FFEFD6"), rgb("C7B5B4"), across=True),
    )
    for i in range(4):
        y0, y1 = 380 + i * 82, 420 + i * 82
        inset0, inset1 = 21 * (690 - y0) / 360, 21 * (690 - y1) / 360
        c.poly(
            [
                (455 + inset0, y0),
                (543 - inset0 * 23 / 21, y0),
                (543 - inset1 * 23 / 21, y1),
                (455 + inset1, y1),
            ],
            Fade(rgb("D9432F"), rgb("8A2A2A"), across=True),
        )
    for y in (450, 560, 640):
        c.box(494, y, 11, 20, 5, rgb("3A3A4C"))
    c.rect(464, 322, 70, 9, rgb("34384A"))
    for i in range(9):
        c.rect(465 + i * 8.4, 304, 1.6, 18, rgb("34384A"))
    c.rect(464, 302, 70, 3, rgb("34384A"))
    c.rect(480, 266, 37, 56, rgb("FFE9A8"))
    for x in (480, 497, 514):
        c.rect(x, 266, 3, 56, rgb("34384A"))
    c.poly([(472, 268), (498, 232), (525, 268)], rgb("8A2A2A"))
    c.line([(498, 232), (498, 206)], 2.4, rgb("34384A"))
    c.glow(498, 290, 130, rgb("FFF3C8"), 0.85)
    c.rect(585, 648, 100, 58, Fade(rgb("E8CDB4"), rgb("B0918C")))
    c.poly([(573, 650), (636, 610), (698, 650)], rgb("8A3A33"))
    for x in (603, 648):
        c.rect(x, 666, 18, 20, rgb("FFD98A"))
    tufts(c, 690, 716, (rgb("4A5A4C"), rgb("5E6B52")), count=90, size=16, x0=400, x1=640)
    c.reflect(sea, 1200, tint=rgb("46567A"), strength=0.62, ripple=9)
    c.poly(
        smooth(
            [
                (225, 838),
                (300, 820),
                (420, 832),
                (560, 826),
                (700, 836),
                (830, 824),
                (830, 850),
                (225, 850),
            ],
            steps=5,
        ),
        rgb("2C2F40"),
    )
    c.glow(170, 930, 130, rgb("FFE0A0"), 0.5, ry=190)
    c.ripples(840, 1190, rgb("FFE6B4"), count=90, alpha=0.6, x0=20, x1=360)
    c.ripples(840, 1190, rgb("26324A"), count=120, alpha=0.35)
    fishing_boat(
        c,
        330,
        1010,
        210,
        facing=-1,
        hull=rgb("2A5A76"),
        bow=rgb("A8342A"),
        cabin=rgb("5FA08E"),
        lamp=True,
    )
    c.echo(205, 450, 1010, 120, alpha=0.55)
    c.soft_poly(
        [(440, 1008), (620, 1022), (790, 1050), (470, 1018)], rgb("FFE9C9"), blur=6, alpha=0.6
    )
    gulls(c, [(610, 470, 20), (660, 505, 14), (300, 560, 17), (360, 590, 12)], rgb("3B3A50"))
    c.line(
        bezier((0, 1140), (200, 1120), (420, 1160), (800, 1130)), 2, light(rgb("46567A"), 0.3), 0.4
    )
    return c.finish(shade=dark(rgb("22344F"), 0.4), glare=rgb("FFF0D4"), grade=0.08, vignette=0.35)
