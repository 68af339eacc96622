"""What people do in a newsroom: each kind of deed, and the strategy of hypothesis that draws it."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Protocol

from hypothesis import strategies as st

from .model import CANCEL, KEEP, MERGED, REWORK
from .room import Room, Window

# The steps that fit, by the public status of the article.
FITTING = {
    "unpublished": {"publish"},
    "scheduled": {"move", "cancel", "withdraw", "expire", "publish"},
    "live": {"withdraw", "archive", "expire", "cancel", "move", "publish"},
    "archived": {"unarchive", "withdraw", "expire", "cancel", "move", "publish"},
    "withdrawn": {"bring_back", "publish"},
    "expired": {"bring_back", "publish"},
}


def in_hours(room: Room, hours: float | None) -> datetime | None:
    """The moment in so many hours, without seconds, as people type it; None for None."""
    if hours is None:
        return None
    return room.clock.now.replace(second=0, microsecond=0) + timedelta(hours=hours)


class Stage:
    """The article of a sequence. Each person has it open in two windows."""

    def __init__(self, room: Room, pk: int) -> None:
        self.room = room
        self.turn_to(pk)

    def turn_to(self, pk: int) -> None:
        self.pk = pk
        self.windows = {
            (name, at): self.room.window(pk, name) for name in self.room.people for at in (0, 1)
        }

    @property
    def article(self):
        return self.room.articles[self.pk]

    def fitting(self, verbs: Iterable[str]) -> list[str]:
        plan = self.article.plan
        found = [verb for verb in verbs if verb in FITTING[plan.state]]
        return [verb for verb in found if plan.ahead or verb not in {"move", "cancel"}]

    def type(self, window: Window, changed: Iterable[str]) -> None:
        for name in sorted(changed):
            window.form.words = replace(window.form.words, **{name: self.room.text(name)})

    def save(self, window: Window, theirs: set[str], button: str, answer: str) -> None:
        if self.room.save(self.pk, window, theirs, button) == "info":
            # Answers what is to be done with the edition that is scheduled already.
            self.room.press(self.pk, window, "publish", scheduled=answer)


@dataclass(frozen=True)
class At:
    """A person and one of their windows."""

    name: str
    window: int
    # Whether they try a step even if they may not; otherwise the chief does it instead.
    wild: bool
    # Whether their window may show an old version; otherwise it is reloaded first.
    stale: bool

    def of(self, stage: Stage, verb: str) -> Window:
        article, name = stage.article, self.name
        if not self.wild and not article.may(stage.room.people[name], verb):
            name = "chief"
        found = stage.windows[name, self.window]
        if not self.stale:
            found.form.seen = article.seen
            if found.form.version != article.version:
                found.form = article.form()
        return found


class Deed(Protocol):
    def do(self, stage: Stage) -> None: ...


@dataclass(frozen=True)
class Save:
    at: At
    changed: frozenset[str]
    button: str
    answer: str
    publish: float | None = None
    expire: float | None = None
    section: int | None = None

    def do(self, stage: Stage) -> None:
        window = self.at.of(stage, self.button or "save")
        stage.type(window, self.changed)
        form, room = window.form, stage.room
        form.publish_at = in_hours(room, self.publish) or form.publish_at
        form.expire_at = in_hours(room, self.expire) or form.expire_at
        if self.section is not None:
            form.words = replace(form.words, section=list(room.sections)[self.section])
        stage.save(window, set(), self.button, self.answer)


@dataclass(frozen=True)
class Clash:
    """Two people have the article open and save it. The second one chooses between the texts,
    perhaps on a form that also has a fault."""

    first: Save
    at: At
    changed: frozenset[str]
    theirs: frozenset[str]
    fault: bool
    button: str
    answer: str

    def do(self, stage: Stage) -> None:
        window = replace(self.at, stale=False).of(stage, "save")
        self.first.do(stage)
        stage.type(window, self.changed)
        stage.save(window, set(), self.button, self.answer)
        theirs = self.theirs & window.form.conflicts
        if self.fault:
            window.form.expire_at = in_hours(stage.room, -1)
            stage.save(window, theirs, "publish", self.answer)
            window.form.expire_at = None
            theirs = frozenset()
        stage.save(window, theirs, self.button, self.answer)


@dataclass(frozen=True)
class Press:
    """Press the button of a step: one that fits, or any."""

    at: At
    verbs: tuple[str, ...]
    number: int
    any: bool
    by: float | None
    answer: str
    to: str | None

    def do(self, stage: Stage) -> None:
        verbs = self.verbs if self.any else stage.fitting(self.verbs)
        if not verbs:
            return
        verb = verbs[self.number % len(verbs)]
        given = {
            "publish": {"scheduled": self.answer},
            "move": {"at": in_hours(stage.room, self.by or 4)},
            "expire": {"until": in_hours(stage.room, self.by)},
            "assign": {"to": self.to},
        }
        window = self.at.of(stage, verb)
        stage.room.press(stage.pk, window, verb, **given.get(verb, {}))


@dataclass(frozen=True)
class Type:
    """Type and do not save. Then somebody opens the form, or the typed text is recovered."""

    at: At
    changed: frozenset[str]
    late: bool
    then: str
    by: At

    def do(self, stage: Stage) -> None:
        window = self.at.of(stage, "save")
        stage.type(window, self.changed)
        # The request with the typed text arrives after the form was saved.
        if self.late:
            stage.save(window, set(), "", "")
        stage.room.autosave(stage.pk, window, self.late)
        if self.then == "look":
            stage.room.look(stage.pk, self.by.of(stage, "save"))
        elif self.then:
            stage.room.recover(stage.pk, window)


@dataclass(frozen=True)
class Restore:
    at: At
    number: int
    of_editions: bool

    def do(self, stage: Stage) -> None:
        article, window = stage.article, self.at.of(stage, "restore")
        if self.of_editions and article.editions:
            number = self.number % len(article.editions) + 1
            stage.room.restore(stage.pk, window, number)
        else:
            version = self.number % article.version + 1
            stage.room.restore_save(stage.pk, window, version)


@dataclass(frozen=True)
class Begin:
    name: str
    section: int
    button: str

    def do(self, stage: Stage) -> None:
        section = list(stage.room.sections)[self.section]
        if pk := stage.room.begin(self.name, section, self.button, times=2):
            stage.turn_to(pk)


@dataclass(frozen=True)
class Wait:
    hours: float
    swept: bool

    def do(self, stage: Stage) -> None:
        stage.room.wait(self.swept, hours=self.hours)


_rarely = st.sampled_from([False, False, False, True])
_names = st.sampled_from(
    ["writer", "stringer", "editor", "chief", "chief", "second", "local", "local"]
)
_at = st.builds(At, _names, st.integers(0, 1), wild=_rarely, stale=_rarely)
_changed = st.frozensets(st.sampled_from(["title", "lead", "body"]), min_size=1)
_answers = st.sampled_from([KEEP, CANCEL, REWORK])
_buttons = st.sampled_from(["publish", "publish", "publish", "", "submit", "pass_on", "approve"])
_numbers = st.integers(0, 99)
_hours = st.sampled_from([None, None, -1, 1, 2, 3, 26])
_saves = st.builds(
    Save,
    _at,
    _changed | st.just(frozenset()),
    _buttons,
    _answers,
    publish=st.sampled_from([None, None, None, -1, 2, 3, 26]),
    expire=st.sampled_from([None, None, None, None, -1, 1, 5]),
    section=st.sampled_from([None, None, None, 0, 1]),
)


def _presses(verbs: str, any: st.SearchStrategy[bool]) -> st.SearchStrategy[Press]:
    verbs = tuple(verbs.split())
    return st.builds(
        Press, _at, st.just(verbs), _numbers, any, _hours, _answers, _names | st.none()
    )


# By name: the weight of a kind of deed, and the strategy that draws it.
DEEDS = {
    "save": (6, _saves),
    "clash": (
        2,
        st.builds(
            Clash,
            _saves,
            _at,
            _changed,
            theirs=st.sampled_from([frozenset(), frozenset(MERGED), frozenset(MERGED)]),
            fault=st.booleans(),
            button=st.sampled_from(["", "publish", "approve"]),
            answer=_answers,
        ),
    ),
    "show": (3, _presses("withdraw archive bring_back unarchive cancel", _rarely)),
    "time": (3, _presses("publish move cancel expire", _rarely)),
    "hand on": (2, _presses("send_back override assign", st.just(True))),
    "type": (
        2,
        st.builds(
            Type, _at, _changed, _rarely, st.sampled_from(["", "look", "look", "recover"]), by=_at
        ),
    ),
    "restore": (2, st.builds(Restore, _at, _numbers, st.booleans())),
    "begin": (1, st.builds(Begin, _names, st.integers(0, 1), st.sampled_from(["", "publish"]))),
    "wait": (2, st.builds(Wait, st.sampled_from([0.5, 1, 2, 25]), st.booleans())),
}

deeds: st.SearchStrategy[Deed] = st.sampled_from(
    [kind for kind, (often, _) in DEEDS.items() for _ in range(often)]
).flatmap(lambda kind: DEEDS[kind][1])
