"""A neighbourhood meeting at the house of culture."""

from __future__ import annotations

from PIL import Image

from portal.demo.scenes.air import moon
from portal.demo.scenes.green import palm, tree
from portal.demo.scenes.kit import Canvas, Color, Fade, Point, dark, light, mix, rgb
from portal.demo.scenes.paths import curve, cut, wear
from portal.demo.scenes.people import SKIN, person
from portal.demo.scenes.registry import scene
from portal.demo.scenes.room import seated


def _stool(c: Canvas, x: float, y: float, s: float, tone: Color) -> None:
    """A plastic chair from the side, its sitter facing left or right."""
    c.poly(cut("-0.26,-0.48 0.26,-0.48 0.26,-0.42 -0.26,-0.42", x, y, s), light(tone, 0.1))
    for dx in (-0.22, 0.2):
        c.poly(cut("0,-0.43 0.05,-0.43 0.03,0 -0.03,0", x + dx * s, y, s), dark(tone, 0.12))


def _chair(c: Canvas, x: float, y: float, s: float, tone: Color, facing: int) -> None:
    _stool(c, x, y, s, tone)
    c.poly(cut("-0.26,-0.44 -0.2,-0.44 -0.27,-0.96 -0.34,-0.95", x, y, s, facing=facing), tone)


def _fan(c: Canvas, x: float, y: float, s: float) -> None:
    """A ceiling fan turning."""
    c.line([(x, 0), (x, y - s * 0.1)], s * 0.05, rgb("4A3B35"))
    c.soft(
        lambda pen, k: pen.ellipse(
            [(x - s) * k, (y - s * 0.16) * k, (x + s) * k, (y + s * 0.16) * k], fill=200
        ),
        rgb("5A4A40"),
        blur=6,
        alpha=0.25,
    )
    for dx, dy in ((-0.95, 0.05), (0.8, 0.1), (0.2, -0.13)):
        c.poly(
            [
                (x, y - s * 0.03),
                (x + dx * s, y + dy * s - s * 0.04),
                (x + dx * s, y + dy * s + s * 0.04),
                (x, y + s * 0.04),
            ],
            rgb("6E5A4A"),
        )
    c.oval(x, y, s * 0.13, s * 0.1, rgb("4A3B35"))


def _listeners(
    c: Canvas,
    y: float,
    h: float,
    people: tuple[tuple[float, str, str], ...],
    facing: int,
    haze: float,
) -> None:
    for i, (x, words, pose) in enumerate(people):
        tone = mix(rgb(("B3392C", "2F6F9E")[i % 2]), rgb("E7CFA2"), haze)
        c.shadow(x + facing * h * 0.08, y + 2, h * 0.3, h * 0.035, 0.32)
        _chair(c, x, y, h * 0.56, tone, facing)
        person(c, x, y, h, wear(words), pose, facing=facing, seat=y - h * 0.31, rim=rgb("FFF0CC"))


