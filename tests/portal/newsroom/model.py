"""A model of the newsroom in plain Python, which imports nothing of the product.

Somebody with the right to it saves a text over the present desk copy, never over one that they have
not seen. Readers see what was published, from its moment until its end. Each change leaves a line
in the log.
"""

from dataclasses import dataclass, field, replace
from datetime import datetime

from .plan import Plan, Run, Words

EDIT, APPROVE, PUBLISH, OVERRIDE, ADD = "edit", "approve", "publish", "override", "add"
KEEP, CANCEL, REWORK = "keep", "cancel", "rework"
# The fields in which two saves are merged.
MERGED = ("title", "lead", "body", "section")

ABOUT_THE_DESK = {"override", "send_back", "publish", "restore"}
ABOUT_EDITIONS = {
    "publish", "move", "cancel", "expire", "withdraw", "bring_back", "archive", "unarchive",
}  # fmt: skip
FROM = {
    "submit": {"draft"},
    "pass_on": {"draft", "editing"},
    "send_back": {"editing", "approval", "approved"},
    "approve": {"draft", "editing", "approval"},
    "override": {"draft", "editing", "approval"},
}
TO = {
    "submit": "editing",
    "pass_on": "approval",
    "send_back": "draft",
    "approve": "approved",
    "override": "approved",
}


class Refused(Exception):
    """Nothing happens, except that the form shows what its person has not seen yet."""


class Another(Refused):
    """Another edition is scheduled, and the person has to say what is to be done with it."""


@dataclass(frozen=True)
class Person:
    name: str
    rights: frozenset[str]
    # The sections in which they have these rights; None for all.
    sections: frozenset[int] | None = None

    def holds(self, right: str, section: int) -> bool:
        return right in self.rights and (self.sections is None or section in self.sections)


@dataclass(frozen=True)
class Act:
    verb: str
    by: str
    edition: int | None = None
    words: Words | None = None


@dataclass
class Form:
    """The content of a window."""

    words: Words
    publish_at: datetime | None
    expire_at: datetime | None
    # The version of the desk copy that the form showed last.
    version: int
    # The version and the latest edition that its steps send as seen.
    seen: tuple[int, int]
    # The fields of which it shows two texts.
    conflicts: frozenset[str] = frozenset()


