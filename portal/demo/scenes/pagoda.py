"""The yard of a village pagoda in the morning."""

from __future__ import annotations

import math
from itertools import pairwise

from PIL import Image

from portal.demo.scenes.green import LEAF, foliage, palm
from portal.demo.scenes.kit import Canvas, Color, Fade, bezier, dark, light, mix, rgb
from portal.demo.scenes.paths import curve, cut, wear
from portal.demo.scenes.people import person
from portal.demo.scenes.registry import scene
from portal.demo.scenes.room import CLAY
from portal.demo.scenes.space import Space

TILE = rgb("9A4A34")
PLASTER = rgb("EAD9A8")


def _roof(c: Canvas, x: float, y: float, w: float, h: float, tone: Color = TILE) -> None:
    """A tiled roof whose corners turn up; its eaves at y."""
    half = w / 2
    left = bezier(
        (x - half * 1.12, y - h * 0.42),
        (x - half * 0.96, y - h * 0.02),
        (x - half * 0.6, y),
        (x, y),
        12,
    )
    right = [(2 * x - px, py) for px, py in reversed(left)]
    top = [(x + half * 0.66, y - h), (x - half * 0.66, y - h)]
    side = bezier(
        (x + half * 1.12, y - h * 0.42),
        (x + half * 0.86, y - h * 0.3),
        (x + half * 0.72, y - h * 0.7),
        top[0],
        8,
    )
    other = [(2 * x - px, py) for px, py in reversed(side)]
    c.poly([*left, *right, *side, *other], Fade(light(tone, 0.08), dark(tone, 0.3)))
    for i in range(int(w / 9)):
        t = (i + 0.5) / int(w / 9) * 2 - 1
        c.line(
            [
                (x + t * half * 0.66, y - h * 0.96),
                (x + t * half * 1.02, y - h * (0.04 + 0.3 * t**6)),
            ],
            1.1,
            dark(tone, 0.35),
            0.7,
        )
    c.line([*left, *right], h * 0.07, rgb("E3CFA0"))
    c.rect(x - half * 0.7, y - h * 1.08, half * 1.4, h * 0.12, rgb("D9C08A"))
    for f in (-1, 1):
        c.poly(
            curve(
                "0,0 0.1,-0.3 0.34,-0.5 0.3,-0.2 0.14,0.1",
                x + f * half * 0.68,
                y - h,
                h * 0.8,
                facing=f,
            ),
            rgb("D9C08A"),
        )
    c.oval(x, y - h * 1.16, h * 0.13, h * 0.13, rgb("D9C08A"))


def _arch(c: Canvas, x: float, y: float, w: float, h: float) -> None:
    """An opening in the gate, the courtyard beyond in morning light."""
    ring = [
        (x + math.cos(a) * w / 2, y - h + w / 2 + math.sin(a) * w / 2)
        for a in (math.pi + math.pi * i / 16 for i in range(17))
    ]
    frame = [(x + (px - x) * 1.16, y - (y - py) * 1.05) for px, py in ring]
    c.poly([*frame, (x + w * 0.58, y), (x - w * 0.58, y)], rgb("C9A25A"))
    c.poly([*ring, (x + w / 2, y), (x - w / 2, y)], Fade(rgb("F6EBC4"), rgb("C9AE84")))
    c.poly(cut("-0.34,0 -0.26,-0.46 0.26,-0.46 0.34,0", x, y - h * 0.1, w), dark(TILE, 0.1))
    c.rect(x - w * 0.22, y - h * 0.14, w * 0.44, h * 0.14, rgb("8A5A3A"))


