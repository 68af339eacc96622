"""The city's control room."""

from __future__ import annotations

import math

from PIL import Image

from portal.demo.scenes.kit import Canvas, Fade, light, mix, rgb
from portal.demo.scenes.paths import cut, wear
from portal.demo.scenes.people import back_of_head, person
from portal.demo.scenes.registry import WIDE, scene

CYAN = rgb("6FD0E0")


def _map(c: Canvas, x: float, y: float, w: float, h: float) -> None:
    """The city on the big screen: bay, river, streets, what moves on them."""
    c.rect(x, y, w, h, Fade(rgb("12304A"), rgb("0E2438")))
    land = "0,0 0.62,0 0.66,0.16 0.58,0.3 0.66,0.46 0.6,0.62 0.7,0.78 0.66,1 0,1"
    c.poly(cut(land, x, y, w, tall=h), rgb("1C4358"))
    c.line(
        cut("0.62,0 0.66,0.16 0.58,0.3 0.66,0.46 0.6,0.62 0.7,0.78 0.66,1", x, y, w, tall=h),
        2,
        CYAN,
        0.7,
    )
    river = [
        (x + w * t, y + h * (0.52 + 0.12 * math.sin(t * 8)))
        for t in (i / 24 * 0.64 for i in range(25))
    ]
    c.line(river, 13, rgb("12304A"))
    c.line([(px, py - 7) for px, py in river], 1.2, CYAN, 0.5)
    c.line([(px, py + 7) for px, py in river], 1.2, CYAN, 0.5)
    for i in range(13):
        t = 0.03 + i * 0.046
        c.line([(x + w * t, y + 4), (x + w * (t + 0.03), y + h - 4)], 0.9, rgb("4F8FA6"), 0.5)
    for i in range(9):
        t = 0.06 + i * 0.105
        c.line(
            [(x + 4, y + h * t), (x + w * 0.6, y + h * (t + 0.03 * math.sin(i)))],
            0.9,
            rgb("4F8FA6"),
            0.5,
        )
    for path, tone in (
        ("0.03,0.2 0.2,0.26 0.34,0.2 0.57,0.28", "F2B65C"),
        ("0.1,0.95 0.16,0.7 0.3,0.44 0.32,0.06", "7FE0A8"),
        ("0.04,0.8 0.3,0.78 0.46,0.66 0.6,0.68", "F2B65C"),
        ("0.46,0.96 0.5,0.6 0.44,0.3 0.5,0.04", "E8604A"),
    ):
        c.line(cut(path, x, y, w, tall=h), 3, rgb(tone))
    for _ in range(46):
        px, py = x + w * c.rng.uniform(0.03, 0.58), y + h * c.rng.uniform(0.05, 0.95)
        tone = rgb(c.rng.choice(("7FE0A8", "F2B65C", "6FD0E0")))
        c.oval(px, py, 2.4, 2.4, tone)
    for px, py, tone, r in (
        (0.46, 0.3, "E8604A", 15),
        (0.2, 0.62, "F2B65C", 12),
        (0.8, 0.36, "6FD0E0", 13),
    ):
        c.glow(x + w * px, y + h * py, r * 2.6, rgb(tone), 0.7)
        for k in (1, 0.6):
            ring = [
                (
                    x + w * px + math.cos(a / 20 * math.tau) * r * k,
                    y + h * py + math.sin(a / 20 * math.tau) * r * k,
                )
                for a in range(21)
            ]
            c.line(ring, 1.6, rgb(tone))
    for px, py in ((0.76, 0.62), (0.86, 0.52), (0.9, 0.76)):
        c.poly(cut("-9,0 7,0 11,-4 -11,-4", x + w * px, y + h * py), rgb("DCEBEE"))
        c.poly(cut("-3,-4 -3,-10 4,-10 4,-4", x + w * px, y + h * py), rgb("DCEBEE"))
    for i in range(5):
        c.line(
            [(x + w * (0.74 + i * 0.02), y + h * 0.12), (x + w * 0.98, y + h * (0.12 + i * 0.05))],
            0.8,
            CYAN,
            0.3,
        )


