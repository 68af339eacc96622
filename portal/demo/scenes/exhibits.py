"""The museum: pupils around an old boat."""

from __future__ import annotations

from itertools import pairwise

from PIL import Image

from portal.demo.scenes.kit import Canvas, Color, Fade, bezier, dark, light, mix, rgb
from portal.demo.scenes.paths import curve, cut, wear
from portal.demo.scenes.registry import scene
from portal.demo.scenes.space import Space

OAK = rgb("8A5F3C")
WALL = rgb("6E4A44")


def pot(c: Canvas, x: float, y: float, h: float, tone: Color, shape: int = 0) -> None:
    """A vessel standing on y: a jar, a vase, a bowl, a flask."""
    path = (
        "-.16,-1 .16,-1 .14,-.9 .42,-.62 .4,-.3 .2,0 -.2,0 -.4,-.3 -.42,-.62 -.14,-.9",
        "-.13,-1 .13,-1 .08,-.78 .3,-.42 .26,-.16 .15,0 -.15,0 -.26,-.16 -.3,-.42 -.08,-.78",
        "-0.55,-0.6 0.55,-0.6 0.46,-0.28 0.2,-0.06 0.2,0 -0.2,0 -0.2,-0.06 -0.46,-0.28",
        "-.07,-1 .07,-1 .08,-.6 .34,-.34 .3,-.1 .16,0 -.16,0 -.3,-.1 -.34,-.34 -.08,-.6",
    )[shape]
    c.poly(cut(path, x, y, h), Fade(light(tone, 0.28), dark(tone, 0.32), across=True))
    if shape != 2:
        c.line(cut("-0.3,-0.48 0.3,-0.48", x, y, h), h * 0.03, dark(tone, 0.3))
    rim = 0.55 if shape == 2 else 0.14
    c.oval(x, y - h * (0.6 if shape == 2 else 1), h * rim, h * rim * 0.2, dark(tone, 0.45))


def _case(
    view: Space, x0: float, x1: float, near: float, far: float, tones: tuple[str, ...]
) -> None:
    """A glass case on a plinth, lit from its lid."""
    c = view.c
    at = view.at
    view.block(x0, x1, 0, 0.85, near, far, rgb("4A3A36"), top=rgb("E9DCC0"))
    mid = (near + far) / 2
    for i, tone in enumerate(tones):
        px, py = at(x0 + (x1 - x0) * (i + 0.6) / (len(tones) + 0.2), 0.86, mid)
        pot(c, px, py, view.size((0.5, 0.42, 0.34)[i % 3], mid), rgb(tone), (i + len(tones)) % 4)
    gx, gy = at((x0 + x1) / 2, 1.2, near)
    c.glow(gx, gy, view.size(0.9, near), rgb("FFE9B8"), 0.4)
    view.front(x0, x1, 0.85, 1.7, near, rgb("DCEBEE"), alpha=0.14)
    inner = x0 if x0 > 0 else x1
    view.side(inner, 0.85, 1.7, near, far, rgb("DCEBEE"), alpha=0.16)
    for a, b in pairwise([(x0, 0.85, near), (x0, 1.7, near), (x1, 1.7, near), (x1, 0.85, near)]):
        view.line([a, b], 2, rgb("B9A27A"))
    view.line([(inner, 1.7, near), (inner, 1.7, far), (inner, 0.86, far)], 2, rgb("B9A27A"))
    view.floor(x0, x1, near, far, rgb("B9A27A"), up=1.7, alpha=0.6)
    c.poly(
        [
            at(x0 + 0.1, 1.6, near),
            at(x0 + 0.3, 1.6, near),
            at(x0 + 0.2, 0.9, near),
            at(x0 + 0.08, 0.9, near),
        ],
        rgb("FFFFFF"),
        0.25,
    )


