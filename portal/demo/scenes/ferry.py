"""The morning ferry to the island."""

from __future__ import annotations

import math

from PIL import Image

from portal.demo.scenes.air import cumulus
from portal.demo.scenes.green import LEAF, foliage
from portal.demo.scenes.kit import Canvas, Color, Fade, bezier, dark, light, mix, rgb
from portal.demo.scenes.paths import curve, cut, wear
from portal.demo.scenes.people import person, someone
from portal.demo.scenes.registry import WIDE, scene
from portal.demo.scenes.sea import fishing_boat, gulls

CLOTHES = ("B3392C", "E0A93B", "2F6F8F", "F4EFE6", "3F7A66", "8E5A6B", "C7772F")


def _foam(c: Canvas, x0: float, x1: float, y: float, spread: float, count: int) -> None:
    """Broken white water along a hull."""
    for _ in range(count):
        x = c.rng.uniform(x0, x1)
        r = c.rng.uniform(0.3, 1) * spread
        c.oval(
            x,
            y + c.rng.gauss(0, spread * 0.35),
            r,
            r * 0.34,
            rgb("FBFDFA"),
            c.rng.uniform(0.4, 0.95),
        )


def _island(c: Canvas, sea: float) -> None:
    """The island with its light, in the haze of the morning."""
    c.poly(
        curve("820,0 880,-38 960,-62 1030,-112 1100,-104 1160,-70 1260,-84 1260,8 820,6", 0, sea),
        Fade(rgb("7FA69A"), rgb("9DBBA8")),
    )
    c.poly(curve("850,2 940,-26 1020,-52 1080,-44 1150,-26 1260,-34 1260,8", 0, sea), rgb("5F8F7C"))
    for x in range(880, 1200, 22):
        foliage(
            c,
            x,
            sea - 10 - c.rng.uniform(0, 26),
            20,
            10,
            tuple(mix(t, rgb("B9D3C4"), 0.3) for t in LEAF),
            leaves=24,
            leaf=5,
        )
    for x, w, tone in ((905, 26, "E8D9BE"), (938, 20, "D9B98C"), (966, 30, "EFE6D4")):
        c.rect(x, sea - 22, w, 18, rgb(tone))
        c.poly([(x - 3, sea - 21), (x + w / 2, sea - 33), (x + w + 3, sea - 21)], rgb("B24A34"))
    c.rect(895, sea - 5, 130, 5, rgb("C9C3B4"))
    c.poly(
        cut("-7,0 -4,-70 4,-70 7,0", 1062, sea - 104),
        Fade(rgb("FFFFFF"), rgb("DCE3E2"), across=True),
    )
    for k in range(2):
        c.rect(1056.5 + k * 0.8, sea - 130 - k * 26, 11 - k * 2, 12, rgb("C9372B"))
    c.rect(1056, sea - 186, 12, 13, rgb("FFE9A8"))
    c.poly(cut("-9,0 0,-12 9,0", 1062, sea - 186), rgb("8A2A2A"))


@scene(WIDE)
def island_ferry(c: Canvas) -> Image.Image:
    """The morning ferry on its way to the island: people at the rail, motorcycles below."""
    sea, water = 318, 540
    c.sky([(0, rgb("4F9CC4")), (0.6, rgb("AFD8E2")), (1, rgb("F2F1DC"))], bottom=sea)
    for x, y, w in ((180, 190, 330), (560, 130, 260), (1010, 150, 380)):
        cumulus(c, x, y, w, lit=rgb("FFFBF0"))
    c.ridge(sea - 6, 14, rgb("A9C6CC"), down_to=sea)
    _island(c, sea)
    c.rect(0, sea, 1200, 360, Fade(rgb("7FB9C4"), rgb("1F5F7E")))
    c.soft(
        lambda pen, k: pen.rectangle([760 * k, (sea - 8) * k, 1200 * k, (sea + 10) * k], fill=150),
        rgb("EEF3E6"),
        blur=8,
        alpha=0.6,
    )
    for row in range(13):
        y = sea + 6 + row * row * 2.1
        tall = 1 + row * 0.55
        crest = [
            (x, y - abs(math.sin(x * (0.03 - row * 0.0018) + row * 1.9)) * tall * 1.6)
            for x in range(0, 1211, 10)
        ]
        c.poly(
            [*crest, (1200, y + 20), (0, y + 20)], mix(rgb("79B2BF"), rgb("22607E"), row / 13), 0.55
        )
    c.ripples(sea + 4, 660, rgb("F4FBF6"), count=150, alpha=0.55)
    small = fishing_boat(c, 985, 400, 92, facing=-1)
    c.oval(small[0], 402, 60, 3, rgb("EAF5F2"), 0.7)
    c.soft_poly(
        [(170, water - 4), (170, water + 14), (-40, water + 60), (-40, water - 10)],
        rgb("EAF5F2"),
        blur=10,
        alpha=0.8,
    )
    _ferry(c, water)
    c.echo(150, 800, water + 2, 90, alpha=0.35, ripple=6)
    _foam(c, 120, 760, water + 6, 15, 90)
    _foam(c, -20, 190, water + 16, 22, 60)
    for x0, spread in ((735, 20), (790, 15)):
        _foam(c, x0, x0 + 60, water - 4, spread, 34)
    c.line(
        bezier((780, water - 6), (850, water + 4), (900, water + 24), (960, water + 50)),
        3,
        rgb("F4FBF6"),
        0.7,
    )
    c.line(
        bezier((760, water + 6), (820, water + 24), (850, water + 50), (880, water + 84)),
        3,
        rgb("F4FBF6"),
        0.5,
    )
    gulls(
        c,
        [(90, 300, 26), (150, 345, 20), (60, 385, 17), (520, 255, 15), (860, 240, 18)],
        rgb("FFFFFF"),
    )
    return c.finish(glare=rgb("FFFBEA"), grade=0.04, vignette=0.22)


