"""Scenes of the street: flamboyants in bloom, the morning market, the bus stop in the rain."""

from __future__ import annotations

from PIL import Image

from portal.demo.scenes.green import LEAF, flamboyant, foliage, petals, tree
from portal.demo.scenes.kit import Canvas, Color, Fade, Point, dark, light, mix, rgb
from portal.demo.scenes.people import GREY_HAIR, SKIN, STRAW, Look, person, someone
from portal.demo.scenes.registry import scene
from portal.demo.scenes.town import (
    INKISH,
    WALLS,
    bicycle,
    bus,
    lamp,
    parasol,
    skyline,
    tube_house,
    umbrella,
)


class View:
    """One-point perspective: metres to the right, up and away become scene units."""

    def __init__(self, x: float, horizon: float, focus: float, eye: float = 1.6) -> None:
        self.x, self.horizon, self.focus, self.eye = x, horizon, focus, eye

    def at(self, right: float, up: float, away: float) -> Point:
        return (
            self.x + right / away * self.focus,
            self.horizon + (self.eye - up) / away * self.focus,
        )

    def size(self, metres: float, away: float) -> float:
        return metres / away * self.focus


def _houses(c: Canvas, view: View, side: int, air: Color) -> None:
    """A row of houses along one side of the street, far ones first."""
    edges = [5.0, 8.5, 12.5, 17, 22, 28, 35, 44, 56, 72]
    for near, far in reversed(list(zip(edges, edges[1:], strict=False))):
        haze = min(0.75, near / 75)
        wall = mix(c.rng.choice(WALLS), air, haze)
        if side > 0:
            wall = dark(wall, 0.22)
        tall = c.rng.choice((7.2, 9.6, 10.8, 13))
        x = side * 8.2
        c.poly(
            [
                view.at(x, 0, near),
                view.at(x, tall, near),
                view.at(x, tall, far),
                view.at(x, 0, far),
            ],
            wall,
        )
        c.poly(
            [
                view.at(x, tall, near),
                view.at(x, tall + 0.5, near),
                view.at(x, tall + 0.5, far),
                view.at(x, tall, far),
            ],
            dark(wall, 0.25),
        )
        for level in range(int(tall // 3.3)):
            low = 0.2 + level * 3.3
            for k in range(2):
                a = near + (far - near) * (0.12 + 0.45 * k)
                b = near + (far - near) * (0.42 + 0.45 * k)
                glass = mix(rgb("3B4C52") if level else rgb("2C3338"), air, haze)
                c.poly(
                    [
                        view.at(x, low + 0.5, a),
                        view.at(x, low + 2.5, a),
                        view.at(x, low + 2.5, b),
                        view.at(x, low + 0.5, b),
                    ],
                    glass,
                )
            if level:
                out = x - side * 0.7
                c.poly(
                    [
                        view.at(out, low, near),
                        view.at(out, low + 0.9, near),
                        view.at(out, low + 0.9, far),
                        view.at(out, low, far),
                    ],
                    dark(wall, 0.35),
                    0.55,
                )
        tone = mix(
            c.rng.choice((rgb("B3261E"), rgb("2F6F8F"), rgb("E0A93B"), rgb("3F7A66"))), air, haze
        )
        out = x - side * 1.5
        c.poly(
            [
                view.at(x, 3.2, near),
                view.at(x, 3.2, far),
                view.at(out, 2.6, far),
                view.at(out, 2.6, near),
            ],
            tone,
        )


@scene()
def flamboyant_street(c: Canvas) -> Image.Image:
    """Two rows of flamboyants meeting over a quiet street."""
    air = rgb("F6E3C4")
    view = View(560, 470, 820)
    c.sky([(0, rgb("8FBBC6")), (0.55, rgb("DCE6D5")), (1, air)], bottom=480)
    c.glow(560, 440, 420, rgb("FFF3D2"), 0.9)
    _houses(c, view, -1, air)
    _houses(c, view, 1, air)
    c.poly(
        [view.at(-60, 0, 4), view.at(60, 0, 4), view.at(8.2, 0, 90), view.at(-8.2, 0, 90)],
        Fade(light(rgb("C9B79C"), 0.1), rgb("B9A58C")),
    )
    c.poly(
        [view.at(-4.2, 0, 3.9), view.at(4.2, 0, 3.9), view.at(4.2, 0, 90), view.at(-4.2, 0, 90)],
        Fade(rgb("A79E97"), rgb("6F6C6E")),
    )
    for side in (-1, 1):
        c.poly(
            [
                view.at(side * 4.2, 0, 3.9),
                view.at(side * 4.5, 0, 3.9),
                view.at(side * 4.5, 0, 90),
                view.at(side * 4.2, 0, 90),
            ],
            rgb("DCCFB8"),
        )
    for away in (6, 9, 13, 19, 28, 42):
        c.poly(
            [
                view.at(-0.09, 0, away),
                view.at(0.09, 0, away),
                view.at(0.09, 0, away * 1.16),
                view.at(-0.09, 0, away * 1.16),
            ],
            rgb("EFE6D4"),
            0.8,
        )
    for away in (52, 36, 25, 17.5, 12):
        haze = min(0.6, away / 80)
        for side in (-1, 1):
            x, y = view.at(side * 5.6, 0, away)
            c.shadow(
                x - side * view.size(2, away),
                y + 3,
                view.size(4.5, away),
                view.size(0.5, away),
                0.32,
            )
            flamboyant(
                c,
                x,
                y,
                view.size(8.4, away),
                lean=-side * 0.9,
                haze=haze,
                air=air,
                leaves=int(700 + 11000 / away),
                leaf=0.013 + away * 0.00016,
            )
        if away == 36:
            for right, look in ((-2.4, someone(c, WALLS)), (2.0, someone(c, WALLS))):
                px, py = view.at(right, 0, 30)
                person(c, px, py, view.size(1.65, 30), look, "stroll")
    for away in (17.5, 11, 7.4, 5.2):
        x, y = view.at(c.rng.uniform(-1, 1), 0, away)
        c.shadow(x, y, view.size(5.5, away), view.size(0.55, away), 0.3)
    petals(c, 60, 1140, 560, 790, count=260)
    x, y = view.at(-2.55, 0, 8.2)
    c.shadow(x, y + 2, 120, 9, 0.4)
    bicycle(c, x, y, 190, rgb("2F6F8F"))
    person(
        c,
        x - 22,
        y,
        196,
        Look(rgb("F4EFE6"), rgb("F4EFE6"), hat="cone", cut="long", skirt="aodai"),
        "ride",
        seat=y - 102,
    )
    x, y = view.at(1.75, 0, 9.5)
    c.shadow(x, y + 2, 95, 8, 0.4)
    bicycle(c, x, y, 158, rgb("B3261E"), -1)
    person(
        c,
        x + 18,
        y,
        163,
        Look(rgb("E9E3D6"), rgb("2B3A55"), cut="short", sleeves=False),
        "ride",
        facing=-1,
        seat=y - 85,
    )
    x, y = view.at(4.75, 0, 7.6)
    c.shadow(x, y + 2, 70, 8, 0.4)
    person(c, x, y, 178, Look(rgb("5F7F8C"), rgb("4A4440"), hair=GREY_HAIR), "stroll", facing=-1)
    person(
        c,
        x - 58,
        y + 6,
        118,
        Look(rgb("E0A93B"), rgb("2B3A55"), skirt="shorts", sleeves=False),
        "walk",
        facing=-1,
        child=True,
    )
    x, y = view.at(-6.0, 0, 6.6)
    flamboyant(c, x - 60, y + 40, 900, lean=0.9, spread=0.6, leaves=3600, leaf=0.011)
    return c.finish(glare=rgb("FFF3DC"), grade=0.07, vignette=0.25)


def _heap(
    c: Canvas,
    x: float,
    y: float,
    w: float,
    h: float,
    tones: tuple[Color, ...],
    *,
    size: float = 8,
    kind: str = "round",
) -> None:
    """Goods heaped on a flat basket: round fruit, leaves, or fish."""
    c.oval(x, y, w * 0.58, h * 0.28, rgb("8A6A42"))
    c.oval(x, y - 3, w * 0.52, h * 0.22, dark(tones[0], 0.4))
    for row in range(7):
        share = row / 7
        for _ in range(int(13 * (1 - share))):
            px = x + c.rng.uniform(-0.46, 0.46) * w * (1 - share)
            py = y + h * 0.08 - share * h * 0.62 - c.rng.uniform(0, 4)
            tone = mix(c.rng.choice(tones), PALE, share * 0.16)
            if kind == "fish":
                f = c.rng.choice((-1, 1))
                c.oval(px, py, size * 1.7, size * 0.5, tone)
                c.oval(px, py + size * 0.16, size * 1.5, size * 0.26, light(tone, 0.5))
                c.poly(
                    [
                        (px + f * size * 1.4, py),
                        (px + f * size * 2.2, py - size * 0.5),
                        (px + f * size * 2.2, py + size * 0.5),
                    ],
                    dark(tone, 0.2),
                )
                c.oval(px - f * size * 1.2, py - size * 0.1, size * 0.12, size * 0.12, INKISH)
            elif kind == "leaf":
                for _ in range(3):
                    c.oval(
                        px + c.rng.uniform(-1, 1) * size,
                        py + c.rng.uniform(-0.6, 0.6) * size,
                        size * 0.9,
                        size * 0.42,
                        mix(c.rng.choice(tones), PALE, c.rng.uniform(0, 0.2)),
                    )
            else:
                c.oval(px, py, size * 0.8, size * 0.7, tone)
                c.oval(
                    px - size * 0.22, py - size * 0.25, size * 0.26, size * 0.18, light(tone, 0.35)
                )


PALE = rgb("FFFFFF")
GREENS = (rgb("4F8A4B"), rgb("6FA557"), rgb("37703F"))
CHILLI = (rgb("B3261E"), rgb("D9432F"), rgb("8E1F1B"))
MANGO = (rgb("E0A93B"), rgb("F0C057"), rgb("C98A2B"))
FISH = (rgb("B9CAD2"), rgb("8FA6B1"), rgb("DCE6E8"))
AUBERGINE = (rgb("6B4A78"), rgb("533A63"), rgb("8A6A96"))


def _kind(tones: tuple[Color, ...]) -> str:
    return {FISH: "fish", GREENS: "leaf"}.get(tones, "round")


@scene()
def morning_market(c: Canvas) -> Image.Image:
    """The market at six: low sun between the awnings, baskets of fish and greens."""
    ground = 505
    c.sky([(0, rgb("F0C58E")), (0.7, rgb("FBE6BE")), (1, rgb("FFF2D4"))], bottom=ground)
    c.glow(700, 330, 480, rgb("FFF6DC"), 0.9)
    x = -20.0
    while x < 1210:
        w = c.rng.uniform(92, 128)
        tube_house(
            c,
            x,
            ground,
            w,
            c.rng.choice((3, 4, 4, 5)),
            mix(c.rng.choice(WALLS), rgb("FBE6BE"), 0.42),
            floor=84,
            shut=mix(rgb("3E6259"), rgb("FBE6BE"), 0.4),
        )
        x += w
    c.soft_poly([(430, 0), (980, 0), (1100, 520), (330, 520)], rgb("FFF1CC"), blur=60, alpha=0.35)
    c.rect(0, ground - 4, 1200, 300, Fade(rgb("C9AE8C"), rgb("7D6A5B")))
    for _ in range(13):
        px = c.rng.uniform(40, 1160)
        h = c.rng.uniform(112, 128)
        person(
            c,
            px,
            ground + 28,
            h,
            _faded(someone(c, (rgb("B98F8A"), rgb("8FA0A6"), rgb("C7A66B")))),
            c.rng.choice(("stand", "stroll", "talk", "hold")),
            facing=c.rng.choice((-1, 1)),
        )
    for px, py, h, tone in (
        (110, 560, 270, rgb("2F6F8F")),
        (390, 548, 235, rgb("B3261E")),
        (860, 548, 240, rgb("3F7A66")),
        (1120, 566, 285, rgb("C7772F")),
    ):
        parasol(c, px, py, h, tone)
    for sx, sy, w, tones, size in (
        (90, 590, 210, GREENS, 11),
        (330, 580, 190, MANGO, 11),
        (560, 576, 170, FISH, 10),
        (800, 580, 190, AUBERGINE, 10),
        (1060, 590, 220, CHILLI, 8),
    ):
        c.shadow(sx, sy + 42, w * 0.6, 10, 0.35)
        c.poly(
            [
                (sx - w * 0.5, sy),
                (sx + w * 0.5, sy),
                (sx + w * 0.46, sy + 42),
                (sx - w * 0.46, sy + 42),
            ],
            Fade(rgb("8A6A4A"), rgb("54402F")),
        )
        for k in (-0.24, 0.24):
            _heap(
                c,
                sx + k * w,
                sy,
                w * 0.44,
                54,
                tones if k < 0 else tuple(light(t, 0.18) for t in tones),
                size=size,
                kind=_kind(tones),
            )
    sellers = (
        (212, 640, 190, Look(rgb("8E5A6B"), rgb("2B3442"), hat="cone", cut="bun"), "talk", 1),
        (
            452,
            632,
            182,
            Look(rgb("3F7A66"), rgb("3A3A44"), hat="scarf", hat_color=rgb("D8C9A8")),
            "hold",
            -1,
        ),
        (930, 634, 186, Look(rgb("C7772F"), rgb("2B3442"), hat="cone", cut="bun"), "hold", 1),
    )
    for px, py, h, look, pose, f in sellers:
        c.shadow(px, py + 2, 46, 7, 0.35)
        person(c, px, py, h, look, pose, facing=f, rim=rgb("FFE9B8"))
    for px, py, h, look, pose, f in (
        (655, 690, 236, Look(rgb("B3392C"), rgb("28313D"), cut="long"), "hold", -1),
        (720, 668, 216, Look(rgb("E8DFCC"), rgb("57493F"), hair=GREY_HAIR, cut="bun"), "stroll", 1),
    ):
        c.shadow(px, py + 2, 60, 9, 0.4)
        spots = person(c, px, py, h, look, pose, facing=f, rim=rgb("FFE9B8"))
        hand = spots["near_hand"]
        c.poly(
            [
                (hand[0] - 24, hand[1] + 8),
                (hand[0] + 24, hand[1] + 8),
                (hand[0] + 18, hand[1] + 48),
                (hand[0] - 18, hand[1] + 48),
            ],
            Fade(rgb("C79A5C"), rgb("7A5A35")),
        )
        foliage(c, hand[0], hand[1] + 4, 24, 13, LEAF, leaves=30, leaf=7)
    for px, tones, size in (
        (70, FISH, 15),
        (275, CHILLI, 11),
        (470, GREENS, 15),
        (905, MANGO, 16),
        (1120, GREENS, 16),
    ):
        c.shadow(px, 768, 130, 16, 0.45)
        _heap(c, px, 756, 205, 92, tones, size=size, kind=_kind(tones))
    c.shadow(1010, 712, 60, 9, 0.45)
    person(
        c,
        1005,
        712,
        214,
        Look(rgb("5F7F8C"), rgb("2B3442"), hat="cone", cut="bun"),
        "squat",
        facing=-1,
        rim=rgb("FFE9B8"),
    )
    c.soft_poly([(500, 0), (760, 0), (1000, 800), (420, 800)], rgb("FFEFC4"), blur=50, alpha=0.16)
    return c.finish(glare=rgb("FFF0D0"), grade=0.09, vignette=0.3)


def _faded(look: Look) -> Look:
    air = rgb("F3DDB5")
    return Look(
        mix(look.top, air, 0.45),
        mix(look.bottom, air, 0.45),
        skin=mix(look.skin, air, 0.35),
        hair=mix(look.hair, air, 0.4),
        hat="cone" if look.cut == "bun" else "",
        hat_color=mix(STRAW, air, 0.4),
        cut=look.cut,
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