def _boat(c: Canvas, x: float, y: float, s: float) -> None:
    """The old boat on its trestles: planks, ribs, a mast with a folded sail."""
    for dx in (-0.5, 0.42):
        c.poly(
            cut("-0.1,-0.13 0.1,-0.13 0.14,0 0.08,0 0,-0.07 -0.08,0 -0.14,0", x + dx * s, y, s),
            rgb("54382A"),
        )
    c.shadow(x, y, s * 0.95, s * 0.05, 0.5)
    c.limb(
        (x - s * 0.06, y - s * 0.3),
        (x - s * 0.02, y - s * 1.02),
        s * 0.016,
        s * 0.011,
        rgb("6E4A30"),
    )
    sail = "0,0 0.34,0.06 0.4,0.2 0.34,0.5 0.05,0.56"
    c.poly(cut(sail, x - s * 0.025, y - s * 0.98, s), Fade(rgb("C98F4E"), rgb("8A5430")))
    for k in range(5):
        c.line(
            [
                (x - s * 0.02, y - s * (0.96 - k * 0.11)),
                (x + s * (0.33 + 0.05 * (k in (1, 2))), y - s * (0.9 - k * 0.095)),
            ],
            s * 0.008,
            rgb("5E3C22"),
        )
    c.line([(x - s * 0.02, y - s * 1.02), (x + s * 0.86, y - s * 0.5)], s * 0.004, rgb("3A2A20"))
    c.line([(x - s * 0.02, y - s * 1.02), (x - s * 0.8, y - s * 0.42)], s * 0.004, rgb("3A2A20"))
    c.poly(cut("-0.58,-0.34 -0.2,-0.34 -0.24,-0.48 -0.56,-0.5", x, y, s), rgb("B98B52"))
    for k in range(6):
        c.line(
            cut(f"{-0.56 + k * 0.065},-0.34 {-0.55 + k * 0.06},-0.495", x, y, s), 1.2, rgb("7A5230")
        )
    rail = bezier(
        (x - s, y - s * 0.48),
        (x - s * 0.45, y - s * 0.28),
        (x + s * 0.4, y - s * 0.26),
        (x + s * 1.02, y - s * 0.56),
        24,
    )
    keel = bezier(
        (x + s * 1.02, y - s * 0.56),
        (x + s * 0.82, y - s * 0.22),
        (x + s * 0.6, y - s * 0.08),
        (x, y - s * 0.075),
        18,
    )
    keel += bezier(
        (x, y - s * 0.075),
        (x - s * 0.6, y - s * 0.08),
        (x - s * 0.82, y - s * 0.2),
        (x - s, y - s * 0.48),
        18,
    )
    c.poly([*rail, *keel], Fade(rgb("B07A4A"), rgb("5E3A26")))
    for k in (0.25, 0.5, 0.75):
        strake = [
            (rx, ry + k * s * 0.2 * max(0.0, 1 - ((rx - x) / s) ** 2) ** 0.8)
            for rx, ry in rail[1:-1]
        ]
        c.line(strake, 1.6, rgb("4A2E1E"), 0.8)
    c.line(rail, s * 0.022, rgb("D9A86A"))
    for k in range(9):
        c.oval(
            x - s * 0.8 + k * s * 0.2,
            y - s * 0.3 - abs(k - 4) ** 2 * s * 0.006,
            2.2,
            2.2,
            rgb("3A2418"),
        )
    c.oval(x + s * 0.78, y - s * 0.36, s * 0.045, s * 0.03, rgb("F4E9D0"))
    c.oval(x + s * 0.785, y - s * 0.36, s * 0.02, s * 0.022, rgb("20160F"))


