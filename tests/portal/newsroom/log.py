"""Derives the state of an article from its log, line by line. Besides the log it uses only the
texts and starts of the editions, which never change."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from .model import APPROVE, TO, Person
from .plan import Plan, Run, Words


@dataclass(frozen=True)
class Line:
    verb: str
    by: Person
    at: datetime
    edition: int | None
    words: Words | None
    # The end that the line names.
    until: datetime | None


@dataclass
class Read:
    """The state of an article by its log."""

    state: str = "draft"
    words: Words | None = None
    version: int = 0
    plan: Plan = field(default_factory=Plan)


def read(
    lines: Iterable[Line],
    editions: Mapping[int, tuple[Words, datetime]],
    wants_second_eyes: Callable[[int], bool],
    now: datetime,
) -> Read:
    """The state at `now` after these lines."""
    found = Read()
    for line in lines:
        found.plan.tick(line.at)
        _read(found, line, editions, wants_second_eyes)
    found.plan.tick(now)
    return found


def _read(found: Read, line: Line, editions: Mapping, wants_second_eyes: Callable) -> None:
    plan, words = found.plan, line.words
    if line.verb in TO:
        found.state = TO[line.verb]
    elif line.verb == "save":
        other = wants_second_eyes(words.section) and words != found.words
        if found.state == "approved" and (other or not line.by.holds(APPROVE, words.section)):
            found.state = "draft"
    elif line.verb == "restore":
        found.state = "draft"
    elif line.verb in {"publish", "schedule", "bring_back"}:
        run = _run(line, editions)
        # The edition that is scheduled stays, and ends this one.
        if plan.ahead:
            run.until = min(run.until or plan.ahead.start, plan.ahead.start)
        plan.publish(run, line.at)
        if line.verb != "bring_back":
            found.state = "approved"
    elif line.verb == "move":
        run = _run(line, editions)
        run.until = plan.ahead.until
        plan.move(run)
    elif line.verb == "cancel":
        plan.cancel()
    elif line.verb == "withdraw":
        plan.withdraw()
    elif line.verb in {"archive", "unarchive"}:
        plan.running.archived = line.verb == "archive"
    elif line.verb == "expire":
        (plan.ahead or plan.running).until = line.until
    if words is not None:
        found.words, found.version = words, found.version + 1


def _run(line: Line, editions: Mapping[int, tuple[Words, datetime]]) -> Run:
    words, start = editions[line.edition]
    return Run(line.edition, words, start, line.until)