def _camera(c: Canvas, x: float, y: float, w: float, h: float, kind: int) -> None:
    """A tile from a street camera."""
    sky = (("6F8FA6", "C9B79C"), ("2B4460", "8A7A8E"), ("7FA3A6", "D6DCC8"))[kind % 3]
    c.rect(x, y, w, h, Fade(rgb(sky[0]), rgb(sky[1])))
    if kind % 2 == 0:
        c.poly(cut("0.36,0.4 0.64,0.4 1,1 0,1", x, y, w, tall=h), rgb("4A525A"))
        for k, (px, py, s) in enumerate(
            ((0.46, 0.5, 0.05), (0.56, 0.62, 0.07), (0.38, 0.78, 0.1), (0.66, 0.86, 0.11))
        ):
            c.box(
                x + w * (px - s / 2),
                y + h * (py - s),
                w * s,
                h * s * 1.1,
                2,
                rgb(("C9372B", "E9E3D6", "2F6F8F", "E0A93B")[k]),
            )
        for dx in (0.06, 0.2, 0.84):
            c.rect(x + w * dx, y + h * 0.12, w * 0.12, h * 0.4, rgb("5A6A76"))
    else:
        c.rect(x, y + h * 0.52, w, h * 0.48, Fade(rgb("5F8F9C"), rgb("2F5A6E")))
        for px, s in ((0.3, 0.16), (0.68, 0.11)):
            c.poly(
                cut("-1,-0.3 1,-0.3 0.7,0.2 -0.8,0.2", x + w * px, y + h * 0.64, w * s),
                rgb("C9372B"),
            )
            c.rect(
                x + w * (px - s * 0.3),
                y + h * 0.64 - w * s * 0.7,
                w * s * 0.5,
                w * s * 0.42,
                rgb("F1E9D8"),
            )


def _gauge(c: Canvas, x: float, y: float, w: float, h: float, kind: int) -> None:
    c.rect(x, y, w, h, rgb("10283C"))
    if kind == 0:
        for i, tall in enumerate((0.4, 0.62, 0.5, 0.78, 0.68, 0.9, 0.56)):
            tone = rgb("F2B65C") if i == 5 else rgb("4FA6BE")
            c.rect(
                x + w * (0.08 + i * 0.125),
                y + h * (0.92 - tall * 0.8),
                w * 0.08,
                h * tall * 0.8,
                tone,
            )
    elif kind == 1:
        wave = [
            (x + w * (0.05 + 0.9 * i / 30), y + h * (0.55 - 0.26 * math.sin(i * 0.55)))
            for i in range(31)
        ]
        c.poly(
            [*wave, (x + w * 0.95, y + h * 0.92), (x + w * 0.05, y + h * 0.92)], rgb("2F7A94"), 0.6
        )
        c.line(wave, 2.4, CYAN)
        c.line([(x + w * 0.05, y + h * 0.36), (x + w * 0.95, y + h * 0.36)], 1.4, rgb("E8604A"))
    else:
        for dx, tone, share in ((0.28, "7FE0A8", 0.8), (0.72, "F2B65C", 0.55)):
            ring = [
                (
                    x + w * dx + math.cos(-1.57 + a / 30 * math.tau) * w * 0.17,
                    y + h * 0.5 + math.sin(-1.57 + a / 30 * math.tau) * w * 0.17,
                )
                for a in range(31)
            ]
            c.line(ring, 5, rgb("1F4058"))
            c.line(ring[: int(31 * share)], 5, rgb(tone))