def _painting(c: Canvas, x: float, y: float, w: float, h: float, kind: int) -> None:
    c.rect(x - 8, y - 8, w + 16, h + 16, Fade(rgb("C79A4A"), rgb("8A642E")))
    if kind == 0:
        c.rect(x, y, w, h, Fade(rgb("E9CFA0"), rgb("B98A86")))
        c.rect(x, y + h * 0.56, w, h * 0.44, Fade(rgb("8A8A94"), rgb("4F6A7A")))
        c.oval(x + w * 0.68, y + h * 0.46, h * 0.12, h * 0.12, rgb("FBEBC0"))
        for dx, s in ((0.2, 0.3), (0.4, 0.2), (0.84, 0.24)):
            c.poly(cut("0,0 0.1,-1 0.62,-0.1", x + w * dx, y + h * 0.64, h * s), rgb("6E3A2A"))
            c.poly(
                cut("-0.3,0 0.8,0 0.56,0.18 -0.16,0.18", x + w * dx, y + h * 0.64, h * s),
                rgb("3A2620"),
            )
    else:
        c.rect(x, y, w, h, rgb("E3D3A6"))
        c.poly(
            curve("0,0 0.5,0 0.62,0.3 0.42,0.5 0.6,0.75 0.4,1 0,1", x, y, w, tall=h), rgb("C9B07A")
        )
        c.line(
            bezier(
                (x, y + h * 0.3),
                (x + w * 0.2, y + h * 0.5),
                (x + w * 0.3, y + h * 0.4),
                (x + w * 0.48, y + h * 0.5),
            ),
            3,
            rgb("7F9AA0"),
        )
        for k in range(3):
            c.line(
                [(x + w * 0.6, y + h * (0.2 + k * 0.3)), (x + w * 0.96, y + h * (0.1 + k * 0.35))],
                1,
                rgb("A08A5A"),
            )
        c.oval(x + w * 0.8, y + h * 0.72, h * 0.12, h * 0.12, rgb("B98A4A"))
        c.poly(cut("0,-1 0.2,0 0,1 -0.2,0", x + w * 0.8, y + h * 0.72, h * 0.12), rgb("8A2A25"))


def _pupil(view: Space, right: float, away: float, pose: str, facing: int, words: str) -> None:
    c = view.c
    h = view.size(1.3, away)
    spots = view.person(
        right,
        away,
        wear(f"F7F4EC 2B4A7A {words} bare"),
        pose,
        tall=1.3,
        facing=facing,
        child=True,
        rim=rgb("FFE9B8"),
    )
    nx, ny = spots["neck"]
    c.poly(
        cut("-0.045,0.01 0.05,0.01 0.06,0.12 0.02,0.06", nx, ny, h, facing=facing), rgb("C9372B")
    )


