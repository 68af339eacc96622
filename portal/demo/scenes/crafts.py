"""Skilled hands: the pottery of a craft village, the workshop of a vocational college."""

from __future__ import annotations

from PIL import Image

from portal.demo.scenes.air import smoke, sparks
from portal.demo.scenes.exhibits import pot
from portal.demo.scenes.green import LEAF, foliage
from portal.demo.scenes.kit import Canvas, Color, Fade, bezier, dark, light, mix, rgb
from portal.demo.scenes.paths import curve, cut, wear
from portal.demo.scenes.people import SKIN, person
from portal.demo.scenes.registry import WIDE, scene

CLAYS = ("B9703F", "C98A5C", "D9B08A", "8A5A3A", "C9C0AE", "6F8F8A")
BRICK = rgb("8A4A36")


def _shelf(c: Canvas, x: float, y: float, w: float, levels: int, gap: float) -> None:
    """Boards of raw pots drying."""
    for dx in (0, w - 10):
        c.rect(x + dx, y - 30, 10, levels * gap + 40, dark(rgb("7A5A3E"), 0.3))
    for k in range(levels):
        base = y + (k + 1) * gap
        at = x + 26
        while at < x + w - 26:
            h = c.rng.uniform(0.52, 0.8) * gap
            tone = rgb(c.rng.choice(CLAYS))
            pot(c, at, base, h, mix(tone, rgb("5A4A40"), 0.18), c.rng.randrange(4))
            at += h * 0.62 + 12
        c.rect(x - 6, base, w + 12, 9, Fade(rgb("9A7650"), rgb("6E5036")))


def _wheel(c: Canvas, x: float, y: float, s: float) -> None:
    """A potter's wheel with a tall jar growing on it; the disc at y."""
    c.poly(cut("-0.5,0.1 0.5,0.1 0.6,1.12 -0.6,1.12", x, y, s), Fade(rgb("7A5A42"), rgb("4A3628")))
    c.rect(x - s * 0.62, y + s * 1.06, s * 1.24, s * 0.08, rgb("3A2A20"))
    c.oval(x, y + s * 0.12, s * 0.62, s * 0.13, rgb("5E4634"))
    c.oval(x, y, s * 0.5, s * 0.1, rgb("8A7A6A"))
    c.oval(x, y - s * 0.02, s * 0.46, s * 0.085, rgb("A8998A"))
    jar = "-.24,-.02 -.38,-.3 -.36,-.56 -.18,-.82 -.15,-.94 -.2,-1 "
    jar += ".2,-1 .15,-.94 .18,-.82 .36,-.56 .38,-.3 .24,-.02"
    c.poly(cut(jar, x, y, s), Fade(rgb("D08A58"), rgb("7E4A2E"), across=True))
    c.oval(x, y - s, s * 0.2, s * 0.045, rgb("5E3620"))
    for k in range(7):
        up = 0.1 + k * 0.11
        half = 0.24 + 0.13 * max(0.0, 1 - abs(up - 0.42) / 0.42)
        c.line(
            bezier(
                (x - s * half, y - s * up),
                (x - s * 0.1, y - s * (up - 0.05)),
                (x + s * 0.1, y - s * (up - 0.05)),
                (x + s * half, y - s * up),
                8,
            ),
            1.2,
            rgb("6E3E24"),
            0.4,
        )


