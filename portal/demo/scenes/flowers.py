"""The flower market in the small hours."""

from __future__ import annotations

import math

from PIL import Image

from portal.demo.scenes.air import bulbs
from portal.demo.scenes.figures import upright
from portal.demo.scenes.green import LEAF
from portal.demo.scenes.kit import Canvas, Color, Fade, dark, light, mix, rgb
from portal.demo.scenes.paths import cut, wear
from portal.demo.scenes.people import person
from portal.demo.scenes.registry import scene
from portal.demo.scenes.town import WALLS, bicycle, tube_house

GLOW = rgb("FFD590")
ROSE = (rgb("C92F4A"), rgb("E0566B"), rgb("8E1F35"))
DAISY = (rgb("F0C057"), rgb("FFDE7A"), rgb("D99A2B"))
LILY = (rgb("FBF3EE"), rgb("F6D9DC"), rgb("E9C2CB"))
ASTER = (rgb("8A5AA6"), rgb("B084C7"), rgb("6B4288"))
PEACH = (rgb("F29A8A"), rgb("F7BFAE"), rgb("E07A6B"))
KINDS = (ROSE, DAISY, LILY, ASTER, PEACH)


def _bloom(c: Canvas, x: float, y: float, r: float, tones: tuple[Color, ...]) -> None:
    c.oval(x, y, r, r * 0.88, c.rng.choice(tones))
    c.oval(x - r * 0.2, y - r * 0.24, r * 0.5, r * 0.42, light(tones[1], 0.25))
    c.oval(x, y, r * 0.2, r * 0.18, dark(tones[2], 0.2))


def bunch(
    c: Canvas,
    x: float,
    y: float,
    w: float,
    h: float,
    tones: tuple[Color, ...],
    *,
    size: float = 0.09,
    lit: float = 0.0,
) -> None:
    """Flowers that rise and spread from (x, y): leaves behind, the nearer blooms last."""
    if lit:
        tones = tuple(mix(t, rgb("FFD98A"), lit) for t in tones)
    for _ in range(16):
        a = math.radians(c.rng.uniform(-68, 68))
        tip = (x + math.sin(a) * w * 0.62, y - math.cos(a) * h * c.rng.uniform(0.7, 1.06))
        mid = (x + math.sin(a) * w * 0.26, y - h * 0.5)
        c.poly(
            [(x - 3, y), (mid[0] - 4, mid[1]), tip, (mid[0] + 5, mid[1]), (x + 3, y)],
            c.rng.choice(LEAF[:3]),
        )
    for row in range(5):
        up = 0.98 - row * 0.15
        across = w * (0.3 + 0.2 * math.sin(math.pi * (0.25 + row * 0.15)))
        for k in range(6 + row % 2):
            dx = (k / (5 + row % 2) - 0.5) * 2 * across + c.rng.uniform(-0.05, 0.05) * w
            sink = abs(dx / w) ** 2 * h * 0.4
            _bloom(c, x + dx, y - h * up + sink, w * size * c.rng.uniform(0.8, 1.2), tones)


def _bucket(c: Canvas, x: float, y: float, w: float, tones: tuple[Color, ...], pail: Color) -> None:
    """A pail of cut flowers standing on y."""
    c.shadow(x, y, w * 0.6, w * 0.1, 0.45)
    bunch(c, x, y - w * 0.5, w * 1.25, w * 1.05, tones)
    c.poly(
        cut("-0.44,-0.66 0.44,-0.66 0.34,0 -0.34,0", x, y, w),
        Fade(light(pail, 0.12), dark(pail, 0.35), across=True),
    )
    c.oval(x, y, w * 0.34, w * 0.06, dark(pail, 0.4))
    c.line([(x - w * 0.44, y - w * 0.66), (x + w * 0.44, y - w * 0.66)], w * 0.04, light(pail, 0.3))


def _loaded(c: Canvas, x: float, y: float, h: float, tone: Color, facing: int) -> None:
    """A bicycle laden with flowers on its carrier and in its basket."""
    f = facing
    c.shadow(x, y + 2, h * 0.62, h * 0.05, 0.5)
    bicycle(c, x, y, h, tone, f)
    back = x - f * h * 0.3
    for dx, up, kind in (
        (-0.18, 0.34, 1),
        (0.14, 0.34, 3),
        (-0.24, 0.56, 2),
        (0.2, 0.56, 0),
        (-0.02, 0.7, 4),
    ):
        bunch(c, back + f * dx * h, y - h * up, h * 0.46, h * 0.44, KINDS[kind], size=0.088)
    for dx in (-0.24, 0.04):
        c.poly(
            cut("0,-0.44 0.28,-0.44 0.24,-0.12 0.04,-0.12", back + dx * h, y, h),
            Fade(rgb("C79A5C"), rgb("7A5A35")),
        )
        for k in range(4):
            c.line(
                [
                    (back + (dx + 0.01) * h, y - h * (0.4 - k * 0.07)),
                    (back + (dx + 0.27 - k * 0.01) * h, y - h * (0.4 - k * 0.07)),
                ],
                1.2,
                rgb("5E4630"),
                0.7,
            )
    front = x + f * h * 0.33
    bunch(c, front, y - h * 0.58, h * 0.36, h * 0.34, LILY, size=0.1)
    c.poly(
        cut("-0.12,-0.62 0.12,-0.62 0.09,-0.44 -0.09,-0.44", front, y, h),
        Fade(rgb("C79A5C"), rgb("7A5A35")),
    )


