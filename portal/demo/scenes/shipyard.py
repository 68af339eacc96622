"""The shipyard: a hull on the slip, seen from under the bow."""

from __future__ import annotations

from PIL import Image

from portal.demo.scenes.air import sparks
from portal.demo.scenes.kit import Canvas, Fade, Point, bezier, dark, light, mix, rgb
from portal.demo.scenes.paths import curve, cut, wear
from portal.demo.scenes.people import person
from portal.demo.scenes.registry import scene
from portal.demo.scenes.sea import gantry
from portal.demo.scenes.space import Space
from portal.demo.scenes.town import skyline

ORANGE = "E07B2A 33475A"
STEEL = rgb("5A6872")
DUSK = rgb("C9B0A0")


def _edge(side: int, t: float) -> Point:
    """The outline of the bow from deck (0) to keel (1)."""
    path = bezier(
        (620 + side * 352, 178),
        (620 + side * 300, 330),
        (620 + side * 214, 560),
        (620 + side * 46, 634),
        40,
    )
    return path[round(t * 40)]


def _hull(c: Canvas) -> None:
    """The bow from the front: flared plates, red below the waterline, a bulb at the foot."""
    stem_top, keel = (620.0, 112.0), (620.0, 636.0)
    for side, shade in ((-1, 0.0), (1, 0.34)):
        outer = [_edge(side, i / 40) for i in range(41)]
        deck = bezier(stem_top, (620 + side * 120, 132), (620 + side * 250, 156), outer[0], 12)
        shape = [*deck, *outer, keel]
        c.poly(shape, Fade(dark(rgb("33597A"), shade), dark(rgb("5A86A0"), shade)))
        red = [p for p in outer if p[1] > 420]
        c.poly(
            [(620, 446), (620 + side * 110, 436), *red, keel],
            Fade(dark(rgb("B3443A"), shade), dark(rgb("7A2A26"), shade)),
        )
        c.line([(620, 446), (620 + side * 110, 436), red[0]], 4, dark(rgb("F1E9D8"), shade))
        for k in range(1, 7):
            t = k / 7
            y = 150 + t * 400
            end = next(p for p in outer if p[1] >= y + 20)
            c.line(
                bezier(
                    (620, y - 26),
                    (620 + side * 90, y - 12),
                    (end[0] - side * 60, end[1] - 8),
                    end,
                    12,
                ),
                1.4,
                dark(rgb("2A465C"), 0.2),
                0.6,
            )
        for k in range(1, 5):
            t = k / 5
            top = deck[round(t * 12)]
            c.line(
                bezier(
                    top,
                    (620 + side * 250 * t, 330),
                    (620 + side * 150 * t, 520),
                    (620 + side * 36 * t, 630),
                    14,
                ),
                1.2,
                dark(rgb("2A465C"), 0.2),
                0.5,
            )
        c.line(deck, 7, dark(rgb("E9E3D2"), shade))
        patches = ((168, 214, 74, 46), (84, 350, 60, 40)) if side < 0 else ((196, 318, 64, 48),)
        for x, y, w, h in patches:
            c.poly(
                cut("0,0 1,0.08 0.94,1 -0.06,0.9", 620 + side * x - w / 2, y, w, tall=h),
                dark(mix(rgb("8A5A4A"), rgb("5A86A0"), 0.45), shade),
                0.75,
            )
        hx, hy = 620 + side * 92, 246
        c.oval(hx, hy, 17, 14, dark(rgb("22384A"), shade))
        c.line([(hx, hy), (hx + side * 4, hy + 40)], 6, rgb("1B242C"))
        c.poly(
            cut(
                "-.9,.2 -.5,.6 .5,.6 .9,.2 .4,.4 .14,.3 .14,-.6 -.14,-.6 -.14,.3 -.4,.4",
                hx + side * 4,
                hy + 46,
                24,
            ),
            rgb("1B242C"),
        )
    for k in range(9):
        c.rect(626, 300 + k * 34, 12 if k % 2 else 20, 3, rgb("F1E9D8"))
    c.line([stem_top, (620, 560)], 3, light(rgb("5A86A0"), 0.3))
    c.oval(620, 580, 56, 54, Fade(rgb("C9564A"), rgb("6E2622")))
    c.oval(604, 562, 22, 18, rgb("D9776A"), 0.6)
    rail = bezier((290, 150), (430, 128), (540, 100), (620, 84), 10) + bezier(
        (620, 84), (700, 100), (810, 128), (950, 150), 10
    )
    c.line(rail, 2, rgb("E9E3D2"))
    for i, (x, y) in enumerate(rail):
        if i % 2 == 0:
            c.line([(x, y), (x, y + 28)], 1.6, rgb("E9E3D2"))


