"""Scenes of the port: dawn on the roads, the container terminal, the fishing quay."""

from __future__ import annotations

from PIL import Image

from portal.demo.scenes.kit import Canvas, Fade, dark, light, mix, rgb
from portal.demo.scenes.people import STRAW, Look, person
from portal.demo.scenes.registry import WIDE, scene
from portal.demo.scenes.sea import (
    BOXES,
    bollard,
    container_ship,
    fishing_boat,
    gantry,
    gulls,
    stack,
    tug,
)
from portal.demo.scenes.town import lamp, skyline


@scene(WIDE)
def harbour_dawn(c: Canvas) -> Image.Image:
    """The roads at first light: cranes in silhouette, a tug on its way out."""
    water = 400
    c.sky(
        [
            (0, rgb("243A55")),
            (0.35, rgb("6C6C86")),
            (0.68, rgb("E79A72")),
            (0.9, rgb("FBD49A")),
            (1, rgb("FFE7B8")),
        ],
        bottom=water,
    )
    c.clouds((60, 190), rgb("C77A74"), count=9, size=150, alpha=0.55)
    c.clouds((210, 320), rgb("FFD9A6"), count=7, size=130, alpha=0.6)
    c.glow(790, 352, 430, rgb("FFE2A6"), 0.75)
    c.oval(790, 352, 38, 38, rgb("FFF6DC"))
    c.ridge(372, 26, rgb("9C7F86"), waves=4, down_to=water)
    c.ridge(388, 16, rgb("6F6676"), waves=3, down_to=water)
    skyline(c, water, 14, 46, rgb("5D5B6E"), x0=930, step=(16, 40), lit=0.06)
    for x, h, boom in ((120, 270, 1.0), (235, 270, 1.0), (352, 240, 0.9)):
        gantry(
            c, x, water + 3, h, rgb("2B3547"), boom=boom, facing=1, trolley=0.5, load=rgb("453B49")
        )
    stack(c, 0, water + 4, 4, [3, 2, 3], 34, 13, air=rgb("2B3547"), haze=0.72)
    c.rect(0, water - 4, 420, 12, rgb("232C3B"))
    container_ship(c, 520, water + 2, 210, rgb("3C4254"), rows=4, facing=1)
    c.rect(0, water, 1200, 275, rgb("40506B"))
    c.reflect(water, 675, tint=rgb("3A4A64"), strength=0.72, ripple=7)
    c.glow(790, water + 40, 260, rgb("FFD795"), 0.5, ry=180)
    c.ripples(water + 6, 660, rgb("FFE6B4"), count=130, alpha=0.75, x0=640, x1=960)
    c.ripples(water + 4, 670, rgb("1F2C40"), count=150, alpha=0.35)
    c.soft(
        lambda pen, k: pen.ellipse([250 * k, 385 * k, 1150 * k, 412 * k], fill=190),
        rgb("FFE1BB"),
        blur=16,
        alpha=0.55,
    )
    tug(c, 655, 535, 190, rgb("26384A"), facing=1)
    c.echo(545, 770, 535, 120, alpha=0.5)
    wake = [(560, 536), (745, 536), (700, 548), (480, 560), (300, 572)]
    c.soft_poly(wake, rgb("FFE9C9"), blur=6, alpha=0.55)
    c.line([(765, 537), (830, 544), (900, 556)], 2, rgb("FFF0D2"), 0.6)
    gulls(
        c,
        [(905, 210, 26), (968, 245, 18), (860, 262, 14), (330, 95, 15), (1030, 190, 12)],
        rgb("34384C"),
    )
    c.rect(0, 636, 1200, 39, rgb("141B27"))
    for x in (90, 330, 985):
        bollard(c, x, 640, 42, rgb("161E2B"))
    person(
        c,
        1080,
        640,
        148,
        Look(
            rgb("1C2432"), rgb("141B27"), skin=rgb("8C5F4C"), hat="helmet", hat_color=rgb("C7772F")
        ),
        "point",
        facing=-1,
        rim=rgb("FFC98A"),
    )
    person(
        c,
        1122,
        641,
        142,
        Look(
            rgb("252B3A"), rgb("171E2B"), skin=rgb("8C5F4C"), hat="helmet", hat_color=rgb("8E3A2E")
        ),
        "stand",
        facing=-1,
        rim=rgb("FFC98A"),
    )
    return c.finish(shade=rgb("14202B"), glare=rgb("FFF1D6"), grade=0.08, vignette=0.35)


