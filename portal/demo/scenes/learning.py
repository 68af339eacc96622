"""Scenes of reading and writing: the library, the evening class."""

from __future__ import annotations

import math

from PIL import Image

from portal.demo.scenes.kit import Canvas, Color, Fade, dark, light, mix, rgb
from portal.demo.scenes.people import GREY_HAIR, SKIN, Look, back_of_head, person
from portal.demo.scenes.registry import scene
from portal.demo.scenes.room import plant, window
from portal.demo.scenes.sea import fishing_boat

BOOKS = (
    rgb("B3392C"),
    rgb("2F6F8F"),
    rgb("E0A93B"),
    rgb("3F7A66"),
    rgb("E4DCCB"),
    rgb("6B4A4A"),
    rgb("41566B"),
    rgb("C7772F"),
)


def _shelf(
    c: Canvas, x: float, y: float, w: float, h: float, rows: int, wood: Color, *, dim: float = 0.0
) -> None:
    c.rect(x, y, w, h, dark(wood, 0.45))
    for row in range(rows):
        base = y + h * (row + 1) / rows - 8
        tall = h / rows - 16
        at = x + 10
        while at < x + w - 16:
            bw, bh = c.rng.uniform(7, 17), tall * c.rng.uniform(0.66, 0.98)
            if c.rng.random() < 0.07:
                at += c.rng.uniform(10, 30)
                continue
            tone = dark(c.rng.choice(BOOKS), dim)
            bw = min(bw, x + w - 12 - at)
            c.rect(at, base - bh, bw, bh, tone)
            c.rect(at, base - bh * 0.84, bw, bh * 0.07, light(tone, 0.45))
            c.rect(at + bw - 1.3, base - bh, 1.3, bh, dark(tone, 0.4))
            at += bw + 1
        c.rect(x, base, w, 9, Fade(light(wood, 0.12), dark(wood, 0.2)))
    for edge in (x - 5, x + w - 5):
        c.rect(edge, y - 8, 10, h + 8, Fade(light(wood, 0.1), dark(wood, 0.2), across=True))
    c.rect(x - 8, y - 14, w + 16, 12, light(wood, 0.1))


def _desk_lamp(c: Canvas, x: float, y: float, s: float) -> None:
    c.rect(x - s * 0.22, y - s * 0.05, s * 0.44, s * 0.06, rgb("C79A4A"))
    c.rect(x - s * 0.03, y - s * 0.6, s * 0.06, s * 0.58, rgb("C79A4A"))
    c.glow(x, y - s * 0.3, s * 1.9, rgb("FFE2A0"), 0.42, ry=s * 1.2)
    c.poly(
        [
            (x - s * 0.46, y - s * 0.56),
            (x - s * 0.34, y - s * 0.86),
            (x + s * 0.34, y - s * 0.86),
            (x + s * 0.46, y - s * 0.56),
        ],
        Fade(rgb("4F8F78"), rgb("2C5A4C")),
    )
    c.oval(x, y - s * 0.56, s * 0.45, s * 0.05, rgb("FFF3D0"))


