"""The seafood plant: white overalls on both sides of long steel tables."""

from __future__ import annotations

from PIL import Image

from portal.demo.scenes.kit import Canvas, Color, Fade, Point, dark, light, mix, rgb
from portal.demo.scenes.paths import cut, wear
from portal.demo.scenes.people import Look
from portal.demo.scenes.registry import scene
from portal.demo.scenes.space import Space

STEEL = rgb("B9C7CC")
WHITES = wear("F4F7F6 E6ECEB 0 scarf FBFCFB")
BLUE = rgb("3F86B0")
CRATES = (rgb("2F6FA6"), rgb("D9A23B"), rgb("3F8F7A"))


def _gloves(c: Canvas, spots: dict[str, Point], h: float) -> None:
    for name in ("far_hand", "near_hand"):
        x, y = spots[name]
        c.oval(x, y, h * 0.026, h * 0.024, BLUE)


def _mask(c: Canvas, spots: dict[str, Point], h: float, facing: int) -> None:
    """The blue mask over mouth and nose, seen from the side."""
    x, y = spots["head"]
    s = h * 0.066
    path = "0.96,-0.1 1.06,0.25 0.72,0.85 0.3,0.86 -0.2,0.3 0.3,0.1"
    c.poly(cut(path, x, y, s, facing=facing), rgb("7FC0DA"))
    c.line(cut("0.98,0.2 0.2,0.3", x, y, s, facing=facing), s * 0.09, rgb("5FA3C2"))


def _worker(view: Space, right: float, away: float, facing: int, pose: str = "hold") -> None:
    """Someone at the table from the side: apron, gloves, mask."""
    h = view.size(1.62, away)
    skin = view.c.rng.choice((0, 1, 2))
    look = wear(f"F4F7F6 E6ECEB {skin} scarf FBFCFB")
    spots = view.person(right, away, look, pose, facing=facing)
    c, (nx, ny), (hx, hy) = view.c, spots["neck"], spots["hip"]
    f = facing
    c.poly(
        [
            (nx + f * h * 0.02, ny + h * 0.07),
            (nx + f * h * 0.075, ny + h * 0.09),
            (hx + f * h * 0.07, hy + h * 0.2),
            (hx - f * h * 0.03, hy + h * 0.2),
            (hx - f * h * 0.02, hy - h * 0.02),
        ],
        BLUE,
        0.9,
    )
    _mask(c, spots, h, f)
    _gloves(c, spots, h)


def _catch(view: Space, x: float, up: float, away: float, kind: int) -> None:
    """Shrimp or fish on ice."""
    c, (px, py), s = view.c, view.at(x, up, away), view.size(1, away)
    tones = ((rgb("F29A7A"), rgb("E8775A")), (rgb("A9BCC6"), rgb("7F98A6")))[kind]
    for _ in range(7):
        dx, dy = c.rng.uniform(-0.22, 0.22) * s, c.rng.uniform(-0.05, 0.05) * s
        tone = c.rng.choice(tones)
        c.oval(px + dx, py + dy, s * 0.055, s * 0.02, tone)
        c.oval(px + dx - s * 0.01, py + dy - s * 0.006, s * 0.03, s * 0.007, light(tone, 0.5))


def _table(view: Space, x0: float, x1: float, near: float, far: float) -> None:
    view.floor(x0 - 0.1, x1 + 0.1, near, far, rgb("6F8A94"), alpha=0.45)
    z = far
    while z >= near:
        for x in (x0 + 0.05, x1 - 0.1):
            view.front(x, x + 0.06, 0, 0.86, z, dark(STEEL, 0.3))
        z -= 1.5
    if x0 > 0:
        view.side(x0, 0.76, 0.92, near, far, dark(STEEL, 0.15))
    if x1 < 0:
        view.side(x1, 0.76, 0.92, near, far, dark(STEEL, 0.15))
    view.floor(x0, x1, near, far, Fade(light(STEEL, 0.55), STEEL), up=0.92)
    view.front(x0, x1, 0.78, 0.92, near, dark(STEEL, 0.1))
    view.floor(x0 + 0.14, x1 - 0.14, near + 0.1, far, Fade(rgb("EAF4F6"), rgb("F6FBFB")), up=0.95)
    z = far - 0.3
    while z > near + 0.2:
        for k in range(3):
            x = x0 + 0.3 + (x1 - x0 - 0.6) * k / 2
            _catch(view, x, 0.96, z, 0 if x0 < 0 < x1 or k == 1 else 1)
        z -= 0.34 + z * 0.03


def _crates(view: Space, x: float, away: float, levels: int, tone: Color) -> None:
    """Crates stacked on the floor, ice and fish on top."""
    for k in range(levels):
        low = k * 0.3
        view.block(x, x + 0.62, low, low + 0.27, away, away + 0.42, tone, top=rgb("EAF4F6"))
        for i in range(4):
            view.front(
                x + 0.08 + i * 0.13,
                x + 0.15 + i * 0.13,
                low + 0.07,
                low + 0.2,
                away,
                dark(tone, 0.25),
            )
    for k in range(3):
        _catch(view, x + 0.14 + k * 0.17, levels * 0.3 + 0.02, away + 0.2, 1)


