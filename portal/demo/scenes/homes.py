"""Where people live: the front of a social housing block, a garden on a roof."""

from __future__ import annotations

from PIL import Image

from portal.demo.scenes.figures import upright
from portal.demo.scenes.green import LEAF, foliage, tree, tufts
from portal.demo.scenes.kit import Canvas, Color, Fade, bezier, dark, light, mix, rgb
from portal.demo.scenes.paths import curve, cut, wear
from portal.demo.scenes.people import person
from portal.demo.scenes.registry import scene
from portal.demo.scenes.room import CLAY
from portal.demo.scenes.sea import gulls
from portal.demo.scenes.town import WALLS, bench, bicycle, skyline

WASH = ("F4EFE6", "D9432F", "2F6F9E", "E0A93B", "7FB39A", "C98FA6", "4A5C74", "F2C6A0")


def _washing(c: Canvas, x: float, y: float, w: float) -> None:
    """Shirts, towels and trousers on a line."""
    c.line(
        bezier((x, y), (x + w * 0.3, y + 5), (x + w * 0.7, y + 5), (x + w, y), 8),
        1.3,
        rgb("6E6A62"),
    )
    at = x + 6
    while at < x + w - 18:
        tone, kind = rgb(c.rng.choice(WASH)), c.rng.randrange(3)
        s = c.rng.uniform(19, 25)
        fill = Fade(tone, dark(tone, 0.16), across=True)
        if kind == 0:
            c.poly(
                cut(
                    "0,.1 .25,0 .75,0 1,.1 1.08,.5 .84,.52 .84,1.25 .16,1.25 .16,.52 -.08,.5",
                    at,
                    y + 3,
                    s,
                ),
                fill,
            )
        elif kind == 1:
            c.poly(cut("0,0 0.9,0 0.94,1.5 0.04,1.46", at, y + 3, s), fill)
            c.rect(at + 1, y + s * 1.1, s * 0.88, 3, light(tone, 0.5))
        else:
            c.poly(cut("0.08,0 0.92,0 1,1.6 0.58,1.6 0.5,0.6 0.42,1.6 0,1.6", at, y + 3, s), fill)
        at += s * 1.18 + c.rng.uniform(2, 7)


def _pots(c: Canvas, x: float, y: float, w: float) -> None:
    for k in range(int(w / 26)):
        px = x + 14 + k * 26
        c.poly(cut("-8,-12 8,-12 6,0 -6,0", px, y), Fade(light(CLAY, 0.1), dark(CLAY, 0.3)))
        foliage(c, px, y - 22, 13, 12, LEAF, leaves=26, leaf=5)
        if k % 2 == 0:
            for _ in range(5):
                c.oval(
                    px + c.rng.uniform(-9, 9),
                    y - 22 + c.rng.uniform(-9, 7),
                    3,
                    2.6,
                    rgb(c.rng.choice(("D9432F", "F0C057", "F29A8A"))),
                )