@scene()
def library(c: Canvas) -> Image.Image:
    """The reading room in the evening: tall shelves, green lamps, bent heads."""
    wood = rgb("8A5F3C")
    c.rect(0, 0, 1200, 800, Fade(rgb("4A3A33"), rgb("2C2422")))
    window(c, 480, 40, 240, 330, Fade(rgb("1B2E4A"), rgb("5B5F7E")), rgb("6E4E34"), bars=3)
    c.poly([(480, 40), (720, 40), (720, 60), (480, 60)], rgb("6E4E34"))
    for _ in range(26):
        c.rect(
            c.rng.uniform(486, 712),
            c.rng.uniform(270, 366),
            3.4,
            4.4,
            rgb("FFD98A"),
            c.rng.uniform(0.4, 0.9),
        )
    c.rect(477, 179, 246, 5, rgb("6E4E34"))
    _shelf(c, 20, 70, 410, 420, 5, wood, dim=0.2)
    _shelf(c, 770, 70, 410, 420, 5, wood, dim=0.2)
    c.line([(1010, 480), (1075, 60)], 7, rgb("A67C52"))
    c.line([(1062, 480), (1108, 60)], 7, rgb("A67C52"))
    for i in range(9):
        t = i / 9
        c.line([(1012 + 62 * t, 468 - 400 * t), (1062 + 44 * t, 468 - 400 * t)], 5, rgb("C79A6A"))
    for x in (250, 600, 950):
        c.line([(x, 0), (x, 64)], 2, rgb("1B1512"))
        c.poly([(x - 34, 92), (x - 12, 62), (x + 12, 62), (x + 34, 92)], rgb("C79A4A"))
        c.glow(x, 110, 300, rgb("FFDB94"), 0.38)
        c.oval(x, 93, 32, 5, rgb("FFF3D0"))
    c.rect(0, 492, 1200, 310, Fade(rgb("6A4A35"), rgb("3A2A22")))
    person(
        c,
        905,
        548,
        252,
        Look(rgb("B3542E"), rgb("2B3442"), cut="tail"),
        "point",
        facing=1,
        rim=rgb("FFDB94"),
    )
    person(
        c,
        330,
        540,
        244,
        Look(rgb("5F7F8C"), rgb("3A3440"), SKIN[1], hair=GREY_HAIR),
        "hold",
        facing=-1,
        rim=rgb("FFDB94"),
    )
    c.box(262, 392, 40, 9, 2, rgb("E9E3D6"))
    for x, look, f in (
        (420, Look(rgb("2F6F8F"), rgb("2B3442"), cut="bun"), 1),
        (745, Look(rgb("3F7A66"), rgb("2B3442"), SKIN[1]), -1),
    ):
        c.rect(x - f * 42 - 5, 470, 10, 120, rgb("3A2A20"))
        c.rect(x - 44, 566, 88, 10, rgb("54402F"))
        person(c, x, 640, 290, look, "read", facing=f, seat=560, rim=rgb("FFE2A0"))
    c.poly([(330, 556), (850, 556), (900, 586), (280, 586)], Fade(rgb("B98452"), rgb("8F6038")))
    c.rect(280, 586, 620, 16, rgb("6E4629"))
    for x in (306, 862):
        c.rect(x, 600, 14, 120, rgb("4E3220"))
    _desk_lamp(c, 590, 572, 96)
    for x in (500, 676):
        c.poly(
            [(x - 34, 568), (x, 562), (x + 34, 568), (x + 30, 578), (x, 573), (x - 30, 578)],
            rgb("F7F1E0"),
        )
        c.line([(x, 563), (x, 573)], 1.2, rgb("A99A80"))
    c.poly([(60, 700), (1140, 700), (1240, 760), (-40, 760)], Fade(rgb("C08A56"), rgb("8F6038")))
    c.rect(-40, 760, 1280, 40, rgb("5E3C24"))
    for x, s in ((230, 120), (980, 120)):
        _desk_lamp(c, x, 738, s)
    for x, tone in ((420, rgb("B3392C")), (600, rgb("2F6F8F")), (800, rgb("E0A93B"))):
        c.poly(
            [(x - 58, 728), (x, 718), (x + 58, 728), (x + 52, 746), (x, 737), (x - 52, 746)],
            rgb("F7F1E0"),
        )
        c.line([(x, 719), (x, 738)], 1.6, rgb("A99A80"))
        c.rect(x + 92, 722, 46, 9, tone)
        c.rect(x + 96, 713, 40, 9, light(tone, 0.4))
    for x, look in (
        (395, Look(rgb("6B4A5E"), rgb("20262C"), cut="tail")),
        (612, Look(rgb("33475A"), rgb("20262C"))),
        (800, Look(rgb("7A4A32"), rgb("20262C"), cut="long")),
    ):
        back_of_head(
            c,
            x,
            690 + (12 if x == 612 else 0),
            40,
            Look(dark(look.top, 0.15), look.bottom, dark(SKIN[0], 0.12), cut=look.cut),
        )
    return c.finish(glare=rgb("FFE6B8"), grade=0.1, vignette=0.42)