@scene(WIDE)
def control_room(c: Canvas) -> Image.Image:
    """The city's control room: a wall of screens, rows of operators, two conferring."""
    c.rect(0, 0, 1200, 675, Fade(rgb("0C1926"), rgb("16283A")))
    for x in range(60, 1200, 180):
        c.rect(x, 10, 90, 5, rgb("BFE3EE"))
        c.glow(x + 45, 16, 120, rgb("7FC8DC"), 0.25, ry=40)
    c.box(96, 40, 1008, 316, 8, rgb("060D14"))
    _map(c, 344, 52, 520, 292)
    for k in range(3):
        _camera(c, 108, 52 + k * 98, 112, 94, k)
        _camera(c, 225, 52 + k * 98, 112, 94, k + 3)
        _camera(c, 872, 52 + k * 98, 106, 94, k + 1)
        _gauge(c, 983, 52 + k * 98, 110, 94, k)
    for x in (222, 340, 604, 868, 980):
        c.line([(x, 50), (x, 346)], 2.4, rgb("060D14"))
    c.line([(344, 198), (864, 198)], 2.2, rgb("060D14"))
    c.glow(600, 200, 640, rgb("4FA6C8"), 0.2, ry=340)
    c.poly([(0, 372), (1200, 372), (1200, 675), (0, 675)], Fade(rgb("1F3346"), rgb("0F1C28")))
    c.soft_poly(
        [(150, 372), (1050, 372), (1160, 520), (40, 520)], rgb("5FB6D0"), blur=40, alpha=0.22
    )
    for x, h, words, pose, f in (
        (250, 168, "E9EEF0 2B3442 long", "point", 1),
        (196, 176, "2F5F7E 20262C 1", "stand", 1),
        (985, 172, "E9EEF0 20262C 2 grey", "talk", -1),
        (926, 164, "B3542E 2B3442 bun", "hold", 1),
    ):
        c.shadow(x, 452, 46, 6, 0.5)
        person(c, x, 450, h, wear(words), pose, facing=f, rim=CYAN)
    rows = ((430, 19, 118, 8), (500, 27, 168, 7), (596, 39, 246, 5))
    for n, (y, s, gap, count) in enumerate(rows):
        start = 600 - gap * (count - 1) / 2 + (gap * 0.12 if n == 1 else 0)
        top = y + s * 0.9
        c.poly(
            [
                (start - gap * 0.62, top),
                (start + gap * (count - 0.38), top),
                (start + gap * (count - 0.3), top + s * 0.9),
                (start - gap * 0.7, top + s * 0.9),
            ],
            Fade(rgb("6E8796"), rgb("3F5566")),
        )
        c.rect(
            start - gap * 0.7,
            top + s * 0.9,
            gap * (count + 0.4),
            s * 2.2,
            Fade(rgb("2B3E4E"), rgb("182632")),
        )
        for i in range(count):
            x = start + i * gap
            for side in (-1, 1):
                _screen(c, x + side * s * 1.35, top + s * 0.15, s * 2.3, (i + n + side) % 3)
        for i in range(count):
            x = start + i * gap + c.rng.uniform(-3, 3)
            tone = mix(
                rgb(("2F5F7E", "3F4A5A", "4F6E7C", "7A4A4A")[(i + n) % 4]), rgb("0F1C28"), 0.25
            )
            words = ("short", "bun", "tail", "short", "long")[(i * 2 + n) % 5]
            look = wear(f"{tone[0]:02X}{tone[1]:02X}{tone[2]:02X} 20262C {(i + n) % 4} {words}")
            back_of_head(c, x, y + s * 0.25, s, look)
            c.box(
                x - s * 1.15,
                y + s * 2.5,
                s * 2.3,
                s * 3.6,
                s * 0.5,
                Fade(rgb("3A4A5A"), rgb("1A2530")),
            )
            if (i + n) % 3 == 0:
                c.line(
                    [
                        (x - s * 0.95, y + s * 0.1),
                        (x - s * 0.62, y - s * 0.98),
                        (x, y - s * 1.22),
                        (x + s * 0.62, y - s * 0.98),
                        (x + s * 0.95, y + s * 0.1),
                    ],
                    s * 0.14,
                    rgb("1B242C"),
                )
                c.box(x + s * 0.82, y - s * 0.1, s * 0.3, s * 0.6, s * 0.1, rgb("1B242C"))
    return c.finish(shade=rgb("06101A"), glare=rgb("DDF2FA"), grade=0.08, vignette=0.36)


def _screen(c: Canvas, x: float, y: float, w: float, kind: int) -> None:
    """A desk screen facing its operator, so facing us."""
    h = w * 0.6
    c.rect(x - w * 0.05, y - 2, w * 0.1, w * 0.16, rgb("0B141C"))
    c.box(x - w / 2, y - h, w, h, 3, rgb("0B141C"))
    tone = (rgb("2F6F8F"), rgb("235A66"), rgb("3A4F7A"))[kind]
    c.rect(x - w * 0.46, y - h * 0.93, w * 0.92, h * 0.84, Fade(light(tone, 0.3), tone))
    for k in range(3):
        c.rect(
            x - w * 0.4,
            y - h * (0.8 - k * 0.2),
            w * (0.3 + 0.12 * ((k + kind) % 3)),
            h * 0.08,
            rgb("CFEAF0"),
            0.8,
        )
    c.rect(
        x + w * 0.14,
        y - h * 0.5,
        w * 0.24,
        h * 0.32,
        rgb(("F2B65C", "7FE0A8", "E8604A")[kind]),
        0.8,
    )