def _gate(c: Canvas, x: float, y: float, s: float) -> None:
    """The three-arched gate of the pagoda, two storeys in the middle."""
    c.shadow(x, y, s * 1.5, s * 0.06, 0.3)
    for f in (-1, 1):
        cx = x + f * s * 0.78
        c.rect(
            cx - s * 0.34,
            y - s * 0.78,
            s * 0.68,
            s * 0.78,
            Fade(light(PLASTER, 0.2), dark(PLASTER, 0.1)),
        )
        _arch(c, cx, y, s * 0.32, s * 0.56)
        _roof(c, cx, y - s * 0.76, s * 0.86, s * 0.2)
        c.rect(cx + f * s * 0.3 - s * 0.05, y - s * 0.84, s * 0.1, s * 0.84, dark(PLASTER, 0.14))
    c.rect(
        x - s * 0.46,
        y - s * 0.98,
        s * 0.92,
        s * 0.98,
        Fade(light(PLASTER, 0.25), dark(PLASTER, 0.06)),
    )
    for f in (-1, 1):
        c.rect(x + f * s * 0.42 - s * 0.05, y - s * 0.98, s * 0.1, s * 0.98, light(PLASTER, 0.3))
        c.rect(x + f * s * 0.42 - s * 0.028, y - s * 0.86, s * 0.056, s * 0.62, rgb("A8342A"))
        for k in range(5):
            c.rect(
                x + f * s * 0.42 - s * 0.014,
                y - s * (0.8 - k * 0.12),
                s * 0.028,
                s * 0.06,
                rgb("F0CF7A"),
            )
    _arch(c, x, y, s * 0.46, s * 0.72)
    _roof(c, x, y - s * 0.96, s * 1.16, s * 0.22)
    c.rect(
        x - s * 0.3,
        y - s * 1.44,
        s * 0.6,
        s * 0.28,
        Fade(light(PLASTER, 0.25), dark(PLASTER, 0.06)),
    )
    c.rect(x - s * 0.2, y - s * 1.4, s * 0.4, s * 0.17, rgb("A8342A"))
    for k in range(3):
        c.rect(x - s * 0.13 + k * s * 0.1, y - s * 1.36, s * 0.06, s * 0.09, rgb("F0CF7A"))
    _roof(c, x, y - s * 1.42, s * 0.8, s * 0.2)


def _banyan(c: Canvas, x: float, y: float, h: float) -> None:
    """An old banyan: a many-stranded trunk, hanging roots, a wide crown."""
    bark, r = rgb("5E4C3E"), c.rng
    c.shadow(x, y, h * 0.6, h * 0.05, 0.35)
    for side in (-1, 1):
        for k, (out, up) in enumerate(((0.52, 0.62), (0.34, 0.74), (0.62, 0.5))):
            end = (x + side * h * out, y - h * up)
            path = bezier(
                (x + side * h * 0.04, y - h * 0.4),
                (x + side * h * 0.14, y - h * 0.5),
                (end[0] - side * h * 0.16, end[1]),
                end,
                10,
            )
            for i, (a, b) in enumerate(pairwise(path)):
                c.limb(a, b, h * 0.034 * (1 - i / 14), h * 0.03 * (1 - i / 14), dark(bark, 0.1 * k))
    for dx, lean, wide in (
        (-0.12, -0.1, 0.05),
        (0.13, 0.14, 0.05),
        (-0.05, -0.03, 0.07),
        (0.06, 0.05, 0.07),
        (0.0, 0.0, 0.085),
    ):
        path = bezier(
            (x + dx * 1.7 * h, y),
            (x + dx * h, y - h * 0.14),
            (x + dx * 0.6 * h, y - h * 0.3),
            (x + lean * h, y - h * 0.56),
            12,
        )
        tone = mix(bark, rgb("8A7460"), r.uniform(0, 0.5))
        for i, (a, b) in enumerate(pairwise(path)):
            c.limb(a, b, h * wide * (0.75 + i / 40), h * wide * (0.75 + i / 40), tone)
    for k in range(15):
        dx = -0.3 + k * 0.043
        foot = (x + dx * h * 1.05, y + h * (0.02 + 0.03 * math.cos(dx * 5)))
        c.limb(
            (x + dx * h * 0.55, y - h * 0.12),
            foot,
            h * 0.03,
            h * 0.008,
            mix(bark, rgb("8A7460"), 0.5 * (k % 3) / 2),
        )
    for k in range(13):
        dx = -0.12 + k * 0.02
        strand = bezier(
            (x + dx * 1.5 * h, y - h * 0.02),
            (x + dx * h, y - h * 0.16),
            (x + dx * 0.6 * h, y - h * 0.3),
            (x + dx * h * 0.8, y - h * 0.54),
            10,
        )
        c.line(strand, 1 + k % 3, dark(bark, 0.3) if k % 2 else light(bark, 0.16), 0.6)
    for _ in range(34):
        px = x + r.uniform(-0.56, 0.56) * h
        top, drop = y - h * r.uniform(0.5, 0.6), h * r.uniform(0.08, 0.34)
        c.line(
            bezier(
                (px, top),
                (px + 2, top + drop * 0.4),
                (px - 3, top + drop * 0.7),
                (px + r.uniform(-4, 4), top + drop),
                6,
            ),
            r.uniform(1, 2.4),
            mix(bark, rgb("8A7460"), 0.4),
        )
    for dx, up, rx, ry in (
        (-0.44, 0.62, 0.3, 0.15),
        (0.46, 0.62, 0.3, 0.15),
        (-0.24, 0.78, 0.32, 0.17),
        (0.26, 0.78, 0.32, 0.17),
        (0, 0.9, 0.34, 0.16),
        (0, 0.68, 0.34, 0.15),
    ):
        foliage(
            c,
            x + dx * h,
            y - up * h,
            rx * h,
            ry * h,
            LEAF,
            leaves=330,
            leaf=h * 0.017,
            sun=(-0.7, -0.6),
        )