def _kiln(c: Canvas, x: float, y: float, s: float) -> None:
    """A brick kiln, its mouth red."""
    c.rect(x - s * 0.26, y - s * 2.6, s * 0.52, s * 1.3, Fade(dark(BRICK, 0.5), dark(BRICK, 0.2)))
    c.poly(
        curve("-1,0 -0.98,-0.8 -0.7,-1.25 0,-1.42 0.7,-1.25 0.98,-0.8 1,0", x, y, s),
        Fade(light(BRICK, 0.08), dark(BRICK, 0.4)),
    )
    for row in range(9):
        for k in range(9):
            bx = x + s * (-0.9 + k * 0.22 + (0.1 if row % 2 else 0))
            by = y - s * (0.1 + row * 0.14)
            if abs(bx - x) < s * (0.93 - row * 0.06):
                c.box(
                    bx - s * 0.09,
                    by - s * 0.05,
                    s * 0.18,
                    s * 0.1,
                    2,
                    c.rng.choice((light(BRICK, 0.12), BRICK, dark(BRICK, 0.2))),
                    0.8,
                )
    mouth = "-0.42,0 -0.42,-0.46 -0.26,-0.72 0,-0.8 0.26,-0.72 0.42,-0.46 0.42,0"
    c.poly(cut(mouth, x, y, s), rgb("2A1510"))
    c.poly(cut(mouth, x, y, s * 0.84), Fade(rgb("C9401E"), rgb("FFC24A")))
    for dx, tall in ((-0.2, 0.4), (0.0, 0.6), (0.18, 0.46)):
        c.poly(
            curve("-0.5,0 -0.3,-0.5 0,-1 0.2,-0.5 0.5,0", x + dx * s, y, s * 0.3, tall=s * tall),
            rgb("FFE08A"),
            0.8,
        )
    c.glow(x, y - s * 0.35, s * 1.7, rgb("FF9A4A"), 0.55)


@scene()
def pottery_workshop(c: Canvas) -> Image.Image:
    """A pottery: a potter at the wheel by the window, a painter, shelves, the kiln alight."""
    c.rect(0, 0, 1200, 800, Fade(rgb("5A463A"), rgb("3A2C26")))
    c.rect(0, 0, 1200, 604, Fade(rgb("8E7560"), rgb("A8896C")))
    for row in range(13):
        for k in range(15):
            if c.rng.random() < 0.5:
                c.box(
                    k * 88 + (44 if row % 2 else 0) - 30,
                    10 + row * 46,
                    80,
                    38,
                    3,
                    mix(rgb("7A6250"), rgb("9A7C62"), c.rng.random()),
                    0.35,
                )
    for x in (-20, 394, 808):
        c.poly(
            [(x, 0), (x + 34, 0), (x + 34, 604), (x, 604)],
            Fade(rgb("5E4430"), rgb("3E2C20"), across=True),
        )
    c.rect(0, 26, 1200, 30, Fade(rgb("5E4430"), rgb("3A281C")))
    c.rect(58, 120, 300, 284, rgb("4A3424"))
    c.rect(70, 132, 276, 260, Fade(rgb("CFE4DE"), rgb("F7F1D0")))
    for x, y, rx, ry in ((116, 358, 36, 34), (210, 370, 60, 26), (304, 352, 32, 46)):
        foliage(c, x, y, rx, ry, LEAF, leaves=90, leaf=8)
    c.rect(70, 386, 276, 8, rgb("4A3424"))
    for x in (160, 252):
        c.rect(x, 132, 7, 260, rgb("4A3424"))
    c.rect(70, 252, 276, 7, rgb("4A3424"))
    c.rect(46, 396, 324, 14, rgb("6E4E34"))
    pot(c, 96, 396, 44, rgb("6F8F8A"), 1)
    _shelf(c, 446, 96, 344, 4, 92)
    _kiln(c, 1030, 604, 172)
    c.rect(0, 600, 1200, 204, Fade(rgb("8E6C56"), rgb("5A4234")))
    c.glow(1030, 640, 330, rgb("FF9A4A"), 0.4, ry=80)
    c.soft_poly([(70, 140), (346, 140), (720, 800), (240, 800)], rgb("FFF3CE"), blur=22, alpha=0.46)
    for k in range(3):
        c.limb((894 + k * 14, 604), (906 + k * 20, 560 - k * 6), 8, 7, rgb("6E4E34"))
    c.shadow(770, 664, 120, 12, 0.45)
    person(
        c, 900, 640, 236, wear("7A5A46 33302E 1 cap 3F6E74"), "push", facing=1, rim=rgb("FFB066")
    )
    c.limb((960, 546), (1016, 580), 4, 4, rgb("8A6A42"))
    c.rect(596, 610, 150, 12, rgb("8A6644"))
    for x in (606, 728):
        c.rect(x, 620, 10, 60, rgb("5E4430"))
    look = wear("8E5A6B 2B3442 2 bun")
    c.rect(762, 622, 66, 12, rgb("6E4E34"))
    for x in (768, 814):
        c.rect(x, 632, 8, 52, rgb("4A3424"))
    pot(c, 672, 611, 92, rgb("D9CDB8"), 0)
    for k in range(4):
        c.line(
            bezier(
                (648 + k * 14, 566),
                (654 + k * 14, 554),
                (660 + k * 14, 576),
                (664 + k * 14, 562),
                8,
            ),
            2,
            rgb("2F5F8A"),
        )
    spots = person(c, 794, 686, 262, look, "write", facing=-1, seat=612, rim=rgb("FFF0C8"))
    hx, hy = spots["near_hand"]
    c.line([(hx + 12, hy - 12), (hx - 16, hy + 8)], 2.6, rgb("3A2A20"))
    c.shadow(330, 768, 260, 18, 0.5)
    c.rect(150, 668, 120, 16, rgb("7A5A3E"))
    for x in (160, 246):
        c.rect(x, 684, 12, 86, rgb("54402F"))
    potter = wear("3F6E74 4A4038 1 grey bare")
    _wheel(c, 404, 640, 116)
    spots = person(c, 208, 770, 400, potter, "read", facing=1, seat=650, rim=rgb("FFF3CE"))
    hx, hy = spots["near_hand"]
    c.limb((hx, hy), (376, 566), 9, 7, SKIN[1])
    for name in ("neck",):
        nx, ny = spots[name]
        c.poly(cut("0.02,0.08 0.07,0.1 0.06,0.3 -0.02,0.3", nx, ny, 400), rgb("C9B79C"), 0.9)
    for x, h, kind, tone in (
        (560, 108, 0, "B9703F"),
        (628, 84, 1, "C98A5C"),
        (700, 96, 3, "8A5A3A"),
        (1000, 120, 0, "6F8F8A"),
        (1092, 92, 2, "C9C0AE"),
        (1150, 128, 1, "B9703F"),
        (930, 76, 2, "C98A5C"),
    ):
        c.shadow(x, 780, h * 0.5, 8, 0.5)
        pot(c, x, 780, h, rgb(tone), kind)
    c.poly(
        curve("-60,0 -54,-40 -20,-62 30,-56 60,-20 62,0", 56, 786),
        Fade(rgb("A8785A"), rgb("6E4A36")),
    )
    c.glow(600, 300, 500, rgb("FFF0C8"), 0.12)
    return c.finish(shade=rgb("1E1410"), glare=rgb("FFEFCB"), grade=0.1, vignette=0.38)


