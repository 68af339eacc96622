"""The recycling point of a ward."""

from __future__ import annotations

from PIL import Image

from portal.demo.scenes.air import cumulus
from portal.demo.scenes.green import LEAF, tree, tufts
from portal.demo.scenes.kit import Canvas, Color, Fade, bezier, dark, light, mix, rgb
from portal.demo.scenes.paths import curve, cut, wear
from portal.demo.scenes.people import person
from portal.demo.scenes.registry import scene
from portal.demo.scenes.roads import wheel


def _bin(c: Canvas, x: float, y: float, w: float, tone: Color, kind: int) -> None:
    """A wheeled bin with its mark, what it takes heaped under the lid."""
    h = w * 1.35
    c.shadow(x, y, w * 0.6, w * 0.07, 0.4)
    mess = (
        ("F4EFE6", "D9CDB2", "C9B48A"),
        ("7FC0DA", "B9E0EA", "5F9FC0"),
        ("B9C2C6", "DCE3E4", "8F9AA0"),
        ("8FB26B", "5B8A56", "B98F3F"),
    )[kind]
    for _ in range(24):
        px, py = x + c.rng.uniform(-0.42, 0.42) * w, y - h - c.rng.uniform(-0.06, 0.14) * w
        if kind == 1:
            c.box(px - 5, py - 16, 10, 22, 4, rgb(c.rng.choice(mess)))
            c.rect(px - 2, py - 20, 4, 5, rgb("C9372B"))
        elif kind == 0:
            c.poly(
                cut("-0.5,-0.3 0.4,-0.5 0.5,0.3 -0.4,0.5", px, py, c.rng.uniform(18, 30)),
                rgb(c.rng.choice(mess)),
            )
        else:
            c.oval(px, py, 10, 7, rgb(c.rng.choice(mess)))
    c.poly(
        [(x - w * 0.5, y - h), (x + w * 0.5, y - h), (x + w * 0.4, y), (x - w * 0.4, y)],
        Fade(light(tone, 0.12), dark(tone, 0.22)),
    )
    c.box(x - w * 0.54, y - h - w * 0.03, w * 1.08, w * 0.1, 4, dark(tone, 0.2))
    c.poly(
        [
            (x - w * 0.5, y - h - w * 0.02),
            (x + w * 0.5, y - h - w * 0.02),
            (x + w * 0.46, y - h - w * 0.5),
            (x - w * 0.46, y - h - w * 0.5),
        ],
        dark(tone, 0.34),
        0.35,
    )
    white = rgb("F7F4EC")
    cy = y - h * 0.5
    if kind == 0:
        c.poly(cut("-0.14,-0.2 0.08,-0.2 0.16,-0.1 0.16,0.2 -0.14,0.2", x, cy, w), white)
        for k in range(3):
            c.rect(x - w * 0.09, cy - w * (0.06 - k * 0.08), w * 0.18, w * 0.025, tone)
    elif kind == 1:
        c.poly(
            curve(
                "-.05,-.24 .05,-.24 .06,-.14 .11,-.04 .1,.2 -.1,.2 -.11,-.04 -.06,-.14",
                x,
                cy,
                w,
            ),
            white,
        )
    elif kind == 2:
        c.box(x - w * 0.12, cy - w * 0.18, w * 0.24, w * 0.36, w * 0.05, white)
        c.rect(x - w * 0.12, cy - w * 0.06, w * 0.24, w * 0.12, tone)
    else:
        c.poly(curve("-0.18,0.16 -0.14,-0.12 0.18,-0.2 0.14,0.08", x, cy, w), white)
        c.line([(x - w * 0.16, cy + w * 0.17), (x + w * 0.1, cy - w * 0.1)], w * 0.03, tone)
    for dx in (-0.3, 0.3):
        c.oval(x + dx * w, y - w * 0.03, w * 0.07, w * 0.07, rgb("1B1F23"))


def _bale(c: Canvas, x: float, y: float, w: float, h: float, tones: tuple[str, ...]) -> None:
    """A pressed bale tied with wire."""
    c.rect(x, y - h, w, h, dark(rgb(tones[0]), 0.2))
    for _ in range(34):
        c.box(
            x + c.rng.uniform(0, w - 18),
            y - c.rng.uniform(8, h),
            c.rng.uniform(10, 22),
            c.rng.uniform(4, 9),
            2,
            rgb(c.rng.choice(tones)),
        )
    for k in (0.25, 0.72):
        c.rect(x + w * k, y - h, 3, h, rgb("4A4A46"))


