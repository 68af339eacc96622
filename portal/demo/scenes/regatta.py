"""The boat race on the river."""

from __future__ import annotations

from PIL import Image

from portal.demo.scenes.air import cumulus
from portal.demo.scenes.figures import upright
from portal.demo.scenes.green import LEAF, foliage, palm, tree
from portal.demo.scenes.kit import Canvas, Color, Fade, Point, bezier, dark, light, mix, rgb, smooth
from portal.demo.scenes.paths import curve, cut, wear
from portal.demo.scenes.people import SKIN, Look, person, someone
from portal.demo.scenes.registry import scene

NAVY = rgb("2B3442")
CLOTHES = ("B3392C", "E0A93B", "2F6F8F", "F4EFE6", "3F7A66", "8E5A6B", "C7772F")


def _racer(c: Canvas, x: float, y: float, s: float, tone: Color, *, crew: int) -> None:
    """A long racing boat heading right, its middle at x: drummer, rowers, steersman."""
    long, h = s * 0.058 * (crew + 4), s * 0.34
    left, right = x - long, x + long
    c.soft_poly(
        [(left - s * 0.5, y), (right, y - 2), (right, y + 6), (left - s * 0.5, y + s * 0.1)],
        rgb("F4FAF2"),
        blur=5,
        alpha=0.8,
    )
    gap = 2 * long * 0.8 / (crew + 1)
    hands: list[Point] = []
    steers = person(
        c,
        left + long * 0.07,
        y - s * 0.06,
        h * 1.05,
        wear("F4EFE6 2B3442 B3392C scarf"),
        "push",
        facing=1,
    )
    hand = steers["near_hand"]
    c.limb(
        (hand[0] + s * 0.08, hand[1] - s * 0.05),
        (left - s * 0.18, y + s * 0.03),
        s * 0.008,
        s * 0.014,
        rgb("7A5230"),
    )
    for i in range(crew):
        px = left + long * 0.2 + gap * (i + 0.7)
        look = Look(tone, NAVY, SKIN[i % 4], hat="cap", hat_color=rgb("F0C057"), sleeves=False)
        spots = person(c, px, y, h, look, "row", facing=1, seat=y - s * 0.075)
        hands.append(spots["near_hand"])
    drum = right - long * 0.13
    person(
        c, drum, y - s * 0.07, h * 1.05, wear("F0C057 B3392C 1 B3392C scarf"), "cheer", facing=-1
    )
    c.box(
        drum - s * 0.13,
        y - s * 0.18,
        s * 0.09,
        s * 0.12,
        s * 0.02,
        Fade(rgb("C9372B"), rgb("7E1D1F")),
    )
    rail = bezier(
        (left - s * 0.16, y - s * 0.18),
        (left + long * 0.4, y - s * 0.055),
        (right - long * 0.4, y - s * 0.055),
        (right + s * 0.12, y - s * 0.2),
        30,
    )
    keel = bezier(
        (right + s * 0.02, y + s * 0.012),
        (right - long * 0.3, y + s * 0.024),
        (left + long * 0.3, y + s * 0.03),
        (left - s * 0.04, y + s * 0.012),
        20,
    )
    c.poly([*rail, *keel], Fade(light(tone, 0.1), dark(tone, 0.35)))
    c.line(rail, s * 0.018, rgb("F4E3B4"))
    for i in range(int(crew * 1.5)):
        px = left + long * 0.14 + i * long * 1.66 / (crew * 1.5)
        c.poly(cut("-0.5,0 0,0.6 0.5,0", px, y - s * 0.05, s * 0.035), rgb("F0C057"))
    for i, (hx, hy) in enumerate(hands):
        tip = (hx + s * (0.035 + 0.004 * (i % 3)), y + s * 0.055)
        c.limb((hx - s * 0.03, hy - s * 0.1), tip, s * 0.007, s * 0.007, rgb("D9B77C"))
        c.limb((tip[0] - s * 0.008, tip[1] - s * 0.06), tip, s * 0.012, s * 0.015, rgb("F1E4C6"))
    _prow(c, right + s * 0.1, y - s * 0.19, s * 0.15, tone)
    for i in range(crew):
        px = left + long * 0.2 + gap * (i + 0.7) + s * 0.13
        for _ in range(7):
            r = s * c.rng.uniform(0.004, 0.014)
            c.oval(
                px + c.rng.gauss(0, s * 0.03),
                y + s * 0.045 - abs(c.rng.gauss(0, s * 0.02)),
                r,
                r * 0.8,
                rgb("FFFFFF"),
                0.9,
            )
    c.oval(right + s * 0.02, y + s * 0.016, s * 0.16, s * 0.02, rgb("FFFFFF"), 0.9)


def _prow(c: Canvas, x: float, y: float, s: float, tone: Color) -> None:
    """A carved head on the prow, with a red tongue and a mane."""
    for k in range(4):
        c.poly(
            cut("0,0 -0.7,-0.5 -0.25,0.25", x - s * 0.15 * k, y - s * (0.55 - k * 0.3), s * 0.7),
            rgb("F0C057"),
        )
    c.poly(
        curve(
            "-0.5,0.6 -0.4,-0.4 0,-0.9 0.6,-0.8 1.15,-0.5 1.1,-0.28 0.5,-0.25 1,0 0.4,0.1 0.1,0.6",
            x,
            y,
            s,
        ),
        Fade(light(tone, 0.15), dark(tone, 0.1)),
    )
    c.poly(cut("0.45,-0.24 1.1,-0.2 0.9,-0.06", x, y, s), rgb("F7F4EC"))
    c.oval(x + s * 0.28, y - s * 0.55, s * 0.16, s * 0.14, rgb("F7F4EC"))
    c.oval(x + s * 0.32, y - s * 0.55, s * 0.08, s * 0.08, rgb("14202B"))
    c.poly(cut("-0.05,-0.8 -0.5,-1.3 0.15,-0.95", x, y, s), rgb("F0C057"))