@scene()
def neighbourhood_meeting(c: Canvas) -> Image.Image:
    """An evening meeting of the neighbourhood: someone has stood up to speak."""
    c.rect(0, 0, 1200, 800, Fade(rgb("EBD5A6"), rgb("DDBF86")))
    c.rect(0, 346, 1200, 170, rgb("7FA38A"))
    c.rect(0, 340, 1200, 8, rgb("5F836C"))
    c.rect(0, 0, 1200, 34, rgb("C9A870"))
    for x in (66, 372):
        c.rect(x - 12, 98, 240, 236, rgb("6E4E34"))
        c.rect(x, 110, 216, 212, Fade(rgb("24365A"), rgb("B98A86")))
        tree(
            c,
            x + 50,
            330,
            170,
            tones=(rgb("14222E"), rgb("1C3238"), rgb("28443F"), rgb("3A5848")),
            leaves=150,
        )
        if x < 100:
            palm(c, x + 168, 322, 130, rgb("1A2E34"))
        else:
            moon(c, x + 158, 160, 15)
        c.rect(x, 322, 216, 12, rgb("8A6A4A"))
        for k in range(1, 6):
            c.rect(x + k * 36 - 2, 110, 4, 212, rgb("54402F"))
        c.rect(x - 60, 104, 50, 228, Fade(rgb("3F7A7E"), rgb("2F5F66")))
        c.rect(x + 226, 104, 50, 228, Fade(rgb("3F7A7E"), rgb("2F5F66")))
        for k in range(9):
            for sx in (x - 56, x + 230):
                c.rect(sx, 114 + k * 24, 42, 2.4, rgb("28525A"))
    c.rect(744, 92, 392, 210, rgb("8A6A4A"))
    c.rect(754, 102, 372, 190, rgb("F6F1E2"))
    _plan(c, 770, 116, 340, 162)
    for x in (336, 640, 960):
        c.glow(x, 60, 330, rgb("FFF3CC"), 0.5)
        c.rect(x - 70, 36, 140, 7, rgb("FFFBEA"))
    _fan(c, 500, 72, 118)
    _fan(c, 850, 66, 112)
    c.rect(0, 514, 1200, 290, Fade(rgb("C98F68"), rgb("8E5A44")))
    for y in (528, 556, 600, 664, 746):
        c.line([(0, y), (1200, y)], 1.1, rgb("7A4A38"), 0.5)
    for i in range(-8, 9):
        c.line([(600 + i * 90, 514), (600 + i * 190, 800)], 1.1, rgb("7A4A38"), 0.4)
    table = rgb("9A3A30")
    for x, words in (
        (862, "F4EFE6 2B3442 1 grey"),
        (968, "2F6F8F 2B3442 bun"),
        (1072, "E9E3D6 2B3442 2"),
    ):
        seated(c, x, 478, 21, wear(words))
    c.poly([(780, 474), (1152, 474), (1176, 500), (762, 500)], light(table, 0.1))
    c.poly([(762, 500), (1176, 500), (1170, 640), (770, 640)], Fade(table, dark(table, 0.35)))
    for k in range(13):
        c.rect(776 + k * 31, 502, 5, 138, dark(table, 0.2), 0.5)
    for x in (838, 946, 1046):
        c.poly(cut("-20,0 22,0 28,12 -26,12", x, 480), rgb("FBF8EC"))
    for x in (900, 1010):
        c.poly(curve("-0.3,0 -0.36,-0.4 0,-0.56 0.36,-0.4 0.3,0", x, 490, 30), rgb("E9EEF0"))
        c.rect(x + 16, 478, 10, 12, rgb("DCE6E6"))
    _listeners(
        c,
        600,
        218,
        (
            (90, "8E5A6B 33384A bun", "sit"),
            (204, "5F7F8C 33384A grey", "sit"),
            (322, "C9A24A 33384A tail", "read"),
            (440, "4F6E5A 33384A 1", "sit"),
            (556, "B98F8A 33384A grey bun", "sit"),
        ),
        1,
        0.25,
    )
    c.shadow(664, 668, 84, 9, 0.4)
    person(c, 660, 666, 292, wear("3F7A66 33384A 1 grey"), "talk", facing=1, rim=rgb("FFF0CC"))
    _listeners(
        c,
        742,
        262,
        (
            (118, "B3392C 28313D 1", "sit"),
            (268, "F4EFE6 33384A grey bun", "sit"),
            (420, "2F6F8F 28313D long", "write"),
        ),
        1,
        0.0,
    )
    _chair(c, 560, 742, 150, rgb("B3392C"), 1)
    c.shadow(560, 744, 70, 8, 0.3)
    _listeners(
        c,
        756,
        266,
        ((968, "5B4A6A 28313D bun", "sit"), (1120, "E0A93B 28313D 1", "sit")),
        -1,
        0.0,
    )
    _child(c, 760, 742)
    return c.finish(glare=rgb("FFF0CC"), grade=0.08, vignette=0.32)


def _plan(c: Canvas, x: float, y: float, w: float, h: float) -> None:
    """A plan of the lanes on the wall: what the meeting is about."""
    c.rect(x, y, w, h, rgb("E3E9D6"))
    for i in range(5):
        for k in range(3):
            tone = rgb(("D9B98C", "C9A58C", "B9C9D1", "E3C4A8")[(i * 2 + k) % 4])
            c.rect(x + 10 + i * 66, y + 10 + k * 52, 50, 36, tone)
            for j in range(1, 4):
                c.line(
                    [
                        (x + 10 + i * 66 + j * 12.5, y + 10 + k * 52),
                        (x + 10 + i * 66 + j * 12.5, y + 46 + k * 52),
                    ],
                    0.9,
                    rgb("8A7A66"),
                )
    lane: list[Point] = [
        (x + 4, y + 54),
        (x + 134, y + 54),
        (x + 134, y + 106),
        (x + w - 4, y + 106),
    ]
    c.line(lane, 6, rgb("C9372B"))
    for px, py in ((x + 60, y + 54), (x + 134, y + 82), (x + 250, y + 106)):
        c.oval(px, py, 7, 7, rgb("2F6F8F"))
    c.oval(x + 300, y + 28, 20, 14, rgb("8FB26B"))


def _child(c: Canvas, x: float, y: float) -> None:
    """A child drawing on the floor while the grown-ups talk."""
    c.shadow(x, y + 2, 60, 7, 0.35)
    c.poly(cut("-44,0 22,-6 40,6 -30,14", x - 34, y - 4), rgb("FBF8EC"))
    look = wear("E0A93B 2B4A66 tail shorts bare")
    person(c, x, y, 150, look, "squat", facing=-1, child=True)
    c.line([(x - 44, y - 26), (x - 54, y - 4)], 3, SKIN[3])