def _scaffold(c: Canvas, x0: float, x1: float, base: float, levels: int, lift: float) -> None:
    """Scaffolding beside the hull."""
    top = base - levels * lift
    for x in (x0, (x0 + x1) / 2, x1):
        c.limb((x, base), (x, top - 30), 2.6, 2.4, rgb("8A8478"))
    for k in range(1, levels + 1):
        y = base - k * lift
        c.rect(x0 - 12, y, x1 - x0 + 24, 7, Fade(rgb("B98B52"), rgb("7A5A35")))
        c.line([(x0 - 6, y - 30), (x1 + 6, y - 30)], 2, rgb("C9A24A"))
        a, b = (x0, x1) if k % 2 else (x1, x0)
        c.line([(a, y + lift), (b, y)], 2, rgb("7A7468"))


@scene()
def shipyard(c: Canvas) -> Image.Image:
    """A hull on the slip at the end of the day: scaffolds, a gantry, welders' light."""
    ground = 560
    c.sky(
        [(0, rgb("3F5268")), (0.5, rgb("8A8A98")), (0.85, rgb("E3B48E")), (1, rgb("F6D3A0"))],
        bottom=ground,
    )
    c.clouds((40, 200), rgb("5A6478"), count=10, size=190, alpha=0.55)
    c.clouds((240, 380), rgb("F2C49A"), count=8, size=150, alpha=0.5)
    c.glow(160, 500, 420, rgb("FFE2B0"), 0.6)
    skyline(c, 556, 20, 80, rgb("8A7F86"), x0=0, x1=300, lit=0.08, step=(24, 50))
    gantry(c, 160, 560, 330, rgb("7A6A74"), boom=0.7, facing=1, trolley=0.5)
    c.rect(1040, 380, 190, 182, Fade(rgb("8F8A88"), rgb("6A666A")))
    c.poly([(1030, 384), (1130, 330), (1240, 384)], rgb("5E5A60"))
    for k in range(3):
        c.rect(1064 + k * 52, 420, 36, 28, rgb("FFD98A"))
    c.rect(0, ground - 6, 1200, 250, Fade(rgb("8A8078"), rgb("4A4A50")))
    for x in (66, 1134):
        c.poly(
            [
                (x - 26, 596),
                (x - 10, 40),
                (x + 10, 40),
                (x + 26, 596),
                (x + 14, 596),
                (x, 120),
                (x - 14, 596),
            ],
            Fade(rgb("E0A93B"), rgb("9A6E26")),
        )
        c.rect(x - 34, 586, 68, 16, rgb("3A3F46"))
    c.rect(20, 16, 1160, 34, Fade(rgb("E9B84A"), rgb("B98426")))
    for k in range(30):
        c.line([(30 + k * 38.6, 18), (49 + k * 38.6, 48)], 1.4, rgb("9A6E26"))
    c.rect(420, 44, 74, 22, rgb("3A3F46"))
    for dx in (438, 474):
        c.line([(dx, 64), (dx, 112)], 1.6, rgb("2A2F35"))
    c.poly(cut("0,0 96,0 104,24 -8,24", 408, 112), Fade(rgb("9A5A4A"), rgb("6E3A30")))
    view = Space(c, 620, 430, 700, eye=1.7)
    for side in (-1, 1):
        c.poly(
            [
                view.at(side * 1.5, 0, 9),
                view.at(side * 1.8, 0, 9),
                view.at(side * 1.8, 0, 2.9),
                view.at(side * 1.5, 0, 2.9),
            ],
            rgb("3A3F46"),
        )
        c.poly(
            [
                view.at(side * 1.6, 0, 9),
                view.at(side * 1.66, 0, 9),
                view.at(side * 1.66, 0, 2.9),
                view.at(side * 1.6, 0, 2.9),
            ],
            rgb("9AA4AA"),
        )
    for z in (8, 6.6, 5.5, 4.6, 3.9, 3.4):
        view.floor(-2.1, 2.1, z, z + 0.24, rgb("5A4638"))
    c.soft_poly([(330, 600), (910, 600), (980, 680), (260, 680)], rgb("1B1F28"), blur=22, alpha=0.5)
    _scaffold(c, 300, 408, 600, 4, 92)
    _scaffold(c, 838, 946, 600, 4, 92)
    _hull(c)
    for x, s in ((620, 64), (520, 44), (720, 44)):
        c.rect(x - s / 2, 628, s, 40, Fade(rgb("8A6A4A"), rgb("4A382A")))
        c.rect(x - s / 2 - 6, 624, s + 12, 8, rgb("6E5238"))
    _scaffold(c, 214, 300, 612, 3, 92)
    _scaffold(c, 950, 1036, 612, 3, 92)
    for x, y, h, words, pose, f in (
        (262, 336, 70, f"{ORANGE} E8B93B helmet", "reach", 1),
        (982, 428, 72, "2F5F8A 2B3442 E8B93B helmet", "reach", -1),
        (248, 428, 72, "2F5F8A 2B3442 1 E8B93B helmet", "hold", 1),
        (1010, 336, 70, f"{ORANGE} 1 F1EADB helmet", "walk", 1),
        (600, 118, 52, f"{ORANGE} E8B93B helmet", "wave", -1),
    ):
        person(c, x, y, h, wear(words), pose, facing=f, rim=rgb("FFD9A0"))
    sparks(c, 300, 292, 58, count=50)
    sparks(c, 936, 386, 64, count=60)
    sparks(c, 700, 524, 40, count=36)
    for x, y, h, words, pose, f in (
        (452, 700, 156, f"{ORANGE} E8B93B helmet", "walk", 1),
        (780, 692, 150, "2F5F8A 2B3442 1 F1EADB helmet", "point", -1),
        (836, 694, 148, f"{ORANGE} 2 E8B93B helmet", "stand", -1),
    ):
        c.shadow(x, y + 1, h * 0.3, 6, 0.45)
        person(c, x, y, h, wear(words), pose, facing=f, rim=rgb("FFD9A0"))
    _welder(c, 250, 770)
    for k, tone in enumerate(("B3392C", "2F6F9E", "2F6F9E")):
        x = 60 + k * 34
        c.box(x - 14, 690, 28, 92, 12, Fade(light(rgb(tone), 0.2), dark(rgb(tone), 0.3)))
        c.rect(x - 5, 678, 10, 14, rgb("8A8F94"))
    c.line(bezier((94, 690), (120, 780), (180, 790), (230, 764), 14), 4, rgb("22262C"))
    for x, h, words, pose, f in (
        (1010, 262, "E9E3D6 2B3442 1 F1EADB helmet", "hold", 1),
        (1118, 268, f"{ORANGE} tail F1EADB helmet", "talk", -1),
    ):
        c.shadow(x, 790, h * 0.3, 9, 0.5)
        person(c, x, 788, h, wear(words), pose, facing=f, rim=rgb("FFD9A0"))
    c.poly([(1040, 634), (1112, 622), (1122, 664), (1050, 678)], rgb("F7F9F6"))
    c.line(bezier((1052, 662), (1070, 640), (1090, 640), (1110, 652), 10), 2, rgb("3F6E8A"))
    c.line([(1054, 650), (1112, 638)], 1.4, rgb("3F6E8A"))
    return c.finish(shade=rgb("141820"), glare=rgb("FFE9CC"), grade=0.09, vignette=0.32)


def _welder(c: Canvas, x: float, y: float) -> None:
    """A welder on one knee over a plate, a mask before the face."""
    c.poly(cut("-150,-10 190,-26 220,4 -130,22", x + 60, y), Fade(rgb("6E7A82"), rgb("4A545C")))
    c.shadow(x - 20, y, 80, 9, 0.5)
    spots = person(c, x - 30, y, 258, wear("4A5C6E 2B3442 1"), "kneel", facing=1, rim=rgb("CFE6FF"))
    hx, hy = spots["head"]
    c.poly(
        curve("-0.5,-1.1 0.6,-1.25 1.25,-0.4 1.1,0.75 0.5,1.3 -0.3,0.7", hx, hy, 19), rgb("23282E")
    )
    c.poly(cut("0.55,-0.5 1.15,-0.4 1.12,0 0.55,0.05", hx, hy, 19), rgb("7FE0B0"))
    px, py = spots["near_hand"]
    tip = (x + 116, y - 22)
    c.limb((px, py), tip, 5, 3, rgb("2A2F35"))
    sparks(c, *tip, 120, count=110, aim=-60)
    c.glow(tip[0], tip[1] + 8, 150, rgb("CFE6FF"), 0.4, ry=30)