@scene()
def village_pagoda(c: Canvas) -> Image.Image:
    """A village pagoda early in the morning: gate, banyan, a brick yard being swept."""
    ground = 470
    c.sky([(0, rgb("93BFC4")), (0.55, rgb("E3E6C8")), (1, rgb("FFEFC4"))], bottom=ground)
    c.glow(250, 330, 420, rgb("FFF6D2"), 0.9)
    c.ridge(404, 30, rgb("B4C7B4"), down_to=ground)
    for x in range(-20, 1240, 62):
        foliage(
            c,
            x,
            436 + c.rng.uniform(-12, 8),
            54,
            36,
            tuple(mix(t, rgb("E3E2BE"), 0.42) for t in LEAF),
            leaves=70,
            leaf=8,
        )
    palm(c, 96, 474, 300, rgb("6B8A5A"), lean=0.06)
    palm(c, 30, 474, 250, rgb("5F8052"), lean=-0.08)
    c.rect(0, 432, 1200, 44, Fade(rgb("E3CF9C"), rgb("C2A878")))
    c.rect(0, 426, 1200, 9, dark(TILE, 0.1))
    c.soft(
        lambda pen, k: pen.rectangle([0, 396 * k, 1200 * k, 470 * k], fill=190),
        rgb("FFF3D2"),
        blur=26,
        alpha=0.45,
    )
    view = Space(c, 420, 360, 700, eye=1.7)
    c.rect(0, ground - 2, 1200, 340, Fade(rgb("C98F6A"), rgb("93593F")))
    z = 10.4
    while z > 2.4:
        y = view.at(0, 0, z)[1]
        c.line([(0, y), (1200, y)], max(0.8, 7 / z), rgb("8A5640"), 0.5)
        z *= 0.93
    for i in range(-34, 60):
        view.line([(i * 0.5, 0, 2.4), (i * 0.5, 0, 10.8)], 1.0, rgb("8A5640"))
    _gate(c, 420, 486, 218)
    for side in (-1, 1):
        px, py = view.at(side * 2.6, 0, 8.4)
        c.poly(
            cut("-0.34,-0.36 0.34,-0.36 0.26,0 -0.26,0", px, py, 84),
            Fade(light(CLAY, 0.1), dark(CLAY, 0.35)),
        )
        foliage(c, px, py - 62, 42, 40, LEAF, leaves=90, leaf=7)
    ax, ay = view.at(0, 0, 6.6)
    c.shadow(ax, ay, 60, 8, 0.4)
    urn = "-.42,-.62 .42,-.62 .5,-.44 .34,-.2 .2,-.12 .28,0 -.28,0 -.2,-.12 -.34,-.2 -.5,-.44"
    c.poly(cut(urn, ax, ay, 92), Fade(rgb("8FA08A"), rgb("4F6052")))
    c.oval(ax, ay - 57, 40, 7, rgb("3F4E44"))
    for dx in (-14, -4, 6, 15):
        c.line([(ax + dx, ay - 58), (ax + dx * 1.15, ay - 96)], 1.6, rgb("A8342A"))
    for dx in (-8, 8):
        _incense(c, ax + dx, ay - 96)
    _banyan(c, 985, 560, 560)
    for _ in range(150):
        t = c.rng.random()
        lx, ly = (
            (c.rng.gauss(590, 40), c.rng.gauss(706, 9))
            if t < 0.4
            else (c.rng.uniform(480, 1200), c.rng.uniform(560, 790))
        )
        c.oval(lx, ly, 5, 2.2, c.rng.choice((rgb("D9B04A"), rgb("B9762F"), rgb("8FA04A"))))
    for px, y, h, words, pose, f in (
        (560, 520, 132, "E9D9B0 4A4038 grey bun", "stroll", -1),
        (300, 512, 124, "B98F6A 33384A 1", "stand", 1),
    ):
        c.shadow(px, y + 1, h * 0.3, 5, 0.35)
        person(c, px, y, h, wear(words), pose, facing=f, rim=rgb("FFF3D2"))
    for px, y, h, words in (
        (236, 664, 226, "C9607A F4EFE6 2 long aodai"),
        (146, 672, 222, "5F9AA6 F4EFE6 bun aodai"),
    ):
        c.shadow(px, y + 2, h * 0.3, 8, 0.4)
        spots = person(c, px, y, h, wear(words), "hold", facing=1, rim=rgb("FFF3D2"))
        hx, hy = spots["near_hand"]
        c.oval(hx + 6, hy - 2, 34, 8, rgb("A8342A"))
        for dx, tone in (
            (-14, "F0C057"),
            (0, "E07B2A"),
            (14, "D9432F"),
            (-6, "F0C057"),
            (8, "E9A03A"),
        ):
            c.oval(hx + 6 + dx, hy - 10 - (5 if abs(dx) < 9 else 0), 9, 8, rgb(tone))
    px, y, h = 700, 706, 252
    c.shadow(px, y + 2, 90, 9, 0.42)
    spots = person(
        c, px, y, h, wear("8A6A4A 4A3C34 1 grey bun"), "sweep", facing=-1, rim=rgb("FFF3D2")
    )
    (nx, _), (fx, fy) = spots["near_hand"], spots["far_hand"]
    tip = (nx - 92, y - 6)
    c.limb(
        (fx + (fx - tip[0]) * 0.3, fy - (tip[1] - fy) * 0.3),
        (tip[0] + 20, tip[1] - 34),
        3.4,
        3.4,
        rgb("B98B52"),
    )
    for k in range(18):
        c.line(
            [(tip[0] + 21, tip[1] - 36), (tip[0] - 22 + k * 2.6, tip[1] + 6)], 1.8, rgb("C9A25A")
        )
    _dog(c, 868, 742, 92)
    for a, b in ((-200, 120), (60, 330), (420, 640)):
        c.soft_poly(
            [(a + 260, 0), (b + 240, 0), (b + 560, 800), (a + 520, 800)],
            rgb("FFF3CE"),
            blur=40,
            alpha=0.12,
        )
    return c.finish(glare=rgb("FFF4D4"), grade=0.07, vignette=0.26)


