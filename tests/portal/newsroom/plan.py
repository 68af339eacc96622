"""What readers see, and when, in plain Python."""

from dataclasses import dataclass, replace
from datetime import datetime


@dataclass(frozen=True)
class Words:
    """Of a desk copy; an edition and the log spell out its part of the address."""

    title: str
    lead: str
    body: str
    section: int
    slug: str = ""

    def frozen(self) -> "Words":
        return replace(self, slug=self.slug or self.title.lower().replace(" ", "-"))


@dataclass
class Run:
    """What readers see, or will: an edition from its moment until its end."""

    number: int
    words: Words
    start: datetime
    until: datetime | None = None
    archived: bool = False


@dataclass
class Plan:
    """What readers see, and what comes next: one edition at most."""

    running: Run | None = None
    ahead: Run | None = None
    # The latest that they have seen.
    last: Run | None = None
    # Why they see it no longer.
    left: str = ""

    def tick(self, now: datetime) -> None:
        """What has fallen due by now."""
        self._expire(now)
        if self.ahead and self.ahead.start <= now:
            self.running = self.last = self.ahead
            self.ahead = None
            self._expire(now)

    def _expire(self, now: datetime) -> None:
        if self.running and self.running.until and self.running.until <= now:
            self.running, self.left = None, "expired"

    @property
    def state(self) -> str:
        if self.running:
            return "archived" if self.running.archived else "live"
        if self.ahead:
            return "scheduled"
        return self.left if self.last else "unpublished"

    def publish(self, run: Run, now: datetime) -> None:
        """In place of what runs, from its start on."""
        self._end(run.start)
        if run.start > now:
            self.ahead = run
        else:
            self.running = self.last = run

    def move(self, run: Run) -> None:
        """The coming one, made anew for another time."""
        if self.running and self.running.until == self.ahead.start:
            self.running.until = run.start
        self._end(run.start)
        self.ahead = run

    def cancel(self) -> None:
        """What runs goes on to the end that was meant for both."""
        if self.running and self.running.until == self.ahead.start:
            self.running.until = self.ahead.until
        self.ahead = None

    def withdraw(self) -> None:
        self.running = self.ahead = None
        self.left = "withdrawn"

    def _end(self, at: datetime) -> None:
        if self.running and (self.running.until is None or self.running.until > at):
            self.running.until = at
