"""A hospital ward on the morning round."""

from __future__ import annotations

from PIL import Image

from portal.demo.scenes.green import LEAF, foliage
from portal.demo.scenes.kit import Canvas, Color, Fade, bezier, dark, light, mix, rgb
from portal.demo.scenes.paths import curve, wear
from portal.demo.scenes.people import Look, person
from portal.demo.scenes.registry import scene
from portal.demo.scenes.room import plant
from portal.demo.scenes.space import Space

LINEN = rgb("F6F5EF")
STEEL = rgb("9FB0B6")


def _bed(view: Space, x0: float, x1: float, near: float, far: float, sheet: Color) -> None:
    """A hospital bed across the room, its head at x0."""
    c, head = view.c, min(x0, x1)
    tail = max(x0, x1)
    c.soft_poly(
        [
            view.at(head, 0, near),
            view.at(tail, 0, near),
            view.at(tail, 0, far),
            view.at(head, 0, far),
        ],
        rgb("3E4A50"),
        blur=10,
        alpha=0.4,
    )
    for x, z in ((head + 0.1, far), (tail - 0.14, far), (head + 0.1, near), (tail - 0.14, near)):
        view.front(x, x + 0.06, 0, 0.5, z, STEEL)
    view.block(head, tail, 0.4, 0.46, near, far, rgb("B9C6CA"))
    view.block(
        head + 0.03, tail - 0.03, 0.46, 0.6, near + 0.02, far - 0.02, sheet, top=light(sheet, 0.4)
    )
    for x, high in ((x0, 1.05), (x1, 0.85)):
        view.side(x, 0.42, high, near, far, Fade(rgb("D9E2E2"), rgb("A9BCC2")))
        view.line(
            [(x, 0.42, near), (x, high, near), (x, high, far)],
            max(1.5, view.size(0.035, near)),
            STEEL,
        )


def _pillow(view: Space, x: float, near: float, far: float, facing: int) -> None:
    at = view.at
    view.c.poly(
        [
            at(x, 0.6, near + 0.1),
            at(x + facing * 0.14, 0.98, near + 0.12),
            at(x + facing * 0.14, 0.98, far - 0.12),
            at(x, 0.62, far - 0.1),
        ],
        LINEN,
    )
    view.c.poly(
        [
            at(x + facing * 0.34, 0.62, near + 0.1),
            at(x + facing * 0.12, 0.98, near + 0.12),
            at(x, 0.62, near + 0.1),
        ],
        dark(LINEN, 0.12),
    )


def _patient(
    view: Space, x: float, away: float, look: Look, facing: int, quilt: Color, width: float = 0.8
) -> None:
    """Someone sitting up in bed under a quilt."""
    c = view.c
    x0, y0 = view.at(x, 0.6, away)
    h = view.size(1.6, away)
    person(c, x0, y0, h, look, "recline", facing=facing, seat=y0 - h * 0.06)
    at = view.at
    near, far = away - width / 2, away + width / 2
    f = facing
    c.poly(
        [
            at(x + f * 0.12, 0.86, away),
            at(x + f * 0.3, 0.84, far - 0.1),
            at(x + f * 1.16, 0.78, far),
            at(x + f * 1.18, 0.5, near),
            at(x + f * 0.1, 0.54, near),
        ],
        Fade(light(quilt, 0.16), dark(quilt, 0.1)),
    )
    c.poly(
        [
            at(x + f * 0.12, 0.86, away),
            at(x + f * 0.3, 0.84, far - 0.1),
            at(x + f * 0.46, 0.83, far - 0.06),
            at(x + f * 0.26, 0.66, near),
            at(x + f * 0.1, 0.66, near),
        ],
        light(quilt, 0.55),
    )


def _drip(view: Space, x: float, away: float, arm: tuple[float, float] | None) -> None:
    c = view.c
    base, top = view.at(x, 0, away), view.at(x, 2.0, away)
    s = view.size(1, away)
    c.line([base, top], max(1.6, s * 0.022), STEEL)
    for dx in (-0.2, 0.2):
        c.line([(base[0], base[1] - s * 0.08), (base[0] + dx * s, base[1])], s * 0.025, STEEL)
    c.line([(top[0] - s * 0.12, top[1]), (top[0] + s * 0.12, top[1])], s * 0.02, STEEL)
    c.box(top[0] + s * 0.03, top[1] + s * 0.02, s * 0.15, s * 0.26, s * 0.04, rgb("DFF0F0"))
    c.box(top[0] + s * 0.045, top[1] + s * 0.13, s * 0.12, s * 0.14, s * 0.03, rgb("A9D3D6"))
    if arm:
        c.line(
            bezier(
                (top[0] + s * 0.1, top[1] + s * 0.28),
                (top[0] + s * 0.12, top[1] + s * 0.8),
                (arm[0] + s * 0.1, arm[1] - s * 0.1),
                arm,
                14,
            ),
            1.5,
            rgb("DDEBEB"),
        )


