"""Scenes of work: laying box culverts, the end of a shift."""

from __future__ import annotations

from PIL import Image

from portal.demo.scenes.green import LEAF, hedge, tree
from portal.demo.scenes.kit import Canvas, Fade, dark, light, mix, rgb, smooth
from portal.demo.scenes.people import SKIN, Look, person, someone
from portal.demo.scenes.registry import scene
from portal.demo.scenes.town import bicycle, skyline


def _excavator(c: Canvas, x: float, y: float, s: float) -> None:
    """A yellow excavator reaching to the left, standing on y."""
    body = rgb("E0A52F")
    c.box(x - s * 0.3, y - s * 0.14, s * 0.66, s * 0.14, s * 0.07, rgb("2A2F35"))
    for i in range(5):
        c.oval(x - s * 0.22 + i * s * 0.125, y - s * 0.07, s * 0.045, s * 0.045, rgb("565F66"))
    c.box(x - s * 0.2, y - s * 0.19, s * 0.46, s * 0.06, 3, rgb("3A4148"))
    c.box(
        x - s * 0.02, y - s * 0.36, s * 0.36, s * 0.18, 6, Fade(light(body, 0.15), dark(body, 0.15))
    )
    c.poly(
        [
            (x - s * 0.22, y - s * 0.18),
            (x - s * 0.2, y - s * 0.5),
            (x - s * 0.02, y - s * 0.52),
            (x + s * 0.02, y - s * 0.18),
        ],
        body,
    )
    c.poly(
        [
            (x - s * 0.19, y - s * 0.28),
            (x - s * 0.175, y - s * 0.47),
            (x - s * 0.04, y - s * 0.485),
            (x - s * 0.02, y - s * 0.28),
        ],
        Fade(rgb("BFDCE0"), rgb("6E93A0")),
    )
    elbow, wrist = (x - s * 0.62, y - s * 0.86), (x - s * 0.92, y - s * 0.36)
    c.limb((x - s * 0.16, y - s * 0.3), (x - s * 0.36, y - s * 0.66), s * 0.05, s * 0.052, body)
    c.limb((x - s * 0.36, y - s * 0.66), elbow, s * 0.052, s * 0.04, body)
    c.limb(elbow, wrist, s * 0.042, s * 0.03, dark(body, 0.1))
    c.limb(
        (x - s * 0.24, y - s * 0.36),
        (x - s * 0.42, y - s * 0.64),
        s * 0.014,
        s * 0.014,
        rgb("9AA4AA"),
    )
    c.limb(
        (x - s * 0.46, y - s * 0.8),
        (x - s * 0.68, y - s * 0.66),
        s * 0.014,
        s * 0.012,
        rgb("9AA4AA"),
    )
    c.poly(
        [
            (wrist[0] - s * 0.03, wrist[1] - s * 0.02),
            (wrist[0] + s * 0.08, wrist[1] + s * 0.02),
            (wrist[0] + s * 0.1, wrist[1] + s * 0.15),
            (wrist[0] - s * 0.05, wrist[1] + s * 0.2),
            (wrist[0] - s * 0.12, wrist[1] + s * 0.1),
        ],
        rgb("3A4148"),
    )


