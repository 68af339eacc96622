"""Scenes indoors: the conference hall, the one-stop counter, the health station."""

from __future__ import annotations

from PIL import Image

from portal.demo.scenes.green import LEAF, foliage
from portal.demo.scenes.kit import Canvas, Fade, bezier, dark, light, mix, rgb
from portal.demo.scenes.people import GREY_HAIR, SKIN, Look, back_of_head, person
from portal.demo.scenes.registry import scene
from portal.demo.scenes.room import monitor, plant, seated, window

SUITS = (rgb("2B3A4C"), rgb("3A3F4A"), rgb("E9E5DA"), rgb("4A5C66"), rgb("F1EDE3"), rgb("6B4A4A"))


@scene()
def conference_hall(c: Canvas) -> Image.Image:
    """A full hall from the back row: the speaker at the lectern, the board, the red curtain."""
    c.rect(0, 0, 1200, 800, Fade(rgb("5A4336"), rgb("33261F")))
    for i in range(12):
        c.rect(i * 104 - 20, 0, 4, 470, rgb("2B201A"), 0.7)
    c.rect(165, 60, 870, 350, Fade(rgb("9C1F1C"), rgb("6E1416")))
    for i in range(44):
        x = 165 + i * 19.8
        c.rect(x, 60, 9, 350, rgb("5C1013"), 0.45)
        c.rect(x + 10, 60, 3, 350, rgb("C2392F"), 0.35)
    c.poly([(165, 60), (1035, 60), (1035, 96), (165, 96)], Fade(rgb("C2392F"), rgb("7E1719")))
    for i in range(15):
        c.oval(194 + i * 58, 96, 31, 17, rgb("8E1B1B"))
    for x in (118, 1048):
        c.rect(x, 40, 36, 400, Fade(rgb("8A6A4A"), rgb("54402F"), across=True))
    for x in (330, 600, 870):
        c.soft_poly(
            [(x - 8, -20), (x + 8, -20), (x + 150, 430), (x - 150, 430)],
            rgb("FFE2B0"),
            blur=26,
            alpha=0.2,
        )
        c.rect(x - 24, 0, 48, 10, rgb("201813"))
        c.oval(x, 11, 20, 5, rgb("FFF3D2"))
    c.box(420, 128, 360, 168, 4, rgb("EDE6D6"))
    c.rect(432, 140, 336, 144, Fade(rgb("3F6E84"), rgb("224356")))
    for i, tall in enumerate((36, 58, 48, 82, 70, 104)):
        c.rect(470 + i * 46, 262 - tall, 28, tall, rgb("E0A93B") if i == 5 else rgb("A9C2CB"))
    c.line([(462, 262), (742, 262)], 2, rgb("EDE6D6"))
    c.poly([(90, 410), (1110, 410), (1180, 462), (20, 462)], Fade(rgb("A67C52"), rgb("7A5839")))
    c.rect(20, 462, 1160, 34, Fade(rgb("5E4530"), rgb("3D2C1F")))
    for x in (150, 1050):
        plant(c, x, 428, 120)
    c.rect(600, 352, 380, 78, Fade(rgb("8B1F1D"), rgb("64140F")))
    c.rect(592, 344, 396, 12, rgb("A8342A"))
    for i, (look) in enumerate(
        (
            Look(SUITS[0], SUITS[0]),
            Look(SUITS[4], SUITS[1], cut="bun"),
            Look(SUITS[1], SUITS[1], hair=GREY_HAIR),
            Look(SUITS[3], SUITS[1], cut="long"),
            Look(SUITS[0], SUITS[0], SKIN[1]),
        )
    ):
        seated(c, 640 + i * 75, 350, 15.5, look)
    for i in range(5):
        c.rect(652 + i * 75, 332, 5, 12, rgb("DCE6E8"))
        c.box(622 + i * 75, 334, 22, 10, 2, rgb("F4EFE6"))
    person(
        c,
        322,
        446,
        176,
        Look(rgb("2B3A4C"), rgb("232B36"), SKIN[0]),
        "talk",
        facing=1,
        rim=rgb("FFDCA0"),
    )
    c.poly([(336, 352), (402, 352), (396, 448), (344, 448)], Fade(rgb("9A6E45"), rgb("5E4128")))
    c.rect(330, 344, 78, 10, rgb("B98B5C"))
    c.line([(366, 346), (356, 316)], 2.4, rgb("20262C"))
    c.oval(355, 314, 4.5, 5, rgb("20262C"))
    foliage(c, 372, 446, 34, 13, LEAF, leaves=60, leaf=6)
    for _ in range(9):
        c.oval(
            372 + c.rng.uniform(-26, 26),
            442 + c.rng.uniform(-8, 6),
            5,
            4,
            c.rng.choice((rgb("F0C057"), rgb("F4EFE6"), rgb("D9432F"))),
        )
    c.glow(330, 300, 210, rgb("FFE6BC"), 0.25)
    rows = ((512, 13.5, 50, 25), (566, 17.5, 66, 19), (634, 24, 88, 14), (722, 34, 126, 10))
    for n, (y, size, gap, count) in enumerate(rows):
        start = 600 - gap * (count - 1) / 2 + (gap / 2 if n % 2 else 0)
        for i in range(count):
            x = start + i * gap + c.rng.uniform(-4, 4)
            look = Look(
                c.rng.choice(SUITS),
                SUITS[0],
                c.rng.choice(SKIN),
                hair=GREY_HAIR if c.rng.random() < 0.16 else rgb("1E1A1C"),
                cut=c.rng.choice(("short", "short", "short", "bun", "long", "tail")),
            )
            shade = 0.18 + 0.08 * n
            look = Look(
                dark(look.top, shade),
                look.bottom,
                dark(look.skin, shade),
                hair=dark(look.hair, shade),
                cut=look.cut,
            )
            back_of_head(c, x, y + c.rng.uniform(-3, 3), size, look)
        for i in range(-1, count + 1):
            x = start + i * gap
            c.box(
                x - gap * 0.43,
                y + size * 2.35,
                gap * 0.86,
                size * 5,
                size * 0.35,
                Fade(rgb("8B2A26"), rgb("4A1518")),
            )
            c.box(
                x - gap * 0.43, y + size * 2.35, gap * 0.86, size * 0.3, size * 0.15, rgb("A8443A")
            )
    return c.finish(glare=rgb("FFE8C8"), grade=0.1, vignette=0.45)


