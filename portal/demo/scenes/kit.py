"""A small drawing kit over Pillow: shapes in scene units, light, water, weather and a finish.

A scene is drawn on a `Canvas` in units that do not depend on the output (1200 × 800 for a 3:2
picture), at twice the output's resolution, and made smaller at the end, which smooths every edge.
Chance comes from one seeded generator per canvas: the same scene is the same picture, to the bit.
"""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Sequence
from functools import lru_cache

from PIL import Image, ImageChops, ImageDraw, ImageFilter, ImageOps

from portal.demo.scenes.brush import OVERSAMPLING, Brush
from portal.demo.scenes.tones import (
    FLAME,
    INK,
    PAPER,
    RED,
    Color,
    Fade,
    Fill,
    Point,
    bezier,
    dark,
    light,
    mix,
    rgb,
    smooth,
)

__all__ = [
    "FLAME",
    "INK",
    "PAPER",
    "RED",
    "Canvas",
    "Color",
    "Fade",
    "Fill",
    "Point",
    "bezier",
    "dark",
    "light",
    "mix",
    "rgb",
    "smooth",
]


@lru_cache(maxsize=1)
def _radial() -> Image.Image:
    """A soft round spot: 255 in the middle, 0 at the rim."""
    return ImageOps.invert(Image.radial_gradient("L")).point(
        [round((max(0, v - 75) / 180) ** 2 * 255) for v in range(256)]
    )


