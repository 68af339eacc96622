"""The waterworks: filter beds in the sun."""

from __future__ import annotations

from itertools import pairwise

from PIL import Image

from portal.demo.scenes.air import cumulus
from portal.demo.scenes.green import LEAF, foliage, tree
from portal.demo.scenes.kit import Canvas, Fade, dark, light, rgb
from portal.demo.scenes.paths import curve, cut, wear
from portal.demo.scenes.registry import scene
from portal.demo.scenes.space import Space

CONCRETE = rgb("C9C6BA")


def _rail(view: Space, x: float, near: float, far: float) -> None:
    """A tubular hand rail beside a walkway."""
    z = near
    while z < far:
        foot, top = view.at(x, 0, z), view.at(x, 1.05, z)
        view.c.line([foot, top], max(1.2, view.size(0.045, z)), rgb("E8B93B"))
        z *= 1.22
    for up in (0.55, 1.05):
        points = [(x, up, near * (far / near) ** (k / 8)) for k in range(9)]
        for p, q in pairwise(points):
            view.line([p, q], max(1.2, view.size(0.045, p[2])), rgb("F2C94A"))


def _bed(view: Space, x0: float, x1: float, near: float, far: float) -> None:
    """A filter bed: concrete rim, troughs across it, water that mirrors the sky."""
    c, rim, level = view.c, light(CONCRETE, 0.12), -0.2
    left, right, front, back = x0 + 0.3, x1 - 0.3, near + 0.3, far - 0.3
    view.floor(x0, x1, near, far, rim)
    view.floor(left, right, front, back, dark(CONCRETE, 0.45))
    view.floor(left, right, front, back, Fade(rgb("BFE3E6"), rgb("2F8A9C")), up=level)
    view.side(right if x0 > 0 else left, level, 0, front, back, dark(CONCRETE, 0.3))
    for k in range(1, 4):
        z = front + (back - front) * k / 4
        view.floor(left, right, z, z + 0.34, dark(CONCRETE, 0.08), up=-0.1)
        view.floor(left, right, z + 0.08, z + 0.26, rgb("7FC4CC"), up=-0.12)
        start, y = view.at(left, -0.1, z)
        for _ in range(int((view.at(right, 0, z)[0] - start) / 12)):
            px = c.rng.uniform(start, view.at(right, 0, z)[0])
            c.line([(px, y), (px, y + view.size(0.1, z))], 1.2, rgb("F4FBFA"), 0.7)
    for _ in range(int(160 / near)):
        z = c.rng.uniform(front + 0.2, back - 0.3)
        px, py = view.at(c.rng.uniform(left + 0.4, right - 0.4), level, z)
        wide, thick = view.size(0.3, z), max(0.8, view.size(0.018, z))
        c.oval(px, py, wide, thick, rgb("F4FBFA"), c.rng.uniform(0.25, 0.6))
    view.floor(x0, x1, near, front, rim)
    inner = (x0, left) if x0 > 0 else (right, x1)
    view.floor(*inner, near, far, rim)
    outer = (right, x1) if x0 > 0 else (x0, left)
    view.floor(*outer, near, far, rim)
    view.front(x0, x1, -0.06, 0, near, dark(CONCRETE, 0.25))