@scene()
def drainage_works(c: Canvas) -> Image.Image:
    """Laying box culverts: the trench, an excavator, two workers reading a plan."""
    c.sky([(0, rgb("9DB4BC")), (0.7, rgb("DADFD3")), (1, rgb("EFE6D0"))], bottom=460)
    c.clouds((30, 200), rgb("F4F1E6"), count=9, size=190, alpha=0.6)
    skyline(c, 430, 60, 210, rgb("A9B3B2"), step=(36, 80))
    for x in (60, 1130):
        tree(c, x, 446, 220, leaves=260, tones=tuple(mix(t, rgb("C9CFC0"), 0.2) for t in LEAF))
    for i in range(20):
        c.rect(
            i * 62 - 10,
            372,
            58,
            68,
            Fade(rgb("3F7A8C"), rgb("2C5A6B")) if i % 2 else Fade(rgb("D8D2C2"), rgb("B3AD9E")),
        )
        c.rect(i * 62 + 46, 366, 5, 78, rgb("55606A"))
    c.rect(0, 436, 1200, 370, Fade(rgb("C2A681"), rgb("9A7D5C")))
    for _ in range(240):
        x, y = c.rng.uniform(0, 1200), c.rng.uniform(446, 800)
        s = (y - 400) / 90
        c.oval(
            x, y, s * 2.2, s * 0.8, c.rng.choice((rgb("8A6E50"), rgb("D4BC97"), rgb("7A6048"))), 0.6
        )
    c.poly(
        [
            *smooth([(690, 470), (800, 400), (930, 380), (1060, 410), (1190, 470)], closed=False),
            (1200, 480),
            (680, 480),
        ],
        Fade(rgb("A98660"), rgb("7E6347")),
    )
    trench = [(150, 520), (700, 480), (1010, 800), (60, 800)]
    c.poly(trench, Fade(rgb("5E4836"), rgb("2E241D")))
    c.poly([(150, 520), (196, 520), (160, 800), (60, 800)], Fade(rgb("86694C"), rgb("5A4535")))
    c.poly([(700, 480), (662, 484), (890, 800), (1010, 800)], Fade(rgb("7A5F45"), rgb("4E3C2E")))
    for k, (x, y, s) in enumerate(((380, 566, 128), (420, 655, 186), (470, 790, 270))):
        _culvert(c, x, y, s, lit=k)
    c.shadow(930, 562, 250, 18, 0.4)
    _excavator(c, 940, 560, 330)
    for x, y, h, look, pose, f in (
        (
            205,
            500,
            132,
            Look(rgb("E07B2A"), rgb("33475A"), hat="helmet", hat_color=rgb("F1EADB")),
            "point",
            1,
        ),
        (
            690,
            640,
            150,
            Look(rgb("E07B2A"), rgb("2B3442"), hat="helmet", hat_color=rgb("E8B93B")),
            "bend",
            -1,
        ),
    ):
        c.shadow(x, y + 2, h * 0.32, 6, 0.4)
        person(c, x, y, h, look, pose, facing=f)
    for x, y, h, look, pose, f in (
        (
            1010,
            776,
            268,
            Look(rgb("2F5F7D"), rgb("28313D"), hat="helmet", hat_color=rgb("F1EADB")),
            "hold",
            1,
        ),
        (
            1128,
            784,
            262,
            Look(rgb("E07B2A"), rgb("3A4450"), SKIN[3], hat="helmet", hat_color=rgb("E8B93B")),
            "talk",
            -1,
        ),
    ):
        c.shadow(x, y + 2, 84, 10, 0.45)
        person(c, x, y, h, look, pose, facing=f, rim=rgb("FFF3DA"))
    c.poly([(1048, 622), (1128, 612), (1140, 660), (1056, 672)], rgb("F7F9F6"))
    for i in range(4):
        c.line([(1060, 630 + i * 10), (1124, 622 + i * 10)], 1.6, rgb("5F8CA3"))
    for x, y, s in ((70, 470, 40), (120, 640, 62), (40, 780, 92)):
        c.poly(
            [(x - s * 0.34, y), (x - s * 0.08, y - s), (x + s * 0.08, y - s), (x + s * 0.34, y)],
            rgb("E0632A"),
        )
        c.poly(
            [
                (x - s * 0.23, y - s * 0.42),
                (x - s * 0.15, y - s * 0.72),
                (x + s * 0.15, y - s * 0.72),
                (x + s * 0.23, y - s * 0.42),
            ],
            rgb("F7F4EC"),
        )
        c.box(x - s * 0.44, y - s * 0.06, s * 0.88, s * 0.1, 2, rgb("B84A1F"))
    return c.finish(glare=rgb("FBF3E0"), grade=0.07, vignette=0.28)


def _culvert(c: Canvas, x: float, y: float, s: float, *, lit: int) -> None:
    """A concrete box culvert seen end on, standing on y."""
    tone = mix(rgb("9FA19B"), rgb("C9C8BD"), lit / 2)
    h = s * 0.72
    c.shadow(x, y, s * 0.62, s * 0.07, 0.5)
    c.poly(
        [
            (x - s / 2, y - h),
            (x - s * 0.42, y - h * 1.16),
            (x + s * 0.5, y - h * 1.16),
            (x + s / 2, y - h),
        ],
        light(tone, 0.25),
    )
    c.rect(x - s / 2, y - h, s, h, Fade(tone, dark(tone, 0.2)))
    c.box(
        x - s * 0.38, y - h * 0.84, s * 0.76, h * 0.7, s * 0.05, Fade(rgb("1C1F22"), rgb("3A3A38"))
    )
    c.rect(x - s * 0.36, y - h * 0.24, s * 0.72, h * 0.1, rgb("6E6A60"))
    for dx in (-0.44, 0.41):
        c.oval(x + s * dx, y - h * 0.92, s * 0.014, s * 0.014, rgb("55564F"))


