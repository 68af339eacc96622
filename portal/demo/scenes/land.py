"""Green scenes: the park by the lake, rice fields at the edge of the city."""

from __future__ import annotations

import math

from PIL import Image

from portal.demo.scenes.green import LEAF, foliage, hedge, palm, tree, tufts
from portal.demo.scenes.kit import Canvas, Fade, bezier, dark, light, mix, rgb, smooth
from portal.demo.scenes.people import GREY_HAIR, SKIN, Look, person, someone
from portal.demo.scenes.registry import scene
from portal.demo.scenes.sea import gulls
from portal.demo.scenes.town import bench, bicycle, lamp, skyline

GRASS = (rgb("4F7F4A"), rgb("6E9C56"), rgb("93B86A"), rgb("3D6B45"))


RICE = (rgb("C9A23F"), rgb("DDBB55"), rgb("A98A35"), rgb("8FA04A"))


@scene()
def city_park(c: Canvas) -> Image.Image:
    """A park by a lake: an arched bridge to an islet, strollers, a bench in the shade."""
    shore = 400
    c.sky([(0, rgb("8CC0CE")), (0.6, rgb("D6E9DC")), (1, rgb("FBF3D6"))], bottom=shore)
    c.clouds((30, 160), rgb("FFFFFF"), count=7, size=160, alpha=0.7)
    skyline(c, 386, 40, 170, rgb("A9C0C2"), x0=0, step=(34, 70))
    for x in range(-20, 1240, 74):
        foliage(
            c,
            x,
            372 + c.rng.uniform(-8, 6),
            58,
            36,
            tuple(mix(t, rgb("CFE0D0"), 0.35) for t in LEAF),
            leaves=70,
            leaf=9,
        )
    c.rect(0, 392, 1200, 200, Fade(rgb("9CC7C6"), rgb("5B97A0")))
    foliage(c, 300, 372, 150, 52, LEAF, leaves=260, leaf=9)
    tree(c, 250, 404, 210, leaves=300)
    tree(c, 360, 402, 170, leaves=260, spread=0.46)
    c.poly(
        smooth([(150, 400), (220, 390), (400, 390), (470, 400), (400, 412), (220, 412)], steps=5),
        rgb("5F7F4F"),
    )
    c.poly(
        smooth([(705, 424), (790, 404), (900, 398), (1220, 394), (1220, 414), (860, 428)], steps=5),
        rgb("6E9459"),
    )
    c.reflect(408, 592, tint=rgb("6FA3A6"), strength=0.6, ripple=5)
    c.poly(
        smooth([(705, 424), (790, 406), (900, 400), (1220, 396), (1220, 414), (860, 426)], steps=5),
        rgb("6E9459"),
    )
    arch = bezier((450, 408), (540, 330), (650, 330), (740, 420), 30)
    c.poly(
        [
            *arch,
            *[
                (x, y + 16 + 6 * math.sin(i / 30 * math.pi))
                for i, (x, y) in reversed(list(enumerate(arch)))
            ],
        ],
        rgb("B3392C"),
    )
    for i in range(0, 31, 2):
        x, y = arch[i]
        c.line([(x, y), (x, y - 26)], 3, rgb("96271F"))
    c.line([(x, y - 26) for x, y in arch], 4, rgb("C9503F"))
    for x, t in ((560, 0.38), (640, 0.66)):
        person(
            c,
            x,
            arch[round(t * 30)][1] + 3,
            70,
            someone(c, (rgb("F4EFE6"), rgb("2F6F8F"), rgb("E0A93B"))),
            "stroll",
            facing=1 if x < 600 else -1,
        )
    c.echo(450, 740, 424, 90, alpha=0.5)
    c.ripples(420, 590, rgb("F7F9EC"), count=110, alpha=0.5)
    for x, y, s in ((860, 470, 34), (930, 492, 42)):
        c.poly(
            smooth(
                [
                    (x - s, y - 4),
                    (x - s * 0.3, y - s * 0.5),
                    (x + s * 0.6, y - s * 0.3),
                    (x + s, y - s * 0.5),
                    (x + s * 0.7, y + 4),
                    (x - s * 0.6, y + 6),
                ],
                steps=5,
            ),
            rgb("FBF8F0"),
        )
        c.limb((x - s * 0.7, y - 6), (x - s * 0.85, y - s * 0.85), s * 0.12, s * 0.1, rgb("FBF8F0"))
        c.limb(
            (x - s * 0.88, y - s * 0.86),
            (x - s * 1.15, y - s * 0.78),
            s * 0.1,
            s * 0.04,
            rgb("C7772F"),
        )
        c.echo(x - s * 1.3, x + s * 1.1, y + 5, s, alpha=0.4)
    bank = [
        (0, 560),
        (260, 540),
        (560, 566),
        (820, 596),
        (1040, 560),
        (1200, 520),
        (1200, 800),
        (0, 800),
    ]
    c.poly(bank, Fade(rgb("8DB365"), rgb("5C8A4C")))
    tufts(c, 556, 800, GRASS, count=420, size=20)
    path = [
        *bezier((-20, 690), (300, 610), (520, 640), (760, 680)),
        *bezier((760, 680), (950, 710), (1100, 680), (1220, 630)),
        *bezier((1220, 706), (1050, 760), (900, 780), (720, 752)),
        *bezier((720, 752), (480, 712), (280, 690), (-20, 800)),
    ]
    c.poly(path, Fade(rgb("EBDCBB"), rgb("CDB991")))
    c.shadow(1050, 640, 300, 40, 0.3, rgb("23423A"))
    tree(c, 1050, 636, 560, leaves=2600, leaf=0.014, spread=0.44)
    c.shadow(60, 650, 200, 26, 0.3, rgb("23423A"))
    tree(c, 40, 640, 480, leaves=2000, leaf=0.014, spread=0.4)
    bench(c, 850, 668, 150)
    for x, look, f in (
        (888, Look(rgb("7A5A75"), rgb("3A3440"), hair=GREY_HAIR, cut="bun"), 1),
        (948, Look(rgb("E9E3D6"), rgb("4A4440"), SKIN[1], hair=GREY_HAIR), -1),
    ):
        person(c, x, 676, 168, look, "sit", facing=f, seat=632)
    for x, y, h, look, pose, f, child in (
        (
            330,
            690,
            172,
            Look(rgb("B3392C"), rgb("28313D"), cut="tail", skirt="shorts", sleeves=False),
            "run",
            1,
            False,
        ),
        (560, 706, 176, Look(rgb("2F6F8F"), rgb("57493F"), SKIN[1]), "stroll", -1, False),
        (
            612,
            714,
            106,
            Look(rgb("E0A93B"), rgb("2B4A66"), cut="tail", skirt="dress", sleeves=False),
            "walk",
            -1,
            True,
        ),
        (180, 742, 182, Look(rgb("3F7A66"), rgb("2B3442"), cut="long"), "stroll", 1, False),
    ):
        c.shadow(x, y + 2, h * 0.3, 7, 0.35)
        person(c, x, y, h, look, pose, facing=f, child=child, rim=rgb("FFF6DC"))
    lamp(c, 470, 668, 250, rgb("2C4038"))
    hedge(c, 640, 800, 560, 46)
    for _ in range(60):
        c.oval(
            c.rng.uniform(650, 1190),
            c.rng.uniform(756, 796),
            4.6,
            4,
            c.rng.choice((rgb("D9432F"), rgb("F0C057"), rgb("F4EFE6"))),
        )
    return c.finish(glare=rgb("FBFAE6"), grade=0.05, vignette=0.24)


