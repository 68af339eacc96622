"""An evening out: the theatre before the curtain."""

from __future__ import annotations

import math

from PIL import Image

from portal.demo.scenes.air import stars
from portal.demo.scenes.figures import upright
from portal.demo.scenes.green import tree
from portal.demo.scenes.kit import Canvas, Color, Fade, bezier, dark, light, rgb
from portal.demo.scenes.paths import curve, cut, wear
from portal.demo.scenes.people import person
from portal.demo.scenes.registry import WIDE, scene
from portal.demo.scenes.town import skyline

GLIMMER = rgb("FFD58F")
GOLD = rgb("F2C879")
STONE = rgb("D9A962")
NIGHT_LEAF = (rgb("14262C"), rgb("1E3A38"), rgb("33584A"), rgb("6E8A58"))


def _arch(c: Canvas, x: float, y: float, w: float, h: float, glass: Color) -> None:
    """A tall round-headed window or door, lit from within, its foot at y."""
    for grow, fill in ((5, light(GOLD, 0.25)), (0, None)):
        r = w / 2 + grow
        head = [
            (x + math.cos(a) * r, y - h + w / 2 + math.sin(a) * r)
            for a in (math.pi + math.pi * i / 14 for i in range(15))
        ]
        c.poly([*head, (x + r, y), (x - r, y)], fill or Fade(light(glass, 0.35), glass))
    for dx in (-w / 6, w / 6):
        c.rect(x + dx - 1, y - h + 6, 2, h - 6, rgb("8A5A2E"))
    c.rect(x - w / 2, y - h + w * 0.5, w, 2, rgb("8A5A2E"))


def _theatre(c: Canvas, base: float) -> None:
    """The front of the theatre, lit from below."""
    roof = rgb("3A4A58")
    for x0, x1 in ((170, 330), (870, 1030)):
        c.rect(x0, base - 172, x1 - x0, 172, Fade(dark(STONE, 0.25), light(GOLD, 0.1)))
        c.poly(cut("-8,0 14,-44 146,-44 168,0", x0, base - 172), Fade(light(roof, 0.12), roof))
        c.rect(x0 - 8, base - 180, x1 - x0 + 16, 12, GOLD)
        for i in range(3):
            _arch(c, x0 + 32 + i * 48, base - 96, 24, 56, rgb("F6C66E"))
            c.rect(x0 + 20 + i * 48, base - 72, 24, 48, Fade(rgb("FFE2A0"), rgb("E7A94E")))
        c.rect(x0, base - 88, x1 - x0, 6, GOLD)
    c.rect(330, base - 232, 540, 232, Fade(dark(STONE, 0.18), light(GOLD, 0.18)))
    c.poly(cut("316,0 356,-74 844,-74 884,0", 0, base - 232), Fade(light(roof, 0.16), roof))
    for i in range(15):
        c.line([(366 + i * 34, base - 304), (336 + i * 38, base - 234)], 1, light(roof, 0.2), 0.5)
    c.rect(322, base - 244, 556, 14, GOLD)
    c.rect(330, base - 232, 540, 5, dark(STONE, 0.35))
    for i in range(7):
        x = 378 + i * 74
        _arch(c, x, base - 112, 40, 98, rgb("F6BE62"))
        _arch(c, x, base - 2, 44, 92, rgb("FFD58A"))
        c.glow(x, base - 50, 60, rgb("FFE2A0"), 0.3)
    for i in range(8):
        x = 341 + i * 74
        c.rect(x - 9, base - 226, 18, 118, Fade(rgb("D9B277"), rgb("FBE6B4"), across=True))
        c.rect(x - 12, base - 228, 24, 7, light(GOLD, 0.3))
        c.rect(x - 11, base - 108, 22, 106, Fade(rgb("D2A566"), rgb("FBE3AC"), across=True))
    c.rect(326, base - 112, 548, 9, light(GOLD, 0.3))
    for i in range(64):
        c.rect(330 + i * 8.5, base - 126, 3, 14, GOLD)
    c.rect(328, base - 128, 544, 3, light(GOLD, 0.3))
    c.poly(cut("410,0 600,-88 790,0", 0, base - 244), Fade(rgb("E7BE77"), rgb("F6DA9E")))
    c.poly(cut("440,-5 600,-74 760,-5", 0, base - 244), Fade(dark(STONE, 0.2), STONE))
    c.oval(600, base - 272, 20, 20, rgb("FBE6B4"))
    c.oval(600, base - 272, 13, 13, dark(STONE, 0.3))
    for dx, s in ((-64, 1), (64, -1)):
        c.poly(
            curve(
                "-0.9,0.3 -0.5,-0.2 0,-0.45 0.6,-0.2 0.9,0.3", 600 + dx, base - 262, 24, facing=s
            ),
            GOLD,
        )
    dome = [
        (600 + math.cos(a) * 78, base - 318 + math.sin(a) * 76)
        for a in (math.pi + math.pi * i / 20 for i in range(21))
    ]
    c.poly(dome, Fade(rgb("6E8890"), rgb("3F5A66")))
    for k in (-0.7, -0.36, 0, 0.36, 0.7):
        c.line(
            bezier(
                (600, base - 394),
                (600 + k * 60, base - 380),
                (600 + k * 84, base - 346),
                (600 + k * 90, base - 320),
                10,
            ),
            1.6,
            rgb("8FA6AB"),
        )
    c.rect(514, base - 322, 172, 12, light(GOLD, 0.1))
    c.rect(590, base - 416, 20, 24, Fade(rgb("FFE9B0"), GOLD))
    c.poly(cut("-14,0 0,-18 14,0", 600, base - 414), roof)
    for i, tone in enumerate(("B3261E", "1F5F7E", "B3261E")):
        c.rect(
            486 + i * 92, base - 222, 34, 104, Fade(light(rgb(tone), 0.15), dark(rgb(tone), 0.2))
        )
        c.oval(503 + i * 92, base - 184, 10, 14, rgb("F7E6C0"))
        c.rect(494 + i * 92, base - 156, 18, 3, rgb("F7E6C0"))