@scene()
def hospital_ward(c: Canvas) -> Image.Image:
    """The morning round: beds by the windows, a nurse at the drip, a doctor with the notes."""
    view = Space(c, 640, 318, 700, eye=1.6)
    left, right, high, end = -2.95, 3.4, 3.1, 12.5
    c.rect(0, 0, 1200, 800, rgb("DDE7E4"))
    view.floor(left, right, 2.0, end, Fade(rgb("F2F4EE"), rgb("E3EAE6")), up=high)
    view.floor(left, right, 1.2, end, Fade(rgb("C9D6D2"), rgb("9FB5B2")))
    view.front(left, right, 0, high, end, Fade(rgb("EEF3EE"), rgb("D6E3DE")))
    view.side(left, 0, high, 1.2, end, Fade(rgb("EFF3EC"), rgb("CFDDD8")))
    view.side(right, 0, high, 1.2, end, Fade(rgb("E3ECE8"), rgb("BFD1CC")))
    for x in (left, right):
        view.side(x, 0, 1.15, 1.2, end, rgb("9CC4B8"), alpha=0.75)
        view.side(x, 1.15, 1.2, 1.2, end, rgb("6E9A8C"))
    view.front(left, right, 0, 1.15, end, rgb("9CC4B8"), alpha=0.75)
    for z in (1.8, 2.5, 3.3, 4.3, 5.5, 7, 9):
        view.line([(left, 0, z), (right, 0, z)], 1.1, rgb("93ABA8"))
    for i in range(-5, 7):
        view.line([(i * 0.62, 0, 1.3), (i * 0.62, 0, end)], 1.0, rgb("93ABA8"))
    for z in (3.0, 5.4, 8.4):
        for x in (-1.4, 1.7):
            view.floor(x - 0.5, x + 0.5, z, z + 0.8, rgb("FFFEF4"), up=high - 0.02)
            view.c.glow(*view.at(x, high - 0.1, z + 0.4), view.size(1.6, z), rgb("FFFDF0"), 0.3)
    view.front(-0.4, 1.2, 0, 2.2, end, Fade(rgb("7FA99C"), rgb("5F8F84")))
    view.front(-0.32, 0.36, 0.1, 2.1, end, rgb("A9CFC2"))
    view.front(0.44, 1.12, 0.1, 2.1, end, rgb("A9CFC2"))
    view.front(-0.3, 0.34, 1.2, 1.9, end, rgb("DDEFEA"))
    view.front(0.46, 1.1, 1.2, 1.9, end, rgb("DDEFEA"))
    x, y = view.at(2.3, 2.3, end)
    c.oval(x, y, 15, 15, rgb("4A5C60"))
    c.oval(x, y, 12.5, 12.5, rgb("FBFBF6"))
    c.line([(x, y - 9), (x, y), (x + 6, y + 2)], 1.8, rgb("2A3438"))
    for near, far in ((2.1, 3.9), (4.9, 6.6), (7.9, 10.4)):
        view.side(left + 0.01, 0.95, 2.5, near, far, rgb("FBFBF4"))
        view.side(
            left + 0.02, 1.02, 2.43, near + 0.07, far - 0.1, Fade(rgb("BDE0EA"), rgb("F3F4DA"))
        )
        mid = view.at(left, 1.12, (near + far) / 2)
        s = view.size(1, (near + far) / 2)
        foliage(
            c,
            mid[0],
            mid[1] - s * 0.05,
            s * 0.3,
            s * 0.2,
            tuple(mix(t, rgb("E3EFD6"), 0.25) for t in LEAF),
            leaves=70,
            leaf=s * 0.045,
        )
        for k in (1 / 3, 2 / 3):
            z = 1 / (1 / near + (1 / far - 1 / near) * k)
            view.line(
                [(left + 0.02, 1.0, z), (left + 0.02, 2.45, z)],
                max(2, view.size(0.05, z)),
                rgb("FBFBF4"),
            )
        view.line([(left + 0.02, 1.98, near), (left + 0.02, 1.98, far)], 3, rgb("FBFBF4"))
        beam = [
            view.at(left + 0.3, 0, near + 0.1),
            view.at(left + 0.3, 0, far - 0.1),
            view.at(left + 3.0, 0, far - 0.6),
            view.at(left + 3.0, 0, near - 0.3 if near > 3 else 1.75),
        ]
        c.soft_poly(beam, rgb("FFFBE2"), blur=12, alpha=0.55)
    quilts = (rgb("6FA7B8"), rgb("7FB39A"), rgb("6FA7B8"))
    beds = ((8.6, wear("C9DCE2 9FB8C4 1 grey")), (6.0, wear("C9DCE2 9FB8C4 long")))
    for (z, look), quilt in zip(beds, quilts, strict=False):
        _bed(view, left + 0.15, left + 2.15, z - 0.45, z + 0.45, rgb("EDF1EE"))
        _pillow(view, left + 0.24, z - 0.4, z + 0.4, 1)
        _patient(view, left + 0.62, z, look, 1, quilt)
        _drip(view, left + 0.3, z + 0.55, None)
    for z in (9.2, 6.4):
        _bed(view, right - 0.15, right - 2.1, z - 0.45, z + 0.45, rgb("EDF1EE"))
        _pillow(view, right - 0.24, z - 0.4, z + 0.4, -1)
    _patient(view, right - 0.62, 6.4, wear("C9DCE2 9FB8C4 1 short"), -1, rgb("7FB39A"))
    view.person(1.45, 6.2, wear("B3542E 33384A bun"), "sit", facing=1, seat=0.48)
    view.front(1.25, 1.65, 0.4, 0.45, 6.2, rgb("3F6E86"))
    view.person(0.3, 8.2, wear("7FB6C0 7FB6C0 tail"), "walk", facing=-1)
    view.block(-0.25, 0.35, 0.75, 0.8, 7.6, 8.1, rgb("C6D2D5"))
    for dx in (-0.22, 0.3):
        view.line([(dx, 0.1, 7.6), (dx, 0.8, 7.6)], 2, STEEL)
    _curtain(view, right, 5.3)
    z = 3.35
    _drip(view, left + 1.1, 4.05, None)
    nurse = wear("7FB6C0 6FA3AE 2 F7F9F8 cap bun")
    view.person(left + 1.86, 4.0, nurse, "reach", facing=-1, rim=rgb("FFFDF0"))
    _bed(view, left + 0.25, left + 2.3, z - 0.5, z + 0.45, rgb("EDF1EE"))
    _pillow(view, left + 0.36, z - 0.4, z + 0.4, 1)
    _patient(view, left + 0.76, z, wear("C9DCE2 9FB8C4 1 grey bun"), 1, rgb("6FA7B8"))
    spots = view.person(0.28, 3.0, wear("F7F8F4 33414E coat"), "hold", facing=-1, rim=rgb("FFFDF0"))
    hx, hy = spots["near_hand"]
    c.poly(
        [(hx - 40, hy - 44), (hx + 16, hy - 22), (hx + 8, hy + 8), (hx - 46, hy - 12)],
        rgb("B98B52"),
    )
    c.poly(
        [(hx - 36, hy - 39), (hx + 11, hy - 20), (hx + 5, hy + 3), (hx - 41, hy - 13)],
        rgb("FBFBF6"),
    )
    nx, ny = spots["neck"]
    c.line(
        bezier((nx + 6, ny + 8), (nx - 10, ny + 44), (nx - 26, ny + 50), (nx - 22, ny + 76), 12),
        3.4,
        rgb("2F4450"),
    )
    c.oval(nx - 22, ny + 80, 6, 6, rgb("8FA0A6"))
    view.person(0.84, 3.05, wear("7FB6C0 6FA3AE 2 long"), "hold", facing=-1)
    _locker(view, 1.62, 3.1)
    plant(c, 1172, 790, 190, rgb("5F8F84"))
    return c.finish(glare=rgb("FBFCF2"), grade=0.05, vignette=0.22)


