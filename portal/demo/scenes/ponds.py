"""Farming the shallow coast: salt pans at noon, shrimp ponds from above."""

from __future__ import annotations

import math
from itertools import pairwise

from PIL import Image

from portal.demo.scenes.air import cumulus
from portal.demo.scenes.green import LEAF, foliage, palm
from portal.demo.scenes.kit import (
    Canvas,
    Color,
    Fade,
    Point,
    bezier,
    dark,
    light,
    mix,
    rgb,
    smooth,
)
from portal.demo.scenes.people import SKIN, Look, person
from portal.demo.scenes.registry import scene
from portal.demo.scenes.sea import gulls
from portal.demo.scenes.space import Space

SALT = rgb("FBFAF4")
MUD = rgb("7D6A58")


def _heap(c: Canvas, x: float, y: float, w: float) -> None:
    """A heap of salt on a dyke, the sun on its left."""
    h = w * 0.62
    c.shadow(x + w * 0.2, y, w * 0.7, w * 0.1, 0.3)
    outline = [(-0.5, 0), (-0.3, -0.5), (-0.06, -0.97), (0.05, -0.97), (0.3, -0.5), (0.5, 0)]
    outline += [(0.2, 0.1), (-0.2, 0.1)]
    c.poly(smooth([(x + dx * w, y + dy * h) for dx, dy in outline], steps=5), SALT)
    shade = [(0.02, -0.97), (0.3, -0.5), (0.5, 0), (0.22, 0.1), (0.05, 0.08), (0.16, -0.4)]
    c.poly(smooth([(x + dx * w, y + dy * h) for dx, dy in shade], steps=5), rgb("BFD0D8"))


def _rake(c: Canvas, hand: Point, foot: Point, s: float) -> None:
    """A long salt rake from a pair of hands to the water."""
    butt = (hand[0] - (foot[0] - hand[0]) * 0.45, hand[1] - (foot[1] - hand[1]) * 0.45)
    c.limb(butt, foot, s * 0.009, s * 0.009, rgb("8A6A42"))
    c.limb(
        (foot[0] - s * 0.05, foot[1] - s * 0.02),
        (foot[0] + s * 0.05, foot[1] + s * 0.02),
        s * 0.022,
        s * 0.022,
        rgb("6E5235"),
    )
    for k in range(6):
        c.oval(foot[0] + s * (k - 2) * 0.035, foot[1] + s * 0.03, s * 0.035, s * 0.014, SALT)


