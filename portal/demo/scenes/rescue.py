"""A fire drill at a tower block: ladder, hoses, smoke from a balcony, people behind the tape."""

from __future__ import annotations

import math

from PIL import Image

from portal.demo.scenes.air import smoke
from portal.demo.scenes.figures import upright
from portal.demo.scenes.green import tree
from portal.demo.scenes.kit import Canvas, Fade, Point, bezier, dark, light, rgb
from portal.demo.scenes.paths import cut, wear
from portal.demo.scenes.people import person, someone
from portal.demo.scenes.registry import scene
from portal.demo.scenes.roads import cone, wheel
from portal.demo.scenes.town import skyline

ENGINE = rgb("C22A22")
GEAR = "2E3C4A 2E3C4A"


def _block(c: Canvas, x: float, base: float, w: float, floors: int, lift: float) -> None:
    """The tower block from the front: balconies in pairs, one of them under smoke."""
    top = base - floors * lift
    c.rect(x, top - 24, w, floors * lift + 24, Fade(rgb("EFE3CB"), rgb("D3C4A6")))
    c.rect(x - 8, top - 30, w + 16, 12, rgb("B9A98A"))
    c.rect(x + w - 26, top - 18, 26, floors * lift + 18, rgb("BFAE90"))
    for level in range(floors):
        y = top + level * lift
        for k in range(4):
            px = x + 26 + k * (w - 70) / 4
            wide = (w - 70) / 4 - 18
            c.rect(px, y + 10, wide, lift - 20, Fade(rgb("5A7482"), rgb("8FA6AB")))
            c.rect(px + wide / 2 - 2, y + 10, 4, lift - 20, rgb("EFE3CB"))
            if c.rng.random() < 0.5:
                tone = rgb(c.rng.choice(("D9B98C", "B9C9D1", "C98F7A", "A9B98F")))
                c.rect(px, y + 10, wide * c.rng.uniform(0.3, 0.5), lift - 20, tone, 0.8)
            c.rect(px - 8, y + lift - 34, wide + 16, 26, Fade(rgb("F4ECD8"), rgb("CDBE9F")))
            c.rect(px - 10, y + lift - 37, wide + 20, 5, rgb("9C8C6E"))
            c.rect(px - 8, y + lift - 8, wide + 16, 6, rgb("8A7B62"), 0.5)
            if c.rng.random() < 0.4:
                c.box(px + wide + 1, y + 16, 15, 12, 2, rgb("DCE3E2"))
    for level in range(1, floors):
        c.rect(x, top + level * lift - 2, w, 3, rgb("C4B392"))


def _ladder(c: Canvas, a: Point, b: Point, wide: float) -> None:
    """An extending ladder from a to b."""
    dx, dy = b[0] - a[0], b[1] - a[1]
    long = math.hypot(dx, dy)
    nx, ny = -dy / long, dx / long
    for t0, t1, w, tone in ((0, 0.55, wide, "B9C2C6"), (0.42, 1.0, wide * 0.72, "DCE3E4")):
        p, q = (a[0] + dx * t0, a[1] + dy * t0), (a[0] + dx * t1, a[1] + dy * t1)
        for side in (-1, 1):
            c.line(
                [
                    (p[0] + nx * w * side, p[1] + ny * w * side),
                    (q[0] + nx * w * side, q[1] + ny * w * side),
                ],
                4.4,
                rgb(tone),
            )
        steps = int(long * (t1 - t0) / 17)
        for k in range(steps):
            t = t0 + (t1 - t0) * (k + 0.5) / steps
            m = a[0] + dx * t, a[1] + dy * t
            c.line(
                [(m[0] + nx * w, m[1] + ny * w), (m[0] - nx * w, m[1] - ny * w)], 2.2, rgb("8F9AA0")
            )


