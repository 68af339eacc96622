"""Scenes of the bay: the morning run, the island light at dusk."""

from __future__ import annotations

from PIL import Image, ImageDraw

from portal.demo.scenes.green import tufts
from portal.demo.scenes.kit import Canvas, Fade, bezier, dark, light, rgb, smooth
from portal.demo.scenes.people import Look, person, someone
from portal.demo.scenes.registry import TALL, scene
from portal.demo.scenes.sea import fishing_boat, gulls
from portal.demo.scenes.town import bunting, lamp


@scene()
def bay_run(c: Canvas) -> Image.Image:
    """A morning run along the bay: a stream of runners, pennants, people cheering."""
    sea = 400
    c.sky([(0, rgb("6FA9C4")), (0.6, rgb("BFDDE0")), (1, rgb("FBE9C8"))], bottom=sea)
    c.glow(250, 300, 420, rgb("FFF4D6"), 0.85)
    c.clouds((60, 220), rgb("FFFFFF"), count=8, size=170, alpha=0.7)
    c.ridge(372, 46, rgb("8FB0B4"), waves=4, down_to=sea)
    c.ridge(392, 22, rgb("6C959A"), waves=3, down_to=sea)
    c.rect(0, sea, 1200, 200, Fade(rgb("8CBCC4"), rgb("4F8C9B")))
    c.ripples(sea + 4, 540, rgb("FFF6DC"), count=150, alpha=0.6)
    for x, y, s in ((880, 430, 46), (1010, 424, 34), (700, 418, 24)):
        c.poly([(x, y - s * 1.9), (x, y), (x + s, y)], rgb("FBF6EA"))
        c.poly([(x - 2, y - s * 1.6), (x - 2, y), (x - s * 0.55, y)], rgb("E4DCCB"))
        c.poly(
            [
                (x - s * 0.7, y + 2),
                (x + s, y + 2),
                (x + s * 0.75, y + s * 0.2),
                (x - s * 0.5, y + s * 0.2),
            ],
            rgb("B3392C"),
        )
    c.poly([(0, 560), (1200, 470), (1200, 500), (0, 606)], rgb("E7DCC6"))
    c.poly([(0, 606), (1200, 500), (1200, 520), (0, 640)], rgb("B7AB98"))
    c.poly([(0, 628), (1200, 512), (1200, 800), (0, 800)], Fade(rgb("9A9CA0"), rgb("6E7178")))
    c.poly([(0, 634), (1200, 516), (1200, 521), (0, 642)], rgb("F4EFE6"))
    for i in range(26):
        x = 20 + i * 48
        y = 606 - x * 0.0883
        c.rect(x, y - 52 + i * 0.7, 4, 50 - i * 0.7, rgb("F4EFE6"))
    c.line([(0, 556), (1200, 466)], 4, rgb("F4EFE6"))
    for x, y, h in ((90, 584, 430), (640, 544, 330), (1080, 512, 250)):
        lamp(c, x, y, h, rgb("2F4350"))
    bunting(c, (92, 190), (640, 240), sag=26, count=18, size=20)
    bunting(c, (640, 240), (1080, 282), sag=20, count=16, size=16)
    palette = (rgb("E0A93B"), rgb("B3392C"), rgb("2F6F8F"), rgb("F4EFE6"), rgb("3F7A66"))
    for i in range(15):
        x = 330 + i * 58 + c.rng.uniform(-10, 10)
        y = 588 - (x - 200) * 0.062
        h = 104 - (x - 330) * 0.04
        look = someone(c, palette, bottoms=(rgb("28313D"), rgb("B3392C"), rgb("2B4A66")))
        person(
            c,
            x,
            y,
            h,
            Look(look.top, look.bottom, look.skin, cut=look.cut, skirt="shorts", sleeves=False),
            c.rng.choice(("run", "dash")),
            facing=-1,
        )
    fans = (
        (1075, 786, 236, "cheer", -1),
        (1150, 796, 250, "wave", -1),
        (1010, 792, 150, "cheer", -1),
    )
    front = (
        (
            170,
            748,
            262,
            Look(rgb("B3392C"), rgb("28313D"), cut="tail", skirt="shorts", sleeves=False),
            "run",
        ),
        (
            375,
            706,
            226,
            Look(rgb("F4EFE6"), rgb("2B4A66"), rgb("B97F5A"), skirt="shorts", sleeves=False),
            "dash",
        ),
        (
            545,
            742,
            250,
            Look(
                rgb("E0A93B"),
                rgb("28313D"),
                hat="cap",
                hat_color=rgb("F4EFE6"),
                skirt="shorts",
                sleeves=False,
            ),
            "run",
        ),
        (
            725,
            700,
            216,
            Look(
                rgb("2F6F8F"),
                rgb("28313D"),
                rgb("C98F68"),
                cut="bun",
                skirt="shorts",
                sleeves=False,
            ),
            "dash",
        ),
        (870, 672, 190, Look(rgb("3F7A66"), rgb("28313D"), skirt="shorts", sleeves=False), "run"),
    )
    for x, y, h, look, pose in front:
        c.shadow(x + 20, y + 4, h * 0.32, 8, 0.35)
        spots = person(c, x, y, h, look, pose, facing=-1, rim=rgb("FFF0C8"))
        mid = (
            (spots["hip"][0] * 0.45 + spots["neck"][0] * 0.55),
            spots["hip"][1] * 0.45 + spots["neck"][1] * 0.55,
        )
        c.box(mid[0] - h * 0.045, mid[1] - h * 0.03, h * 0.075, h * 0.075, 2, rgb("FBF8F0"))
    for x, y, h, pose, f in fans:
        c.shadow(x, y + 2, 60, 8, 0.35)
        person(
            c,
            x,
            y,
            h,
            someone(c, (rgb("8E5A6B"), rgb("5F7F8C"), rgb("C7772F"))),
            pose,
            facing=f,
            child=h < 180,
        )
    return c.finish(glare=rgb("FFF6E2"), grade=0.05, vignette=0.2)


