"""Mistakes that the newsroom's proof has to find. Each changes a line of the product."""

import inspect
import textwrap
from collections.abc import Callable
from typing import Any, NamedTuple

import pytest

from news.desk import second_eyes
from news.desk.form import form, merge
from news.desk.steps import base, forms as steps_forms, pages, publishing, saving, withdrawal
from news.editions import lifecycle
from news.rights import permissions
from news.sittings import open_forms


class Mistake(NamedTuple):
    function: Callable[..., Any]
    right: str
    wrong: str
    # A second change, if two lines ensure the same.
    with_it: "Mistake | None" = None


MISTAKES = {
    # What is written
    "a save does not ask which version it was made on": Mistake(
        form.ArticleForm.clean,
        'cleaned.get("seen_version") != str(self.instance.version)',
        "False",
    ),
    "what only the other changed is not taken over": Mistake(
        merge.merge, "if mine == base:", "if False:"
    ),
    "what only the other changed is not put into the form": Mistake(
        form.ArticleForm._refuse_older_form, "self._put(self.merge.values)", "pass"
    ),
    "what was chosen is forgotten when the form comes back": Mistake(
        form.ArticleForm.clean,
        "self._put(form_merge.as_form_data(self, chosen))",
        "pass",
    ),
    "a choice of the other's words is not heeded": Mistake(
        form.ArticleForm.clean, "cleaned |= chosen", "pass"
    ),
    "a text put back on the desk is no new version": Mistake(
        saving.copy_to_desk, "article.version += 1", "pass"
    ),
    "late words of a form that was saved are kept": Mistake(
        open_forms.end_with_save, '"saved_at": now', '"saved_at": None'
    ),
    "unsaved words are offered to others": Mistake(
        open_forms.unsaved_forms, "filter(user=user, article=article)", "filter(article=article)"
    ),
    # The log
    "a save leaves no text in the log": Mistake(saving.saved, "text=text, ", 'text="", '),
    "a text put back on the desk leaves none": Mistake(
        saving.copy_to_desk, "text=composed(article).to_json()", 'text=""'
    ),
    "cancelling leaves no line": Mistake(
        publishing.cancel, "cancel.record(article, by, edition=status.ahead)", "pass"
    ),
    "an edition that gives way leaves no line": Mistake(
        publishing._resolve_schedule, "cancel.record(article, by, edition=status.ahead)", "pass"
    ),
    "a new line takes the place of an older one": Mistake(
        base.Step.record,
        "act = Act.objects.create(",
        'Act.objects.filter(article=article, verb=verb or self.verb, text="").delete(); '
        "act = Act.objects.create(",
    ),
    "a line names somebody else": Mistake(
        base.Step.record, "by=by,\n        verb=verb", "by=article.created_by,\n        verb=verb"
    ),
    "a changed expiry is not named": Mistake(
        withdrawal.set_expiry, 'end_note(until) or gettext("no end")', '""'
    ),
    # Rights and steps
    "a step is taken on a text that was not seen": Mistake(
        pages.changes_since, "before.version != now.version", "False"
    ),
    "a step is taken on an edition that was not seen": Mistake(
        pages.changes_since, "before.edition != now.edition", "False"
    ),
    "whoever sees an article publishes it": Mistake(
        base.Step.allows, "return permissions.has_right(\n        user, self.right, article\n    )",
        "return True",
    ),
    "one publishes what stands in another's section": Mistake(
        permissions.has_right_where_shown,
        "return all(right in beats(user).rights(each.section_id) for each in shown if each)",
        "return True",
    ),
    "one's own text needs no other eyes": Mistake(
        second_eyes.needs_other_approver, "user.pk in editors_since_approval(article)", "False"
    ),
    "who changed a text is forgotten when they publish": Mistake(
        second_eyes.editors_since_approval, "who not in found", "True"
    ),
    "an approved text that is edited stays approved": Mistake(
        saving.saved, "article.state, article.ready_since = DeskState.DRAFT, None", "pass"
    ),
    # Readers
    "withdrawing leaves what is scheduled": Mistake(
        withdrawal.withdraw, "cancel_scheduled(article, status, by)", "pass"
    ),
    "withdrawing leaves what runs": Mistake(
        withdrawal.withdraw, "lifecycle.set_end(status.running, now, gone=True)", "pass"
    ),
    "an update leaves what runs": Mistake(
        lifecycle.set_end, "Edition.objects.filter(pk=edition.pk).update(live_until=at)", "pass"
    ),
    "moving leaves the end of what runs": Mistake(
        publishing.move, "lifecycle.set_end(status.running, at)", "pass"
    ),
    "cancelling leaves the end of what runs": Mistake(
        publishing.cancel_scheduled, "lifecycle.set_end(status.running, until)", "pass"
    ),
    "nothing runs between two schedules": Mistake(
        publishing._resolve_schedule,
        "cancel_scheduled(article, status, by, correction)",
        "lifecycle.set_end(status.ahead, status.ahead.live_from)",
    ),
    "a second edition is scheduled": Mistake(
        publishing.publish, "start > now)", "False)",
        Mistake(steps_forms.PublishForm.__init__, "if later:", "if False:"),
    ),
    "a fix forgets its expiry where another follows": Mistake(
        publishing._resolve_schedule, "min(until or start, start)", "start",
    ),
    "what is brought back is the desk copy": Mistake(
        withdrawal.bring_back, "status.last.content",
        "__import__('news.editions.compose').editions.compose.compose(article)"
    ),
    "what is brought back forgets its expiry": Mistake(
        withdrawal.bring_back, "until=expires", "until=None"
    ),
    "an archived article stays in the lists": Mistake(
        lifecycle.archive_listings, ".update(live_until=at)", ".count()"
    ),
    "an article that was archived is listed twice": Mistake(
        lifecycle._listed, ".filter(live_until=edition.live_until)", ".all()"
    ),
    "pages are not told of an edition": Mistake(
        lifecycle.create_edition, "purge(affected_tags(edition) + file_tags(edition))", "pass"
    ),
    # A missing purge of an end shows only on a list's second page: see test_sequences.
}  # fmt: skip


def make(monkeypatch: pytest.MonkeyPatch, mistake: Mistake) -> None:
    """Put the mistake into the function itself, so that all its callers get it."""
    function = inspect.unwrap(mistake.function)
    source = textwrap.dedent(inspect.getsource(function))
    # Under another name: a step's function names the step, which has the same name in the module.
    source = "def mistaken" + source[source.index("(", source.index("def ")) :]
    assert mistake.right in source, f"{function.__qualname__} has no {mistake.right!r} any more"
    given = ", ".join(function.__code__.co_freevars)
    wrong = textwrap.indent(source.replace(mistake.right, mistake.wrong), "    ")
    made: dict[str, Any] = {}
    exec(f"def make({given}):\n{wrong}\n    return mistaken", function.__globals__, made)
    code = made["make"](*[None] * len(function.__code__.co_freevars)).__code__
    monkeypatch.setattr(function, "__code__", code)
    if mistake.with_it:
        make(monkeypatch, mistake.with_it)