@scene()
def salt_fields(c: Canvas) -> Image.Image:
    """Salt pans at noon: rows of white heaps, rakes in the shallow brine, tall clouds."""
    horizon = 262
    view = Space(c, 640, horizon, 620, eye=2.6)
    c.sky([(0, rgb("3F8FBF")), (0.6, rgb("9CCDDF")), (1, rgb("E6F1EA"))], bottom=horizon)
    for x, y, w in ((250, 214, 330), (900, 200, 420), (1150, 236, 230), (590, 240, 190)):
        cumulus(c, x, y, w)
    c.ridge(horizon - 8, 18, rgb("8FB3BE"), waves=3, down_to=horizon + 2)
    c.rect(0, horizon - 3, 1200, 545, Fade(rgb("B7A68C"), rgb("7D6A58")))
    rows = (3.0, 4.9, 7.0, 9.8, 13.5, 18.5, 26, 38, 60, 110)
    columns = [i * 6.2 + 2.6 for i in range(-20, 21)]
    for near, far in reversed(list(pairwise(rows))):
        air = min(0.75, near / 60)
        for left in columns:
            if abs(left) > near * 1.4 + 8:
                continue
            white = c.rng.random()
            sky = mix(rgb("7FBAD0"), rgb("DDECEC"), white)
            tone = mix(sky, rgb("E9F1EC"), air)
            edge = (left + 0.25, left + 5.95, near + 0.12, far - 0.12)
            view.floor(*edge, Fade(light(tone, 0.35), dark(tone, 0.05)))
            if white > 0.3:
                _crust(c, view, left, near, far)
        c.rect(
            0,
            view.at(0, 0, near)[1],
            1200,
            max(1.2, view.size(0.07, near)),
            dark(MUD, 0.2),
            1 - air,
        )
    for left in (2.35, 8.55, -3.85, -10.05):
        for near, far in pairwise(rows):
            view.side(left + 0.5, -0.02, 0.08, near, far, dark(MUD, 0.25), alpha=0.8)
    c.soft(
        lambda pen, k: pen.rectangle([0, 262 * k, 1200 * k, 292 * k], fill=220),
        rgb("EEF4EA"),
        blur=16,
        alpha=0.7,
    )
    for away in (44, 32, 24, 18.2, 13.2, 9.6):
        for right in (-3.7, 8.7):
            x, y = view.at(right, 0.05, away)
            _heap(c, x, y, view.size(1.35, away))
    for right, away, pose, f, top in (
        (-7.0, 15.5, "rake", 1, "8E5A6B"),
        (4.6, 20, "rake", -1, "3F7A66"),
        (12.4, 12.0, "rake", -1, "2F6F8F"),
        (-12, 22, "walk", 1, "B3542E"),
        (1.2, 30, "bend", 1, "5F7F8C"),
    ):
        look = Look(rgb(top), rgb("33384A"), SKIN[1], hat="cone")
        spots = view.person(right, away, look, pose, facing=f)
        if pose == "rake":
            s = view.size(1.65, away)
            _rake(c, spots["near_hand"], view.at(right + f * 1.15, 0, away - 0.1), s)
    _bearer(c, view, 2.62, 6.6)
    x, y = view.at(-0.75, 0, 4.15)
    look = Look(rgb("B3392C"), rgb("2B3442"), SKIN[1], hat="cone", cut="tail")
    h = view.size(1.65, 4.15)
    c.shadow(x, y + 4, 90, 10, 0.35)
    spots = person(c, x, y, h, look, "rake", facing=-1, rim=rgb("FFFDF0"))
    c.echo(x - 150, x + 110, y + 5, 115, alpha=0.4)
    foot = (spots["near_hand"][0] - 128, y + 12)
    _rake(c, spots["near_hand"], foot, h)
    wet = [(foot[0] - 60, foot[1] - 12), (foot[0] + 4, foot[1] - 6), (foot[0] - 6, foot[1] + 16)]
    c.poly(smooth([*wet, (foot[0] - 80, foot[1] + 10)], steps=5), SALT)
    c.ripples(610, 760, rgb("FFFFFF"), count=40, alpha=0.5, x0=240, x1=900)
    c.glow(980, 40, 520, rgb("FFF9DE"), 0.5)
    gulls(c, [(420, 120, 16), (470, 142, 12)], rgb("F7FAF6"))
    return c.finish(glare=rgb("FFFBEA"), grade=0.04, vignette=0.2)


def _crust(c: Canvas, view: Space, left: float, near: float, far: float) -> None:
    """Salt that gathers along the lee side of a pan, in thin drifts."""
    for _ in range(26):
        away = near + (far - near) * (0.12 + 0.76 * c.rng.random())
        long = c.rng.uniform(0.15, 0.6)
        right = c.rng.uniform(left + 0.4 + long, left + 5.8 - long)
        x, y = view.at(right, 0, away)
        wide = view.size(long, away)
        c.oval(x, y, wide, max(0.7, wide * 0.07), SALT, c.rng.uniform(0.3, 0.8))


def _bearer(c: Canvas, view: Space, right: float, away: float) -> None:
    """Someone on a dyke with two baskets of salt on a pole."""
    look = Look(rgb("E0A93B"), rgb("3A4450"), SKIN[3], hat="cone")
    x, y = view.at(right, 0.05, away)
    h = view.size(1.65, away)
    view.person(right, away, look, "walk", facing=1, up=0.05, rim=rgb("FFFDF0"))
    top = y - h * 0.83
    c.line(
        bezier(
            (x - h * 0.62, top + 14),
            (x - h * 0.2, top - 3),
            (x + h * 0.2, top - 3),
            (x + h * 0.62, top + 14),
            12,
        ),
        h * 0.022,
        rgb("9A7444"),
    )
    for side in (-1, 1):
        px, py = x + side * h * 0.6, y - h * 0.3
        for dx in (-0.12, 0.12):
            c.line([(x + side * h * 0.61, top + 13), (px + dx * h, py)], h * 0.008, rgb("6E5235"))
        c.poly(
            smooth([(px - h * 0.14, py), (px, py - h * 0.12), (px + h * 0.14, py)], steps=5), SALT
        )
        c.poly(
            [
                (px - h * 0.15, py),
                (px + h * 0.15, py),
                (px + h * 0.1, py + h * 0.13),
                (px - h * 0.1, py + h * 0.13),
            ],
            Fade(rgb("C79A5C"), rgb("7A5A35")),
        )


