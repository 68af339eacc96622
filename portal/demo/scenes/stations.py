"""The railway station in the morning: a train at the platform, people coming and going."""

from __future__ import annotations

from PIL import Image

from portal.demo.scenes.green import LEAF, foliage
from portal.demo.scenes.kit import Canvas, Color, Fade, dark, light, mix, rgb
from portal.demo.scenes.paths import curve, cut, wear
from portal.demo.scenes.registry import scene
from portal.demo.scenes.space import Space
from portal.demo.scenes.town import skyline

RED_COACH, BLUE_COACH = rgb("B3392C"), rgb("2B5C86")
IRON = rgb("3F5A5A")


def _coach(view: Space, x: float, near: float, far: float, *, first: bool) -> None:
    """One coach standing on the right, its side towards the platform."""
    tone = RED_COACH
    low, high = 0.35, 3.35
    view.side(x, 0, low, near, far, rgb("23282C"))
    view.side(x, low, 1.35, near, far, Fade(light(BLUE_COACH, 0.05), dark(BLUE_COACH, 0.15)))
    view.side(x, 1.35, 1.45, near, far, rgb("F4EFE0"))
    view.side(x, 1.45, high, near, far, Fade(light(tone, 0.12), dark(tone, 0.05)))
    view.side(x, 2.5, 2.56, near, far, rgb("F4EFE0"))
    view.c.poly(
        [
            view.at(x, high, near),
            view.at(x, high, far),
            view.at(x + 0.7, high + 0.45, far),
            view.at(x + 0.7, high + 0.45, near),
        ],
        rgb("8F979A"),
    )
    long = far - near
    for k in range(7):
        a, b = near + long * (0.13 + k * 0.108), near + long * (0.2 + k * 0.108)
        if first and k == 1:
            continue
        view.side(x - 0.01, 1.6, 2.4, a, b, Fade(rgb("CFE6EA"), rgb("6E93A0")))
        view.side(x - 0.02, 1.6, 1.66, a, b, rgb("F4EFE0"))
        if k % 2 == 0:
            m = a + (b - a) * 0.55
            px, py = view.at(x - 0.02, 1.94, m)
            s = view.size(0.12, m)
            cloth = rgb(("2F6F8F", "8E5A6B", "C9A24A")[(k + int(near)) % 3])
            view.side(x - 0.015, 1.66, 1.8, m - 0.16, m + 0.18, cloth)
            view.c.oval(
                px, py, s * 0.5, s, rgb(("C98F68", "D9A27A", "B97F5A")[(k + int(near)) % 3])
            )
            view.c.oval(px, py - s * 0.5, s * 0.5, s * 0.6, rgb("1E1A1C"))
    for t in (0.03, 0.92):
        a, b = near + long * t, near + long * (t + 0.06)
        view.side(x - 0.01, 0.35, 2.5, a, b, rgb("2A2F36") if t < 0.5 and first else rgb("8A2A22"))
        view.side(
            x - 0.02,
            1.5,
            2.3,
            a + 0.05,
            b - 0.05,
            Fade(rgb("FFE9B8"), rgb("C9A25A")) if t < 0.5 else rgb("6E93A0"),
        )
        view.side(x - 0.03, 0.05, 0.3, a, b, rgb("5A636A"))
    if first:
        _door(view, x, 4.55, 5.5)
    view.front(x, x + 0.02, low, high, near, dark(tone, 0.4))
    view.line([(x, low, near), (x, high, near)], 2, dark(tone, 0.5))


def _door(view: Space, x: float, near: float, far: float) -> None:
    """An open door with its steps, light inside."""
    view.side(x - 0.01, 0.35, 2.45, near, far, rgb("3A2A26"))
    view.side(x - 0.02, 0.42, 2.38, near + 0.07, far - 0.07, Fade(rgb("FFE9B8"), rgb("A8784A")))
    view.side(x - 0.03, 0.42, 2.38, far - 0.34, far - 0.07, rgb("5A3A30"))
    view.block(x - 0.3, x, 0.1, 0.2, near, far, rgb("7A858C"))
    for z in (near, far):
        view.line([(x - 0.06, 0.5, z), (x - 0.06, 1.5, z)], 3, rgb("E9E3D2"))


def _column(view: Space, x: float, away: float) -> None:
    """An iron column of the platform roof with its brackets."""
    c = view.c
    foot, head = view.at(x, 0, away), view.at(x, 3.5, away)
    s = view.size(1, away)
    c.shadow(*foot, s * 0.3, s * 0.05, 0.35)
    c.rect(foot[0] - s * 0.14, foot[1] - s * 0.3, s * 0.28, s * 0.3, dark(IRON, 0.2))
    c.poly(
        [
            (foot[0] - s * 0.07, foot[1] - s * 0.3),
            (head[0] - s * 0.05, head[1]),
            (head[0] + s * 0.05, head[1]),
            (foot[0] + s * 0.07, foot[1] - s * 0.3),
        ],
        Fade(light(IRON, 0.14), dark(IRON, 0.25), across=True),
    )
    for f in (-1, 1):
        c.line(
            [
                (head[0], head[1] + s * 0.7),
                (head[0] + f * s * 0.34, head[1] + s * 0.42),
                (head[0] + f * s * 0.95, head[1] + s * 0.02),
            ],
            s * 0.05,
            IRON,
        )