@scene()
def evening_class(c: Canvas) -> Image.Image:
    """Grown-ups learning to write: a teacher at the board, boats outside the window."""
    c.rect(0, 0, 1200, 800, Fade(rgb("C9B78F"), rgb("A8946E")))
    c.rect(0, 440, 1200, 120, rgb("5F8577"))
    c.rect(0, 434, 1200, 7, rgb("456457"))
    c.rect(850, 110, 280, 280, rgb("6E4E34"))
    c.rect(862, 122, 256, 256, Fade(rgb("14243C"), rgb("5A5F80")))
    c.rect(862, 318, 256, 60, rgb("1C2F49"))
    for x, s, f in ((920, 92, 1), (1050, 104, -1)):
        mast = fishing_boat(
            c,
            x,
            330,
            s,
            facing=f,
            hull=rgb("2A5A76"),
            bow=rgb("8E2A25"),
            cabin=rgb("3F6E62"),
            lamp=True,
        )
        c.glow(mast[0], mast[1] + 16, 36, rgb("FFD590"), 0.7)
        c.echo(x - s * 0.55, x + s * 0.55, 330, 40, alpha=0.45)
    c.oval(1080, 160, 14, 14, rgb("F3E9CE"))
    c.rect(1118, 110, 12, 280, rgb("6E4E34"))
    c.rect(850, 110, 12, 280, rgb("6E4E34"))
    c.rect(987, 122, 7, 256, rgb("6E4E34"))
    c.rect(836, 390, 308, 14, rgb("8A6A4A"))
    c.rect(130, 96, 600, 312, rgb("8A6A4A"))
    c.rect(144, 110, 572, 284, Fade(rgb("2F5A4E"), rgb("24463D")))
    chalk = rgb("EAF0E6")
    for row, count in enumerate((3, 4, 3)):
        curls = []
        for i in range(count * 30):
            turn = i / 30 * 3 * math.tau
            step = 178 + row * 14 + i * 3.3
            curls.append((step + math.sin(turn) * 13, 176 + row * 78 - math.cos(turn) * 19))
        c.line(curls, 3.2, chalk, 0.9)
        c.line([(168, 200 + row * 78), (560, 200 + row * 78)], 1, chalk, 0.35)
    c.soft_poly([(560, 120), (710, 120), (710, 390), (600, 390)], chalk, blur=18, alpha=0.12)
    c.rect(140, 402, 580, 10, rgb("A67C52"))
    for x in (300, 760):
        c.line([(x, 0), (x, 40)], 2.2, rgb("3A2A20"))
        c.poly([(x - 46, 66), (x - 14, 36), (x + 14, 36), (x + 46, 66)], rgb("4F6670"))
        c.oval(x, 67, 42, 6, rgb("FFF3D0"))
        c.glow(x, 110, 380, rgb("FFE9B4"), 0.42)
    c.rect(0, 556, 1200, 244, Fade(rgb("A77F58"), rgb("6E5038")))
    c.shadow(660, 598, 90, 10, 0.4)
    person(
        c,
        655,
        596,
        348,
        Look(rgb("B8456A"), rgb("F4EFE6"), SKIN[2], cut="long", skirt="aodai"),
        "point",
        facing=-1,
        rim=rgb("FFF0C8"),
    )
    plant(c, 790, 570, 130, rgb("B0603F"))
    rows = (
        (
            600,
            30,
            (
                (150, "bun", 0, rgb("7A5A75")),
                (330, "short", 1, rgb("4A5C66")),
                (830, "bun", 0, rgb("3F7A66")),
                (1010, "tail", 0, rgb("B3542E")),
            ),
        ),
        (
            690,
            44,
            (
                (80, "short", 0, rgb("33597A")),
                (330, "bun", 1, rgb("8E5A6B")),
                (600, "tail", 0, rgb("C08A4A")),
                (870, "short", 1, rgb("5B6A52")),
                (1120, "bun", 0, rgb("6B4A5E")),
            ),
        ),
    )
    for y, s, seats in rows:
        for x, cut, grey, tone in seats:
            w = s * 2.6
            c.poly(
                [
                    (x - w, y + s * 0.9),
                    (x + w, y + s * 0.9),
                    (x + w * 1.12, y + s * 1.5),
                    (x - w * 1.12, y + s * 1.5),
                ],
                Fade(rgb("D0A06A"), rgb("A87A4A")),
            )
            c.rect(x - w * 1.12, y + s * 1.5, w * 2.24, s * 0.22, rgb("7A5636"))
            c.poly(
                [
                    (x + s * 0.95, y + s * 0.98),
                    (x + s * 1.9, y + s * 0.98),
                    (x + s * 2.05, y + s * 1.36),
                    (x + s * 1.0, y + s * 1.36),
                ],
                rgb("FBF6E6"),
            )
            for i in range(3):
                c.line(
                    [
                        (x + s * 1.06, y + s * (1.08 + i * 0.09)),
                        (x + s * 1.8, y + s * (1.08 + i * 0.09)),
                    ],
                    1.2,
                    rgb("8FA6B1"),
                )
            c.shadow(x, y + s * 4.4, s * 1.6, s * 0.4, 0.35)
            back_of_head(
                c,
                x,
                y,
                s,
                Look(
                    tone,
                    tone,
                    mix(SKIN[1], SKIN[3], 0.5),
                    hair=GREY_HAIR if grey else rgb("1E1A1C"),
                    cut=cut,
                ),
                shoulders=2.7,
            )
    return c.finish(glare=rgb("FFEFC8"), grade=0.09, vignette=0.36)
