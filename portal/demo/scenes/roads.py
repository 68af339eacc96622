"""Laying the last course of a new road."""

from __future__ import annotations

from PIL import Image

from portal.demo.scenes.air import cumulus, smoke
from portal.demo.scenes.green import LEAF, foliage, tufts
from portal.demo.scenes.kit import Canvas, Fade, bezier, dark, light, rgb
from portal.demo.scenes.paths import curve, cut, wear
from portal.demo.scenes.people import person
from portal.demo.scenes.registry import scene
from portal.demo.scenes.town import skyline

VEST = "E8772A 33475A"
TAR = rgb("2B2D32")


def wheel(c: Canvas, x: float, y: float, r: float) -> None:
    c.oval(x, y - r, r, r, rgb("1B1F23"))
    c.oval(x, y - r, r * 0.52, r * 0.52, rgb("8C959B"))
    c.oval(x, y - r, r * 0.2, r * 0.2, rgb("3A4148"))


def _roller(c: Canvas, x: float, y: float, s: float) -> None:
    """A road roller heading left, its drum on the mat, someone at the wheel."""
    body = rgb("E8B02F")
    c.shadow(x, y, s * 0.72, s * 0.06, 0.5)
    c.oval(x + s * 0.36, y - s * 0.2, s * 0.2, s * 0.2, rgb("1F2327"))
    c.oval(x + s * 0.36, y - s * 0.2, s * 0.1, s * 0.1, rgb("E8B02F"))
    c.poly(
        cut("-0.18,-0.2 0.5,-0.2 0.62,-0.36 0.6,-0.52 0.1,-0.54 0.04,-0.34 -0.18,-0.34", x, y, s),
        Fade(light(body, 0.15), dark(body, 0.18)),
    )
    for k in range(4):
        c.rect(x + s * (0.3 + k * 0.06), y - s * 0.48, s * 0.03, s * 0.1, dark(body, 0.4))
    c.poly(cut("-0.56,-0.2 -0.12,-0.26 -0.12,-0.34 -0.6,-0.3", x, y, s), dark(body, 0.15))
    c.oval(x - s * 0.42, y - s * 0.24, s * 0.24, s * 0.24, Fade(rgb("B9C0C4"), rgb("5A636A")))
    c.oval(x - s * 0.42, y - s * 0.24, s * 0.17, s * 0.17, rgb("6E777E"))
    c.oval(x - s * 0.42, y - s * 0.24, s * 0.05, s * 0.05, rgb("2A2F35"))
    c.line([(x - s * 0.42, y - s * 0.24), (x - s * 0.12, y - s * 0.3)], s * 0.05, dark(body, 0.25))
    for dx in (-0.12, 0.2):
        c.rect(x + dx * s, y - s * 1.02, s * 0.022, s * 0.5, rgb("2A2F35"))
    person(
        c,
        x + s * 0.08,
        y,
        s * 0.78,
        wear(f"{VEST} 1 F1EADB helmet"),
        "ride",
        facing=-1,
        seat=y - s * 0.5,
        rim=rgb("FFF3D6"),
    )
    c.rect(x - s * 0.02, y - s * 0.56, s * 0.2, s * 0.06, rgb("2A2F35"))
    c.line([(x - s * 0.1, y - s * 0.52), (x - s * 0.14, y - s * 0.66)], s * 0.02, rgb("2A2F35"))
    c.poly(cut("-0.22,-1.02 0.3,-1.02 0.28,-1.08 -0.2,-1.08", x, y, s), body)
    c.oval(x + s * 0.02, y - s * 1.1, s * 0.03, s * 0.03, rgb("FFB347"))
    c.glow(x + s * 0.02, y - s * 1.1, s * 0.14, rgb("FFB347"), 0.6)


def _paver(c: Canvas, x: float, y: float, s: float) -> None:
    """A paver with its hopper towards the lorry on the left, the mat leaving on the right."""
    body = rgb("D9772F")
    c.shadow(x, y, s * 0.8, s * 0.06, 0.5)
    c.box(x - s * 0.42, y - s * 0.18, s * 0.72, s * 0.18, s * 0.09, rgb("23272B"))
    for k in range(5):
        c.oval(x - s * 0.33 + k * s * 0.135, y - s * 0.09, s * 0.06, s * 0.06, rgb("5A636A"))
    c.poly(
        cut("-0.74,-0.46 -0.36,-0.42 -0.34,-0.16 -0.6,-0.16", x, y, s),
        Fade(dark(body, 0.1), dark(body, 0.35)),
    )
    c.poly(curve("-0.7,-0.44 -0.56,-0.56 -0.42,-0.43", x, y, s), TAR)
    person(
        c,
        x,
        y,
        s * 0.72,
        wear(f"{VEST} 2 E8B93B helmet"),
        "hold",
        facing=1,
        seat=y - s * 0.62,
    )
    c.poly(
        cut("-0.36,-0.5 0.24,-0.5 0.3,-0.18 -0.36,-0.18", x, y, s),
        Fade(light(body, 0.12), dark(body, 0.12)),
    )
    c.rect(x - s * 0.3, y - s * 0.4, s * 0.3, s * 0.04, rgb("F4EFE6"))
    c.poly(cut("0.24,-0.2 0.66,-0.12 0.66,0 0.3,0", x, y, s), rgb("3A4148"))
    c.rect(x + s * 0.44, y - s * 0.34, s * 0.02, s * 0.24, rgb("3A4148"))
    for dx in (-0.26, 0.2):
        c.rect(x + dx * s, y - s * 0.98, s * 0.02, s * 0.5, rgb("2A2F35"))
    c.rect(x - s * 0.34, y - s * 0.53, s * 0.62, s * 0.05, dark(body, 0.2))
    c.poly(cut("-0.36,-0.98 0.3,-0.98 0.28,-1.03 -0.34,-1.03", x, y, s), rgb("F1EADB"))