def _engine(c: Canvas, x: float, y: float, s: float) -> None:
    """The ladder truck from its side, its cab to the left."""
    c.shadow(x + s * 0.5, y, s * 0.6, s * 0.035, 0.5)
    c.box(
        x, y - s * 0.36, s * 0.3, s * 0.29, s * 0.03, Fade(light(ENGINE, 0.12), dark(ENGINE, 0.15))
    )
    c.box(x + s * 0.02, y - s * 0.335, s * 0.11, s * 0.12, 5, rgb("4A6472"))
    c.box(x + s * 0.15, y - s * 0.335, s * 0.12, s * 0.12, 5, rgb("4A6472"))
    c.rect(
        x + s * 0.3, y - s * 0.3, s * 0.7, s * 0.23, Fade(light(ENGINE, 0.08), dark(ENGINE, 0.22))
    )
    c.rect(x, y - s * 0.185, s, s * 0.028, rgb("F7F0DC"))
    for k in range(4):
        c.rect(x + s * (0.42 + k * 0.14), y - s * 0.285, s * 0.12, s * 0.085, rgb("B9C2C6"))
        for j in range(4):
            c.line(
                [
                    (x + s * (0.42 + k * 0.14), y - s * (0.27 - j * 0.02)),
                    (x + s * (0.54 + k * 0.14), y - s * (0.27 - j * 0.02)),
                ],
                1.2,
                rgb("8F9AA0"),
            )
    c.rect(x - s * 0.01, y - s * 0.085, s * 1.02, s * 0.025, rgb("2A2F35"))
    c.box(x + s * 0.07, y - s * 0.4, s * 0.14, s * 0.04, 4, rgb("2F6FC9"))
    c.glow(x + s * 0.14, y - s * 0.385, s * 0.16, rgb("6FA8FF"), 0.7)
    c.rect(x - s * 0.008, y - s * 0.14, s * 0.02, s * 0.03, rgb("FFE9B8"))
    for dx in (0.15, 0.66, 0.82):
        wheel(c, x + dx * s, y, s * 0.068)
    c.box(x + s * 0.56, y - s * 0.36, s * 0.2, s * 0.07, 4, rgb("9AA4AA"))
    for dx in (0.34, 0.95):
        c.limb((x + dx * s, y - s * 0.07), (x + dx * s, y), s * 0.014, s * 0.014, rgb("E8B93B"))
        c.rect(x + dx * s - s * 0.03, y - s * 0.01, s * 0.06, s * 0.014, rgb("2A2F35"))


def _fighter(c: Canvas, x: float, y: float, h: float, pose: str, facing: int) -> dict[str, Point]:
    """A firefighter in dark gear with bright stripes and a yellow helmet."""
    spots = person(
        c, x, y, h, wear(f"{GEAR} {c.rng.choice('012')} F0C040 helmet"), pose, facing=facing
    )
    (hx, hy), (nx, ny) = spots["hip"], spots["neck"]
    for t in (0.3, 0.62):
        mx, my = hx + (nx - hx) * t, hy + (ny - hy) * t
        c.line([(mx - h * 0.055, my), (mx + h * 0.055, my)], h * 0.02, rgb("E6F04A"))
    c.box(
        nx - facing * h * 0.11 - h * 0.03,
        ny + h * 0.05,
        h * 0.06,
        h * 0.17,
        h * 0.025,
        rgb("E8B93B"),
    )
    return spots


def _jet(c: Canvas, a: Point, peak: Point, b: Point, wide: float) -> None:
    """A jet of water, breaking into spray."""
    path = bezier(a, (a[0] + (peak[0] - a[0]) * 0.6, peak[1]), (peak[0], peak[1] - 10), b, 40)
    for i in range(40):
        p, q = path[i], path[i + 1]
        c.line([p, q], wide * (0.7 + i / 34), rgb("EAF6FA"), 0.75 - i * 0.011)
    for _ in range(130):
        t = c.rng.uniform(0.4, 1)
        x, y = path[round(t * 40)]
        c.oval(
            x + c.rng.gauss(0, 9 * t), y + abs(c.rng.gauss(0, 16 * t)), 1.7, 2.2, rgb("FFFFFF"), 0.7
        )
    c.glow(b[0], b[1], 70, rgb("FFFFFF"), 0.5)