def _wheel(c: Canvas, view: Space, right: float, away: float) -> None:
    """A paddle-wheel aerator: a float, two fans of white water."""
    s = view.size(1, away)
    x, y = view.at(right, 0, away)
    for _ in range(46):
        a, far = c.rng.uniform(0, math.tau), c.rng.random() ** 0.7
        px, py = x + math.cos(a) * far * s * 5.5 + s, y + math.sin(a) * far * s * 2.0
        c.oval(
            px,
            py,
            s * c.rng.uniform(0.2, 0.9),
            s * c.rng.uniform(0.08, 0.22),
            rgb("F2F8F0"),
            0.75 * (1.1 - far),
        )
    for side in (-1, 1):
        for k in range(12):
            t = k / 12
            c.oval(
                x + side * s * (0.9 + t * 0.6),
                y - s * (1.1 - t) * 0.9 * c.rng.random(),
                s * 0.22,
                s * 0.16,
                rgb("FFFFFF"),
                0.9,
            )
    c.box(x - s * 1.3, y - s * 0.34, s * 2.6, s * 0.34, s * 0.1, rgb("2F5F9E"))
    c.box(x - s * 0.35, y - s * 0.8, s * 0.7, s * 0.5, s * 0.1, rgb("E0A93B"))
    for side in (-1, 1):
        c.oval(x + side * s * 0.85, y - s * 0.42, s * 0.4, s * 0.36, rgb("E9E3D6"))
        c.oval(x + side * s * 0.85, y - s * 0.42, s * 0.16, s * 0.15, rgb("7B8A90"))


def _hut(c: Canvas, view: Space, right: float, away: float, roof: Color) -> None:
    x0, x1 = right - 2.4, right + 2.4
    view.block(x0, x1, 0, 2.6, away, away + 3.4, rgb("D9CDB4"))
    view.front(right - 0.5, right + 0.6, 0, 2, away, rgb("4A3B35"))
    view.front(right + 1.1, right + 2, 1.1, 2, away, rgb("5F7F8C"))
    at = view.at
    c.poly(
        [
            at(x0 - 0.5, 2.5, away - 0.6),
            at(x1 + 0.5, 2.5, away - 0.6),
            at(x1 + 0.5, 4.1, away + 1.8),
            at(x0 - 0.5, 4.1, away + 1.8),
        ],
        roof,
    )
    c.poly(
        [
            at(x0 - 0.5, 2.5, away + 4.2),
            at(x1 + 0.5, 2.5, away + 4.2),
            at(x1 + 0.5, 4.1, away + 1.8),
            at(x0 - 0.5, 4.1, away + 1.8),
        ],
        dark(roof, 0.2),
    )