def _tipper(c: Canvas, x: float, y: float, s: float) -> None:
    """A tip lorry with its bed raised towards the paver on the right."""
    cab = rgb("2F6F8F")
    c.shadow(x, y, s * 0.8, s * 0.05, 0.5)
    c.rect(x - s * 0.6, y - s * 0.2, s * 1.1, s * 0.06, rgb("2A2F35"))
    c.poly(
        cut("-0.22,-0.66 0.56,-0.24 0.5,0 -0.3,-0.3", x, y - s * 0.2, s),
        Fade(rgb("9AA4AA"), rgb("5A666E")),
    )
    for k in range(4):
        c.line(
            cut(
                f"{-0.1 + k * 0.16},{-0.6 + k * 0.086} {-0.16 + k * 0.16},{-0.24 + k * 0.06}",
                x,
                y - s * 0.2,
                s,
            ),
            2,
            rgb("4A555C"),
        )
    c.line([(x - s * 0.16, y - s * 0.2), (x - s * 0.1, y - s * 0.52)], s * 0.03, rgb("B9C2C6"))
    c.box(
        x - s * 0.66,
        y - s * 0.56,
        s * 0.3,
        s * 0.38,
        s * 0.04,
        Fade(light(cab, 0.15), dark(cab, 0.2)),
    )
    c.box(x - s * 0.63, y - s * 0.52, s * 0.18, s * 0.15, 4, rgb("CFE3E8"))
    for dx in (-0.5, 0.18, 0.38):
        wheel(c, x + dx * s, y, s * 0.1)


def _tool(c: Canvas, hand: tuple[float, float], foot: tuple[float, float], kind: str) -> None:
    """A long rake or shovel from a hand to the ground."""
    butt = (hand[0] - (foot[0] - hand[0]) * 0.4, hand[1] - (foot[1] - hand[1]) * 0.4)
    c.limb(butt, foot, 2.6, 2.6, rgb("9A7444"))
    if kind == "rake":
        c.line([(foot[0] - 26, foot[1] - 3), (foot[0] + 26, foot[1] + 3)], 6, rgb("4A545C"))
    else:
        c.poly(cut("-0.5,-0.2 0.4,-0.3 0.6,0.5 -0.2,0.6", foot[0], foot[1], 26), rgb("4A545C"))