def _ferry(c: Canvas, water: float) -> None:
    white, blue = rgb("F4F3EC"), rgb("1F5F94")
    deck, upper = water - 84, water - 152
    c.rect(238, upper - 112, 54, 112, Fade(rgb("E0A93B"), rgb("B98426")))
    c.rect(238, upper - 112, 54, 14, rgb("2A3440"))
    for x in (310, 392, 474, 556):
        c.rect(x, upper - 66, 5, 66, rgb("B9C3C6"))
    looks = [someone(c, tuple(rgb(t) for t in CLOTHES)) for _ in range(15)]
    spots = (
        (196, 1, "stand"),
        (222, -1, "talk"),
        (306, 1, "point"),
        (338, -1, "stand"),
        (366, 1, "sit"),
        (420, 1, "talk"),
        (446, -1, "hold"),
        (486, 1, "stand"),
        (520, 1, "wave"),
        (548, -1, "stand"),
    )
    for (x, facing, pose), look in zip(spots, looks, strict=False):
        seat = upper - 16 if pose == "sit" else None
        person(c, x, upper, c.rng.uniform(58, 66), look, pose, facing=facing, seat=seat)
    c.box(300, upper - 78, 290, 14, 5, Fade(light(blue, 0.2), blue))
    c.poly(cut("586,0 586,-96 706,-96 738,-40 738,0", 0, upper), Fade(white, rgb("CFD6D6")))
    c.poly(cut("604,-58 604,-84 700,-84 722,-58", 0, upper), Fade(rgb("3E6478"), rgb("243C4C")))
    for x in (632, 664, 694):
        c.rect(x, upper - 86, 4, 30, white)
    c.rect(580, upper - 102, 132, 8, blue)
    c.rect(622, upper - 34, 20, 34, rgb("7D95A0"))
    c.line([(640, upper - 102), (640, upper - 160)], 4, rgb("5A6A72"))
    c.line([(616, upper - 140), (664, upper - 140)], 3, rgb("5A6A72"))
    c.poly(curve("640,-160 662,-166 690,-154 690,-134 662,-146 640,-140", 0, upper), rgb("C9372B"))
    look = wear("F4F3EC 2B3442 F4F3EC cap")
    person(c, 752, upper, 64, look, "point", facing=1)
    c.rect(160, upper, 650, 10, white)
    c.rect(160, upper - 1, 650, 3, dark(blue, 0.1))
    for y in (upper - 28, upper - 16):
        c.line([(160, y), (586, y)], 1.8, white)
        c.line([(738, y), (806, y)], 1.8, white)
    for x in (*range(162, 590, 22), *range(740, 810, 22)):
        c.rect(x, upper - 28, 2, 28, white)
    for x in (258, 430, 560):
        c.oval(x, upper - 15, 9, 9, rgb("E0632A"))
        c.oval(x, upper - 15, 4.5, 4.5, rgb("DCE6E4"))
    c.rect(176, upper + 10, 620, deck - upper - 10, Fade(rgb("2A4250"), rgb("4F6E7C")))
    _lorry(c, 520, deck)
    for x, tone in (
        (226, "B3392C"),
        (286, "2F6F8F"),
        (346, "3F7A66"),
        (406, "E0A93B"),
        (716, "B3392C"),
    ):
        _motorbike(c, x, deck, 52, rgb(tone))
    for x in range(176, 800, 104):
        c.rect(x, upper + 8, 12, deck - upper, white)
    hull = "150,-78 812,-78 838,-128 848,-128 830,-60 770,10 186,10"
    c.poly(cut(hull, 0, water), Fade(white, rgb("D3D9D8")))
    c.poly(cut("157,-40 821,-40 770,10 186,10", 0, water), Fade(light(blue, 0.08), dark(blue, 0.3)))
    c.rect(158, water - 50, 660, 4, rgb("C9372B"))
    for x in range(210, 760, 70):
        c.oval(x, water - 62, 5, 5, rgb("5A7684"))
    c.line([(812, water - 76), (842, water - 128)], 3, rgb("9AA4AA"))


def _lorry(c: Canvas, x: float, y: float) -> None:
    c.rect(x, y - 48, 96, 42, Fade(rgb("E0A93B"), rgb("B98426")))
    c.box(x + 98, y - 42, 36, 36, 5, rgb("F4EFE6"))
    c.rect(x + 112, y - 38, 20, 14, rgb("3A4C58"))
    for dx in (22, 74, 116):
        c.oval(x + dx, y - 6, 9, 9, rgb("1B1F23"))


def _motorbike(c: Canvas, x: float, y: float, h: float, tone: Color) -> None:
    """A motorcycle with its rider, waiting."""
    for dx in (-0.34, 0.34):
        c.oval(x + dx * h, y - h * 0.15, h * 0.16, h * 0.16, rgb("14181C"))
    c.poly(
        curve("-0.5,-0.4 -0.1,-0.5 0.1,-0.3 0.36,-0.66 0.44,-0.3 0.1,-0.12 -0.3,-0.16", x, y, h),
        tone,
    )
    look = c.rng.choice(CLOTHES)
    person(
        c, x - h * 0.08, y, h * 1.12, wear(f"{look} 2B3442 F1EADB helmet"), "ride", seat=y - h * 0.5
    )