# ---------------------------------------------------------------------- the workshop


def _lathe(c: Canvas, x: float, y: float, w: float, tone: Color) -> None:
    """A lathe from the operator's side, standing on y."""
    c.shadow(x + w / 2, y, w * 0.56, w * 0.03, 0.45)
    for dx, wide in ((0.03, 0.26), (0.72, 0.22)):
        c.poly(
            cut("0,-0.3 1,-0.3 0.94,0 0.06,0", x + w * dx, y, w * wide, tall=w),
            Fade(tone, dark(tone, 0.4)),
        )
    c.rect(x, y - w * 0.36, w, w * 0.07, Fade(light(tone, 0.25), dark(tone, 0.1)))
    c.rect(x + w * 0.28, y - w * 0.385, w * 0.7, w * 0.028, rgb("AEB9BE"))
    c.rect(x + w * 0.1, y - w * 0.29, w * 0.82, w * 0.03, dark(tone, 0.35))
    c.box(x, y - w * 0.58, w * 0.3, w * 0.225, 6, Fade(light(tone, 0.18), dark(tone, 0.18)))
    for i, kind in enumerate(("C9372B", "E0A93B", "F1EADB")):
        c.oval(x + w * (0.06 + i * 0.07), y - w * 0.53, w * 0.016, w * 0.016, rgb(kind))
    c.limb(
        (x + w * 0.08, y - w * 0.45),
        (x + w * 0.14, y - w * 0.42),
        w * 0.012,
        w * 0.009,
        rgb("2A3138"),
    )
    c.oval(x + w * 0.08, y - w * 0.45, w * 0.03, w * 0.03, rgb("AEB9BE"))
    c.rect(x + w * 0.3, y - w * 0.53, w * 0.045, w * 0.12, Fade(rgb("DCE4E6"), rgb("6E7C84")))
    c.rect(x + w * 0.345, y - w * 0.485, w * 0.3, w * 0.03, Fade(rgb("F4F7F7"), rgb("7F8D94")))
    c.poly(
        cut("0,0 0.16,0 0.14,-0.2 0.02,-0.2", x + w * 0.8, y - w * 0.38, w),
        Fade(light(tone, 0.15), dark(tone, 0.2)),
    )
    c.poly(cut("0,0 -0.16,0.012 0,0.024", x + w * 0.8, y - w * 0.485, w), rgb("8FA0A6"))
    c.oval(x + w * 0.985, y - w * 0.47, w * 0.036, w * 0.036, rgb("2A3138"))
    c.rect(x + w * 0.5, y - w * 0.44, w * 0.13, w * 0.06, rgb("5A6A72"))
    c.rect(x + w * 0.53, y - w * 0.47, w * 0.05, w * 0.04, rgb("3A454C"))
    for dx in (0.52, 0.62):
        c.oval(x + w * dx, y - w * 0.345, w * 0.028, w * 0.028, rgb("2A3138"))
        c.oval(x + w * dx, y - w * 0.345, w * 0.014, w * 0.014, rgb("AEB9BE"))


