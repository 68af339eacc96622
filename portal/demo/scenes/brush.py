"""Shapes painted at twice the output's resolution, in units that do not depend on it."""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Iterable, Sequence

from PIL import Image, ImageDraw

from portal.demo.scenes.tones import PAPER, Color, Fade, Fill, Point, mix

OVERSAMPLING = 2
PIXELS_PER_UNIT = 2  # 1200 units wide become 2400 pixels at scale 1


class Brush:
    """What paints shapes: opaque ones at once, others through a mask as large as they are."""

    def __init__(self, width: int = 1200, height: int = 800, *, scale: float, seed: str) -> None:
        self.width, self.height = width, height
        self.size = round(width * PIXELS_PER_UNIT * scale), round(height * PIXELS_PER_UNIT * scale)
        self.k = self.size[0] * OVERSAMPLING / width
        self.big = self.size[0] * OVERSAMPLING, self.size[1] * OVERSAMPLING
        self.image = Image.new("RGB", self.big, PAPER)
        self.draw = ImageDraw.Draw(self.image)
        self.rng = random.Random(seed)

    # ------------------------------------------------------------------ shapes

    def _px(self, points: Iterable[Point]) -> list[Point]:
        return [(x * self.k, y * self.k) for x, y in points]

    def _box(self, points: Sequence[Point], pad: float = 0) -> tuple[int, int, int, int] | None:
        xs, ys = [p[0] for p in points], [p[1] for p in points]
        left, top = max(0, math.floor(min(xs) - pad)), max(0, math.floor(min(ys) - pad))
        right = min(self.big[0], math.ceil(max(xs) + pad) + 1)
        bottom = min(self.big[1], math.ceil(max(ys) + pad) + 1)
        return (left, top, right, bottom) if right > left and bottom > top else None

    def _paint(
        self,
        outline: Sequence[Point],
        fill: Fill,
        alpha: float,
        shape: Callable[[ImageDraw.ImageDraw, list[Point]], None],
    ) -> None:
        """Paint what `shape` draws into a mask the size of the outline's box."""
        box = self._box(outline)
        if not box:
            return
        mask = Image.new("L", (box[2] - box[0], box[3] - box[1]))
        shape(ImageDraw.Draw(mask), [(x - box[0], y - box[1]) for x, y in outline])
        if alpha < 1:
            mask = mask.point([round(v * alpha) for v in range(256)])
        if not isinstance(fill, Fade):
            self.image.paste(fill, box, mask)
            return
        lo, hi = (
            ((p[0] for p in outline), (p[0] for p in outline))
            if fill.across
            else (
                (p[1] for p in outline),
                (p[1] for p in outline),
            )
        )
        full = self._ramp(fill, min(lo), max(hi), box)
        self.image.paste(full, box, mask)

    @staticmethod
    def _ramp(fill: Fade, lo: float, hi: float, box: tuple[int, int, int, int]) -> Image.Image:
        at, to = (box[0], box[2]) if fill.across else (box[1], box[3])
        span = max(1.0, hi - lo)
        cells = 64
        colors = []
        for i in range(cells):
            t = (at + (to - at) * (i + 0.5) / cells - lo) / span
            colors.append(mix(fill.start, fill.end, min(1.0, max(0.0, t))))
        strip = Image.new("RGB", (cells, 1) if fill.across else (1, cells))
        strip.putdata(colors)
        return strip.resize((box[2] - box[0], box[3] - box[1]), Image.Resampling.BILINEAR)

    def poly(self, points: Sequence[Point], fill: Fill, alpha: float = 1.0) -> None:
        px = self._px(points)
        if alpha >= 1 and not isinstance(fill, Fade):
            self.draw.polygon(px, fill=fill)
        else:
            self._paint(px, fill, alpha, lambda pen, pts: pen.polygon(pts, fill=255))

    def rect(self, x: float, y: float, w: float, h: float, fill: Fill, alpha: float = 1.0) -> None:
        if w > 0 and h > 0:
            self.poly([(x, y), (x + w, y), (x + w, y + h), (x, y + h)], fill, alpha)

    def box(
        self, x: float, y: float, w: float, h: float, r: float, fill: Fill, alpha: float = 1.0
    ) -> None:
        """A rectangle with round corners."""
        r = min(r, w / 2, h / 2)
        points: list[Point] = []
        for cx, cy, start in (
            (x + w - r, y + r, -90),
            (x + w - r, y + h - r, 0),
            (x + r, y + h - r, 90),
            (x + r, y + r, 180),
        ):
            for i in range(7):
                a = math.radians(start + 15 * i)
                points.append((cx + r * math.cos(a), cy + r * math.sin(a)))
        self.poly(points, fill, alpha)

    def oval(
        self, x: float, y: float, rx: float, ry: float, fill: Fill, alpha: float = 1.0
    ) -> None:
        """An ellipse around a middle point."""
        box = self._px([(x - rx, y - ry), (x + rx, y + ry)])
        if alpha >= 1 and not isinstance(fill, Fade):
            self.draw.ellipse([*box[0], *box[1]], fill=fill)
        else:
            self._paint(box, fill, alpha, lambda pen, p: pen.ellipse([*p[0], *p[1]], fill=255))

    def line(self, points: Sequence[Point], width: float, color: Color, alpha: float = 1.0) -> None:
        px = self._px(points)
        wide = max(1, round(width * self.k))
        if alpha >= 1:
            self.draw.line(px, fill=color, width=wide, joint="curve")
            return
        box = self._box(px, wide)
        if box:
            mask = Image.new("L", (box[2] - box[0], box[3] - box[1]))
            moved = [(x - box[0], y - box[1]) for x, y in px]
            ImageDraw.Draw(mask).line(moved, fill=round(255 * alpha), width=wide, joint="curve")
            self.image.paste(color, box, mask)

    def limb(self, a: Point, b: Point, ra: float, rb: float, color: Color) -> None:
        """A rounded, tapering stroke: an arm, a branch, a mooring post."""
        dx, dy = b[0] - a[0], b[1] - a[1]
        length = math.hypot(dx, dy) or 1e-6
        nx, ny = -dy / length, dx / length
        self.poly(
            [
                (a[0] + nx * ra, a[1] + ny * ra),
                (b[0] + nx * rb, b[1] + ny * rb),
                (b[0] - nx * rb, b[1] - ny * rb),
                (a[0] - nx * ra, a[1] - ny * ra),
            ],
            color,
        )
        self.oval(*a, ra, ra, color)
        self.oval(*b, rb, rb, color)