@scene()
def service_counter(c: Canvas) -> Image.Image:
    """A one-stop counter: three places, a mother with a child, people waiting."""
    c.rect(0, 0, 1200, 606, Fade(rgb("EDE7DA"), rgb("DDD5C4")))
    c.rect(0, 0, 1200, 54, rgb("F7F4EC"))
    for x in (150, 520, 890):
        c.rect(x, 22, 190, 12, rgb("FFFBEF"))
        c.glow(x + 95, 40, 220, rgb("FFF8E0"), 0.4, ry=90)
    c.rect(0, 118, 1200, 76, Fade(rgb("B3392C"), rgb("96271F")))
    for i, x in enumerate((215, 545, 875)):
        c.box(x - 40, 130, 80, 52, 8, rgb("F7F4EC"))
        if i == 0:  # a sheet of paper
            c.box(x - 13, 138, 26, 36, 3, rgb("B3392C"))
            for k in range(3):
                c.rect(x - 8, 147 + k * 8, 16, 2.4, rgb("F7F4EC"))
        elif i == 1:  # a house
            c.poly([(x - 22, 158), (x, 138), (x + 22, 158)], rgb("B3392C"))
            c.rect(x - 15, 157, 30, 18, rgb("B3392C"))
            c.rect(x - 4, 163, 8, 12, rgb("F7F4EC"))
        else:  # a grown-up and a child
            for dx, size in ((-8, 1.0), (12, 0.72)):
                c.oval(x + dx, 174 - 30 * size, 6 * size, 6 * size, rgb("B3392C"))
                c.box(x + dx - 9 * size, 174 - 22 * size, 18 * size, 22 * size, 7, rgb("B3392C"))
    for x in (40, 1010):
        window(c, x, 236, 140, 170, Fade(rgb("CFE3E4"), rgb("E9EBD8")), rgb("F7F4EC"))
        foliage(c, x + 70, 386, 60, 26, LEAF, leaves=70, leaf=8)
        c.rect(x - 14, 408, 168, 12, rgb("E4DCCB"))
    c.box(300, 232, 148, 96, 3, rgb("F7F4EC"))
    for i in range(4):
        for k in range(3):
            c.rect(
                312 + k * 44,
                244 + i * 19,
                36,
                12,
                mix(rgb("A9C2CB"), rgb("E0A93B"), 0.6 if (i + k) % 4 == 0 else 0),
            )
    c.oval(722, 264, 52, 52, rgb("4A545C"))
    c.oval(722, 264, 45, 45, rgb("F7F4EC"))
    c.line([(722, 264), (722, 232)], 4, rgb("20262C"))
    c.line([(722, 264), (744, 274)], 5, rgb("B3392C"))
    for x, look in (
        (228, Look(rgb("2F6F8F"), rgb("2B3442"), cut="bun")),
        (552, Look(rgb("E9E3D6"), rgb("2B3442"), SKIN[1])),
        (888, Look(rgb("2F6F8F"), rgb("2B3442"), SKIN[2], cut="long")),
    ):
        seated(c, x, 470, 24, Look(look.top, look.bottom, look.skin, cut=look.cut))
    c.rect(60, 456, 1080, 16, Fade(rgb("F7F4EC"), rgb("CFC7B6")))
    c.rect(76, 472, 1048, 150, Fade(rgb("C9A37A"), rgb("9A774F")))
    for x in (76, 402, 730, 1056):
        c.rect(x, 472, 68 if x in (76, 1056) else 60, 150, rgb("8A6842"))
    for x in (390, 718):
        c.rect(x, 330, 8, 128, rgb("B9C9CF"), 0.8)
        c.rect(x - 40, 330, 84, 126, rgb("DCE9EA"), 0.3)
    for x in (300, 628, 960):
        monitor(c, x, 458, 92)
    for x in (150, 480, 810):
        c.box(x, 444, 54, 10, 2, rgb("FBF9F2"))
        c.box(x + 4, 438, 54, 8, 2, rgb("E9E3D6"))
    c.rect(0, 600, 1200, 200, Fade(rgb("BCB5A8"), rgb("8F8A83")))
    for i in range(9):
        c.line([(600 + (i - 4) * 96, 600), (600 + (i - 4) * 260, 800)], 1.2, rgb("7B766F"), 0.6)
    for y in (622, 658, 714):
        c.line([(0, y), (1200, y)], 1.2, rgb("7B766F"), 0.5)
    c.soft_poly(
        [(120, 610), (1080, 610), (1180, 690), (20, 690)], rgb("3A332E"), blur=20, alpha=0.3
    )
    for x, look, pose, f in (
        (190, Look(rgb("B3542E"), rgb("3A4450"), cut="tail"), "sit", 1),
        (560, Look(rgb("5F7F8C"), rgb("57493F"), hair=GREY_HAIR), "sit", -1),
    ):
        c.shadow(x + f * 30, 694, 84, 10, 0.4)
        _stool(c, x, 694, 104)
        person(c, x, 694, 300, look, pose, facing=f, seat=590)
    c.shadow(1010, 706, 90, 10, 0.4)
    person(
        c,
        1000,
        706,
        318,
        Look(rgb("8E5A6B"), rgb("2B3442"), cut="long"),
        "hold",
        facing=1,
        rim=rgb("FFF4DA"),
    )
    c.oval(1058, 508, 42, 24, rgb("F0DDB8"))
    c.oval(1086, 496, 17, 18, SKIN[2])
    c.oval(1089, 487, 15, 10, rgb("1E1A1C"))
    c.oval(1052, 513, 34, 15, rgb("E4C79A"))
    c.shadow(905, 726, 60, 9, 0.4)
    person(
        c,
        905,
        726,
        172,
        Look(rgb("E0A93B"), rgb("2B4A66"), cut="tail", skirt="dress", sleeves=False),
        "stand",
        facing=-1,
        child=True,
    )
    plant(c, 1150, 636, 150)
    for x, s, look in (
        (120, 42, Look(rgb("3F5A52"), rgb("20262C"))),
        (360, 44, Look(rgb("7A5A63"), rgb("20262C"), cut="long")),
        (1090, 46, Look(rgb("4A5C74"), rgb("20262C"), cut="bun")),
    ):
        back_of_head(
            c, x, 722, s, Look(dark(look.top, 0.25), look.bottom, dark(SKIN[0], 0.2), cut=look.cut)
        )
    return c.finish(glare=rgb("FFF8E8"), grade=0.06, vignette=0.26)


