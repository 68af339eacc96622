"""A room, a road or a yard in true perspective: metres to the right, up and away, on a canvas."""

from __future__ import annotations

from portal.demo.scenes.figures import upright
from portal.demo.scenes.kit import Canvas, Color, Fill, Point, dark, light
from portal.demo.scenes.people import Look, person
from portal.demo.scenes.streets import View


class Space(View):
    """A view that paints: the floor, walls, blocks and people where they stand."""

    def __init__(self, c: Canvas, x: float, horizon: float, focus: float, eye: float = 1.6) -> None:
        super().__init__(x, horizon, focus, eye)
        self.c = c

    def floor(
        self,
        x0: float,
        x1: float,
        near: float,
        far: float,
        fill: Fill,
        *,
        up: float = 0,
        alpha: float = 1.0,
    ) -> None:
        """A level piece of ground, table or ceiling."""
        at = self.at
        corners = [at(x0, up, far), at(x1, up, far), at(x1, up, near), at(x0, up, near)]
        self.c.poly(corners, fill, alpha)

    def side(
        self,
        x: float,
        low: float,
        high: float,
        near: float,
        far: float,
        fill: Fill,
        *,
        alpha: float = 1.0,
    ) -> None:
        """A wall that runs away from us."""
        at = self.at
        corners = [at(x, low, near), at(x, high, near), at(x, high, far), at(x, low, far)]
        self.c.poly(corners, fill, alpha)

    def front(
        self,
        x0: float,
        x1: float,
        low: float,
        high: float,
        away: float,
        fill: Fill,
        *,
        alpha: float = 1.0,
    ) -> None:
        """A wall that faces us."""
        (left, bottom), (right, top) = self.at(x0, low, away), self.at(x1, high, away)
        self.c.rect(left, top, right - left, bottom - top, fill, alpha)

    def block(
        self,
        x0: float,
        x1: float,
        low: float,
        high: float,
        near: float,
        far: float,
        color: Color,
        *,
        top: Color | None = None,
    ) -> None:
        """A box: its visible side in shade, its top in the light, its front plain."""
        if high < self.eye:
            self.floor(x0, x1, near, far, top or light(color, 0.22), up=high)
        if x0 > 0:
            self.side(x0, low, high, near, far, dark(color, 0.22))
        elif x1 < 0:
            self.side(x1, low, high, near, far, dark(color, 0.12))
        self.front(x0, x1, low, high, near, color)

    def line(self, points: list[tuple[float, float, float]], width: float, color: Color) -> None:
        """A thin line through points of the room; `width` in scene units."""
        self.c.line([self.at(*p) for p in points], width, color)

    def person(
        self,
        right: float,
        away: float,
        look: Look,
        pose: str = "stand",
        *,
        tall: float = 1.65,
        facing: int = 1,
        child: bool = False,
        rim: Color | None = None,
        seat: float | None = None,
        up: float = 0,
    ) -> dict[str, Point]:
        """A person from the side, with a shadow; `seat` is the height of the hips in metres."""
        x, y = self.at(right, up, away)
        h = self.size(tall, away)
        self.c.shadow(x, y + h * 0.01, h * 0.26, h * 0.035, 0.32)
        at = self.at(right, up + seat, away)[1] if seat is not None else None
        return person(self.c, x, y, h, look, pose, facing=facing, child=child, rim=rim, seat=at)

    def upright(
        self,
        right: float,
        away: float,
        look: Look,
        arms: str = "down",
        *,
        tall: float = 1.65,
        back: bool = True,
        step: float = 0,
        child: bool = False,
        rim: Color | None = None,
        up: float = 0,
    ) -> dict[str, Point]:
        """A person from the front or from behind, with a shadow."""
        x, y = self.at(right, up, away)
        h = self.size(tall, away)
        self.c.shadow(x, y, h * 0.2, h * 0.03, 0.32)
        return upright(self.c, x, y, h, look, arms, back=back, step=step, child=child, rim=rim)
