"""Random sequences of what people do in a newsroom. After each request `Held.check` runs."""

from dataclasses import replace

from django.db import transaction
from hypothesis import HealthCheck, Phase, note, settings, strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    rule,
    run_state_machine_as_test,
)

from delivery import due_moments
from tests.fixtures.memory import forget_marks

from .deeds import Stage, deeds, in_hours
from .room import Room, Window

# The states in which an article may be when a sequence begins; a repeated one is drawn more often.
KINDS = [
    "expired", "draft", "draft, law", "handed in", "waiting", "approved", "live", "live, law",
    "ending", "scheduled", "to be updated", "to be updated", "withdrawn", "archived",
    *["live, law, taken to economy"] * 2, "live, of one's own, taken to law",
]  # fmt: skip


def articles(room: Room) -> dict[str, int]:
    """Make an article of each kind. Returns their keys by kind."""
    economy, law = room.sections
    found = {}

    def begin(kind: str, section: int = economy, button: str = "", by: str = "writer") -> Window:
        found[kind] = room.begin(by, section, button)
        return room.window(found[kind], "chief")

    def save(kind: str, window: Window, button: str, **hours: float) -> Window:
        for name, each in hours.items():
            setattr(window.form, name, in_hours(room, each))
        room.save(found[kind], window, button=button)
        return window

    def publish(kind: str, section: int = economy, by: str = "writer", **hours: float) -> Window:
        return save(kind, begin(kind, section, by=by), "publish", **hours)

    def take(kind: str, section: int) -> None:
        window = room.window(found[kind], "second")
        window.form.words = replace(window.form.words, section=section)
        save(kind, window, "")

    publish("expired", expire_at=1)
    room.wait(hours=2)
    begin("draft")
    begin("draft, law", law)
    begin("handed in", law, "submit")
    save("waiting", begin("waiting"), "pass_on")
    save("approved", begin("approved", law), "approve")
    publish("live")
    publish("live, law", law)
    publish("ending", expire_at=30)
    publish("scheduled", publish_at=2)
    save("to be updated", publish("to be updated"), "publish", publish_at=2)
    for kind, verb in (("withdrawn", "withdraw"), ("archived", "archive")):
        window = publish(kind)
        room.press(found[kind], window, verb)
    publish("live, law, taken to economy", law)
    take("live, law, taken to economy", economy)
    publish("live, of one's own, taken to law", by="chief")
    take("live, of one's own, taken to law", law)
    return found


class Newsroom(RuleBasedStateMachine):
    """The state machine. It has only one rule, so that `DEEDS` decides how often each kind of deed
    is done."""

    furnished: Room
    begun: dict[str, int]

    def __init__(self) -> None:
        super().__init__()
        self.outer = transaction.atomic()
        self.outer.__enter__()
        forget_marks()
        # From now on it is known what has fallen due.
        due_moments.advance()
        self.start = self.furnished.clock.now

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.outer.__exit__(None, None, None)
        self.furnished.clock.now = self.start

    @initialize(kind=st.sampled_from(KINDS))
    def take(self, kind) -> None:
        room = self.furnished.copy()
        room.say = note
        self.stage = Stage(room, self.begun[kind])

    @rule(deed=deeds)
    def do(self, deed) -> None:
        deed.do(self.stage)


class Sequences:
    """Plays sequences in a room, on articles that were made in it."""

    def __init__(self, furnished: Room, begun: dict[str, int]) -> None:
        self.furnished, self.begun = furnished, begun
        self.played = 0

    def __call__(self, count: int, steps: int = 8, **more: object) -> None:
        """Play `count` sequences of at most `steps` steps. Raises the error of the first sequence
        that fails."""

        class Played(Newsroom):
            furnished, begun = self.furnished, self.begun

            def __init__(played) -> None:
                self.played += 1
                super().__init__()

        run_state_machine_as_test(
            Played,
            settings=settings(
                max_examples=count,
                stateful_step_count=steps,
                # Without shrinking: the sequences are short.
                phases=[Phase.generate],
                suppress_health_check=list(HealthCheck),
                **more,
            ),
        )