@scene(TALL)
def lighthouse(c: Canvas) -> Image.Image:
    """The island light at dusk, upright: rock, tower, a boat going home."""
    sea = 830
    c.sky(
        [
            (0, rgb("22344F")),
            (0.4, rgb("5A5E80")),
            (0.7, rgb("D98A72")),
            (0.92, rgb("F8CE98")),
            (1, rgb("FFE3B0")),
        ],
        bottom=sea,
    )
    c.clouds((180, 420), rgb("B5707A"), count=8, size=170, alpha=0.5)
    c.clouds((480, 700), rgb("FFDCA8"), count=7, size=130, alpha=0.5)
    c.glow(170, 800, 330, rgb("FFE9B4"), 0.8)
    c.oval(170, 800, 34, 34, rgb("FFF4D2"))
    c.ridge(806, 16, rgb("8A6F80"), down_to=sea)
    c.rect(0, sea, 800, 370, rgb("4A5A78"))

    def beam(pen: ImageDraw.ImageDraw, k: float) -> None:
        pen.polygon([(498 * k, 290 * k), (-40 * k, 170 * k), (-40 * k, 262 * k)], fill=120)
        pen.polygon([(498 * k, 290 * k), (860 * k, 250 * k), (860 * k, 340 * k)], fill=110)

    c.soft(beam, rgb("FFF0C4"), blur=9, alpha=0.6)
    rock = smooth(
        [
            (240, 850),
            (300, 770),
            (360, 742),
            (420, 690),
            (500, 672),
            (590, 690),
            (690, 698),
            (740, 735),
            (830, 690),
            (830, 900),
            (240, 900),
        ],
        steps=6,
    )
    c.poly(rock, Fade(rgb("5A4E5C"), rgb("2C2F40")))
    for _ in range(26):
        x, y = c.rng.uniform(330, 780), c.rng.uniform(768, 832)
        s = c.rng.uniform(14, 44)
        c.poly(
            [
                (x - s, y),
                (x - s * 0.3, y - s * 0.5),
                (x + s * 0.5, y - s * 0.3),
                (x + s * 0.1, y + s * 0.2),
            ],
            c.rng.choice((rgb("7A6470"), rgb("3A3A4C"), rgb("8C6F72"))),
            0.55,
        )
    c.poly(
        [(455, 690), (476, 330), (520, 330), (543, 690)],
        Fade(rgb("FFEFD6"), rgb("C7B5B4"), across=True),
    )
    for i in range(4):
        y0, y1 = 380 + i * 82, 420 + i * 82
        inset0, inset1 = 21 * (690 - y0) / 360, 21 * (690 - y1) / 360
        c.poly(
            [
                (455 + inset0, y0),
                (543 - inset0 * 23 / 21, y0),
                (543 - inset1 * 23 / 21, y1),
                (455 + inset1, y1),
            ],
            Fade(rgb("D9432F"), rgb("8A2A2A"), across=True),
        )
    for y in (450, 560, 640):
        c.box(494, y, 11, 20, 5, rgb("3A3A4C"))
    c.rect(464, 322, 70, 9, rgb("34384A"))
    for i in range(9):
        c.rect(465 + i * 8.4, 304, 1.6, 18, rgb("34384A"))
    c.rect(464, 302, 70, 3, rgb("34384A"))
    c.rect(480, 266, 37, 56, rgb("FFE9A8"))
    for x in (480, 497, 514):
        c.rect(x, 266, 3, 56, rgb("34384A"))
    c.poly([(472, 268), (498, 232), (525, 268)], rgb("8A2A2A"))
    c.line([(498, 232), (498, 206)], 2.4, rgb("34384A"))
    c.glow(498, 290, 130, rgb("FFF3C8"), 0.85)
    c.rect(585, 648, 100, 58, Fade(rgb("E8CDB4"), rgb("B0918C")))
    c.poly([(573, 650), (636, 610), (698, 650)], rgb("8A3A33"))
    for x in (603, 648):
        c.rect(x, 666, 18, 20, rgb("FFD98A"))
    tufts(c, 690, 716, (rgb("4A5A4C"), rgb("5E6B52")), count=90, size=16, x0=400, x1=640)
    c.reflect(sea, 1200, tint=rgb("46567A"), strength=0.62, ripple=9)
    c.poly(
        smooth(
            [
                (225, 838),
                (300, 820),
                (420, 832),
                (560, 826),
                (700, 836),
                (830, 824),
                (830, 850),
                (225, 850),
            ],
            steps=5,
        ),
        rgb("2C2F40"),
    )
    c.glow(170, 930, 130, rgb("FFE0A0"), 0.5, ry=190)
    c.ripples(840, 1190, rgb("FFE6B4"), count=90, alpha=0.6, x0=20, x1=360)
    c.ripples(840, 1190, rgb("26324A"), count=120, alpha=0.35)
    fishing_boat(
        c,
        330,
        1010,
        210,
        facing=-1,
        hull=rgb("2A5A76"),
        bow=rgb("A8342A"),
        cabin=rgb("5FA08E"),
        lamp=True,
    )
    c.echo(205, 450, 1010, 120, alpha=0.55)
    c.soft_poly(
        [(440, 1008), (620, 1022), (790, 1050), (470, 1018)], rgb("FFE9C9"), blur=6, alpha=0.6
    )
    gulls(c, [(610, 470, 20), (660, 505, 14), (300, 560, 17), (360, 590, 12)], rgb("3B3A50"))
    c.line(
        bezier((0, 1140), (200, 1120), (420, 1160), (800, 1130)), 2, light(rgb("46567A"), 0.3), 0.4
    )
    return c.finish(shade=dark(rgb("22344F"), 0.4), glare=rgb("FFF0D4"), grade=0.08, vignette=0.35)
