"""The morning market: low sun, parasols, baskets of fish and greens."""

from __future__ import annotations

from PIL import Image

from portal.demo.scenes.green import LEAF, foliage
from portal.demo.scenes.kit import Canvas, Color, Fade, dark, light, mix, rgb
from portal.demo.scenes.people import GREY_HAIR, STRAW, Look, person, someone
from portal.demo.scenes.registry import scene
from portal.demo.scenes.town import (
    INKISH,
    WALLS,
    parasol,
    tube_house,
)


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