@scene()
def container_terminal(c: Canvas) -> Image.Image:
    """Berth four at work: a long ship, three cranes, lorries under the boxes."""
    quay = 560
    c.sky([(0, rgb("7FA9BF")), (0.6, rgb("C6DAD9")), (1, rgb("EFE8D6"))], bottom=quay)
    c.clouds((60, 220), rgb("F7F4EC"), count=9, size=190, alpha=0.7)
    c.ridge(452, 22, rgb("9DB6BB"), waves=3, down_to=quay)
    c.rect(0, 478, 1200, 90, Fade(rgb("7FA0A9"), rgb("4E7482")))
    c.ripples(480, 560, rgb("D8E6E2"), count=60, alpha=0.5)
    container_ship(c, 150, 556, 1120, rgb("1F3A4D"), rows=7, facing=-1)
    c.rect(0, quay - 8, 1200, 10, rgb("46525A"))
    c.rect(0, quay, 1200, 240, Fade(rgb("A9A79C"), rgb("77797A")))
    c.poly([(0, 700), (1200, 640), (1200, 652), (0, 714)], rgb("E0A93B"), 0.7)
    for x, h, trolley, load in ((505, 590, 0.55, BOXES[2]), (985, 540, 0.62, BOXES[1])):
        c.shadow(x - 80, 604, 170, 9, 0.35)
        gantry(c, x, 606, h, rgb("B3392C"), boom=0.66, facing=-1, trolley=trolley, load=load)
    for x, color in ((590, BOXES[3]), (770, BOXES[0]), (1010, BOXES[4])):
        _lorry(c, x, 650, 150, color)
    stack(c, -40, 800, 3, [2, 3, 2], 142, 58)
    stack(c, 885, 812, 3, [2, 2, 3], 142, 58)
    c.soft_poly(
        [(390, 800), (880, 800), (880, 770), (430, 770)], rgb("14202B"), blur=14, alpha=0.35
    )
    for x in (470, 556):
        c.shadow(x + 8, 780, 50, 7, 0.4)
    person(
        c,
        470,
        776,
        190,
        Look(rgb("E07B2A"), rgb("2B3442"), hat="helmet", hat_color=rgb("F3EFE4")),
        "talk",
    )
    person(
        c,
        556,
        782,
        196,
        Look(rgb("2F5F7D"), rgb("28313D"), hat="helmet", hat_color=rgb("E8B93B")),
        "point",
        facing=1,
    )
    gulls(c, [(170, 130, 20), (225, 160, 14), (620, 90, 13)], rgb("4F6670"))
    c.glow(1200, 0, 700, rgb("FFF1CF"), 0.35)
    return c.finish(grade=0.06, vignette=0.22)


def _lorry(c: Canvas, x: float, y: float, w: float, box: tuple[int, int, int]) -> None:
    from portal.demo.scenes.sea import container

    c.shadow(x + w * 0.6, y, w * 0.6, 6, 0.45)
    c.rect(x, y - w * 0.1, w * 1.15, w * 0.04, rgb("2A3138"))
    container(c, x, y - w * 0.35, w * 0.86, w * 0.25, box)
    c.box(x + w * 0.9, y - w * 0.36, w * 0.26, w * 0.3, 5, rgb("E9E2D2"))
    c.box(x + w * 1.03, y - w * 0.33, w * 0.12, w * 0.12, 3, rgb("3A4C58"))
    for dx in (0.1, 0.23, 0.7, 1.04):
        c.oval(x + w * dx, y - w * 0.045, w * 0.055, w * 0.055, rgb("1B1F23"))
        c.oval(x + w * dx, y - w * 0.045, w * 0.022, w * 0.022, rgb("8C959B"))