@dataclass
class Article:
    owner: str
    words: Words
    # The sections that want second eyes.
    second_eyes: frozenset[int]
    publish_at: datetime | None = None
    expire_at: datetime | None = None
    state: str = "draft"
    assignee: str | None = None
    # To whom it was last assigned; `nobody` if that was taken back.
    given: str = ""
    # The text of each version.
    texts: list[Words] = field(default_factory=list)
    editions: list[Words] = field(default_factory=list)
    plan: Plan = field(default_factory=Plan)
    acts: list[Act] = field(default_factory=list)
    # Who has changed the text since somebody else approved it.
    changers: set[str] = field(default_factory=set)

    @property
    def version(self) -> int:
        return len(self.texts)

    @property
    def seen(self) -> tuple[int, int]:
        return self.version, len(self.editions)

    def form(self) -> Form:
        return Form(self.words, self.publish_at, self.expire_at, self.version, self.seen)

    def texts_since(self, version: int) -> list[str]:
        """The texts of the desk copy that are new since that version."""
        before = self.texts[version - 1]
        names = ("title", "lead", "body")
        pairs = [(getattr(before, name), getattr(self.words, name)) for name in names]
        return [now for then, now in pairs if then != now]

    # Who may what

    def is_theirs(self, who: Person) -> bool:
        return who.name in (self.owner, self.assignee)

    def may_see(self, who: Person) -> bool:
        here = self.words.section
        return self.is_theirs(who) or who.holds(EDIT, here) or who.holds(PUBLISH, here)

    def may_edit(self, who: Person) -> bool:
        if not self.may_see(who):
            return False
        if who.holds(PUBLISH, self.words.section):
            return True
        if who.holds(EDIT, self.words.section):
            return self.state != "approved"
        return self.state == "draft"

    def may(self, who: Person, verb: str) -> bool:
        here = self.words.section
        if not self.may_see(who):
            return False
        if verb in {"save", "restore", "submit"}:
            return self.may_edit(who)
        if verb == "send_back":
            return who.holds(EDIT if self.state in {"draft", "editing"} else APPROVE, here)
        if verb in {"pass_on", "assign"}:
            return who.holds(EDIT, here)
        if verb == "approve":
            return who.holds(APPROVE, here)
        if verb == "override":
            return who.holds(APPROVE, here) and who.holds(OVERRIDE, here)
        plan = self.plan
        runs = [plan.last] if verb == "bring_back" else [plan.running, plan.ahead]
        return all(
            who.holds(PUBLISH, section)
            for section in (here, *(run.words.section for run in runs if run))
        )

    def places(self, who: Person) -> frozenset[int] | None:
        """The sections into which they may move it; None for all."""
        return who.sections and who.sections | {self.words.section}

    def is_own_work(self, who: Person) -> bool:
        return self.words.section in self.second_eyes and who.name in self.changers

    # The desk

    def create(self, by: Person) -> None:
        self._text("create", by)

    def save(self, by: Person, now: datetime, form: Form, theirs: set[str], step: str) -> None:
        """Save the form; the fields in `theirs` get the text of the other person."""
        if not self.may_edit(by):
            raise Refused
        start = form.publish_at or (now if step == "publish" else None)
        if start and step == "publish":
            start = max(start, now)
        places = self.places(by)
        misplaced = places is not None and form.words.section not in places
        if form.version != self.version:
            self._refuse_older_form(form)
            raise Refused
        chosen = {name: getattr(self.words, name) for name in theirs}
        form.words, form.conflicts = replace(form.words, **chosen), frozenset()
        if misplaced or (form.expire_at and start and form.expire_at <= start):
            raise Refused
        self.words = form.words
        self.publish_at, self.expire_at = form.publish_at, form.expire_at
        changed = self.words.frozen() != self.texts[-1]
        here = self.words.section
        if self.state == "approved" and (
            not by.holds(APPROVE, here) or (here in self.second_eyes and changed)
        ):
            self.state = "draft"
        self._text("save", by)

    def _refuse_older_form(self, form: Form) -> None:
        """Merge a newer desk copy into the form. Fields that only others changed are taken over.
        Fields that both changed show both texts; so do other fields that differ, because what both
        started from is not known."""
        base, stored, conflicts = self.texts[form.version - 1], self.words, set()
        for name in MERGED:
            before, theirs, mine = (getattr(each, name) for each in (base, stored, form.words))
            if theirs in (before, mine):
                continue
            if mine == before:
                form.words = replace(form.words, **{name: theirs})
            else:
                conflicts.add(name)
        if form.words.slug != self.words.slug:
            conflicts.add("slug")
        moments = ("publish_at", "expire_at")
        conflicts |= {name for name in moments if getattr(form, name) != getattr(self, name)}
        form.version, form.conflicts = self.version, frozenset(conflicts)

    def _text(self, verb: str, by: Person, edition: int | None = None) -> None:
        text = self.words.frozen()
        if not self.texts or text != self.texts[-1]:
            self.changers.add(by.name)
        self.texts.append(text)
        self.acts.append(Act(verb, by.name, edition, text))

    def go(self, by: Person, verb: str) -> None:
        """Change the desk state: submit, pass on, send back, approve."""
        self._require(by, verb)
        if self.state not in FROM[verb]:
            raise Refused
        if verb in {"approve", "override"} and self.is_own_work(by) != (verb == "override"):
            raise Refused
        self.state, self.assignee = TO[verb], None
        self._log(verb, by)

    def assign(self, by: Person, to: str | None) -> None:
        self._require(by, "assign")
        if (self.assignee, self.given) == (to, to or "nobody"):
            # It is assigned to them already.
            raise Refused
        self.assignee, self.given = to, to or "nobody"
        self._log("assign", by)

    def restore(self, by: Person, words: Words, edition: int | None = None) -> None:
        self._require(by, "restore")
        self._to_desk(by, words, edition)

    def _to_desk(self, by: Person, words: Words, edition: int | None) -> None:
        places = self.places(by)
        section = words.section if places is None or words.section in places else None
        self.words = replace(words, section=section or self.words.section)
        self.state = "draft"
        self._text("restore", by, edition)

    # Readers

    def publish(self, by: Person, now: datetime, scheduled: str | None = None) -> None:
        self._require(by, "publish")
        plan, until = self.plan, self.expire_at
        start = self.publish_at if self.publish_at and self.publish_at > now else now
        if until and until <= start:
            raise Refused
        if self.state != "approved" and self.is_own_work(by):
            raise Refused
        ahead = plan.ahead
        if (ahead and scheduled is None) or (scheduled == KEEP and start > now):
            # Only one edition can be scheduled.
            raise Another
        if ahead and scheduled == KEEP:
            until = min(until or ahead.start, ahead.start)
        elif ahead:
            plan.cancel()
            self._log("cancel", by, ahead.number)
        words = self.words.frozen()
        self.editions.append(words)
        plan.publish(Run(len(self.editions), words, start, until), now)
        self.state, self.publish_at, self.assignee = "approved", None, None
        self._log("publish" if start == now else "schedule", by, len(self.editions))
        if ahead and scheduled == REWORK:
            self._to_desk(by, ahead.words, ahead.number)

    def move(self, by: Person, now: datetime, to: datetime) -> None:
        self._require(by, "move")
        ahead = self.plan.ahead
        if not ahead or to <= now or (ahead.until and ahead.until <= to):
            raise Refused
        self.editions.append(ahead.words)
        self.plan.move(Run(len(self.editions), ahead.words, to, ahead.until))
        self._log("move", by, len(self.editions))

    def cancel(self, by: Person) -> None:
        self._require(by, "cancel")
        if not self.plan.ahead:
            raise Refused
        number = self.plan.ahead.number
        self.plan.cancel()
        self._log("cancel", by, number)

    def withdraw(self, by: Person) -> None:
        self._require(by, "withdraw")
        running = self.plan.running
        if not running and not self.plan.ahead:
            raise Refused
        self.plan.withdraw()
        self._log("withdraw", by, running and running.number)

    def bring_back(self, by: Person, now: datetime) -> None:
        self._require(by, "bring_back")
        plan = self.plan
        if plan.running or plan.ahead or not plan.last:
            raise Refused
        until = self.expire_at if self.expire_at and self.expire_at > now else None
        self.editions.append(plan.last.words)
        plan.publish(Run(len(self.editions), plan.last.words, now, until), now)
        self._log("bring_back", by, len(self.editions))

    def archive(self, by: Person) -> None:
        self._archived(by, "archive", "live")

    def unarchive(self, by: Person) -> None:
        self._archived(by, "unarchive", "archived")

    def _archived(self, by: Person, verb: str, state: str) -> None:
        self._require(by, verb)
        if self.plan.state != state:
            raise Refused
        self.plan.running.archived = verb == "archive"
        self._log(verb, by, self.plan.running.number)

    def expire(self, by: Person, now: datetime, until: datetime | None) -> None:
        self._require(by, "expire")
        last = self.plan.ahead or self.plan.running
        if not last or (until and until <= max(last.start, now)):
            raise Refused
        last.until = self.expire_at = until
        self._log("expire", by, last.number)

    def _require(self, by: Person, verb: str) -> None:
        if not self.may(by, verb):
            raise Refused

    def _log(self, verb: str, by: Person, edition: int | None = None) -> None:
        self.acts.append(Act(verb, by.name, edition))
        approving = verb in {"approve", "override", "publish", "schedule"}
        if approving and (verb == "override" or by.name not in self.changers):
            self.changers.clear()
