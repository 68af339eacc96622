"""The mangrove at the river mouth."""

from __future__ import annotations

import math
from itertools import pairwise

from PIL import Image

from portal.demo.scenes.green import LEAF, foliage, tufts
from portal.demo.scenes.kit import (
    Canvas,
    Color,
    Fade,
    bezier,
    dark,
    mix,
    rgb,
    smooth,
)
from portal.demo.scenes.people import SKIN, Look, person
from portal.demo.scenes.registry import scene

SALT = rgb("FBFAF4")


def _rooted(
    c: Canvas, x: float, water: float, h: float, tones: tuple[Color, ...], bark: Color
) -> None:
    """A mangrove tree on its arching roots."""
    r, fork = c.rng, water - h * 0.34
    for _ in range(11):
        side = r.choice((-1, 1))
        out, start = side * h * r.uniform(0.06, 0.36), water - h * r.uniform(0.1, 0.34)
        path = bezier(
            (x, start),
            (x + out * 0.6, start - h * 0.02),
            (x + out, start + h * 0.04),
            (x + out * 1.05, water + h * 0.01),
            9,
        )
        for i, (a, b) in enumerate(pairwise(path)):
            c.limb(a, b, h * 0.012 * (1.2 - i / 14), h * 0.012 * (1.1 - i / 14), bark)
    c.limb((x + r.uniform(-2, 2), water + 1), (x, water - h * 0.2), h * 0.006, h * 0.022, bark)
    c.limb((x, water - h * 0.2), (x + h * 0.02, fork - h * 0.2), h * 0.022, h * 0.016, bark)
    for side in (-1, 1):
        c.limb((x, fork), (x + side * h * 0.18, fork - h * 0.24), h * 0.014, h * 0.008, bark)
    for dx, up, size in (
        (0.2, 0.62, 0.2),
        (-0.22, 0.62, 0.2),
        (0.06, 0.78, 0.24),
        (-0.1, 0.7, 0.22),
    ):
        foliage(
            c,
            x + dx * h,
            water - up * h,
            h * size,
            h * size * 0.66,
            tones,
            leaves=round(h * 0.6 + 60),
            leaf=5 + h * 0.008,
        )


def egret(
    c: Canvas,
    x: float,
    y: float,
    s: float,
    facing: int = 1,
    *,
    flying: bool = False,
    white: Color = SALT,
) -> None:
    """A white wading bird, `s` tall, standing at (x, y) or on the wing."""
    f = facing
    if flying:
        c.poly(
            smooth(
                [
                    (x - f * s * 0.3, y),
                    (x, y - s * 0.1),
                    (x + f * s * 0.4, y - s * 0.02),
                    (x, y + s * 0.09),
                ],
                steps=5,
            ),
            white,
        )
        c.line([(x - f * s * 0.28, y), (x - f * s * 0.62, y + s * 0.06)], s * 0.03, rgb("5A4E3A"))
        c.poly(
            smooth(
                [
                    (x - f * s * 0.16, y),
                    (x - f * s * 0.42, y - s * 0.5),
                    (x - f * s * 0.3, y - s * 0.62),
                    (x + f * s * 0.22, y - s * 0.06),
                ],
                steps=5,
            ),
            white,
        )
        c.poly(
            smooth(
                [
                    (x - f * s * 0.06, y - s * 0.03),
                    (x + f * s * 0.26, y - s * 0.6),
                    (x + f * s * 0.36, y - s * 0.5),
                    (x + f * s * 0.24, y),
                ],
                steps=5,
            ),
            dark(white, 0.1),
        )
        c.limb(
            (x + f * s * 0.38, y - s * 0.03),
            (x + f * s * 0.5, y - s * 0.07),
            s * 0.04,
            s * 0.045,
            white,
        )
        c.limb(
            (x + f * s * 0.5, y - s * 0.07),
            (x + f * s * 0.72, y - s * 0.05),
            s * 0.022,
            s * 0.006,
            rgb("E0A93B"),
        )
        return
    for dx in (-0.05, 0.06):
        c.line([(x + dx * s, y - s * 0.42), (x + dx * s, y)], s * 0.024, rgb("3A342A"))
    c.poly(
        smooth(
            [
                (x - f * s * 0.34, y - s * 0.36),
                (x - f * s * 0.1, y - s * 0.6),
                (x + f * s * 0.18, y - s * 0.62),
                (x + f * s * 0.16, y - s * 0.42),
                (x - f * s * 0.05, y - s * 0.34),
            ],
            steps=5,
        ),
        white,
    )
    neck = bezier(
        (x + f * s * 0.14, y - s * 0.56),
        (x + f * s * 0.36, y - s * 0.66),
        (x + f * s * 0.02, y - s * 0.8),
        (x + f * s * 0.2, y - s * 0.95),
        10,
    )
    for a, b in pairwise(neck):
        c.limb(a, b, s * 0.04, s * 0.036, white)
    c.oval(x + f * s * 0.22, y - s * 0.96, s * 0.065, s * 0.05, white)
    c.limb(
        (x + f * s * 0.26, y - s * 0.96),
        (x + f * s * 0.46, y - s * 0.91),
        s * 0.022,
        s * 0.005,
        rgb("E0A93B"),
    )


