"""Getting about: the bus stop in the rain."""

from __future__ import annotations

from PIL import Image

from portal.demo.scenes.green import tree
from portal.demo.scenes.kit import Canvas, Fade, mix, rgb
from portal.demo.scenes.people import GREY_HAIR, SKIN, Look, person
from portal.demo.scenes.registry import scene
from portal.demo.scenes.town import (
    INKISH,
    WALLS,
    bus,
    lamp,
    skyline,
    tube_house,
    umbrella,
)


@scene()
def bus_stop(c: Canvas) -> Image.Image:
    """A late bus at a covered stop, rain on the asphalt, umbrellas."""
    kerb = 590
    c.sky([(0, rgb("34465A")), (0.6, rgb("6F8290")), (1, rgb("A8ADA8"))], bottom=kerb)
    skyline(c, 520, 120, 330, rgb("5C6E7C"), lit=0.16)
    c.soft(
        lambda pen, k: pen.rectangle([0, 380 * k, 1200 * k, 540 * k], fill=200),
        rgb("8E9BA1"),
        blur=60,
        alpha=0.6,
    )
    x = 0.0
    for w, floors in (
        (120, 3),
        (104, 4),
        (132, 3),
        (112, 4),
        (124, 2),
        (108, 4),
        (136, 3),
        (116, 4),
        (124, 3),
        (130, 4),
    ):
        tube_house(
            c,
            x,
            548,
            w,
            floors,
            mix(c.rng.choice(WALLS), rgb("66767F"), 0.5),
            floor=82,
            lit=0.55,
            shut=rgb("41565A"),
            awning=c.rng.choice((None, rgb("7E3B37"), rgb("3D6270"))),
            sign=True,
        )
        x += w
    for tx in (60, 905, 1150):
        tree(
            c,
            tx,
            562,
            300,
            tones=(rgb("1E3533"), rgb("2A4A42"), rgb("3D6152"), rgb("587A63")),
            leaves=300,
        )
    c.rect(0, 546, 1200, kerb - 546, rgb("76797A"))
    c.rect(0, kerb - 4, 1200, 210, Fade(rgb("3C4650"), rgb("232B35")))
    bus(c, 180, 622, 690, rgb("B3392C"), lit=True)
    c.reflect(626, 800, tint=rgb("2B3540"), strength=0.5, ripple=4)
    for lx in (260, 450, 630, 810):
        c.glow(lx, 690, 55, rgb("FFE2A0"), 0.35, ry=110)
    c.glow(890, 640, 150, rgb("FFE9B8"), 0.5, ry=40)
    c.poly([(0, 712), (1200, 690), (1200, 800), (0, 800)], Fade(rgb("8B8A84"), rgb("55585B")))
    c.poly([(0, 712), (1200, 690), (1200, 699), (0, 722)], rgb("B9B5A8"))
    _shelter(c, 655, 1130, 742)
    lamp(c, 130, 730, 520, on=True)
    c.glow(215, 735, 280, rgb("FFD98A"), 0.35, ry=40)
    people = (
        (215, 762, 218, Look(rgb("33597A"), rgb("28313D"), skirt="coat"), "hold", 1, rgb("E0A93B")),
        (425, 752, 200, Look(rgb("E4DCCB"), rgb("3A4A5C"), cut="tail"), "hold", 1, rgb("2F6F8F")),
        (596, 764, 214, Look(rgb("5B4A52"), rgb("22262E"), cut="bun"), "hold", -1, rgb("B3261E")),
    )
    for px, py, h, look, pose, f, tone in people:
        c.shadow(px, py + 2, 66, 8, 0.45)
        spots = person(c, px, py, h, look, pose, facing=f, rim=rgb("FFDFA0"))
        umbrella(c, (spots["near_hand"][0], spots["near_hand"][1] - 4), h * 0.66, tone)
    for px, py, h, look, pose, f in (
        (800, 742, 190, Look(rgb("3F7A66"), rgb("2B3442")), "talk", 1),
        (880, 744, 182, Look(rgb("D8C9A8"), rgb("3C3440"), cut="long", skirt="dress"), "stand", -1),
        (
            1010,
            742,
            188,
            Look(rgb("6E6A8A"), rgb("262D38"), hair=GREY_HAIR, skin=SKIN[1]),
            "sit",
            -1,
        ),
    ):
        c.shadow(px, py + 2, 54, 7, 0.4)
        person(
            c,
            px,
            py,
            h,
            look,
            pose,
            facing=f,
            rim=rgb("FFDFA0"),
            seat=py - 66 if pose == "sit" else None,
        )
    c.rain(rgb("DCE6EA"), count=420, slant=0.22, alpha=0.38)
    for _ in range(70):
        px, py = c.rng.uniform(0, 1200), c.rng.uniform(700, 795)
        c.oval(px, py, 7, 1.8, rgb("C7D0D3"), 0.35)
    return c.finish(glare=rgb("F3EDDD"), grade=0.1, vignette=0.32)


def _shelter(c: Canvas, x0: float, x1: float, y: float) -> None:
    c.rect(x0 + 14, y - 250, x1 - x0 - 28, 214, rgb("CBD9DC"), 0.22)
    for x in (x0 + 12, (x0 + x1) / 2, x1 - 18):
        c.rect(x, y - 262, 7, 262, INKISH)
    c.box(x0 + 150, y - 68, x1 - x0 - 190, 9, 3, rgb("7A5A44"))
    for x in (x0 + 190, x1 - 70):
        c.rect(x, y - 60, 6, 60, INKISH)
    c.poly(
        [(x0 - 26, y - 268), (x1 + 22, y - 284), (x1 + 22, y - 270), (x0 - 26, y - 252)],
        rgb("B3392C"),
    )
    c.rect(x0 + 6, y - 256, x1 - x0, 4, rgb("FFE9B8"))
    c.soft_poly(
        [(x0 + 10, y - 252), (x1 - 10, y - 252), (x1 + 30, y + 10), (x0 - 30, y + 10)],
        rgb("FFE9B8"),
        blur=26,
        alpha=0.2,
    )