@scene()
def recycling_yard(c: Canvas) -> Image.Image:
    """The sorting point of a ward: bins by colour, a scale, bottles and cardboard brought in."""
    ground = 512
    c.sky([(0, rgb("9CC7D2")), (1, rgb("EEF0DA"))], bottom=ground)
    cumulus(c, 300, 66, 300)
    cumulus(c, 900, 60, 260)
    for x, h in ((60, 330), (250, 300), (470, 340), (720, 310), (950, 340), (1150, 320)):
        tree(c, x, 500, h, leaves=420, tones=tuple(mix(t, rgb("DCE6C4"), 0.16) for t in LEAF))
    c.rect(0, 408, 1200, 110, Fade(rgb("DDCFAE"), rgb("BFAE8A")))
    c.rect(0, 400, 1200, 10, rgb("A8704A"))
    c.rect(0, ground - 4, 1200, 300, Fade(rgb("C6BEAC"), rgb("938B7C")))
    for i in range(-8, 9):
        c.line([(600 + i * 100, ground), (600 + i * 210, 800)], 1.1, rgb("7F7768"), 0.4)
    for y in (552, 606, 690):
        c.line([(0, y), (1200, y)], 1.1, rgb("7F7768"), 0.45)
    c.soft_poly(
        [(70, 520), (1130, 520), (1190, 640), (10, 640)], rgb("3A3A34"), blur=26, alpha=0.32
    )
    for x in (120, 470, 820, 1110):
        c.rect(x - 6, 150, 12, 376, Fade(rgb("4F7A8A"), rgb("345A68"), across=True))
    c.poly([(20, 176), (1180, 176), (1100, 78), (100, 78)], Fade(rgb("6FA6B2"), rgb("3F7A8C")))
    for k in range(41):
        t = k / 40
        c.line([(100 + 1000 * t, 78), (20 + 1160 * t, 176)], 2, rgb("34677A"), 0.6)
    c.rect(14, 174, 1172, 12, rgb("2A5566"))
    for a, b in ((120, 470), (470, 820), (820, 1110)):
        c.line([(a, 214), ((a + b) / 2, 186), (b, 214)], 5, rgb("345A68"))
    c.rect(150, 240, 290, 9, rgb("6E5238"))
    for y, tones in (
        (352, ("D9C39A", "C9A878", "B98F5C")),
        (470, ("7FC0DA", "B9E0EA", "F4F7F6")),
    ):
        c.rect(146, y, 300, 10, rgb("6E5238"))
        for k in range(3):
            _bale(c, 156 + k * 96, y, 86, 78, tones if k != 1 else ("B9C2C6", "8F9AA0", "DCE3E4"))
    for x in (146, 436):
        c.rect(x, 240, 9, 280, rgb("54402F"))
    c.box(900, 252, 172, 120, 5, rgb("F7F4EC"))
    for k, tone in enumerate(("2F6FA6", "E0A93B", "8F9AA0", "3F8F5A")):
        c.box(914 + k * 38, 266, 30, 40, 4, rgb(tone))
        for j in range(3):
            c.rect(914 + k * 38, 316 + j * 14, 30 - j * 6, 5, rgb("B9B4A6"))
    for k, (tone, kind) in enumerate((("2F6FA6", 0), ("E0A93B", 1), ("7A858C", 2), ("3F8F5A", 3))):
        _bin(c, 534 + k * 92, 574, 78, rgb(tone), kind)
    for x, y, h, words, pose, f in (
        (500, 612, 190, "F4EFE6 33384A 1 long", "reach", 1),
        (936, 606, 186, "E0772A 2F4A44 F1EADB cap", "hold", -1),
    ):
        c.shadow(x, y + 1, h * 0.3, 7, 0.4)
        spots = person(c, x, y, h, wear(words), pose, facing=f, rim=rgb("FFF8E0"))
        hx, hy = spots["near_hand"]
        if pose == "reach":
            c.poly(cut("-0.5,-0.35 0.5,-0.45 0.55,0.3 -0.45,0.4", hx + 10, hy, 40), rgb("C9A878"))
        else:
            _bottle_bag(c, hx - 4, hy + 46, 46)
    _scale(c, 284, 676)
    c.shadow(130, 700, 80, 9, 0.4)
    spots = person(
        c,
        158,
        698,
        248,
        wear("2F7A66 2F4A44 2 F1EADB cap tail"),
        "hold",
        facing=1,
        rim=rgb("FFF8E0"),
    )
    hx, hy = spots["near_hand"]
    c.poly(
        [(hx - 10, hy - 20), (hx + 30, hy - 30), (hx + 36, hy - 2), (hx - 6, hy + 8)], rgb("FBF8EC")
    )
    c.shadow(420, 706, 80, 9, 0.4)
    spots = person(
        c, 418, 704, 244, wear("B3392C 33384A 1 cone bun"), "talk", facing=-1, rim=rgb("FFF8E0")
    )
    hx, hy = spots["far_hand"]
    _bottle_bag(c, hx + 2, hy + 70, 60)
    _tricycle(c, 860, 742, 250)
    for x, y, h, words, f in (
        (590, 762, 158, "E0A93B 2B4A7A shorts bare", 1),
        (668, 768, 150, "F4EFE6 2B4A7A 1 tail bare", 1),
    ):
        c.shadow(x, y + 1, h * 0.3, 7, 0.4)
        spots = person(c, x, y, h, wear(words), "hold", facing=f, child=True, rim=rgb("FFF8E0"))
        hx, hy = spots["near_hand"]
        for k in range(5):
            c.rect(hx - 8, hy - 6 - k * 7, 42, 6, rgb(("F4EFE6", "E3D9C0", "C9B48A")[k % 3]))
    tufts(c, 780, 815, (rgb("6E8A4A"), rgb("8FA35A")), count=60, size=30, x0=0, x1=300)
    return c.finish(glare=rgb("FFF9E4"), grade=0.06, vignette=0.26)