@scene(WIDE)
def theatre_night(c: Canvas) -> Image.Image:
    """The city theatre lit up before the curtain, its light long on the wet square."""
    base = 446
    c.sky(
        [(0, rgb("122340")), (0.55, rgb("2E4770")), (0.85, rgb("76708E")), (1, rgb("C08E86"))],
        bottom=base,
    )
    stars(c, 150, count=40)
    c.clouds((60, 220), rgb("4A5580"), count=8, size=170, alpha=0.5)
    skyline(c, base, 60, 190, rgb("283A5C"), lit=0.3, step=(34, 70))
    c.glow(600, base - 110, 560, rgb("F0B76A"), 0.38, ry=320)
    _theatre(c, base)
    for x, h in ((60, 250), (148, 190), (1058, 200), (1150, 260)):
        tree(c, x, base + 8, h, tones=NIGHT_LEAF, leaves=320, sun=(0.6 if x < 600 else -0.6, 0.4))
    c.rect(0, base, 1200, 240, rgb("4A4654"))
    for i in range(6):
        grow = i * 13
        c.rect(
            392 - grow,
            base + i * 5,
            416 + 2 * grow,
            6,
            rgb("EBC98C") if i % 2 == 0 else rgb("B98F5C"),
        )
    c.reflect(base + 30, 675, tint=rgb("3A3A4E"), strength=0.6, ripple=6)
    c.soft_poly(
        [(330, base + 30), (870, base + 30), (1010, 690), (190, 690)],
        rgb("FFD99A"),
        blur=40,
        alpha=0.22,
    )
    for y in (500, 530, 575, 632):
        c.line([(0, y), (1200, y)], 1.1, rgb("22232F"), 0.35)
    for i in range(-8, 9):
        c.line([(600 + i * 74, base + 30), (600 + i * 190, 675)], 1.1, rgb("22232F"), 0.28)
    guests = (
        (470, 462, 62, "B3392C 2B3442 bun aodai", "down"),
        (494, 464, 66, "26303E 1B222C", "down"),
        (590, 456, 58, "F4EFE6 2B3442 long dress bare", "down"),
        (614, 457, 62, "3A4658 20262C", "down"),
        (706, 466, 64, "2F6F8F 20262C tail", "wave"),
        (742, 470, 68, "6E6A8A 20262C grey", "down"),
        (540, 474, 66, "E0A93B 2B3442 long aodai", "down"),
        (668, 478, 70, "2B3A4C 20262C", "hips"),
    )
    for x, y, h, words, arms in guests:
        upright(c, x, y, h, wear(words), arms, step=c.rng.choice((-0.8, 0.8)))
    for x, y, h, words, pose, f in (
        (300, 512, 96, "8E5A6B 2B3442 bun aodai", "stroll", 1),
        (332, 514, 100, "E9E3D6 2B3442", "stroll", 1),
        (868, 516, 100, "3F7A66 2B3442 tail", "talk", 1),
        (910, 517, 98, "B3542E 20262C 1", "talk", -1),
        (1040, 540, 116, "F4EFE6 F4EFE6 long aodai", "walk", -1),
        (1082, 542, 120, "2B3A4C 20262C 1", "stroll", -1),
        (190, 552, 122, "2F6F8F 2B3442 grey bun", "stroll", 1),
        (236, 556, 82, "E0A93B 2B4A66 tail dress bare", "walk", 1),
    ):
        c.shadow(x, y + 1, h * 0.3, 5, 0.4)
        person(c, x, y, h, wear(words), pose, facing=f, child=h < 90, rim=rgb("FFDC9A"))
        c.echo(x - h * 0.3, x + h * 0.3, y + 2, h * 0.5, alpha=0.4)
    for x, y, h, words in (
        (560, 660, 232, "A8342A 20262C 2 long aodai"),
        (636, 664, 246, "222C3A 171E28 1"),
    ):
        c.shadow(x, y, h * 0.3, 8, 0.5)
        upright(c, x, y, h, wear(words), step=0.7 if x < 600 else -0.7, rim=rgb("FFDC9A"))
    for x, y, h in ((120, 600, 330), (1085, 600, 330), (360, 496, 150), (845, 496, 150)):
        c.limb((x, y), (x, y - h), h * 0.012, h * 0.008, rgb("141B28"))
        c.line(
            [(x - h * 0.11, y - h * 0.9), (x, y - h * 0.95), (x + h * 0.11, y - h * 0.9)],
            h * 0.014,
            rgb("141B28"),
        )
        for dx in (-0.11, 0, 0.11):
            top = y - h * (1.02 if dx == 0 else 0.94)
            c.glow(x + dx * h, top, h * 0.24, rgb("FFE2A0"), 0.6)
            c.oval(x + dx * h, top, h * 0.03, h * 0.034, rgb("FFF6DC"))
        c.glow(x, y + 10, h * 0.5, rgb("FFD58F"), 0.35, ry=h * 0.1)
    return c.finish(glare=rgb("FFE9C0"), grade=0.08, vignette=0.36)