class Canvas(Brush):
    """A picture in the making."""

    # ------------------------------------------------------------------ light and air

    def sky(
        self, stops: Sequence[tuple[float, Color]], top: float = 0, bottom: float | None = None
    ) -> None:
        """A vertical gradient through several colours, each at its share of the height."""
        bottom = self.height if bottom is None else bottom
        strip = Image.new("RGB", (1, 128))
        for i in range(128):
            t = i / 127
            before = max((s for s in stops if s[0] <= t), key=lambda s: s[0], default=stops[0])
            after = min((s for s in stops if s[0] >= t), key=lambda s: s[0], default=stops[-1])
            span = after[0] - before[0]
            strip.putpixel((0, i), mix(before[1], after[1], (t - before[0]) / span if span else 0))
        y0, y1 = round(top * self.k), round(bottom * self.k)
        self.image.paste(strip.resize((self.big[0], y1 - y0), Image.Resampling.BICUBIC), (0, y0))

    def glow(
        self,
        x: float,
        y: float,
        r: float,
        color: Color,
        strength: float = 0.6,
        ry: float | None = None,
    ) -> None:
        """A soft spot of light that fades to nothing at its rim."""
        ry = r if ry is None else ry
        left, top = round((x - r) * self.k), round((y - ry) * self.k)
        w, h = max(2, round(2 * r * self.k)), max(2, round(2 * ry * self.k))
        spot = _radial().point([round(v * strength) for v in range(256)])
        part = self._box([(left, top), (left + w - 1, top + h - 1)])
        if not part:
            return
        source = tuple(
            (v - o) * 256 / s
            for v, o, s in zip(part, (left, top, left, top), (w, h, w, h), strict=True)
        )
        mask = spot.resize(
            (part[2] - part[0], part[3] - part[1]), Image.Resampling.BILINEAR, box=source
        )
        self.image.paste(color, part, mask)

    def soft(
        self,
        paint: Callable[[ImageDraw.ImageDraw, float], None],
        color: Color,
        *,
        blur: float,
        alpha: float = 1.0,
    ) -> None:
        """Shapes with soft edges (cloud, mist, shadow, beam), drawn small and made large."""
        small = 300, round(300 * self.height / self.width)
        k = small[0] / self.width
        mask = Image.new("L", small)
        paint(ImageDraw.Draw(mask), k)
        mask = mask.filter(ImageFilter.GaussianBlur(blur * k))
        if alpha < 1:
            mask = mask.point([round(v * alpha) for v in range(256)])
        found = mask.getbbox()
        if not found:
            return
        sx, sy = self.big[0] / small[0], self.big[1] / small[1]
        box = (
            math.floor(found[0] * sx),
            math.floor(found[1] * sy),
            min(self.big[0], math.ceil(found[2] * sx)),
            min(self.big[1], math.ceil(found[3] * sy)),
        )
        part = mask.resize(
            (box[2] - box[0], box[3] - box[1]),
            Image.Resampling.BICUBIC,
            box=(box[0] / sx, box[1] / sy, box[2] / sx, box[3] / sy),
        )
        self.image.paste(color, box, part)

    def soft_poly(
        self, points: Sequence[Point], color: Color, *, blur: float, alpha: float = 1.0
    ) -> None:
        self.soft(
            lambda pen, k: pen.polygon([(x * k, y * k) for x, y in points], fill=255),
            color,
            blur=blur,
            alpha=alpha,
        )

    def shadow(
        self, x: float, y: float, rx: float, ry: float, alpha: float = 0.3, color: Color = INK
    ) -> None:
        """A soft shadow on the ground."""
        self.glow(x, y, rx * 1.25, color, alpha, ry=ry * 1.4)

    def clouds(
        self,
        band: tuple[float, float],
        color: Color,
        *,
        count: int,
        size: float,
        alpha: float = 0.6,
    ) -> None:
        """Long, low clouds in a band of the sky."""

        def paint(pen: ImageDraw.ImageDraw, k: float) -> None:
            for _ in range(count):
                x, y = self.rng.uniform(-0.05, 1.05) * self.width, self.rng.uniform(*band)
                long = size * self.rng.uniform(0.6, 1.6)
                for _ in range(7):
                    dx, r = self.rng.uniform(-1, 1) * long, size * self.rng.uniform(0.1, 0.3)
                    flat = r * 0.45 * (1.15 - abs(dx) / long)
                    pen.ellipse(
                        [
                            (x + dx - r * 2.2) * k,
                            (y - flat) * k,
                            (x + dx + r * 2.2) * k,
                            (y + flat) * k,
                        ],
                        fill=self.rng.randint(120, 255),
                    )

        self.soft(paint, color, blur=size * 0.07, alpha=alpha)

    # ------------------------------------------------------------------ land and water

    def ridge(
        self, y: float, rise: float, fill: Fill, *, waves: int = 3, down_to: float | None = None
    ) -> None:
        """A line of hills whose crest wanders about `y`; everything below is filled."""
        down_to = self.height if down_to is None else down_to
        parts = [
            (self.rng.uniform(0.6, 1.6) * (i + 1), self.rng.uniform(0, 6.28), 1 / (i + 1.2))
            for i in range(waves)
        ]
        points: list[Point] = []
        for i in range(81):
            x = self.width * i / 80
            t = x / self.width * math.pi * 2
            points.append((x, y - rise * sum(a * math.sin(f * t + p) for f, p, a in parts) / 1.6))
        self.poly([*points, (self.width, down_to), (0, down_to)], fill)

    def reflect(
        self,
        waterline: float,
        bottom: float,
        *,
        tint: Color,
        strength: float = 0.55,
        ripple: float = 5,
        squeeze: float = 1.0,
    ) -> None:
        """Mirror what stands above the waterline into the water below it, broken by ripples."""
        top_px, end_px = round(waterline * self.k), min(self.big[1], round(bottom * self.k))
        depth = end_px - top_px
        reach = min(top_px, round(depth / squeeze))
        mirrored = self.image.crop((0, top_px - reach, self.big[0], top_px))
        w, h = 600, max(2, round(depth * 600 / self.big[0]))
        small = ImageOps.flip(mirrored).resize((w, h), Image.Resampling.BOX)
        out = Image.new("RGB", (w, h))
        phase = self.rng.uniform(0, 6.28)
        for y in range(h):
            t = y / h
            phase += 1.15 - 0.75 * t + self.rng.uniform(-0.2, 0.2)
            sway = math.sin(phase) * 0.75 + self.rng.uniform(-0.5, 0.5)
            shift = round(sway * ripple * (0.2 + t) * w / self.width)
            row = small.crop((0, y, w, y + 1))
            out.paste(row, (shift, y))
            if shift:
                edge = row.crop((0, 0, 1, 1)) if shift > 0 else row.crop((w - 1, 0, w, 1))
                out.paste(edge.resize((abs(shift), 1)), (0 if shift > 0 else w + shift, y))
        out = out.filter(ImageFilter.GaussianBlur(1.1))
        out = Image.blend(Image.new("RGB", out.size, tint), out, strength)
        self.image.paste(out.resize((self.big[0], depth), Image.Resampling.BICUBIC), (0, top_px))

    def echo(
        self,
        x0: float,
        x1: float,
        waterline: float,
        depth: float,
        *,
        alpha: float = 0.45,
        ripple: float = 3,
    ) -> None:
        """The reflection of one thing afloat, fading downwards, broken by small waves."""
        px = [round(v * self.k) for v in (x0, waterline - depth, x1, waterline)]
        part = self.image.crop((max(0, px[0]), px[1], min(self.big[0], px[2]), px[3]))
        w, h = max(8, part.size[0] // 8), max(8, part.size[1] // 8)
        small = ImageOps.flip(part).resize((w, h), Image.Resampling.BOX)
        out = small.copy()
        for y in range(h):
            shift = round(math.sin(y * 1.1) * ripple * (0.3 + y / h) * self.k / 8)
            out.paste(small.crop((0, y, w, y + 1)), (shift, y))
        out = out.filter(ImageFilter.GaussianBlur(1)).resize(part.size, Image.Resampling.BICUBIC)
        fade = Image.linear_gradient("L").resize(part.size)
        across = (
            ImageOps.invert(Image.radial_gradient("L")).crop((0, 127, 256, 129)).resize(part.size)
        )
        fade = ImageChops.multiply(
            fade.point([round((255 - v) * alpha) for v in range(256)]),
            across.point([min(255, max(0, v - 75) * 4) for v in range(256)]),
        )
        self.image.paste(out, (max(0, px[0]), px[3]), fade)

    def ripples(
        self,
        top: float,
        bottom: float,
        color: Color,
        *,
        count: int,
        alpha: float = 0.5,
        x0: float = 0,
        x1: float | None = None,
    ) -> None:
        """Short strokes of light lying on water, longer and further apart towards the viewer."""
        x1 = self.width if x1 is None else x1
        for _ in range(count):
            t = self.rng.random() ** 1.4
            y = top + (bottom - top) * t
            length = (6 + 46 * t) * self.rng.uniform(0.5, 1.4)
            thick = (0.4 + 1.6 * t) * self.rng.uniform(0.6, 1.2)
            self.oval(
                self.rng.uniform(x0, x1), y, length, thick, color, alpha * self.rng.uniform(0.3, 1)
            )

    def rain(
        self, color: Color, *, count: int, slant: float = 0.25, alpha: float = 0.4, long: float = 34
    ) -> None:
        for _ in range(count):
            x, y = self.rng.uniform(-60, self.width), self.rng.uniform(-40, self.height)
            length = long * self.rng.uniform(0.5, 1.3)
            self.line(
                [(x, y), (x - length * slant, y + length)],
                self.rng.uniform(0.7, 1.3),
                color,
                alpha * self.rng.uniform(0.4, 1),
            )

    # ------------------------------------------------------------------ finish

    def finish(
        self, *, shade: Color = INK, glare: Color = PAPER, grade: float = 0.1, vignette: float = 0.3
    ) -> Image.Image:
        """Make it smaller, bind the colours together, darken the corners, add a little grain."""
        out = self.image.reduce(OVERSAMPLING)
        if grade:
            toned = ImageOps.colorize(out.convert("L"), shade, glare)
            out = Image.blend(out, toned, grade)
        if vignette:
            spot = Image.radial_gradient("L").resize(out.size)
            curve = [round(max(0, (v - 120) / 135) ** 1.6 * 255 * vignette) for v in range(256)]
            out.paste(mix(shade, (0, 0, 0), 0.3), (0, 0), spot.point(curve))
        grains = Image.frombytes("L", (256, 256), random.Random("grain").randbytes(65536))
        grains = grains.point([round(128 + (v - 128) * 0.06) for v in range(256)])
        tile = Image.new("L", out.size)
        for x in range(0, out.size[0], 256):
            for y in range(0, out.size[1], 256):
                tile.paste(grains, (x, y))
        return ImageChops.overlay(out, Image.merge("RGB", (tile, tile, tile)))