def _basket_boat(c: Canvas, x: float, y: float, w: float) -> None:
    """A round basket boat on the water at y, someone paddling it."""
    h = w * 0.2
    rim_y = y - h * 1.1
    c.oval(x, rim_y, w * 0.5, w * 0.1, rgb("4A3826"))
    look = Look(rgb("8E5A3A"), rgb("2B3442"), SKIN[1], hat="cone")
    spots = person(
        c, x - w * 0.02, y, w * 0.98, look, "row", facing=-1, seat=y - h * 0.8, rim=rgb("FFF6DC")
    )
    hand = spots["near_hand"]
    c.limb(
        (hand[0] + w * 0.1, hand[1] - w * 0.3),
        (hand[0] - w * 0.14, y + h * 0.1),
        w * 0.012,
        w * 0.012,
        rgb("7A5A35"),
    )
    bowl = [(x - w * 0.5, rim_y)]
    bowl += bezier(
        (x - w * 0.5, rim_y + 2),
        (x - w * 0.25, rim_y + w * 0.135),
        (x + w * 0.25, rim_y + w * 0.135),
        (x + w * 0.5, rim_y + 2),
        16,
    )
    bowl += bezier(
        (x + w * 0.5, rim_y),
        (x + w * 0.42, y + h * 0.5),
        (x - w * 0.42, y + h * 0.5),
        (x - w * 0.5, rim_y),
        16,
    )
    c.poly(bowl, Fade(rgb("B98B52"), rgb("5E4630")))
    for k in range(15):
        t = -0.94 + k * 0.134
        top = (x + w * 0.5 * t, rim_y + w * 0.1 * math.sqrt(1 - t * t))
        c.line(
            [top, (x + w * 0.43 * t, rim_y + w * (0.1 + 0.1 * (1 - t * t)) * math.sqrt(1 - t * t))],
            1.1,
            rgb("5E4630"),
            0.6,
        )
    rim = bezier(
        (x - w * 0.5, rim_y),
        (x - w * 0.3, rim_y + w * 0.14),
        (x + w * 0.3, rim_y + w * 0.14),
        (x + w * 0.5, rim_y),
        18,
    )
    c.line(rim, w * 0.03, rgb("D9B77C"))