@scene()
def museum_hall(c: Canvas) -> Image.Image:
    """A hall of the city museum: spotlights on an old boat, pupils listening to their guide."""
    view = Space(c, 600, 330, 700, eye=1.75)
    wide, high, end = 5.2, 4.4, 11.0
    c.rect(0, 0, 1200, 800, dark(WALL, 0.4))
    view.floor(-wide, wide, 1.5, end, Fade(rgb("2E2422"), rgb("4A3A35")), up=high)
    view.front(-wide, wide, 0, high, end, Fade(light(WALL, 0.08), dark(WALL, 0.15)))
    for x in (-wide, wide):
        view.side(x, 0, high, 1.5, end, Fade(dark(WALL, 0.1), dark(WALL, 0.35)))
    view.floor(-wide, wide, 1.3, end, Fade(rgb("A87C52"), rgb("6E4A30")))
    for i in range(-26, 27):
        view.line([(i * 0.2, 0, 1.5), (i * 0.2, 0, end)], 1.0, rgb("54382A"))
    for away in (2.2, 3.4, 5.1, 7.6):
        for i in range(-13, 14, 2):
            x = i * 0.4 + (0.2 if away in (3.4, 7.6) else 0)
            view.line([(x, 0, away), (x + 0.2, 0, away)], 1.2, rgb("54382A"))
    for x0, x1, kind in ((-3.5, -1.5, 1), (1.5, 3.5, 0)):
        (left, low), (right, top) = view.at(x0, 1.4, end), view.at(x1, 2.8, end)
        c.glow((left + right) / 2, (low + top) / 2, 150, rgb("FFE2AA"), 0.35)
        _painting(c, left, top, right - left, low - top, kind)
    view.front(-0.9, 0.9, 0, 2.6, end, rgb("2A1F1C"))
    view.front(-0.78, 0.78, 0, 2.48, end, Fade(rgb("E9C98A"), rgb("A8784A")))
    pot(c, *view.at(0, 0.5, end), 48, rgb("3F7A86"))
    view.front(-0.3, 0.3, 0, 0.5, end, rgb("4A3A36"))
    for z in (2.6, 4.2, 6.6):
        view.line([(-wide, high - 0.1, z), (wide, high - 0.1, z)], 3, rgb("1B1513"))
        for x in (-3.4, -0.6, 0.6, 3.4):
            px, py = view.at(x, high - 0.25, z)
            s = view.size(0.12, z)
            c.box(px - s, py - s, s * 2, s * 2.4, s * 0.5, rgb("1B1513"))
            c.oval(px, py + s * 1.5, s * 0.8, s * 0.3, rgb("FFF3D0"))
    for x0, x1 in ((-5.0, -4.1), (4.1, 5.0)):
        for near, far, tones in (
            (7.4, 9.0, ("3F7A86", "B9703F")),
            (4.6, 6.4, ("C79A5C", "5F8F7A")),
        ):
            _case(view, x0, x1, near, far, tones)
    c.soft_poly(
        [(440, -20), (760, -20), (1010, 560), (190, 560)], rgb("FFE9B8"), blur=36, alpha=0.22
    )
    view.floor(-2.9, 2.9, 4.7, 6.9, rgb("4A3A36"), up=0.0)
    view.block(-2.8, 2.8, 0, 0.28, 4.8, 6.8, rgb("5E4A42"), top=rgb("B99A72"))
    bx, by = view.at(0, 0.28, 5.7)
    c.glow(bx, by, 360, rgb("FFEBC0"), 0.5, ry=60)
    _boat(c, bx, by, view.size(2.3, 5.7))
    for x in (-2.9, -1.45, 0, 1.45, 2.9):
        post, top = view.at(x, 0, 4.5), view.at(x, 0.85, 4.5)
        c.limb(post, top, 3.4, 2.6, rgb("C79A4A"))
        c.oval(post[0], post[1], 13, 4, rgb("A87C36"))
        c.oval(top[0], top[1] - 4, 5, 5, rgb("E0BC6A"))
    for a, b in pairwise((-2.9, -1.45, 0, 1.45, 2.9)):
        p, q = view.at(a, 0.8, 4.5), view.at(b, 0.8, 4.5)
        c.line(bezier(p, (p[0] + 40, p[1] + 44), (q[0] - 40, q[1] + 44), q, 14), 5.5, rgb("8E1F1B"))
    guide = wear("B8456A F4EFE6 2 long aodai")
    view.person(1.75, 4.1, guide, "point", tall=1.6, facing=-1, rim=rgb("FFE9B8"))
    for right, away, pose, f, words in (
        (-2.3, 4.25, "talk", 1, "short shorts"),
        (-1.85, 4.2, "stand", 1, "1 tail"),
        (-1.3, 4.0, "stand", 1, "2 short shorts"),
        (-0.86, 4.1, "point", 1, "bun"),
        (0.85, 3.95, "stand", 1, "1 short shorts"),
        (-2.75, 3.9, "hold", 1, "long"),
    ):
        _pupil(view, right, away, pose, f, words)
    for right, away, arms, words in (
        (-1.95, 3.15, "down", "F7F4EC 2B4A7A tail bare"),
        (-1.45, 3.1, "hold", "F7F4EC 2B4A7A short shorts bare"),
        (-0.5, 3.0, "wave", "F7F4EC 2B4A7A 1 short shorts bare"),
        (0.02, 3.1, "down", "F7F4EC 2B4A7A long bare"),
        (1.0, 3.05, "down", "F7F4EC 2B4A7A 2 bun bare"),
    ):
        view.upright(right, away, wear(words), arms, tall=1.32, child=True, rim=rgb("FFE9B8"))
    view.upright(2.35, 3.2, wear("3F5A6E 2B3442 tail"), "down", rim=rgb("FFE9B8"))
    c.rect(0, 0, 1200, 30, mix(rgb("2E2422"), rgb("000000"), 0.2))
    return c.finish(shade=rgb("160F0D"), glare=rgb("FFECC4"), grade=0.1, vignette=0.42)