def _clock(c: Canvas, x: float, y: float, r: float) -> None:
    c.line([(x, y - r * 2), (x, y - r)], r * 0.16, IRON)
    c.oval(x, y, r * 1.12, r * 1.12, dark(IRON, 0.2))
    c.oval(x, y, r, r, rgb("FBF6E6"))
    for dx, dy in ((0, -0.8), (0.8, 0), (0, 0.8), (-0.8, 0)):
        c.oval(x + dx * r, y + dy * r, r * 0.08, r * 0.08, rgb("2A3138"))
    c.line([(x, y), (x - r * 0.42, y - r * 0.3)], r * 0.12, rgb("2A3138"))
    c.line([(x, y), (x + r * 0.2, y - r * 0.72)], r * 0.09, rgb("2A3138"))


def _case(
    c: Canvas, hand: tuple[float, float], y: float, s: float, tone: Color, facing: int
) -> None:
    """A suitcase pulled along behind a hand."""
    x = hand[0] - facing * s * 0.34
    c.line([hand, (x, y - s * 0.62)], s * 0.04, rgb("5A636A"))
    c.poly(
        cut("-0.24,-0.66 0.2,-0.66 0.24,-0.08 -0.2,-0.08", x, y, s, facing=facing),
        Fade(light(tone, 0.14), dark(tone, 0.22)),
    )
    for dx in (-0.08, 0.08):
        c.line([(x + dx * s, y - s * 0.62), (x + dx * s, y - s * 0.12)], s * 0.02, dark(tone, 0.3))
    for dx in (-0.16, 0.2):
        c.oval(x + dx * s, y - s * 0.05, s * 0.05, s * 0.05, rgb("1B1F23"))