def _balcony(c: Canvas, x: float, y: float, w: float, h: float, wall: Color, kind: int) -> None:
    """One loggia: its depth in shade, a door, whatever its people keep there, the rail."""
    c.rect(x, y, w, h, Fade(dark(wall, 0.42), dark(wall, 0.26)))
    c.poly(
        [(x, y), (x + w, y), (x + w * 0.3, y + h * 0.75), (x, y + h * 0.86)], dark(wall, 0.55), 0.4
    )
    c.rect(
        x + w * 0.12, y + h * 0.14, w * 0.34, h * 0.86, rgb("7A5A44") if kind % 2 else rgb("3F6E74")
    )
    c.rect(x + w * 0.15, y + h * 0.2, w * 0.28, h * 0.4, Fade(rgb("A9C6CC"), rgb("6F8F9A")))
    c.rect(x + w * 0.56, y + h * 0.2, w * 0.32, h * 0.36, Fade(rgb("A9C6CC"), rgb("6F8F9A")))
    c.rect(x + w * 0.71, y + h * 0.2, 3, h * 0.36, light(wall, 0.3))
    floor = y + h
    if kind in (0, 3, 5):
        _washing(c, x + 6, y + 20, w - 12)
    if kind == 1:
        person(c, x + w * 0.62, floor, 96, wear("8E5A6B 33384A bun"), "reach", facing=-1)
        _washing(c, x + 4, y + 22, w * 0.42)
    if kind == 2:
        spots = person(c, x + w * 0.34, floor, 98, wear("F4EFE6 4A5C74 1 grey"), "hold", facing=1)
        hx, hy = spots["near_hand"]
        c.poly(cut("-8,-6 8,-6 9,8 -9,8", hx + 4, hy + 4), rgb("3F7A8C"))
        c.line([(hx + 12, hy + 4), (hx + 26, hy - 4)], 3, rgb("3F7A8C"))
        for k in range(5):
            c.line([(hx + 26, hy - 4), (hx + 34 + k * 2, hy + 22 + k * 3)], 1, rgb("DCEBF0"), 0.8)
    if kind == 4:
        bicycle(c, x + w * 0.56, floor - 1, 78, rgb("B3392C"))
    if kind == 6:
        person(c, x + w * 0.4, floor, 96, wear("2F6F8F 33384A 2 long"), "talk", facing=1)
        person(
            c,
            x + w * 0.68,
            floor,
            70,
            wear("E0A93B 2B4A66 tail bare"),
            "cheer",
            facing=-1,
            child=True,
        )
    if kind in (2, 5, 7):
        _pots(c, x + w * 0.44, floor - 2, w * 0.54)
    if kind in (3, 6, 7):
        c.box(x + w - 34, y + 8, 30, 20, 3, rgb("E4E7E2"))
        c.oval(x + w - 21, y + 18, 7, 7, rgb("9AA4A6"))
    if kind == 7:
        c.oval(x + w * 0.3, y + h * 0.2, 8, 12, rgb("E07B2A"))
    top = floor - h * 0.3
    c.rect(x - 2, top, w + 4, 5, light(wall, 0.45))
    for k in range(int(w / 8)):
        c.rect(x + 2 + k * 8, top + 4, 2.4, h * 0.3 - 4, rgb("55676A"))
    if kind in (1, 7):
        foliage(c, x + w * 0.5, top + 8, w * 0.4, 10, LEAF, leaves=70, leaf=5)