@scene()
def flower_market(c: Canvas) -> Image.Image:
    """Two in the morning: bulbs over the stalls, bicycles under their load, bargaining."""
    ground = 470
    c.sky([(0, rgb("0C1526")), (0.7, rgb("1F2C4A")), (1, rgb("3A3C56"))], bottom=ground)
    x = -30.0
    while x < 1210:
        w = c.rng.uniform(104, 136)
        tube_house(
            c,
            x,
            ground,
            w,
            c.rng.choice((3, 4, 4)),
            mix(c.rng.choice(WALLS), rgb("1B2540"), 0.74),
            floor=96,
            lit=0.14,
            shut=rgb("22384A"),
        )
        x += w
    c.rect(0, ground - 4, 1200, 340, Fade(rgb("564A4E"), rgb("26222C")))
    c.glow(600, 560, 760, rgb("F0B26A"), 0.55, ry=250)
    for px, words, arms in (
        (110, "8E5A6B 2B3442 bun", "hold"),
        (400, "4F6E7C 2B3442", "front"),
        (690, "B3542E 2B3442 long", "hold"),
        (960, "3F7A66 2B3442 scarf", "front"),
    ):
        upright(c, px, 512, 148, wear(words), arms, back=False)
    for i, (px, tone) in enumerate(
        ((60, "B3392C"), (330, "2F6F8F"), (610, "3F7A66"), (890, "B3392C"), (1150, "C7772F"))
    ):
        tone = mix(rgb(tone), rgb("2A2438"), 0.25)
        c.poly(
            [(px - 150, 352), (px + 150, 352), (px + 116, 304), (px - 116, 304)],
            Fade(dark(tone, 0.25), tone),
        )
        for k in range(10):
            c.poly(
                cut("0,0 30,0 15,13", px - 150 + k * 30, 352), tone if k % 2 else light(tone, 0.5)
            )
        for dx in (-140, 140):
            c.limb((px + dx, 352), (px + dx, 520), 2.6, 2.6, rgb("2B2430"))
        c.rect(px - 136, 456, 272, 62, Fade(rgb("6E5238"), rgb("3A2A20")))
        for k in range(5):
            kind = KINDS[(i + k) % 5]
            bunch(c, px - 108 + k * 54, 462, 62, 62, kind, size=0.1, lit=0.12)
        c.glow(px, 385, 150, GLOW, 0.5)
        c.line([(px, 340), (px, 366)], 1.2, rgb("0D1524"))
        c.oval(px, 372, 5.5, 7, rgb("FFF3D0"))
    for px, y, h, words, pose, f in (
        (236, 590, 178, "E4DCCB 33384A tail", "talk", -1),
        (560, 596, 184, "33597A 20262C 1", "hold", -1),
        (840, 588, 176, "C9A24A 2B3442 bun", "point", -1),
        (668, 612, 188, "B3392C 2B3442 long", "stroll", 1),
    ):
        c.shadow(px, y + 2, h * 0.28, 7, 0.45)
        spots = person(c, px, y, h, wear(words), pose, facing=f, rim=GLOW)
        if pose == "hold":
            bunch(
                c,
                spots["near_hand"][0] + f * 8,
                spots["near_hand"][1] + 20,
                60,
                74,
                PEACH,
                size=0.11,
            )
    for _ in range(90):
        px, y = c.rng.uniform(0, 1200), c.rng.uniform(600, 795)
        r = (y - 520) / 60
        c.oval(px, y, r * 1.2, r * 0.4, c.rng.choice(c.rng.choice(KINDS)), 0.8)
    for px, y, w, kind, pail in (
        (70, 660, 70, 0, "5A6A72"),
        (150, 672, 72, 2, "2F5F7E"),
        (1010, 668, 72, 1, "5A6A72"),
        (1092, 660, 70, 3, "7A3B37"),
        (1168, 680, 76, 0, "2F5F7E"),
    ):
        _bucket(c, px, y, w, KINDS[kind], rgb(pail))
    _loaded(c, 330, 744, 262, rgb("2F5F7E"), 1)
    c.shadow(492, 754, 70, 9, 0.5)
    person(c, 490, 752, 250, wear("3F7A66 20262C 1 cone tail"), "hold", facing=-1, rim=GLOW)
    _seller(c, 800, 762)
    for px, y, w, kind, pail in (
        (690, 774, 92, 3, "5A6A72"),
        (1000, 776, 98, 4, "2F5F7E"),
        (1108, 790, 104, 2, "7A3B37"),
        (60, 794, 104, 1, "7A3B37"),
    ):
        _bucket(c, px, y, w, KINDS[kind], rgb(pail))
    for a, b in (((-20, 210), (420, 236)), ((420, 236), (820, 214)), ((820, 214), (1230, 240))):
        bulbs(c, a, b, sag=34, count=8, size=4.4)
    return c.finish(glare=rgb("FFE2B0"), grade=0.09, vignette=0.4)


def _seller(c: Canvas, x: float, y: float) -> None:
    """A woman on a low stool tying a bunch."""
    c.shadow(x + 20, y + 2, 90, 10, 0.5)
    c.box(x - 42, y - 52, 74, 12, 4, rgb("B3392C"))
    for dx in (-36, 18):
        c.rect(x + dx, y - 42, 8, 42, rgb("8A2A25"))
    look = wear("8E5A6B 2B3442 1 scarf D8C9A8 bun")
    spots = person(c, x, y, 244, look, "read", facing=1, seat=y - 62, rim=GLOW)
    hx, hy = spots["near_hand"]
    bunch(c, hx + 12, hy + 26, 104, 116, ROSE, size=0.1)
    c.poly(cut("-10,0 10,0 16,46 -16,46", hx + 12, hy + 6), rgb("E9DFC8"))
    c.limb((hx - 4, hy), (hx + 12, hy + 2), 5, 5, look.skin)