@scene()
def mangrove(c: Canvas) -> Image.Image:
    """The mangrove in the morning mist: arching roots, a basket boat, egrets."""
    water = 470
    mist = rgb("DCE9DC")
    c.sky([(0, rgb("A9CBC6")), (0.5, rgb("DDE9D6")), (1, rgb("FBF1D2"))], bottom=water)
    c.glow(690, 300, 460, rgb("FFF8DE"), 0.9)
    c.oval(690, 232, 30, 30, rgb("FFFDF2"))
    for base, size, haze in ((462, 66, 0.78), (466, 104, 0.55)):
        tones = tuple(mix(t, mist, haze) for t in LEAF)
        for x in range(-30, 1260, round(size * 0.85)):
            if haze < 0.6 and 560 < x < 850:
                continue
            foliage(
                c,
                x,
                base - size * c.rng.uniform(0.55, 0.95),
                size * 0.8,
                size * 0.7,
                tones,
                leaves=80,
                leaf=size * 0.085,
            )
            c.oval(x, base - size * 0.16, size * 1.1, size * 0.2, tones[0])
        c.soft(
            lambda pen, k: pen.rectangle([0, 420 * k, 1200 * k, 470 * k], fill=200),
            mist,
            blur=18,
            alpha=0.7,
        )
    tones = tuple(mix(t, mist, 0.16) for t in LEAF)
    for x, h in (
        (40, 390),
        (170, 330),
        (300, 280),
        (405, 210),
        (1010, 250),
        (1110, 330),
        (1210, 400),
    ):
        _rooted(c, x, water + 4, h, tones, rgb("5E4E40"))
    c.rect(0, water, 1200, 330, rgb("8FB3A6"))
    c.reflect(water, 800, tint=rgb("7FA699"), strength=0.72, ripple=4)
    c.soft(
        lambda pen, k: pen.rectangle([0, 462 * k, 1200 * k, 492 * k], fill=170),
        mist,
        blur=14,
        alpha=0.7,
    )
    c.glow(690, 560, 200, rgb("FFF6D6"), 0.55, ry=170)
    c.ripples(500, 790, rgb("FBF8E6"), count=110, alpha=0.5)
    bank = [(700, 800), (760, 742), (900, 712), (1060, 690), (1220, 676), (1220, 820)]
    c.poly(smooth([*bank, (700, 820)], steps=6), Fade(rgb("6E5E48"), rgb("3D3529")))
    for _ in range(40):
        x = c.rng.uniform(780, 1200)
        y = 770 - (x - 700) * 0.13 + c.rng.uniform(0, 40)
        c.limb(
            (x, y), (x + c.rng.uniform(-2, 2), y - c.rng.uniform(10, 26)), 2.4, 1.2, rgb("4A3D2F")
        )
    near = (rgb("17352C"), rgb("24503C"), rgb("3E7A4C"), rgb("86AE62"))
    _rooted(c, 1120, 716, 700, near, rgb("3F322A"))
    for x, y, rx in ((-10, -6, 190), (150, -34, 150), (-30, 120, 90)):
        foliage(c, x, y, rx, rx * 0.56, near, leaves=260, leaf=13)
    for x, y, s, f in (
        (850, 742, 112, -1),
        (930, 728, 96, 1),
        (610, 486, 46, 1),
        (655, 488, 40, -1),
    ):
        egret(c, x, y, s, f)
        c.echo(x - s * 0.5, x + s * 0.5, y, s * 0.7, alpha=0.35) if y < 500 else None
    for x, y, s, f in ((520, 150, 74, 1), (610, 208, 56, 1), (450, 240, 44, 1)):
        egret(c, x, y, s, f, flying=True)
    _basket_boat(c, 420, 640, 230)
    c.echo(290, 550, 650, 130, alpha=0.5)
    for k in range(4):
        c.line(
            bezier(
                (290 - k * 26, 652 + k * 13),
                (360, 668 + k * 16),
                (480, 668 + k * 16),
                (560 + k * 20, 650 + k * 13),
                14,
            ),
            1.6,
            rgb("F4F7E6"),
            0.6 - k * 0.12,
        )
    tufts(c, 760, 812, (rgb("3D5A3A"), rgb("5B7A46")), count=60, size=40, x0=0, x1=260)
    return c.finish(glare=rgb("FBF8E2"), grade=0.06, vignette=0.28)