@scene()
def factory_shift(c: Canvas) -> Image.Image:
    """The end of a shift: saw-tooth roofs with solar panels, people on foot and on bicycles."""
    ground = 520
    c.sky(
        [(0, rgb("5F86A6")), (0.5, rgb("C9B8A6")), (0.85, rgb("F6C98E")), (1, rgb("FFE3B4"))],
        bottom=ground,
    )
    c.clouds((50, 210), rgb("FFE6C6"), count=8, size=170, alpha=0.6)
    c.glow(130, 400, 420, rgb("FFF0C6"), 0.8)
    c.ridge(462, 26, rgb("A9A3A6"), down_to=ground)
    for x, h in ((1040, 300), (1098, 260)):
        c.poly(
            [(x - 13, ground), (x - 8, ground - h), (x + 8, ground - h), (x + 13, ground)],
            Fade(rgb("D8D2C8"), rgb("9C938C"), across=True),
        )
        c.rect(x - 9, ground - h + 22, 18, 12, rgb("B3392C"))
        c.rect(x - 10, ground - h + 62, 20, 12, rgb("B3392C"))
    wall = rgb("D9DCD6")
    for i in range(5):
        x = 240 + i * 190
        c.poly([(x, 330), (x + 60, 252), (x + 190, 330)], rgb("8D9AA0"))
        c.poly([(x, 330), (x + 60, 252), (x + 66, 252), (x + 12, 330)], rgb("E9F0EE"))
        for k in range(3):
            a, b = k / 3 + 0.03, (k + 1) / 3 - 0.02
            top_a, top_b = 62 + 122 * a, 62 + 122 * b
            c.poly(
                [
                    (x + top_a, 252 + 78 * a + 3),
                    (x + top_b, 252 + 78 * b + 3),
                    (x + top_b - 4, 252 + 78 * b + 12),
                    (x + top_a - 6, 252 + 78 * a + 12),
                ],
                rgb("24466B"),
            )
            c.line([(x + top_a, 252 + 78 * a + 2), (x + top_b, 252 + 78 * b + 2)], 2, rgb("7FA8CC"))
    c.rect(240, 326, 960, ground - 326, Fade(light(wall, 0.2), dark(wall, 0.1)))
    c.rect(240, 326, 960, 14, rgb("2F6F8F"))
    for i in range(60):
        c.rect(240 + i * 16, 340, 2, ground - 340, rgb("A9B0AC"), 0.5)
    for i in range(7):
        c.rect(276 + i * 132, 366, 84, 34, Fade(rgb("FFE3A0"), rgb("E9B566")))
        c.rect(316 + i * 132, 366, 4, 34, rgb("5A6A70"))
    for x in (420, 810):
        c.rect(x, 424, 120, 98, Fade(rgb("3A4A54"), rgb("FFD08A")))
        for k in range(5):
            c.rect(x, 424 + k * 8, 120, 2, rgb("6A7A82"))
    for x in (60, 150, 215):
        tree(c, x, ground + 8, 190, leaves=240, spread=0.36)
    c.rect(0, ground - 4, 1200, 290, Fade(rgb("C9B59C"), rgb("8A7D74")))
    c.poly([(0, 580), (1200, 556), (1200, 800), (0, 800)], Fade(rgb("A79A90"), rgb("6E6866")))
    hedge(c, 0, 584, 360, 34)
    hedge(c, 900, 566, 320, 32)
    c.line([(0, 590), (1200, 564)], 4, rgb("E4DCCB"))
    c.soft_poly(
        [(240, 524), (1200, 524), (1200, 560), (420, 600)], rgb("2B2A34"), blur=14, alpha=0.25
    )
    uniform = (rgb("3F7A9C"), rgb("3F7A9C"), rgb("5B93AE"), rgb("E9E3D6"))
    for i in range(18):
        x, y = c.rng.uniform(330, 1150), c.rng.uniform(548, 596)
        h = 88 + (y - 540) * 0.55
        c.shadow(x + 14, y + 1, h * 0.3, 4, 0.3)
        look = someone(c, uniform)
        person(
            c,
            x,
            y,
            h,
            Look(
                look.top,
                look.bottom,
                look.skin,
                cut=look.cut,
                hat="cap" if i % 5 == 0 else "",
                hat_color=rgb("2F6F8F"),
            ),
            c.rng.choice(("walk", "stroll", "stroll", "talk")),
            facing=-1,
            rim=rgb("FFE3B4"),
        )
    riders = (
        (560, 690, 196, rgb("B3392C"), Look(rgb("3F7A9C"), rgb("2B3442"), cut="tail")),
        (
            960,
            700,
            208,
            rgb("3F7A66"),
            Look(rgb("E9E3D6"), rgb("28313D"), SKIN[1], hat="cap", hat_color=rgb("2F6F8F")),
        ),
    )
    for x, y, h, tone, look in riders:
        c.shadow(x + 20, y + 3, 110, 8, 0.4)
        bicycle(c, x, y, h, tone, -1)
        person(
            c,
            x + h * 0.115,
            y,
            h * 1.03,
            look,
            "ride",
            facing=-1,
            seat=y - h * 0.535,
            rim=rgb("FFE3B4"),
        )
    for x, y, h, look, pose in (
        (140, 764, 262, Look(rgb("3F7A9C"), rgb("28313D"), cut="long"), "stroll"),
        (238, 770, 256, Look(rgb("5B93AE"), rgb("33384A"), SKIN[1], cut="bun"), "talk"),
        (372, 752, 250, Look(rgb("3F7A9C"), rgb("2B3442"), SKIN[3]), "walk"),
        (770, 772, 262, Look(rgb("E9E3D6"), rgb("2B3442"), SKIN[2], cut="tail"), "walk"),
        (
            1120,
            778,
            268,
            Look(rgb("3F7A9C"), rgb("33384A"), hat="helmet", hat_color=rgb("E8B93B")),
            "stroll",
        ),
    ):
        c.shadow(x + 34, y + 3, 96, 9, 0.42)
        person(c, x, y, h, look, pose, facing=-1, rim=rgb("FFE3B4"))
    return c.finish(glare=rgb("FFEFD0"), grade=0.08, vignette=0.28)