@scene()
def social_housing(c: Canvas) -> Image.Image:
    """A housing block in the morning, close: washing, plants, neighbours, children below."""
    base = 618
    c.sky([(0, rgb("8FC3D6")), (1, rgb("E9EFD9"))])
    walls = (rgb("F0D9A8"), rgb("E9C08F"), rgb("F3E6CC"))
    c.rect(0, -10, 1010, base + 10, Fade(rgb("F4E3BE"), rgb("E3CB9C")))
    c.rect(1010, 0, 190, base, Fade(rgb("A9C6CC"), rgb("DDE6D6")))
    skyline(c, base, 160, 330, rgb("B4C6C4"), x0=1010, x1=1200, step=(40, 70))
    c.rect(996, -10, 26, base + 10, Fade(rgb("C9A878"), rgb("B08F62")))
    kinds = ((5, 2, 7, 3, 6), (0, 1, 4, 2, 5), (7, 6, 3, 0, 1))
    for row in range(3):
        y = 26 + row * 186
        for col in range(5):
            x = 22 + col * 196
            wall = walls[(row + col) % 3]
            c.rect(x - 8, y - 10, 180, 168, wall)
            _balcony(c, x, y, 164, 148, wall, kinds[row][col])
            c.rect(x - 12, y + 148, 188, 10, light(wall, 0.4))
            c.rect(x - 12, y + 158, 188, 5, dark(wall, 0.4), 0.5)
    for col in range(1, 5):
        c.rect(6 + col * 196, -10, 6, base + 4, rgb("CBB183"))
        c.rect(200 + (col - 1) * 196 - 1, -10, 4, base, rgb("8A9294"))
    c.soft_poly(
        [(0, 0), (520, 0), (1010, 420), (1010, 620), (0, 200)], rgb("FFF6D6"), blur=40, alpha=0.22
    )
    c.rect(0, base - 40, 1010, 40, rgb("C9A878"))
    c.rect(0, base - 4, 1200, 200, Fade(rgb("D3C6A8"), rgb("AFA084")))
    c.poly([(0, 690), (1200, 664), (1200, 800), (0, 800)], Fade(rgb("8FB36B"), rgb("5F8C4E")))
    c.poly([(0, 678), (1200, 654), (1200, 666), (0, 692)], rgb("E4DCC6"))
    tree(c, 1100, 652, 460, leaves=1500, leaf=0.016, spread=0.36)
    tufts(c, 650, 668, (rgb("4F7F4A"), rgb("6E9C56")), count=30, size=20, x0=1070, x1=1140)
    for x in (60, 240, 420):
        foliage(c, x, base - 12, 70, 22, LEAF, leaves=110, leaf=7)
    bench(c, 600, 668, 130)
    for x, words, f in ((636, "7A5A75 3A3440 grey bun", 1), (694, "E9E3D6 4A4440 1 grey", -1)):
        person(c, x, 674, 146, wear(words), "sit", facing=f, seat=636)
    bicycle(c, 300, 668, 140, rgb("2F6F8F"), -1)
    person(c, 318, 668, 144, wear("3F7A66 2B3442 cone tail"), "ride", facing=-1, seat=668 - 75)
    tufts(c, 690, 800, (rgb("4F7F4A"), rgb("6E9C56"), rgb("93B86A")), count=220, size=20)
    for x, y, h, words, pose, f in (
        (150, 728, 132, "D9432F 2B4A7A shorts bare", "run", 1),
        (262, 722, 124, "F4EFE6 2B4A7A 1 tail shorts bare", "dash", -1),
        (520, 732, 136, "E0A93B 2B4A7A 2 shorts bare", "kick", 1),
        (820, 724, 130, "2F6F9E 33384A shorts bare", "run", -1),
        (930, 730, 190, "B98F8A 33384A long", "stroll", -1),
    ):
        c.shadow(x, y + 1, h * 0.3, 6, 0.35)
        person(c, x, y, h, wear(words), pose, facing=f, child=h < 150, rim=rgb("FFF6D6"))
    upright(c, 986, 734, 116, wear("F29A8A 2B4A66 tail dress bare"), "down", back=False, child=True)
    c.oval(590, 716, 13, 13, rgb("E07B2A"))
    c.oval(586, 711, 5, 4, rgb("F7BE8A"))
    return c.finish(glare=rgb("FFF8E2"), grade=0.05, vignette=0.22)


# ---------------------------------------------------------------------- the roof


def _crate(c: Canvas, x: float, y: float, w: float, kind: int, tone: Color) -> None:
    """A foam box or crate of vegetables, its front foot at y."""
    h = w * 0.3
    c.shadow(x + w * 0.5, y, w * 0.55, w * 0.05, 0.35)
    c.poly(
        [(x + w * 0.07, y - h * 1.5), (x + w * 0.93, y - h * 1.5), (x + w, y - h), (x, y - h)],
        rgb("4A382A"),
    )
    for _ in range(int(w * 0.55)):
        px, py = x + w * c.rng.uniform(0.06, 0.94), y - h * c.rng.uniform(0.95, 1.45)
        if kind == 0:  # lettuces
            s = w * c.rng.uniform(0.04, 0.07)
            c.oval(px, py - s, s * 1.2, s * 0.9, mix(LEAF[2], rgb("B9D97A"), c.rng.random()))
        elif kind == 1:  # onions and herbs
            tip = (px + c.rng.uniform(-0.04, 0.04) * w, py - w * c.rng.uniform(0.12, 0.24))
            c.line([(px, py), tip], w * 0.014, mix(LEAF[1], LEAF[3], c.rng.random()))
        else:  # tomatoes
            s = w * c.rng.uniform(0.04, 0.06)
            c.oval(px, py - s * 2.2, s * 1.2, s * 0.8, LEAF[c.rng.choice((1, 2, 2))])
            if c.rng.random() < 0.3:
                c.oval(px, py - s * 1.5, s * 0.5, s * 0.5, rgb("D9432F"))
    c.rect(x, y - h, w, h, Fade(light(tone, 0.15), dark(tone, 0.14)))
    c.rect(x, y - h, w, h * 0.16, light(tone, 0.4))