@scene()
def rice_fields(c: Canvas) -> Image.Image:
    """Ripe rice running up to the towers of the city, late light, a woman on the dyke."""
    edge = 330
    c.sky([(0, rgb("6E9DB5")), (0.55, rgb("DFCFA6")), (1, rgb("FFDFA0"))], bottom=edge)
    c.clouds((50, 210), rgb("FFF3D6"), count=8, size=180, alpha=0.6)
    c.glow(900, 300, 400, rgb("FFEFB8"), 0.8)
    c.oval(900, 292, 30, 30, rgb("FFF8DC"))
    skyline(c, edge, 40, 190, rgb("A79C92"), x0=60, x1=760, step=(26, 60), lit=0.05)
    skyline(c, edge, 16, 70, rgb("8F8A82"), step=(30, 70))
    for x, top, f in ((352, 84, 1), (488, 142, -1)):
        steel = rgb("8A8078")
        c.rect(x, top, 5, 330 - top, steel)
        c.rect(min(x - f * 34, x + f * 118), top + 12, 152, 4, steel)
        c.rect(x - f * 34 - 7, top + 14, 14, 13, steel)
        for end in (-30, 112):
            c.line([(x + 2, top - 8), (x + f * end, top + 13)], 1.3, steel)
        c.line([(x + f * 84, top + 14), (x + f * 84, top + 62)], 1.2, steel)
    for x in range(0, 1220, 46):
        foliage(
            c,
            x,
            330 + c.rng.uniform(-4, 4),
            34,
            15,
            tuple(mix(t, rgb("C9B27A"), 0.3) for t in LEAF),
            leaves=34,
            leaf=7,
        )
    palm(c, 1090, 340, 130, rgb("4F6A45"))
    palm(c, 1135, 342, 105, rgb("4F6A45"), lean=-0.1)
    c.rect(0, 336, 1200, 470, Fade(rgb("D9BE6A"), rgb("A88A38")))
    plots = (
        (340, 372, "9FB25A", 3),
        (372, 418, "E0C264", 5),
        (418, 486, "B9B858", 8),
        (486, 590, "E3BE58", 13),
        (590, 810, "CFA544", 22),
    )
    for top, bottom, tone, size in plots:
        c.rect(0, top, 1200, bottom - top, Fade(light(rgb(tone), 0.12), dark(rgb(tone), 0.12)))
        c.line([(0, top), (1200, top)], size * 0.42, rgb("6B6A3A"))
        tufts(
            c,
            top + size * 0.7,
            bottom + size * 0.8,
            tuple(mix(t, rgb(tone), 0.35) for t in RICE),
            count=int(200 + size * 110),
            size=size * 1.9,
        )
    canal = [
        (650, 800),
        (735, 560),
        (772, 440),
        (790, 360),
        (794, 344),
        (800, 344),
        (802, 360),
        (812, 440),
        (850, 560),
        (960, 800),
    ]
    c.poly(canal, Fade(rgb("EFD9A0"), rgb("7E9AA0")))
    c.ripples(360, 790, rgb("FFF3CC"), count=40, alpha=0.6, x0=735, x1=850)
    dyke = [
        (560, 800),
        (690, 560),
        (755, 430),
        (784, 348),
        (791, 348),
        (770, 440),
        (728, 570),
        (655, 800),
    ]
    c.poly(dyke, Fade(rgb("9C8A55"), rgb("6E7340")))
    tufts(
        c,
        440,
        800,
        (rgb("6B7A3A"), rgb("8A9448"), rgb("566A35")),
        count=120,
        size=24,
        x0=600,
        x1=700,
    )
    for x, y, s in ((170, 470, 40), (300, 452, 32), (1010, 478, 44)):
        person(
            c,
            x,
            y,
            s * 2.2,
            Look(mix(rgb("8E5A6B"), rgb("D9BE6A"), 0.2), rgb("3A3A44"), hat="cone"),
            "bend",
            facing=1 if x < 600 else -1,
        )
    for x, y in ((230, 456), (1080, 470), (960, 452)):
        c.limb((x - 13, y), (x, y - 12), 6, 4, rgb("C79A4A"))
        c.limb((x + 11, y), (x, y - 12), 6, 4, rgb("B98A3C"))
    c.shadow(646, 724, 80, 9, 0.45)
    for _ in range(60):
        a, far = c.rng.uniform(-0.32, 0.3), c.rng.uniform(70, 104)
        tip = (626 + far * math.cos(a), 520 - 30 + far * math.sin(a) * 0.9)
        c.line([(592, 523), (626, 508), tip], 2.3, c.rng.choice(RICE[:3]))
        c.oval(*tip, 5, 2.4, c.rng.choice(RICE[:2]))
    woman = Look(rgb("B3392C"), rgb("2B2F38"), SKIN[1], hat="cone", cut="tail")
    person(c, 642, 722, 250, woman, "carry", facing=-1, rim=rgb("FFEFB8"))
    c.shadow(524, 770, 90, 9, 0.45)
    bicycle(c, 470, 772, 190, rgb("3A4C58"), -1)
    for dx in (-10, 8):
        c.oval(486 + dx, 696, 40, 26, c.rng.choice((rgb("D9C79A"), rgb("C9B585"))))
    c.line([(476, 670), (492, 722)], 3, rgb("8A6A42"))
    gulls(c, [(300, 160, 18), (356, 190, 14), (260, 205, 11), (620, 120, 13)], rgb("F7F4EC"))
    return c.finish(glare=rgb("FFF0C4"), grade=0.08, vignette=0.3)