def _booth(c: Canvas, x: float, y: float) -> None:
    """The welding booth: dark screens, a table, someone behind a mask, sparks."""
    c.rect(x - 150, y - 236, 330, 236, Fade(rgb("2A2A34"), rgb("3A302C")))
    c.rect(x - 158, y - 244, 8, 250, rgb("7A2A22"))
    c.rect(x + 180, y - 244, 8, 250, rgb("7A2A22"))
    c.rect(x - 158, y - 244, 346, 8, rgb("C9372B"))
    c.glow(x + 30, y - 92, 230, rgb("9FD3FF"), 0.45)
    c.rect(x - 10, y - 78, 150, 12, rgb("6E7C84"))
    for dx in (0, 124):
        c.rect(x + dx, y - 66, 8, 66, rgb("4A565E"))
    c.rect(x + 26, y - 98, 80, 20, rgb("55636B"))
    spots = person(
        c, x - 52, y + 2, 196, wear("4A5C6E 2B3442"), "hold", facing=1, rim=rgb("BFE3FF")
    )
    hx, hy = spots["head"]
    c.poly(curve("-0.5,-1.1 0.6,-1.2 1.2,-0.4 1.1,0.7 0.5,1.2 -0.3,0.7", hx, hy, 14), rgb("23282E"))
    c.poly(cut("0.5,-0.5 1.1,-0.4 1.08,0 0.5,0.05", hx, hy, 14), rgb("7FE0B0"))
    px, py = spots["near_hand"]
    c.limb((px, py), (x + 36, y - 96), 3, 2, rgb("2A2F35"))
    sparks(c, x + 36, y - 97, 92, count=90)
    smoke(c, x + 40, y - 110, 130, drift=0.2, color=rgb("9FB3C4"), alpha=0.3)