@scene()
def road_works(c: Canvas) -> Image.Image:
    """Laying the last course of asphalt under a high sun: lorry, paver, roller, rakes, steam."""
    edge = 372
    c.sky([(0, rgb("4F97C4")), (0.65, rgb("A9D3E0")), (1, rgb("EEF0DC"))], bottom=edge)
    for x, y, w in ((210, 190, 360), (700, 130, 260), (1050, 210, 300)):
        cumulus(c, x, y, w)
    c.ridge(330, 46, rgb("8FB0B0"), down_to=edge)
    c.ridge(352, 24, rgb("7A9E8E"), down_to=edge)
    skyline(c, 366, 20, 96, rgb("A3B5BA"), x0=760, x1=1200, step=(24, 52))
    c.rect(0, 362, 1200, 90, Fade(rgb("9DB86A"), rgb("7FA055")))
    for x in range(-20, 1240, 66):
        foliage(c, x, 366 + c.rng.uniform(-4, 6), 40, 18, LEAF, leaves=44, leaf=6)
    for x in (120, 470, 820, 1150):
        c.rect(x - 3, 210, 6, 190, rgb("8D877C"))
        c.rect(x - 26, 222, 52, 5, rgb("6E675C"))
    for dy in (222, 226):
        for a in (-230, 120, 470, 820):
            c.line(
                bezier((a, dy), (a + 110, dy + 30), (a + 240, dy + 30), (a + 350, dy), 12),
                1.1,
                rgb("5E574E"),
            )
    c.poly([(0, 430), (1200, 410), (1200, 470), (0, 500)], Fade(rgb("D9B98A"), rgb("BF9A6C")))
    for k in range(22):
        x = k * 58 - 8
        y = 470 - x * 0.02
        c.rect(x, y - 34, 50, 8, rgb("C9372B") if k % 2 else rgb("F4EFE6"))
        c.rect(x + 6, y - 34, 4, 34, rgb("8A8F94"))
    c.poly([(0, 484), (1200, 456), (1200, 668), (0, 706)], Fade(rgb("9A958C"), rgb("7D7872")))
    c.poly([(430, 478), (1200, 456), (1200, 630), (396, 664)], Fade(rgb("3F4248"), TAR))
    c.poly([(430, 478), (450, 477), (420, 662), (396, 664)], rgb("1F2125"))
    for _ in range(240):
        t = c.rng.random()
        c.oval(
            c.rng.uniform(0, 410),
            496 + t * 190,
            3,
            1.4,
            rgb("6E6A64") if c.rng.random() < 0.5 else rgb("B9B4A8"),
            0.6,
        )
    for _ in range(200):
        t = c.rng.random()
        c.oval(c.rng.uniform(460, 1200), 470 + t * 170, 4 + 4 * t, 1, light(TAR, 0.18), 0.4)
    c.poly([(0, 700), (1200, 660), (1200, 800), (0, 800)], Fade(rgb("CFA877"), rgb("A87F55")))
    for _ in range(150):
        x, y = c.rng.uniform(0, 1200), c.rng.uniform(704, 800)
        c.oval(x, y, 5, 2, c.rng.choice((rgb("8A6A48"), rgb("E3C79A"))), 0.6)
    c.glow(850, 600, 420, rgb("FFF6E0"), 0.18, ry=90)
    _tipper(c, 160, 560, 290)
    _paver(c, 408, 574, 250)
    for x, rise in ((470, 150), (560, 120), (680, 90)):
        smoke(c, x, 560, rise, drift=0.3, color=rgb("F4F1EA"), alpha=0.4, size=0.26)
    _roller(c, 940, 580, 290)
    smoke(c, 720, 590, 90, drift=0.4, color=rgb("F4F1EA"), alpha=0.3, size=0.3)
    for x, y, h, words, pose, f, kind in (
        (640, 560, 170, f"{VEST} 1 E8B93B helmet", "rake", -1, "rake"),
        (730, 640, 204, f"{VEST} F1EADB helmet", "rake", -1, "shovel"),
    ):
        c.shadow(x, y + 1, h * 0.3, 7, 0.45)
        spots = person(c, x, y, h, wear(words), pose, facing=f, rim=rgb("FFF3D6"))
        hand = spots["near_hand"]
        _tool(c, hand, (hand[0] - h * 0.34, y - 2), kind)
    for x, y, h, words, pose, f in (
        (250, 752, 240, "2F5F8A 2B3442 F1EADB helmet", "point", 1),
        (158, 760, 232, "F4EFE6 33475A 2 tail F1EADB helmet", "hold", 1),
    ):
        c.shadow(x, y + 2, h * 0.3, 9, 0.45)
        spots = person(c, x, y, h, wear(words), pose, facing=f, rim=rgb("FFF3D6"))
        if pose == "hold":
            hx, hy = spots["near_hand"]
            c.poly(
                [(hx - 10, hy - 20), (hx + 36, hy - 30), (hx + 42, hy), (hx - 6, hy + 10)],
                rgb("FBF8EC"),
            )
    _level(c, 1120, 776)
    for x, y, s in ((420, 764, 66), (560, 752, 60), (700, 742, 56)):
        cone(c, x, y, s)
    tufts(c, 770, 812, (rgb("7F8A4A"), rgb("A39A55")), count=70, size=34, x0=0, x1=1200)
    return c.finish(glare=rgb("FFF8E4"), grade=0.05, vignette=0.24)


def cone(c: Canvas, x: float, y: float, s: float) -> None:
    """A traffic cone standing on y."""
    c.shadow(x, y, s * 0.5, s * 0.07, 0.35)
    c.poly(cut("-0.32,0 -0.07,-1 0.07,-1 0.32,0", x, y, s), rgb("E0632A"))
    c.poly(cut("-0.22,-0.4 -0.145,-0.7 0.145,-0.7 0.22,-0.4", x, y, s), rgb("F7F4EC"))
    c.box(x - s * 0.42, y - s * 0.06, s * 0.84, s * 0.1, 2, rgb("B84A1F"))


def _level(c: Canvas, x: float, y: float) -> None:
    """A surveyor at the level."""
    for dx in (-42, 0, 40):
        c.limb((x - 70, y - 168), (x - 70 + dx, y), 3.4, 2.6, rgb("E8B93B"))
    c.box(x - 96, y - 192, 52, 26, 6, rgb("F4EFE6"))
    c.oval(x - 98, y - 179, 8, 9, rgb("2A2F35"))
    c.shadow(x + 20, y + 2, 74, 9, 0.45)
    person(c, x + 20, y, 240, wear(f"{VEST} 1 E8B93B helmet"), "hold", facing=-1, rim=rgb("FFF3D6"))
