"""A model in plain Python of what readers see and when."""

from dataclasses import dataclass, replace
from datetime import datetime


@dataclass(frozen=True)
class Words:
    """The text of a desk copy. In editions and the log the slug is never empty."""

    title: str
    lead: str
    body: str
    section: int
    slug: str = ""

    def frozen(self) -> "Words":
        return replace(self, slug=self.slug or self.title.lower().replace(" ", "-"))


@dataclass
class Run:
    """An edition that readers see, or will see, from its start until its end."""

    number: int
    words: Words
    start: datetime
    until: datetime | None = None
    archived: bool = False


@dataclass
class Plan:
    """The edition that readers see, and the one that comes next."""

    running: Run | None = None
    ahead: Run | None = None
    # The latest edition that they have seen.
    last: Run | None = None
    # Why they see it no longer: `expired` or `withdrawn`.
    left: str = ""

    def tick(self, now: datetime) -> None:
        """Apply what has fallen due by now."""
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
        """Let this edition replace the running one from its start on."""
        self._end(run.start)
        if run.start > now:
            self.ahead = run
        else:
            self.running = self.last = run

    def move(self, run: Run) -> None:
        """Replace the scheduled edition by the same one with another start."""
        if self.running and self.running.until == self.ahead.start:
            self.running.until = run.start
        self._end(run.start)
        self.ahead = run

    def cancel(self) -> None:
        """Cancel the scheduled edition. The running one, if it was to end there, gets its end."""
        if self.running and self.running.until == self.ahead.start:
            self.running.until = self.ahead.until
        self.ahead = None

    def withdraw(self) -> None:
        self.running = self.ahead = None
        self.left = "withdrawn"

    def _end(self, at: datetime) -> None:
        if self.running and (self.running.until is None or self.running.until > at):
            self.running.until = at
