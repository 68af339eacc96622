"""The street of flamboyants in bloom."""

from __future__ import annotations

from itertools import pairwise

from PIL import Image

from portal.demo.scenes.green import flamboyant, petals
from portal.demo.scenes.kit import Canvas, Color, Fade, Point, dark, light, mix, rgb
from portal.demo.scenes.people import GREY_HAIR, Look, person, someone
from portal.demo.scenes.registry import scene
from portal.demo.scenes.town import (
    WALLS,
    bicycle,
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
    for near, far in reversed(list(pairwise(edges))):
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