@scene(WIDE)
def vocational_workshop(c: Canvas) -> Image.Image:
    """The workshop of the vocational college: a teacher at the lathe, a welder behind."""
    floor = 432
    c.rect(0, 0, 1200, floor, Fade(rgb("C9D0C6"), rgb("AEB9B2")))
    c.rect(0, 0, 1200, 50, rgb("55636B"))
    for i in range(5):
        x = i * 262 - 30
        c.poly(
            [
                (x, 50),
                (x + 22, 50),
                (x + 131, 4),
                (x + 240, 50),
                (x + 262, 50),
                (x + 262, 42),
                (x + 131, -8),
                (x, 42),
            ],
            rgb("3F4C54"),
        )
        for k in range(4):
            c.line([(x + 30 + k * 60, 50), (x + 60 + k * 46, 20)], 3, rgb("3F4C54"))
        c.rect(x + 30, 66, 202, 120, rgb("F1F3EA"))
        c.rect(x + 36, 72, 190, 108, Fade(rgb("BFDCE4"), rgb("F4F0D4")))
        for k in range(1, 5):
            c.rect(x + 36 + k * 38 - 2, 72, 4, 108, rgb("F1F3EA"))
        c.rect(x + 36, 122, 190, 4, rgb("F1F3EA"))
        c.soft_poly(
            [(x + 36, 72), (x + 226, 72), (x + 330, 675), (x + 60, 675)],
            rgb("FFF6D6"),
            blur=24,
            alpha=0.13,
        )
    c.rect(0, 330, 1200, floor - 330, rgb("6F9088"))
    c.rect(0, 324, 1200, 7, rgb("4F7068"))
    _tools(c, 32, 212)
    c.rect(0, floor, 1200, 245, Fade(rgb("A9A79C"), rgb("6E7072")))
    c.poly([(0, 560), (1200, 500), (1200, 508), (0, 572)], rgb("E8B93B"), 0.8)
    for y in (452, 484, 540, 620):
        c.line([(0, y), (1200, y - 6)], 1, rgb("7F8080"), 0.5)
    _booth(c, 930, 458)
    _lathe(c, 262, 470, 210, rgb("6F8F9C"))
    _lathe(c, 520, 466, 200, rgb("5F8F7A"))
    overall = "2F5F8A 2B4A6E"
    for x, y, h, words, pose, f in (
        (330, 486, 172, f"{overall} 1 E8B93B cap", "hold", 1),
        (396, 488, 164, f"{overall} tail", "stand", -1),
        (600, 482, 168, f"{overall} 2 E8B93B cap", "hold", -1),
        (1136, 476, 170, "E9E3D6 2B3442 E8B93B helmet", "hold", -1),
    ):
        c.shadow(x, y + 1, h * 0.3, 5, 0.4)
        person(c, x, y, h, wear(words), pose, facing=f, rim=rgb("FFF6D6"))
    _lathe(c, 330, 628, 460, rgb("4F8577"))
    for x, y, h, words, pose, f in (
        (268, 652, 300, "E4E0D2 3A4450 1 grey", "point", 1),
        (850, 650, 292, f"{overall} tail", "hold", -1),
        (180, 660, 288, f"{overall} 2", "hold", 1),
        (952, 662, 296, f"{overall} 1 E8B93B cap", "stand", -1),
    ):
        c.shadow(x, y + 2, h * 0.3, 8, 0.45)
        spots = person(c, x, y, h, wear(words), pose, facing=f, rim=rgb("FFF6D6"))
        gx, gy = spots["head"]
        if words.startswith(overall):
            s = h * 0.066
            c.poly(cut("0.4,-0.2 1,-0.2 1,0.2 0.45,0.22", gx, gy, s, facing=f), rgb("CFE6EC"))
            c.line(cut("0.4,0 -0.9,-0.1", gx, gy, s, facing=f), s * 0.16, rgb("2A3138"))
        if x == 180:
            hx, hy = spots["near_hand"]
            c.poly(
                [(hx - 8, hy - 22), (hx + 38, hy - 32), (hx + 42, hy), (hx - 4, hy + 10)],
                rgb("FBF8EC"),
            )
    for _ in range(9):
        px, py = 556 + c.rng.gauss(0, 16), 634 + c.rng.uniform(0, 14)
        c.line(
            bezier((px, py), (px + 6, py - 7), (px + 11, py + 7), (px + 16, py), 6),
            1.6,
            rgb("D9E0E2"),
        )
    return c.finish(shade=rgb("1A2328"), glare=rgb("FFF6DE"), grade=0.07, vignette=0.28)


def _tools(c: Canvas, x: float, y: float) -> None:
    """A board of tools, each in its place."""
    c.rect(x, y, 190, 104, rgb("B98B5C"))
    for i in range(7):
        px = x + 20 + i * 25
        c.rect(px - 2, y + 14, 4, 28 + (i % 3) * 8, rgb("3A454C"))
        c.oval(px, y + 14, 6, 6, rgb("3A454C"))
        c.oval(px, y + 14, 2.6, 2.6, rgb("B98B5C"))
    for i in range(5):
        px = x + 24 + i * 36
        c.rect(px - 3, y + 68, 6, 26, rgb(("C9372B", "E0A93B", "2F6F8F")[i % 3]))
        c.rect(px - 1.4, y + 94, 2.8, 8, rgb("5A6A72"))