@scene()
def train_station(c: Canvas) -> Image.Image:
    """A platform in the morning sun: the train in, luggage, a clock, two who wait."""
    view = Space(c, 520, 322, 720, eye=1.65)
    c.sky([(0, rgb("8DBBD0")), (0.6, rgb("DDE7DA")), (1, rgb("FFF0CC"))], bottom=330)
    c.glow(560, 300, 380, rgb("FFF6D8"), 0.95)
    c.oval(548, 262, 24, 24, rgb("FFFDF0"))
    skyline(c, 334, 30, 110, rgb("B9C4C0"), x0=380, x1=760, step=(26, 54))
    for x in range(380, 780, 44):
        foliage(
            c,
            x,
            330 + c.rng.uniform(-4, 4),
            34,
            14,
            tuple(mix(t, rgb("E9E6C4"), 0.4) for t in LEAF),
            leaves=30,
            leaf=5,
        )
    c.rect(0, 330, 1200, 480, rgb("8A8A80"))
    view.floor(2.3, 30, 1.2, 90, Fade(rgb("A39C8C"), rgb("7A746A")), up=-0.9)
    view.floor(-16, 2.3, 1.2, 90, Fade(rgb("D6CDB6"), rgb("A89E8A")))
    for z in (1.9, 2.4, 3, 3.8, 4.8, 6, 7.6, 9.6, 12.5, 16, 22, 30):
        view.line([(-16, 0, z), (2.2, 0, z)], 1.1, rgb("8F8674"))
    for i in range(-20, 4):
        view.line([(i * 0.8, 0, 1.6), (i * 0.8, 0, 60)], 1.0, rgb("8F8674"))
    view.floor(1.5, 1.8, 1.2, 90, rgb("E8B93B"))
    view.floor(2.3, 2.6, 1.2, 90, rgb("1B1F22"))
    view.floor(2.1, 2.3, 1.2, 90, rgb("F4EFE0"))
    for near, far in ((52, 74), (34, 51), (18.6, 33), (1.5, 17.8)):
        _coach(view, 2.55, near, far, first=near < 2)
    for z in (74, 51.4, 33.4, 18.1):
        view.front(2.6, 3.2, 0.4, 3.2, z, rgb("3A2A2A"))
    wall = -6.2
    view.side(wall, 0, 4.2, 1.5, 60, Fade(rgb("EFD9A0"), rgb("D9BC7E")))
    view.side(wall, 0, 0.9, 1.5, 60, rgb("A8704A"))
    for k, z in enumerate((5.2, 7.4, 10.4, 14.6, 20.6, 29)):
        end = z * 1.22
        if k % 2:
            view.side(wall + 0.02, 0, 2.7, z, end, rgb("6E4A34"))
            view.side(
                wall + 0.03, 0.1, 2.6, z * 1.02, end * 0.985, Fade(rgb("FFE2A0"), rgb("A87C4A"))
            )
        else:
            view.side(wall + 0.02, 1.1, 2.7, z, end, rgb("F7F0DC"))
            view.side(
                wall + 0.03, 1.2, 2.6, z * 1.02, end * 0.985, Fade(rgb("BFD9DC"), rgb("7FA0A8"))
            )
    for lo, hi, tone in ((-6.4, 1.3, "5A6A68"),):
        view.floor(lo, hi, 1.6, 60, Fade(rgb("7A8480"), rgb(tone)), up=4.05)
    for z in (2.2, 2.9, 3.9, 5.2, 7, 9.5, 13, 18, 26, 40):
        view.line([(-6.4, 4.0, z), (1.3, 4.0, z)], max(1.2, view.size(0.1, z)), dark(IRON, 0.1))
    view.side(1.3, 3.72, 4.12, 1.6, 60, IRON)
    c.poly(
        [
            view.at(1.3, 3.72, 60),
            view.at(1.3, 3.72, 1.6),
            view.at(1.3, 3.66, 1.6),
            view.at(1.3, 3.66, 60),
        ],
        light(IRON, 0.4),
    )
    for z in (34, 24, 17, 12, 8.6, 6.1):
        _column(view, -1.9, z)
        a, b = view.at(1.2, 0, z), view.at(1.2, 0, z * 1.14)
        p, q = view.at(-5.6, 0, z * 0.94), view.at(-5.6, 0, z * 1.07)
        c.soft_poly([a, b, q, p], rgb("FFF6D6"), blur=8, alpha=0.35)
    for z, people in (
        (
            20,
            (
                (-0.6, "B98F8A 33384A bun", "stroll", 1),
                (0.6, "5F7F8C 33384A", "talk", -1),
                (0.1, "E9E3D6 33384A 1", "stand", 1),
            ),
        ),
        (
            13.5,
            (
                (-3.4, "8E5A6B 33384A long", "walk", -1),
                (0.2, "3F6E74 33384A 2", "hold", 1),
                (0.75, "E0A93B 33384A tail", "wave", 1),
            ),
        ),
        (
            10,
            (
                (-0.9, "F4EFE6 33384A bun", "stroll", -1),
                (-0.4, "3F7A66 33384A 2 tail", "walk", 1),
                (1.05, "4A5C74 2B3442", "stand", 1),
                (-4.3, "A8704A 33384A grey", "stand", 1),
            ),
        ),
    ):
        for right, words, pose, f in people:
            view.person(right, z, wear(words), pose, facing=f, rim=rgb("FFF3CE"))
    view.block(-4.05, -2.35, 0.38, 0.45, 5.7, 6.15, rgb("8A6A4A"))
    for right in (-3.95, -2.52):
        view.front(right, right + 0.07, 0, 0.4, 5.7, rgb("3A3F42"))
    girl = wear("D9432F 2B4A66 tail dress bare")
    view.person(-2.85, 5.7, girl, "sit", tall=1.15, facing=-1, child=True, seat=0.47)
    view.person(-3.55, 5.7, wear("7A5A75 33384A 1 grey bun"), "sit", tall=1.58, facing=1, seat=0.5)
    x, y = view.at(-4.25, 0, 5.6)
    c.poly(
        curve("-0.5,0 -0.46,-0.5 0,-0.62 0.46,-0.5 0.5,0", x, y, 46),
        Fade(rgb("C79A5C"), rgb("8A6438")),
    )
    c.line(curve("-0.2,-0.5 0,-0.9 0.2,-0.5", x, y, 46), 3, rgb("6E4E2A"))
    _clock(c, *view.at(-0.4, 3.3, 5.6), 31)
    for right, away, words, pose, f, tone in (
        (0.55, 5.4, "2F6F8F 2B3442 long", "stroll", 1, "E0A93B"),
        (-0.55, 4.15, "E9E3D6 3A4450 1", "walk", 1, "3F6E74"),
    ):
        spots = view.person(right, away, wear(words), pose, facing=f, rim=rgb("FFF3CE"))
        s = view.size(0.9, away)
        _case(c, spots["near_hand"], view.at(right, 0, away)[1], s, rgb(tone), f)
    spots = view.person(
        1.15, 4.6, wear("2B4A66 22303E 1 B3261E cap"), "wave", facing=-1, rim=rgb("FFF3CE")
    )
    hx, hy = spots["near_hand"]
    c.line([(hx, hy + 8), (hx - 4, hy - 44)], 3, rgb("8A6A42"))
    c.poly(cut("0,0 -40,6 -36,30 2,26", hx - 4, hy - 44), rgb("3F8F5A"))
    view.person(1.95, 5.05, wear("C9A24A 33384A bun"), "walk", facing=1, up=0.06, rim=rgb("FFF3CE"))
    c.soft_poly(
        [(480, 200), (640, 200), (300, 800), (-100, 800)], rgb("FFF6D6"), blur=40, alpha=0.2
    )
    return c.finish(shade=rgb("1C1E20"), glare=rgb("FFF3D4"), grade=0.07, vignette=0.3)