def _stool(c: Canvas, x: float, y: float, h: float) -> None:
    c.box(x - 44, y - h + 12, 84, 13, 4, rgb("3F4E58"))
    for dx in (-36, 28):
        c.rect(x + dx, y - h + 22, 7, h - 22, rgb("2B353D"))


@scene()
def health_station(c: Canvas) -> Image.Image:
    """A commune health station: a nurse takes an old woman's blood pressure."""
    c.rect(0, 0, 1200, 800, Fade(rgb("E7EDE6"), rgb("D4DED6")))
    c.rect(0, 330, 1200, 250, Fade(rgb("A9CBBE"), rgb("8FB5A8")))
    c.rect(0, 326, 1200, 7, rgb("6E9A8C"))
    window(c, 90, 110, 330, 300, Fade(rgb("BFE0E4"), rgb("F3F0D6")), rgb("F7F4EC"), bars=3)
    for x, y, rx, ry in ((140, 370, 70, 42), (250, 382, 90, 36), (370, 362, 64, 54)):
        foliage(c, x, y, rx, ry, LEAF, leaves=120, leaf=8)
    c.rect(90, 404, 330, 12, rgb("F7F4EC"))
    c.rect(76, 416, 358, 12, rgb("E4DCCB"))

    c.soft_poly([(90, 410), (420, 410), (760, 800), (300, 800)], rgb("FFF6D2"), blur=30, alpha=0.35)
    for x, tone in ((66, rgb("E9C79A")), (424, rgb("E9C79A"))):
        c.poly(
            [(x - 26, 84), (x + 34, 84), (x + 26, 300), (x + 6, 430), (x - 26, 430)],
            Fade(light(tone, 0.3), dark(tone, 0.12)),
        )
    c.rect(30, 76, 440, 8, rgb("8A6A4A"))
    c.rect(820, 92, 300, 390, rgb("F4F1E8"))
    c.rect(832, 104, 276, 366, Fade(rgb("D3E0E0"), rgb("B4C8CA")))
    for row in range(4):
        y = 190 + row * 92
        c.rect(832, y, 276, 6, rgb("F4F1E8"))
        x = 842.0
        while x < 1090:
            w, h = c.rng.uniform(14, 32), c.rng.uniform(34, 70)
            tone = c.rng.choice(
                (
                    rgb("F7F4EC"),
                    rgb("B3392C"),
                    rgb("2F6F8F"),
                    rgb("3F7A66"),
                    rgb("E0A93B"),
                    rgb("C9D3CE"),
                )
            )
            c.box(x, y - h, w, h, 3, tone)
            c.rect(x, y - h * 0.62, w, h * 0.26, light(tone, 0.6))
            x += w + c.rng.uniform(4, 10)
    c.rect(966, 98, 6, 378, rgb("F4F1E8"))
    c.box(560, 120, 150, 190, 4, rgb("F7F4EC"))
    c.oval(635, 172, 24, 24, rgb("D9A27A"))
    c.poly([(604, 290), (612, 212), (658, 212), (666, 290)], rgb("E4A79A"))
    c.rect(625, 206, 20, 80, rgb("B3392C"), 0.35)
    for i in range(4):
        c.rect(572, 222 + i * 16, 20, 3, rgb("A9B5B6"))
        c.rect(678, 222 + i * 16, 20, 3, rgb("A9B5B6"))
    c.rect(0, 580, 1200, 220, Fade(rgb("C7B9A2"), rgb("978A79")))
    c.rect(0, 574, 1200, 10, rgb("F4F1E8"))
    for i in range(11):
        c.line([(600 + (i - 5) * 110, 584), (600 + (i - 5) * 230, 800)], 1.1, rgb("837768"), 0.5)
    c.shadow(640, 734, 300, 16, 0.35)
    c.rect(462, 590, 336, 14, Fade(rgb("C9A37A"), rgb("9A774F")))
    for x in (486, 766):
        c.rect(x, 604, 10, 128, rgb("7A5839"))
    c.box(668, 550, 74, 40, 5, rgb("3A4C58"))
    c.rect(676, 556, 58, 24, Fade(rgb("CFE6DC"), rgb("9CC7B6")))
    c.box(556, 582, 66, 8, 2, rgb("FBF9F2"))
    for x in (392, 862):
        c.rect(x - 56, 628, 112, 12, rgb("4F6670"))
        for dx in (-50, 42):
            c.rect(x + dx, 640, 8, 96, rgb("34454E"))
    c.rect(330, 480, 10, 156, rgb("34454E"))
    c.rect(926, 490, 10, 146, rgb("34454E"))
    old = Look(rgb("7A5A75"), rgb("2F3138"), SKIN[1], hair=GREY_HAIR, cut="bun")
    spots = person(c, 392, 736, 372, old, "sit", facing=1, seat=606, rim=rgb("FFF4D6"))
    nurse = Look(rgb("F7F5EE"), rgb("E4E4DC"), SKIN[2], hat="", cut="bun", skirt="")
    person(c, 862, 736, 384, nurse, "sit", facing=-1, seat=604)
    sx, sy = spots["neck"][0] - 4, spots["neck"][1] + 19
    c.limb((sx + 12, sy + 18), (sx + 25, sy + 37), 19, 17, rgb("2F4A66"))
    c.line(
        bezier((sx + 26, sy + 36), (sx + 60, sy + 120), (620, 520), (680, 578)), 3, rgb("28333C")
    )
    c.shadow(1080, 760, 70, 10, 0.4)
    person(
        c,
        1085,
        762,
        340,
        Look(rgb("B98B5C"), rgb("3A4450"), SKIN[3], hair=GREY_HAIR, cut="short"),
        "stand",
        facing=-1,
    )
    c.limb((1052, 600), (1042, 760), 4, 3.4, rgb("6E4E34"))
    plant(c, 90, 770, 210, rgb("4F8577"))
    return c.finish(glare=rgb("FBFAEE"), grade=0.06, vignette=0.24)