@scene()
def fishing_boats(c: Canvas) -> Image.Image:
    """The fish quay before sunrise: lamps, painted bows, women with carrying poles."""
    water = 430
    c.sky(
        [(0, rgb("0F1B2D")), (0.55, rgb("233B57")), (0.85, rgb("5B6A86")), (1, rgb("A88A8E"))],
        bottom=water,
    )
    for _ in range(60):
        c.oval(
            c.rng.uniform(0, 1200),
            c.rng.uniform(0, 220),
            0.9,
            0.9,
            rgb("DDE6F0"),
            c.rng.uniform(0.2, 0.8),
        )
    c.clouds((260, 370), rgb("8A7F93"), count=8, size=140, alpha=0.4)
    c.ridge(420, 16, rgb("1C2B40"), down_to=water)
    c.rect(0, water, 1200, 370, rgb("1B2C42"))
    masts = []
    for x, y, s, f, hull, cabin in (
        (90, 446, 200, 1, rgb("2A5A76"), rgb("4F8577")),
        (330, 440, 190, 1, rgb("35506E"), rgb("7B6A4E")),
        (575, 444, 195, 1, rgb("2C6E8C"), rgb("4F8577")),
        (830, 440, 200, -1, rgb("31566F"), rgb("6E4A45")),
        (1085, 447, 215, -1, rgb("2A5A76"), rgb("4F8577")),
    ):
        masts.append(
            fishing_boat(
                c,
                x,
                y,
                s,
                facing=f,
                hull=dark(hull, 0.25),
                bow=rgb("8E2A25"),
                cabin=dark(cabin, 0.2),
                lamp=True,
            )
        )
    for x, y in masts:
        c.glow(x, y + 40, 90, rgb("FFCF85"), 0.55)
        c.oval(x, y + 40, 5, 6, rgb("FFF0C8"))
    c.reflect(450, 640, tint=rgb("16263B"), strength=0.6, ripple=9)
    for x, _ in masts:
        c.glow(x, 520, 40, rgb("FFC97C"), 0.5, ry=90)
    c.ripples(455, 640, rgb("F0C58A"), count=90, alpha=0.5)
    front = (
        (250, 610, 400, 1, rgb("2C6E8C"), rgb("5FA08E")),
        (960, 612, 350, -1, rgb("2B5C82"), rgb("C08A4A")),
    )
    for x, y, s, f, hull, cabin in front:
        mast = fishing_boat(c, x, y, s, facing=f, hull=hull, cabin=cabin, lamp=True)
        c.echo(x - s * 0.56, x + s * 0.58, y, 52, alpha=0.55)
        c.glow(mast[0], mast[1] + 120, 170, rgb("FFD590"), 0.5)
    c.poly([(0, 668), (1200, 652), (1200, 800), (0, 800)], Fade(rgb("4B4F58"), rgb("23272F")))
    for i in range(6):
        y = 672 + i * i * 4.6
        c.line([(0, y + 8), (1200, y - 6)], 1 + i * 0.3, rgb("1B2029"), 0.6)
    for lamp_x, foot, tall in ((120, 700, 500), (742, 668, 310)):
        head = lamp(c, lamp_x, foot, tall, rgb("171D27"), on=True)
        c.glow(head[0], foot + 10, tall * 0.75, rgb("FFC777"), 0.45, ry=tall * 0.16)
    _basket_stack(c, 70, 770)
    _basket_stack(c, 1120, 760)
    for x, y, h, pose, look, f in (
        (430, 770, 205, "walk", Look(rgb("8E5A6B"), rgb("23262F"), hat="cone", cut="bun"), 1),
        (705, 762, 200, "walk", Look(rgb("3F7A66"), rgb("20242C"), hat="cone", cut="bun"), -1),
    ):
        c.shadow(x, y + 2, 70, 8, 0.6)
        person(c, x, y, h, look, pose, facing=f, rim=rgb("FFCF85"))
        _pole(c, x, y - h * 0.83, h)
    c.shadow(560, 784, 70, 8, 0.6)
    person(
        c,
        560,
        782,
        200,
        Look(rgb("B3542E"), rgb("23262F"), hat="scarf", hat_color=rgb("C9B58A")),
        "squat",
        facing=1,
        rim=rgb("FFCF85"),
    )
    c.oval(645, 776, 52, 15, rgb("6E5235"))
    c.oval(645, 771, 45, 11, rgb("9FB4BE"))
    for _ in range(26):
        c.oval(
            645 + c.rng.uniform(-36, 36),
            770 + c.rng.uniform(-7, 6),
            9,
            2.6,
            c.rng.choice((rgb("D5E1E5"), rgb("7F98A5"), rgb("AFC3CB"))),
        )
    return c.finish(glare=rgb("FFE9C4"), grade=0.1, vignette=0.4)


def _pole(c: Canvas, x: float, y: float, h: float) -> None:
    """A carrying pole over the shoulder with a basket at each end."""
    from portal.demo.scenes.kit import bezier

    c.line(
        bezier(
            (x - h * 0.5, y + 12),
            (x - h * 0.2, y - 4),
            (x + h * 0.2, y - 4),
            (x + h * 0.5, y + 12),
            12,
        ),
        h * 0.02,
        rgb("B98B52"),
    )
    for side in (-1, 1):
        px, py = x + side * h * 0.48, y + h * 0.42
        for dx in (-0.11, 0.11):
            c.line([(x + side * h * 0.49, y + 11), (px + dx * h, py)], h * 0.007, rgb("8B6B45"))
        c.poly(
            [
                (px - h * 0.14, py),
                (px + h * 0.14, py),
                (px + h * 0.1, py + h * 0.13),
                (px - h * 0.1, py + h * 0.13),
            ],
            Fade(rgb("C79A5C"), rgb("7A5A35")),
        )
        c.oval(px, py, h * 0.14, h * 0.035, rgb("5E4630"))
        for _ in range(14):
            c.oval(
                px + c.rng.uniform(-0.1, 0.1) * h,
                py - c.rng.uniform(-0.01, 0.03) * h,
                h * 0.035,
                h * 0.011,
                c.rng.choice((rgb("CBD8DD"), rgb("8FA6B1"), light(rgb("8FA6B1"), 0.5))),
            )


def _basket_stack(c: Canvas, x: float, y: float) -> None:
    for i in range(4):
        w = 54 - i * 2
        c.poly(
            [
                (x - w, y - 34 * i - 34),
                (x + w, y - 34 * i - 34),
                (x + w * 0.8, y - 34 * i),
                (x - w * 0.8, y - 34 * i),
            ],
            Fade(mix(STRAW, rgb("7A5A35"), 0.45), rgb("4A3826")),
        )
        for j in range(7):
            c.line(
                [
                    (x - w + j * w / 3, y - 34 * i - 32),
                    (x - w * 0.8 + j * w * 0.8 / 3, y - 34 * i - 2),
                ],
                1.2,
                rgb("3B2C1E"),
                0.6,
            )
    c.oval(x, y - 34 * 4, 47, 10, rgb("3B2C1E"))