def _banner(c: Canvas, x: float, y: float, h: float, tone: Color) -> None:
    """A five-coloured festival banner on a tall pole."""
    c.limb((x, y), (x, y - h), h * 0.012, h * 0.01, rgb("8A6A42"))
    w, top = h * 0.3, y - h * 0.98
    for k, each in enumerate((tone, rgb("F0C057"), rgb("F4EFE6"), rgb("2F6F8F"))):
        g = w * 0.11 * k
        c.poly(
            [
                (x, top + g),
                (x + w - g, top + g + w * 0.06),
                (x + w - g, top + w - g),
                (x, top + w - g),
            ],
            each,
        )
    for i in range(6):
        c.poly(cut("0,0 0.16,0.06 0,0.12", x + w, top + w * (0.1 + i * 0.14), w), tone)


@scene()
def boat_race(c: Canvas) -> Image.Image:
    """The last stretch of a boat race: three crews in step, flags, both banks full."""
    bank, water = 330, 372
    c.sky([(0, rgb("86BCD0")), (0.7, rgb("D6E8E2")), (1, rgb("F6EED2"))], bottom=bank)
    cumulus(c, 870, 170, 360)
    cumulus(c, 300, 130, 260)
    c.ridge(270, 36, rgb("A3BFBE"), down_to=bank)
    for x in range(-20, 1240, 58):
        foliage(
            c,
            x,
            286 + c.rng.uniform(-10, 8),
            52,
            34,
            tuple(mix(t, rgb("CFE0D0"), 0.32) for t in LEAF),
            leaves=80,
            leaf=8,
        )
    for x, h in ((60, 190), (1010, 210), (1150, 170)):
        tree(c, x, 338, h, leaves=280)
    palm(c, 350, 336, 190, rgb("4F6A45"))
    palm(c, 705, 336, 170, rgb("4F6A45"), lean=-0.1)
    c.poly(cut("0,322 1200,314 1200,380 0,380"), Fade(rgb("B9AD84"), rgb("8A7D5C")))
    for i in range(118):
        x = 6 + i * 10.2 + c.rng.uniform(-4, 4)
        y = 340 + c.rng.uniform(0, 26)
        h = 44 + (y - 340) * 0.5
        look = someone(c, tuple(rgb(t) for t in CLOTHES))
        arms = c.rng.choice(("down", "down", "up", "wave", "hips"))
        upright(c, x, y, h, look, arms, back=False)
    for x, tone in ((150, "C9372B"), (430, "2F6F8F"), (790, "C9372B"), (930, "3F7A66")):
        _banner(c, x, 352, 170, rgb(tone))
    c.rect(0, water, 1200, 430, rgb("6E9C94"))
    c.reflect(water, 800, tint=rgb("5B8F8A"), strength=0.5, ripple=9)
    c.rect(0, water - 3, 1200, 4, rgb("5E5440"))
    c.ripples(water + 6, 790, rgb("F2F8E8"), count=210, alpha=0.5)
    c.ripples(water + 30, 790, rgb("2F6460"), count=120, alpha=0.35)
    for y in (440, 520):
        for x in range(20, 1200, 74):
            c.oval(x + (y - 440) * 0.2, y, 5 + (y - 440) / 40, 3.4, rgb("E0632A"))
    for x, y, s, tone, crew in (
        (690, 424, 250, "C9932B", 11),
        (560, 500, 330, "2B5C9E", 11),
        (640, 618, 450, "B3261E", 10),
    ):
        _racer(c, x, y, s, rgb(tone), crew=crew)
        c.echo(x - s * 0.95, x + s * 1.0, y + s * 0.035, s * 0.16, alpha=0.4, ripple=5)
    crowd = (
        (60, 118, "up"),
        (176, 128, "down"),
        (300, 110, "wave"),
        (415, 122, "down"),
        (545, 114, "up"),
        (770, 126, "hips"),
        (890, 112, "wave"),
        (1010, 124, "up"),
        (1130, 116, "down"),
    )
    hats = ("cone", "", "cap", "", "", "cone", "", "", "scarf")
    for i, ((x, size, arms), hat) in enumerate(zip(crowd, hats, strict=True)):
        tone = dark(rgb(CLOTHES[i % 7]), 0.3)
        look = Look(tone, NAVY, SKIN[i % 4], hat=hat, cut="bun" if i % 3 else "short")
        hands = upright(c, x, 730 + size * 2.1, size * 2.7, look, arms)
        if arms in ("up", "wave"):
            hx, hy = hands["right"]
            c.line([(hx - 3, hy + 14), (hx + 6, hy - 62)], 3, rgb("8A6A42"))
            c.poly(
                smooth(
                    [
                        (hx + 6, hy - 62),
                        (hx + 34, hy - 70),
                        (hx + 62, hy - 58),
                        (hx + 60, hy - 26),
                        (hx + 32, hy - 36),
                        (hx + 3, hy - 28),
                    ],
                    steps=4,
                ),
                rgb("F0C057" if i % 2 else "C9372B"),
            )
    return c.finish(glare=rgb("FFF9E4"), grade=0.05, vignette=0.26)