@scene()
def fire_drill(c: Canvas) -> Image.Image:
    """The drill at its height: two on the ladder, a jet at the smoke, the street looking up."""
    ground = 596
    c.sky([(0, rgb("8FB4C8")), (0.7, rgb("DCE6E0")), (1, rgb("F2EAD4"))], bottom=ground)
    c.clouds((30, 210), rgb("FFFFFF"), count=8, size=180, alpha=0.6)
    skyline(c, ground, 120, 330, rgb("B4C2C6"), x0=0, x1=560, step=(50, 96))
    for x, h in ((40, 230), (150, 200)):
        tree(c, x, ground + 2, h, leaves=280)
    _block(c, 560, ground, 560, 6, 92)
    c.rect(1120, 300, 100, 300, Fade(rgb("D9D2C0"), rgb("B4AC98")))
    smoke(c, 830, 196, 330, drift=0.55, color=rgb("4E5258"), alpha=0.85, size=0.2)
    smoke(c, 812, 196, 210, drift=0.3, color=rgb("8A8D92"), alpha=0.6, size=0.2)
    c.glow(818, 190, 60, rgb("FF8A3C"), 0.55)
    person(c, 716, 222, 74, wear("E0A93B 2B3442 tail"), "wave", facing=-1)
    person(c, 752, 222, 70, wear("F4EFE6 33384A"), "wave", facing=-1)
    c.rect(688, 194, 110, 26, Fade(rgb("F4ECD8"), rgb("CDBE9F")))
    c.rect(686, 191, 114, 5, rgb("9C8C6E"))
    c.rect(0, ground - 4, 1200, 30, Fade(rgb("BDB6A6"), rgb("A29B8C")))
    c.rect(0, ground + 20, 1200, 190, Fade(rgb("84868A"), rgb("5A5D62")))
    for px, rx in ((420, 190), (820, 130)):
        c.oval(px, 690, rx, 12, rgb("C3CCD0"), 0.45)
    base, top = (436, 530), (672, 218)
    c.box(392, 512, 88, 44, 8, rgb("9AA4AA"))
    _ladder(c, base, top, 13)
    c.poly(cut("-30,-6 34,-6 30,38 -26,38", 668, 200), rgb("B9C2C6"))
    c.line(cut("-30,-6 34,-6", 668, 200), 4, rgb("E8B93B"))
    _fighter(c, 660, 228, 74, "reach", 1)
    c.rect(640, 212, 60, 26, Fade(rgb("DCE3E4"), rgb("9AA4AA")))
    for t, facing in ((0.36, 1), (0.66, 1)):
        x, y = base[0] + (top[0] - base[0]) * t, base[1] + (top[1] - base[1]) * t
        _fighter(c, x - 16, y + 30, 86, "carry", facing)
    _engine(c, 130, 650, 480)
    c.line(
        bezier((560, 640), (720, 650), (430, 740), (640, 742), 24)
        + bezier((640, 742), (740, 744), (770, 690), (846, 612), 24),
        7,
        rgb("D9C39A"),
    )
    c.line(bezier((600, 626), (760, 650), (900, 660), (1000, 640), 24), 7, rgb("D9C39A"))
    _jet(c, (884, 596), (852, 236), (832, 190), 6)
    c.shadow(848, 702, 60, 7, 0.45)
    spots = _fighter(c, 850, 700, 178, "hold", 1)
    hx, hy = spots["near_hand"]
    c.limb((hx - 30, hy + 16), (hx + 14, hy - 16), 6, 4, rgb("C9A24A"))
    c.limb((hx + 14, hy - 16), (884, 596), 4, 5, rgb("2A2F35"))
    c.shadow(772, 712, 60, 7, 0.45)
    _fighter(c, 772, 710, 174, "haul", 1)
    c.shadow(690, 664, 44, 6, 0.4)
    _fighter(c, 690, 664, 150, "run", 1)
    c.shadow(980, 690, 56, 7, 0.4)
    spots = person(c, 980, 690, 176, wear("2F5F8A 22303E 1 F7F4EC cap"), "talk", facing=-1)
    hx, hy = spots["near_hand"]
    c.poly(cut("0,-3 -34,-15 -34,13 0,4", hx, hy - 6), rgb("F4EFE6"))
    _stretcher(c, 1096, 672)
    for x, y, s in ((60, 716, 44), (1160, 724, 46)):
        cone(c, x, y, s)
    tape = [(0, 726), (300, 734), (620, 728), (920, 734), (1200, 726)]
    for i in range(4):
        c.line([tape[i], tape[i + 1]], 9, rgb("F7F4EC"))
        for k in range(9):
            t0, t1 = k / 9, k / 9 + 0.055
            p, q = tape[i], tape[i + 1]
            c.line(
                [
                    (p[0] + (q[0] - p[0]) * t0, p[1] + (q[1] - p[1]) * t0),
                    (p[0] + (q[0] - p[0]) * t1, p[1] + (q[1] - p[1]) * t1),
                ],
                9,
                rgb("C9372B"),
            )
    palette = tuple(rgb(t) for t in ("8E5A6B", "3F6E74", "B98B52", "E9E3D6", "4A5C74", "A8503A"))
    for i, x in enumerate((40, 130, 232, 322, 470, 566, 690, 930, 1030, 1110)):
        look = someone(c, palette)
        tall = c.rng.uniform(190, 222)
        upright(
            c,
            x,
            900 + c.rng.uniform(-14, 10),
            tall,
            look,
            ("down", "point", "hold", "wave", "hips")[i % 5] if i != 1 else "wave",
            child=i in (3, 7),
        )
    return c.finish(shade=rgb("181C22"), glare=rgb("FFF6E2"), grade=0.06, vignette=0.26)


def _stretcher(c: Canvas, x: float, y: float) -> None:
    """Two medics with a stretcher on wheels, waiting."""
    person(c, x + 46, y, 158, wear("F7F8F4 2F5F8A bun"), "push", facing=-1)
    c.rect(x - 60, y - 74, 96, 10, rgb("F0A03A"))
    c.rect(x - 60, y - 64, 96, 5, rgb("7A858C"))
    for dx in (-44, 20):
        c.line([(x + dx, y - 60), (x + dx + 14, y - 8)], 3.4, rgb("7A858C"))
        c.line([(x + dx + 14, y - 60), (x + dx, y - 8)], 3.4, rgb("7A858C"))
        c.oval(x + dx + 2, y - 6, 7, 7, rgb("2A2F35"))