def _incense(c: Canvas, x: float, y: float) -> None:
    """A thread of smoke from the urn."""
    thread = cut("0,0 14,-54 -6,-114 20,-184", x, y)
    c.soft(
        lambda pen, k: pen.line([(px * k, py * k) for px, py in thread], fill=255, width=3),
        rgb("FFFFFF"),
        blur=7,
        alpha=0.7,
    )


def _dog(c: Canvas, x: float, y: float, s: float) -> None:
    """A yellow dog lying in the shade, head up."""
    tone = rgb("C9934A")
    c.shadow(x, y + 1, s * 0.8, s * 0.09, 0.4)
    c.poly(
        curve("-0.7,0 -0.68,-0.3 -0.2,-0.42 0.3,-0.44 0.42,-0.2 0.4,0", x, y, s),
        Fade(light(tone, 0.1), dark(tone, 0.2)),
    )
    c.limb(
        (x + s * 0.3, y - s * 0.04),
        (x + s * 0.72, y - s * 0.03),
        s * 0.06,
        s * 0.05,
        dark(tone, 0.1),
    )
    c.limb((x - s * 0.66, y - s * 0.06), (x - s * 0.9, y - s * 0.2), s * 0.05, s * 0.03, tone)
    c.limb((x + s * 0.3, y - s * 0.34), (x + s * 0.42, y - s * 0.58), s * 0.13, s * 0.12, tone)
    c.poly(
        curve("0.3,-0.72 0.5,-0.76 0.62,-0.6 0.82,-0.54 0.78,-0.46 0.5,-0.44 0.32,-0.54", x, y, s),
        tone,
    )
    c.poly(cut("0.32,-0.7 0.3,-0.94 0.44,-0.76", x, y, s), dark(tone, 0.25))
    c.oval(x + s * 0.8, y - s * 0.52, s * 0.03, s * 0.026, rgb("20262C"))