@scene()
def seafood_plant(c: Canvas) -> Image.Image:
    """Sorting shrimp and fish: three steel tables in cold light, blue gloves, steam of ice."""
    view = Space(c, 600, 262, 715, eye=2.25)
    high, end, wide = 4.2, 26.0, 6.2
    c.rect(0, 0, 1200, 800, rgb("C9D8DB"))
    view.floor(-wide, wide, 1.5, end, Fade(rgb("DDE8E8"), rgb("C3D2D5")), up=high)
    view.floor(-wide, wide, 1.2, end, Fade(rgb("B4C9CC"), rgb("6F8F98")))
    for x in (-wide, wide):
        view.side(x, 0, high, 1.2, end, Fade(rgb("EAF1F0"), rgb("C3D3D5")))
        view.side(x, 0, 1.3, 1.2, end, rgb("A9C6CC"), alpha=0.8)
    view.front(-wide, wide, 0, high, end, Fade(rgb("E7EFEE"), rgb("CBDADB")))
    view.front(-1.2, 1.2, 0, 2.6, end, rgb("8FA9B2"))
    for k in range(6):
        view.front(-1.15 + k * 0.4, -0.8 + k * 0.4, 0, 2.55, end, rgb("BFD6DA"), alpha=0.8)
    for z in (2.4, 3.2, 4.4, 6, 8.4, 12, 17, 24):
        view.line([(-wide, 0, z), (wide, 0, z)], 1.1, rgb("7F9CA4"))
        if z < 20:
            view.line(
                [(-wide, high, z + 1), (wide, high, z + 1)],
                max(1.4, view.size(0.06, z)),
                rgb("A9BCC0"),
            )
    for x, tone in ((-4.9, "7FA6B2"), (-4.5, "C9D6D8"), (4.7, "C9D6D8")):
        for a, b in ((2, 4), (4, 8), (8, 14), (14, 26)):
            p, q = view.at(x, 3.8, a), view.at(x, 3.8, b)
            c.limb(p, q, view.size(0.1, a), view.size(0.1, b), rgb(tone))
    for x in (-2.9, 0, 2.9):
        for z in (3.4, 5.2, 8, 12, 18):
            view.floor(x - 0.2, x + 0.2, z, z * 1.24, rgb("FDFFFD"), up=high - 0.4)
            c.glow(*view.at(x, high - 0.4, z * 1.1), view.size(1.3, z), rgb("F4FCFF"), 0.35)
    view.side(-wide + 0.02, 1.7, 3.0, 7, 16, rgb("5A7C8C"))
    view.side(-wide + 0.03, 1.8, 2.9, 7.3, 15.4, Fade(rgb("A9D0DC"), rgb("DCEBE6")))
    tables = ((-3.9, -2.9), (-0.55, 0.55), (2.9, 3.9))
    for z in (21, 17, 13.6, 11, 9, 7.4, 6.1):
        for i, (x0, _) in enumerate(tables):
            _worker(view, x0 - 0.33, z + 0.2, 1, "hold" if (i + int(z)) % 3 else "talk")
        if z == 21:
            continue
    for x0, x1 in tables:
        _table(view, x0, x1, 4.3, 24)
    for z in (21, 17, 13.6, 11, 9, 7.4, 6.1):
        for i, (_, x1) in enumerate(tables):
            if not (z < 6.5 and i == 1):
                _worker(view, x1 + 0.33, z - 0.25, -1, "hold" if (i + int(z)) % 2 else "talk")
    c.soft(
        lambda pen, k: pen.ellipse([200 * k, 330 * k, 1000 * k, 430 * k], fill=150),
        rgb("F4FBFC"),
        blur=30,
        alpha=0.45,
    )
    _worker(view, -0.92, 4.75, 1)
    _worker(view, 0.94, 4.6, -1)
    _crates(view, -2.35, 4.2, 3, CRATES[0])
    _crates(view, 2.0, 4.6, 2, CRATES[1])
    spots = view.person(
        -1.65,
        3.55,
        Look(
            rgb("E9F0EF"),
            rgb("DDE6E6"),
            WHITES.skin,
            hat="scarf",
            hat_color=rgb("D9A23B"),
            skirt="coat",
        ),
        "hold",
        facing=1,
        rim=rgb("FFFFFF"),
    )
    h = view.size(1.65, 3.55)
    _mask(c, spots, h, 1)
    hx, hy = spots["near_hand"]
    c.poly(
        [(hx - 14, hy - 26), (hx + 40, hy - 48), (hx + 48, hy - 18), (hx - 4, hy + 6)],
        rgb("3A4C58"),
    )
    c.poly(
        [(hx - 10, hy - 25), (hx + 37, hy - 44), (hx + 44, hy - 19), (hx - 3, hy + 1)],
        rgb("FBFCFA"),
    )
    _trolley(view, 1.1, 3.5)
    return c.finish(shade=rgb("12242E"), glare=rgb("F4FCFF"), grade=0.07, vignette=0.26)


def _trolley(view: Space, x: float, away: float) -> None:
    """A worker pushes a trolley of crates towards the tables."""
    spots = view.person(x + 0.95, away, wear("F4F7F6 E6ECEB 1 scarf FBFCFB"), "push", facing=-1)
    h = view.size(1.65, away)
    _mask(view.c, spots, h, -1)
    view.block(x - 0.85, x + 0.25, 0.16, 0.22, away, away + 0.5, mix(STEEL, rgb("5A6A72"), 0.4))
    for dx in (-0.75, 0.12):
        px, py = view.at(x + dx, 0.08, away)
        view.c.oval(px, py, view.size(0.08, away), view.size(0.08, away), rgb("2A343A"))
    view.line([(x + 0.24, 0.2, away), (x + 0.34, 1.05, away)], 5, mix(STEEL, rgb("5A6A72"), 0.4))
    for k in range(2):
        for i in range(2):
            tone = CRATES[(k + i) % 3]
            low = 0.22 + k * 0.3
            view.block(
                x - 0.84 + i * 0.54,
                x - 0.34 + i * 0.54,
                low,
                low + 0.28,
                away,
                away + 0.44,
                tone,
                top=rgb("EAF4F6"),
            )
    for i in range(4):
        _catch(view, x - 0.7 + i * 0.27, 0.84, away + 0.2, i % 2)
    _gloves(view.c, spots, h)