def _curtain(view: Space, right: float, z: float) -> None:
    """A curtain drawn half way between two beds."""
    view.line([(right - 2.2, 2.35, z), (right, 2.35, z)], 3, STEEL)
    for k in range(7):
        x = right - 1.35 + k * 0.19
        tone = rgb("B9DCD6") if k % 2 else rgb("A3CCC6")
        view.front(x, x + 0.2, 0.35, 2.33, z, Fade(light(tone, 0.25), tone))


def _locker(view: Space, x: float, z: float) -> None:
    """A bedside locker with a vase and a glass of water."""
    c = view.c
    view.block(x, x + 0.55, 0.08, 0.82, z, z + 0.5, rgb("E4E9E4"))
    for up in (0.2, 0.5):
        view.front(x + 0.05, x + 0.5, up, up + 0.26, z, rgb("CFDAD6"))
        view.front(x + 0.22, x + 0.34, up + 0.18, up + 0.21, z, STEEL)
    px, py = view.at(x + 0.2, 0.82, z + 0.2)
    s = view.size(1, z)
    for dx, dy, tone in ((-0.1, 0.42, "D9432F"), (0.02, 0.5, "F0C057"), (0.12, 0.4, "F29A8A")):
        c.line([(px, py - s * 0.18), (px + dx * s, py - dy * s)], 2.4, LEAF[1])
        c.oval(px + dx * s, py - dy * s, s * 0.06, s * 0.055, rgb(tone))
    c.poly(
        curve("-0.05,-0.22 0.05,-0.22 0.08,-0.08 0.05,0 -0.05,0 -0.08,-0.08", px, py, s),
        rgb("5F8FA6"),
    )
    c.rect(px + s * 0.18, py - s * 0.11, s * 0.08, s * 0.12, rgb("DDEEF0"))