@scene()
def water_plant(c: Canvas) -> Image.Image:
    """The waterworks: filter beds in the sun, two technicians with a sample."""
    horizon = 250
    view = Space(c, 590, horizon, 640, eye=3.1)
    c.sky([(0, rgb("4F97C4")), (0.65, rgb("AED8E4")), (1, rgb("EAF1E0"))], bottom=horizon)
    for x, y, w in ((170, 170, 300), (980, 150, 340), (600, 96, 190)):
        cumulus(c, x, y, w)
    c.ridge(236, 40, rgb("8FB4B4"), down_to=horizon)
    c.ridge(246, 20, rgb("6F9A84"), down_to=horizon)
    c.rect(0, horizon - 2, 1200, 560, Fade(rgb("8FB36B"), rgb("A9A697")))
    for x in range(-10, 1240, 44):
        foliage(c, x, horizon + c.rng.uniform(-2, 6), 34, 16, LEAF, leaves=40, leaf=6)
    _works(c, view)
    view.floor(-40, 40, 2.5, 34, Fade(rgb("DAD6C8"), rgb("B3AE9F")))
    for near, far in ((20.5, 30), (13.4, 19.6), (8.8, 12.8), (5.6, 8.3), (3.05, 5.2)):
        for x0, x1 in ((-15.8, -8.8), (-8.2, -1.2), (1.2, 8.2), (8.8, 15.8)):
            _bed(view, x0, x1, near, far)
    for z in (3.0, 3.6, 4.4, 5.4, 6.8, 8.6, 11, 14, 18, 24):
        view.line([(-1.1, 0, z), (1.1, 0, z)], 1.2, rgb("9A9585"))
    for near, far in ((8.45, 8.7), (12.95, 13.25), (5.3, 5.5)):
        for x in (-4.7, 4.7):
            px, py = view.at(x, 0, (near + far) / 2)
            s = view.size(1, near)
            c.rect(px - s * 0.06, py - s * 0.7, s * 0.12, s * 0.7, rgb("2F5F8A"))
            c.oval(px, py - s * 0.72, s * 0.34, s * 0.1, rgb("C9372B"))
            c.oval(px, py - s * 0.72, s * 0.2, s * 0.055, rgb("2A3138"))
    _rail(view, -1.1, 3.4, 28)
    view.person(0.35, 14, wear("2F6F9E 2B4A6E F1EADB helmet"), "stroll", facing=-1)
    view.person(-4.6, 13.1, wear("E0772A 33475A E8B93B helmet"), "bend", facing=1)
    view.upright(0.3, 9.2, wear("F4F3EC 33475A F1EADB helmet"), "hips", back=True)
    spots = view.person(
        -0.5,
        4.0,
        wear("F7F7F2 33475A 2 F1EADB helmet bun coat"),
        "carry",
        facing=1,
        rim=rgb("FFFDF0"),
    )
    hx, hy = spots["near_hand"]
    c.poly(cut("-7,-30 7,-30 8,10 -8,10", hx + 2, hy), rgb("E4F4F6"))
    c.poly(cut("-7,-18 7,-18 8,10 -8,10", hx + 2, hy), rgb("6FC0D0"))
    c.rect(hx - 6, hy - 36, 16, 8, rgb("2F5F8A"))
    spots = view.person(
        0.42, 3.9, wear("2F6F9E 2B4A6E 1 F1EADB helmet"), "hold", facing=-1, rim=rgb("FFFDF0")
    )
    hx, hy = spots["near_hand"]
    c.poly(
        [(hx - 40, hy - 26), (hx + 10, hy - 12), (hx + 4, hy + 14), (hx - 46, hy)], rgb("B98B52")
    )
    c.poly(
        [(hx - 36, hy - 22), (hx + 6, hy - 11), (hx + 1, hy + 10), (hx - 41, hy - 1)], rgb("FBFBF6")
    )
    px, py = view.at(-0.75, 0, 3.62)
    c.box(px - 34, py - 44, 68, 44, 6, Fade(rgb("E8772A"), rgb("B3561C")))
    c.rect(px - 34, py - 30, 68, 4, rgb("F4EFE6"))
    c.line(curve("-0.3,-0.6 0,-0.9 0.3,-0.6", px, py, 68), 4, rgb("3A3F42"))
    _rail(view, 1.1, 3.4, 28)
    return c.finish(glare=rgb("FBFCEC"), grade=0.05, vignette=0.22)


def _works(c: Canvas, view: Space) -> None:
    """The pump house and the water tower at the end of the beds."""
    view.front(-9.5, -1.5, 0, 4.6, 36, Fade(rgb("F4EEDC"), rgb("D9CDB2")))
    (x0, y0), (x1, _) = view.at(-9.9, 4.6, 36), view.at(-1.1, 0, 36)
    c.rect(x0, y0 - 5, x1 - x0, 8, rgb("2F6F8F"))
    for k in range(6):
        view.front(-9.0 + k * 1.25, -8.2 + k * 1.25, 1.4, 3.4, 36, rgb("5F8FA6"))
    view.front(-3.3, -2.1, 0, 3, 36, rgb("3F6E86"))
    px, py = view.at(5.2, 0, 38)
    for dx in (-20, -7, 7, 20):
        c.line([(px + dx * 1.3, py), (px + dx, py - 108)], 3.4, rgb("B9C0BC"))
    c.line([(px - 24, py - 50), (px + 24, py - 50)], 2, rgb("B9C0BC"))
    c.poly(
        curve("-0.5,0 -0.56,-0.5 -0.4,-0.72 0.4,-0.72 0.56,-0.5 0.5,0", px, py - 100, 84),
        Fade(rgb("F4F3EC"), rgb("B4C2C4"), across=True),
    )
    c.rect(px - 45, py - 140, 90, 9, rgb("2F8AA6"))
    c.poly(cut("-0.42,-0.7 0,-0.96 0.42,-0.7", px, py - 100, 84), rgb("2F6F8F"))
    tree(c, 960, 300, 130, leaves=160)
    tree(c, 1070, 304, 150, leaves=180)
    tree(c, 90, 304, 140, leaves=170)