def _bottle_bag(c: Canvas, x: float, y: float, s: float) -> None:
    """A net bag of bottles hanging from a hand."""
    c.line([(x, y - s * 1.1), (x - s * 0.2, y - s * 0.6)], 2, rgb("5A7A8A"))
    c.poly(
        curve("-0.2,-0.7 0.2,-0.7 0.55,-0.2 0.4,0.3 -0.4,0.3 -0.55,-0.2", x, y, s),
        rgb("CFE6EC"),
        0.85,
    )
    for _ in range(12):
        px, py = x + c.rng.uniform(-0.34, 0.34) * s, y + c.rng.uniform(-0.4, 0.16) * s
        c.box(
            px - s * 0.07,
            py - s * 0.14,
            s * 0.14,
            s * 0.3,
            s * 0.05,
            rgb(c.rng.choice(("7FC0DA", "8FD0B0", "F4F7F6", "5F9FC0"))),
        )
        c.rect(
            px - s * 0.03, py - s * 0.2, s * 0.06, s * 0.07, rgb(c.rng.choice(("C9372B", "2F6FA6")))
        )


def _scale(c: Canvas, x: float, y: float) -> None:
    """A platform scale with a sack of paper on it."""
    c.shadow(x + 10, y + 6, 84, 9, 0.4)
    c.poly(cut("-60,-12 76,-12 84,8 -66,8", x, y), Fade(rgb("8F9AA0"), rgb("5A666E")))
    c.rect(x - 52, y - 132, 9, 124, rgb("5A666E"))
    c.oval(x - 48, y - 150, 32, 32, rgb("3F6E86"))
    c.oval(x - 48, y - 150, 26, 26, rgb("FBF8EC"))
    c.line([(x - 48, y - 150), (x - 34, y - 166)], 3.4, rgb("C9372B"))
    c.poly(
        curve("-0.5,0 -0.56,-0.7 -0.2,-1 0.2,-1 0.56,-0.7 0.5,0", x + 24, y - 11, 74),
        Fade(rgb("E9DCC0"), rgb("C2AE86")),
    )
    c.line(
        bezier((x + 8, y - 80), (x + 20, y - 92), (x + 34, y - 70), (x + 44, y - 84), 8),
        4,
        rgb("8A6A42"),
    )


def _tricycle(c: Canvas, x: float, y: float, s: float) -> None:
    """A cargo tricycle stacked with flattened cardboard, its rider on the right."""
    c.shadow(x + s * 0.3, y + 2, s * 0.8, s * 0.05, 0.45)
    for k in range(9):
        tone = rgb(("C9A878", "B98F5C", "D9C39A")[k % 3])
        lean = c.rng.uniform(-8, 8)
        c.poly(
            cut(
                "0,0 1,0 1,0.07 0,0.07",
                x - s * 0.44 + lean,
                y - s * (0.42 + k * 0.062),
                s * 0.66,
                tall=s * 0.9,
            ),
            tone,
        )
        c.line(
            [
                (x - s * 0.44 + lean, y - s * (0.365 + k * 0.062)),
                (x + s * 0.22 + lean, y - s * (0.365 + k * 0.062)),
            ],
            1.3,
            dark(tone, 0.35),
        )
    c.rect(x - s * 0.14, y - s * 0.94, 4, s * 0.56, rgb("B3392C"))
    c.poly(
        cut("-0.5,-0.38 0.28,-0.38 0.28,-0.2 -0.5,-0.2", x, y, s),
        Fade(rgb("3F8F7A"), rgb("2A6656")),
    )
    for k in range(5):
        c.rect(x - s * (0.44 - k * 0.15), y - s * 0.36, 4, s * 0.15, rgb("2A6656"))
    wheel(c, x - s * 0.28, y, s * 0.13)
    c.line([(x + s * 0.26, y - s * 0.24), (x + s * 0.7, y - s * 0.2)], 6, rgb("2A6656"))
    wheel(c, x + s * 0.8, y, s * 0.15)
    c.line([(x + s * 0.8, y - s * 0.15), (x + s * 0.62, y - s * 0.48)], 6, rgb("2A6656"))
    c.box(x + s * 0.54, y - s * 0.5, s * 0.15, s * 0.04, 4, rgb("22282C"))
    c.line([(x + s * 0.28, y - s * 0.38), (x + s * 0.36, y - s * 0.6)], 5, rgb("2A6656"))
    person(
        c,
        x + s * 0.62,
        y,
        s * 0.96,
        wear("8E5A6B 33384A 1 cone"),
        "ride",
        facing=-1,
        seat=y - s * 0.52,
        rim=rgb("FFF8E0"),
    )