def _tank(c: Canvas, x: float, y: float, w: float) -> None:
    """A steel water tank on its stand."""
    for dx in (0.08, 0.84):
        c.rect(x + w * dx, y - w * 0.3, w * 0.06, w * 0.3, rgb("5A666E"))
    c.box(x, y - w * 0.9, w, w * 0.6, w * 0.26, Fade(rgb("F1F4F2"), rgb("8FA0A8")))
    for k in range(5):
        c.rect(x + w * (0.18 + k * 0.15), y - w * 0.9, w * 0.02, w * 0.6, rgb("A9B7BC"))
    c.rect(x + w * 0.4, y - w * 0.97, w * 0.2, w * 0.08, rgb("9AA8AE"))


@scene()
def rooftop_garden(c: Canvas) -> Image.Image:
    """A kitchen garden on a roof before sunset, the roofs of the quarter all round."""
    edge = 372
    c.sky(
        [(0, rgb("6F93B4")), (0.5, rgb("E3B993")), (0.85, rgb("FBDCA0")), (1, rgb("FFEBC0"))],
        bottom=edge,
    )
    c.clouds((40, 200), rgb("FFDDB0"), count=9, size=170, alpha=0.6)
    c.glow(930, 300, 420, rgb("FFF3CC"), 0.85)
    c.oval(930, 286, 32, 32, rgb("FFFBE6"))
    skyline(c, edge, 40, 170, rgb("B59E98"), lit=0.06, step=(30, 64))
    c.ridge(366, 10, rgb("A88F86"), down_to=edge + 4)
    for row, (y, haze, size) in enumerate(((388, 0.5, 78), (424, 0.3, 108), (476, 0.12, 150))):
        x = -40.0 - row * 30
        while x < 1220:
            w, h = size * c.rng.uniform(0.75, 1.15), size * c.rng.uniform(0.5, 1.0)
            wall = mix(c.rng.choice(WALLS), rgb("E3B48A"), haze)
            c.rect(x, y - h, w, h + 140, Fade(light(wall, 0.06), dark(wall, 0.2)))
            c.rect(x + w * 0.72, y - h, w * 0.28, h + 140, dark(wall, 0.2))
            kind = c.rng.randrange(4)
            if kind == 0:
                c.poly(
                    [(x - 4, y - h), (x + w / 2, y - h - size * 0.3), (x + w + 4, y - h)],
                    mix(rgb("A8503A"), rgb("E3B48A"), haze),
                )
            elif kind == 1:
                _tank(c, x + w * 0.2, y - h, size * 0.42)
            elif kind == 2:
                c.rect(x + w * 0.1, y - h - size * 0.2, w * 0.4, size * 0.2, dark(wall, 0.1))
                c.line(
                    [(x + w * 0.7, y - h), (x + w * 0.7, y - h - size * 0.4)], 1.6, rgb("5A5250")
                )
                for k in range(3):
                    c.line(
                        [
                            (x + w * 0.7 - 12, y - h - size * (0.38 - k * 0.07)),
                            (x + w * 0.7 + 12, y - h - size * (0.38 - k * 0.07)),
                        ],
                        1.2,
                        rgb("5A5250"),
                    )
            else:
                foliage(c, x + w * 0.4, y - h - 4, w * 0.3, size * 0.1, LEAF, leaves=30, leaf=5)
            for k in range(2):
                c.rect(
                    x + w * (0.14 + k * 0.28),
                    y - h + size * 0.16,
                    w * 0.16,
                    size * 0.26,
                    mix(rgb("4A5A62"), rgb("E3B48A"), haze),
                )
            x += w + c.rng.uniform(-2, 10)
    c.soft(
        lambda pen, k: pen.rectangle([0, 352 * k, 1200 * k, 430 * k], fill=180),
        rgb("FFE2B0"),
        blur=26,
        alpha=0.35,
    )
    c.rect(0, 500, 1200, 310, Fade(rgb("C9A184"), rgb("8A6654")))
    for y in (548, 590, 646, 720):
        c.line([(0, y), (1200, y)], 1.2, rgb("7A5646"), 0.45)
    for i in range(-8, 9):
        c.line([(600 + i * 96, 506), (600 + i * 210, 800)], 1.2, rgb("7A5646"), 0.4)
    c.rect(0, 440, 1200, 70, Fade(rgb("E9D3B0"), rgb("C2A482")))
    c.rect(0, 432, 1200, 12, rgb("F4E6C8"))
    _tank(c, 1010, 512, 176)
    _trellis(c, 60, 520, 330)
    for x, y, w, kind, tone in (
        (420, 540, 108, 1, "EDEFEA"),
        (548, 540, 108, 0, "EDEFEA"),
        (676, 540, 108, 2, "7FA6B2"),
        (804, 540, 108, 0, "EDEFEA"),
    ):
        _crate(c, x, y, w, kind, rgb(tone))
    for x, y, w, kind, tone in (
        (250, 640, 150, 0, "EDEFEA"),
        (424, 642, 150, 2, "EDEFEA"),
        (860, 640, 150, 1, "7FA6B2"),
        (1034, 642, 150, 0, "EDEFEA"),
    ):
        _crate(c, x, y, w, kind, rgb(tone))
    mother = wear("B3392C 33384A 1 cone tail")
    c.soft_poly([(690, 716), (560, 790), (470, 790), (650, 712)], rgb("4A2E2A"), blur=8, alpha=0.4)
    spots = person(c, 690, 716, 270, mother, "hold", facing=-1, rim=rgb("FFE9B8"))
    hx, hy = spots["near_hand"]
    c.poly(
        curve("-22,-16 20,-16 24,22 -24,22", hx - 8, hy + 12), Fade(rgb("3F8F7A"), rgb("2A6656"))
    )
    c.limb((hx - 26, hy + 14), (hx - 68, hy - 8), 5, 4, rgb("3F8F7A"))
    c.oval(hx - 70, hy - 9, 8, 10, rgb("2A6656"))
    for k in range(11):
        c.line(
            bezier(
                (hx - 74, hy - 8),
                (hx - 96 - k * 4, hy - 12),
                (hx - 108 - k * 6, hy + 30),
                (hx - 112 - k * 7, hy + 74),
                8,
            ),
            1.3,
            rgb("F4FAFA"),
            0.75,
        )
    c.soft_poly([(806, 726), (720, 780), (660, 780), (780, 722)], rgb("4A2E2A"), blur=8, alpha=0.35)
    spots = person(
        c,
        806,
        726,
        170,
        wear("E0A93B 2B4A66 tail dress bare"),
        "hold",
        facing=1,
        child=True,
        rim=rgb("FFE9B8"),
    )
    hx, hy = spots["near_hand"]
    c.poly(cut("-26,0 26,0 20,30 -20,30", hx + 8, hy + 2), Fade(rgb("C79A5C"), rgb("7A5A35")))
    foliage(c, hx + 8, hy - 4, 26, 12, LEAF, leaves=40, leaf=6)
    for x, y, w, kind, tone in (
        (20, 776, 200, 1, "EDEFEA"),
        (250, 790, 210, 0, "EDEFEA"),
        (900, 786, 200, 2, "EDEFEA"),
        (1120, 792, 190, 1, "7FA6B2"),
    ):
        _crate(c, x, y, w, kind, rgb(tone))
    gulls(c, [(380, 180, 15), (428, 204, 12), (340, 214, 10)], rgb("6A4E4A"))
    return c.finish(shade=rgb("241A18"), glare=rgb("FFEEC8"), grade=0.08, vignette=0.3)


def _trellis(c: Canvas, x: float, y: float, w: float) -> None:
    """A gourd trellis of canes, fruit hanging from it."""
    for dx in (0, w * 0.5, w):
        c.limb((x + dx, y), (x + dx, y - 240), 4, 3.4, rgb("A8864A"))
    for k in range(5):
        c.line([(x - 14, y - 236 + k * 7), (x + w + 14, y - 240 + k * 7)], 2, rgb("A8864A"))
    for k in range(7):
        foliage(c, x + w * k / 6, y - 236 + c.rng.uniform(-6, 12), 44, 28, LEAF, leaves=80, leaf=8)
    for k in range(6):
        px, drop = x + 20 + k * w / 6.4, c.rng.uniform(40, 86)
        c.line([(px, y - 216), (px, y - 216 + drop * 0.5)], 1.6, LEAF[1])
        c.poly(
            curve(
                "-0.2,0 -0.14,0.4 -0.3,0.8 0,1 0.3,0.8 0.14,0.4 0.2,0",
                px,
                y - 216 + drop * 0.4,
                34,
                tall=drop,
            ),
            Fade(rgb("B9D07A"), rgb("7FA04A")),
        )