@scene()
def shrimp_ponds(c: Canvas) -> Image.Image:
    """Shrimp ponds from high up in late light: dykes, aerators, a rider on the way home."""
    horizon = 132
    view = Space(c, 520, horizon, 700, eye=18)
    c.sky([(0, rgb("7FA3B4")), (0.6, rgb("F0D6A6")), (1, rgb("FFE9BC"))], bottom=horizon)
    c.clouds((20, 100), rgb("FFF0D2"), count=6, size=150, alpha=0.7)
    c.ridge(118, 24, rgb("8E9CA0"), waves=4, down_to=horizon)
    c.rect(0, 124, 1200, 30, Fade(rgb("F4DFAE"), rgb("C7C3A4")))
    c.rect(0, 146, 1200, 654, Fade(rgb("97936A"), rgb("8A7552")))
    for x in range(-10, 1230, 34):
        foliage(
            c,
            x,
            152 + c.rng.uniform(-3, 3),
            30,
            10,
            tuple(mix(t, rgb("D9C79A"), 0.35) for t in LEAF),
            leaves=24,
            leaf=6,
        )
    rows = (17.6, 34, 56, 88, 140, 230, 420)
    for near, far in reversed(list(pairwise(rows))):
        for i in range(-9, 10):
            left = i * 25 - 34
            if abs(left + 12) > near * 0.95 + 40:
                continue
            tone = mix(
                c.rng.choice((rgb("4F8577"), rgb("5B8F8A"), rgb("6B8F6E"), rgb("3F7A7E"))),
                rgb("EED9A8"),
                min(0.7, near / 260),
            )
            gap = 1.0
            view.floor(
                left + gap,
                left + 25 - gap,
                near + gap,
                far - gap * (1 + far / 120),
                Fade(rgb("5E4C3A"), rgb("6E5A44")),
                up=-0.1,
            )
            view.floor(
                left + gap + 0.7,
                left + 25 - gap - 0.4,
                near + gap + 0.5,
                far - gap * (1.4 + far / 120),
                Fade(light(tone, 0.5), tone),
                up=-0.5,
            )
            if near < 130:
                for right, part in ((8, 0.66), (17, 0.36))[: 2 if near < 60 else 1]:
                    away = near + (far - near) * (part + c.rng.uniform(-0.1, 0.1))
                    _wheel(c, view, left + right + c.rng.uniform(-1.5, 1.5), away)
    c.glow(880, 150, 560, rgb("FFEFC0"), 0.6, ry=330)
    view.floor(-12.2, -6.0, 10, 400, Fade(rgb("D9C49A"), rgb("B99C72")))
    for x in (-11.2, -7.4):
        view.floor(x, x + 0.5, 10, 300, rgb("A98C62"), alpha=0.7)
    for away in (200, 150, 112, 84, 62, 46, 33, 23):
        foot, head = view.at(-12, 0, away), view.at(-12, 7, away)
        c.limb(
            foot, head, max(1, view.size(0.13, away)), max(0.7, view.size(0.1, away)), rgb("8D877C")
        )
        view.line(
            [(-13, 6.6, away), (-11, 6.6, away)], max(1, view.size(0.16, away)), rgb("6E675C")
        )
    for dx in (-13, -11):
        spans = list(pairwise((300, 200, 150, 112, 84, 62, 46, 33, 23, 15)))
        for far, near in spans:
            mid = 2 / (1 / far + 1 / near)
            view.line([(dx, 6.6, far), (dx, 6.2, mid), (dx, 6.6, near)], 1.1, rgb("5E574E"))
    for right, away, roof in ((15.5, 88, "B24A34"), (-36, 57, "3F7A8C"), (14.6, 34.6, "B24A34")):
        _hut(c, view, right, away, rgb(roof))
    for right, away in ((16, 104), (20.5, 34.2), (-34.4, 64), (-14, 56.2), (-13, 88.2), (41, 62)):
        x, y = view.at(right, 0, away)
        c.shadow(x + view.size(3, away), y, view.size(3, away), view.size(0.5, away), 0.4)
        palm(c, x, y, view.size(7, away), rgb("4F6A45"), lean=c.rng.uniform(-0.15, 0.15))
    _motorbike(c, *view.at(-8.3, 0, 22.5), view.size(1.75, 22.5))
    look = Look(rgb("B3392C"), rgb("33384A"), SKIN[1], hat="cone")
    spots = view.person(5.6, 33.6, look, "point", facing=-1, tall=1.8)
    hand = spots["near_hand"]
    for _ in range(40):
        t = c.rng.random()
        c.oval(
            hand[0] - t * 60, hand[1] + (t * t) * 44 + c.rng.uniform(-6, 6), 1.4, 1.2, rgb("7A5A35")
        )
    for right, away, top in ((-6.7, 57, "E0A93B"), (13.2, 33.8, "F4EFE6")):
        view.person(right, away, Look(rgb(top), rgb("33384A"), hat="cone"), "stroll", tall=1.8)
    gulls(c, [(700, 250, 18), (748, 272, 14), (660, 286, 12)], rgb("FBF8EE"))
    return c.finish(glare=rgb("FFF0C8"), grade=0.08, vignette=0.28)


def _motorbike(c: Canvas, x: float, y: float, h: float) -> None:
    """A rider with two feed sacks, riding away from us."""
    c.shadow(x + h * 0.3, y, h * 0.6, h * 0.1, 0.4)
    c.limb((x, y - h * 0.05), (x, y - h * 0.3), h * 0.05, h * 0.05, rgb("1B1F23"))
    for side in (-1, 1):
        c.limb(
            (x, y - h * 0.42), (x + side * h * 0.16, y - h * 0.1), h * 0.05, h * 0.03, rgb("2B3442")
        )
        c.limb(
            (x + side * h * 0.1, y - h * 0.78),
            (x + side * h * 0.22, y - h * 0.6),
            h * 0.04,
            h * 0.03,
            rgb("2F6F8F"),
        )
    c.box(x - h * 0.13, y - h * 0.86, h * 0.26, h * 0.46, h * 0.08, rgb("2F6F8F"))
    c.box(
        x - h * 0.26, y - h * 0.48, h * 0.52, h * 0.22, h * 0.08, Fade(rgb("F4EFE6"), rgb("CFC3A8"))
    )
    c.rect(x - h * 0.04, y - h * 0.26, h * 0.08, h * 0.05, rgb("C9372B"))
    c.oval(x, y - h * 0.96, h * 0.1, h * 0.11, rgb("E8B93B"))
