"""The school yard at break."""

from __future__ import annotations

from PIL import Image

from portal.demo.scenes.green import flamboyant, petals
from portal.demo.scenes.kit import Canvas, Fade, bezier, dark, light, rgb, smooth
from portal.demo.scenes.people import SKIN, Look, person
from portal.demo.scenes.registry import scene


def pupil(c: Canvas, x: float, y: float, h: float, pose: str, facing: int, *, girl: bool) -> None:
    """A pupil in white and blue with a red scarf."""
    c.shadow(x, y + 2, h * 0.3, h * 0.04, 0.35)
    look = Look(
        rgb("F7F4EC"),
        rgb("2B4A7A"),
        c.rng.choice(SKIN),
        cut=c.rng.choice(("tail", "long", "bun")) if girl else "short",
        skirt="" if girl else "shorts",
        sleeves=False,
    )
    spots = person(c, x, y, h, look, pose, facing=facing, child=True)
    nx, ny = spots["neck"]
    c.poly(
        [
            (nx - h * 0.045, ny + h * 0.01),
            (nx + h * 0.05, ny + h * 0.01),
            (nx + facing * h * 0.06, ny + h * 0.12),
            (nx + facing * h * 0.02, ny + h * 0.06),
        ],
        rgb("C9372B"),
    )


@scene()
def school_yard(c: Canvas) -> Image.Image:
    """Break in the yard of a two-storey school, under a flamboyant."""
    ground = 500
    c.sky([(0, rgb("78B3CC")), (0.7, rgb("CDE6E3")), (1, rgb("F3F0DA"))], bottom=ground)
    c.clouds((40, 170), rgb("FFFFFF"), count=8, size=160, alpha=0.75)
    wall, top = rgb("EFC879"), 196
    c.rect(130, top, 980, ground - top, Fade(light(wall, 0.15), dark(wall, 0.08)))
    c.poly(
        [(100, top + 4), (170, top - 52), (1070, top - 52), (1140, top + 4)],
        Fade(rgb("B24A34"), rgb("8E3426")),
    )
    for i in range(32):
        c.line([(172 + i * 28.5, top - 50), (120 + i * 32, top + 2)], 1.2, rgb("6E281F"), 0.5)
    for level in range(2):
        y = top + 14 + level * 148
        c.rect(130, y, 980, 128, rgb("C79E58"))
        for i in range(7):
            x = 152 + i * 136
            c.rect(x, y + 14, 58, 114, rgb("3F6E74"))
            c.rect(x + 27, y + 14, 3, 114, rgb("2C5056"))
            c.rect(x + 70, y + 22, 44, 60, rgb("A9CBC8"))
            c.rect(x + 90, y + 22, 3, 60, rgb("F4EFE6"))
            c.rect(x + 70, y + 50, 44, 3, rgb("F4EFE6"))
        for i in range(8):
            c.rect(134 + i * 136, y, 14, 134, Fade(rgb("F7EBCB"), rgb("DDBF82"), across=True))
        if level == 0:
            c.rect(130, y + 92, 980, 5, rgb("F4EFE6"))
            for i in range(98):
                c.rect(134 + i * 10, y + 94, 2.4, 38, rgb("F4EFE6"))
        c.rect(124, y + 130, 992, 8, rgb("F7EBCB"))
    c.soft(
        lambda pen, k: pen.rectangle([130 * k, 205 * k, 1110 * k, 222 * k], fill=255),
        rgb("5A3F22"),
        blur=12,
        alpha=0.4,
    )
    c.rect(0, ground - 6, 1200, 310, Fade(rgb("DDC8A3"), rgb("B39A78")))
    c.rect(100, ground - 14, 1040, 14, rgb("D8CDB8"))
    for y in (548, 606, 690):
        c.line([(0, y), (1200, y)], 1.3, rgb("A58C69"), 0.5)
    for i in range(11):
        c.line([(620 + (i - 5) * 130, ground), (620 + (i - 5) * 290, 800)], 1.3, rgb("A58C69"), 0.4)
    c.limb((640, 548), (640, 70), 5, 3.4, rgb("D8D5CC"))
    c.box(596, 540, 88, 20, 3, rgb("C9B594"))
    flag = [
        *bezier((643, 76), (690, 56), (735, 100), (782, 76)),
        *bezier((782, 144), (735, 168), (690, 124), (643, 144)),
    ]
    c.poly(flag, rgb("C9372B"))
    c.poly(
        [
            *bezier((735, 82), (750, 86), (766, 84), (782, 76), 8),
            *bezier((782, 144), (766, 152), (750, 154), (735, 150), 8),
        ],
        rgb("A52A22"),
        0.5,
    )
    c.shadow(190, 604, 330, 24, 0.35)
    flamboyant(c, 120, 600, 520, lean=0.5, spread=0.66, leaves=1900, leaf=0.014)
    petals(c, 0, 430, 590, 700, count=90)
    for x, y, h, pose, f, girl in (
        (330, 566, 96, "run", 1, False),
        (400, 560, 92, "dash", 1, True),
        (540, 572, 96, "stand", 1, True),
        (580, 572, 92, "talk", -1, True),
        (760, 566, 98, "wave", -1, False),
        (820, 570, 94, "run", -1, True),
        (960, 562, 96, "stroll", -1, False),
        (1000, 562, 92, "stroll", -1, True),
        (1090, 574, 100, "cheer", -1, False),
    ):
        pupil(c, x, y, h, pose, f, girl=girl)

    _rope(c, 452, 738)
    pupil(c, 190, 772, 180, "run", 1, girl=False)
    pupil(c, 870, 752, 168, "dash", -1, girl=False)
    pupil(c, 1010, 776, 186, "run", -1, girl=True)
    c.oval(760, 742, 15, 15, rgb("C7772F"))
    c.oval(756, 737, 6, 5, rgb("F0B06A"))
    c.shadow(760, 760, 18, 4, 0.4)
    return c.finish(glare=rgb("FFF8E4"), grade=0.05, vignette=0.22)


def _rope(c: Canvas, x: float, y: float) -> None:
    """Two turn the rope, one jumps."""
    c.line(
        smooth(
            [
                (x - 70, y - 92),
                (x - 20, y - 8),
                (x + 50, y + 8),
                (x + 120, y - 8),
                (x + 172, y - 92),
            ],
            closed=False,
        ),
        3,
        rgb("8E3426"),
    )
    pupil(c, x - 96, y + 6, 164, "hold", 1, girl=True)
    pupil(c, x + 200, y + 6, 168, "hold", -1, girl=True)
    pupil(c, x + 50, y - 24, 160, "cheer", 1, girl=True)
