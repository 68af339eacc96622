"""People who work in the admin over HTTP, while the model does the same beside the product."""

import copy
import secrets
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.contrib.messages import get_messages
from django.http import HttpResponse
from django.test import Client

from accounts import roles
from delivery import due_moments
from news.editions import lifecycle
from news.models import Act, Article, Beat, Listing
from tests.factories import make_section, make_user
from tests.news.desk.form_data import ADD, as_typed, change, sent as filled, step

from . import model
from .holding import TOKEN, Held, token
from .model import ABOUT_EDITIONS, ABOUT_THE_DESK, Another, Form, Person, Refused, Words

LIST = "/admin/"
# How long a request takes: so long that after it `due_moments.advance` is needed again.
TAKES = due_moments.MAX_TRUSTED + timedelta(seconds=1)
PUBLISHER = {model.EDIT, model.APPROVE, model.PUBLISH, model.OVERRIDE, model.ADD}


@dataclass
class Window:
    """A form of the article that a person has open, with what they typed."""

    who: Person
    form: Form
    # The key of its sitting.
    key: str = ""
    # The key of the form that was saved last in this window; unsaved text of it may arrive late.
    before: str = ""

    def __post_init__(self) -> None:
        self.key = self.key or secrets.token_hex(16)


@dataclass
class Room(Held):
    """A newsroom of six people, its articles, and its readers."""

    say: Callable[[str], object] = str
    browsers: dict[str, Client] = field(default_factory=dict)
    # By sitting: its person, its article, and its unsaved form.
    typed: dict[str, tuple[str, int, Form]] = field(default_factory=dict)
    # Numbers for texts that differ. A range, because Python 3.14 no longer copies a counter of
    # itertools.
    words: Iterator[int] = field(default_factory=lambda: iter(range(1, 10**9)))

    def copy(self) -> "Room":
        """A copy of the room, in which a sequence can be played."""
        return replace(
            self,
            portal=self.portal.copy(),
            articles=copy.deepcopy(self.articles),
            addresses=copy.deepcopy(self.addresses),
            typed=dict(self.typed),
            words=copy.copy(self.words),
        )

    # The room as every sequence finds it

    def furnish(self) -> None:
        economy, law = make_section("Kinh tế"), make_section("Pháp luật", second_eyes=True)
        self.sections = {economy.pk: economy, law.pk: law}
        without = Group.objects.create(name="Không tự duyệt")
        rights = roles.group(roles.PUBLISHERS).permissions
        without.permissions.set(rights.exclude(codename="override_second_eyes"))
        self._join("writer", {model.ADD}, roles.CONTRIBUTORS)
        self._join("stringer", {model.ADD}, roles.CONTRIBUTORS)
        self._join("editor", {model.EDIT, model.ADD}, roles.EDITORS)
        self._join("chief", PUBLISHER, roles.PUBLISHERS)
        self._join("second", PUBLISHER - {model.OVERRIDE}, without.name)
        local = self._join("local", PUBLISHER, None, frozenset({economy.pk}))
        group = roles.group(roles.PUBLISHERS)
        Beat.objects.create(user=local, section=economy, group=group)
        # Last, because a change of rights ends sessions.
        for user in get_user_model().objects.in_bulk(self.numbers).values():
            self.browsers[user.username].force_login(user)
        self.look_at_rows()

    def _join(self, name: str, rights: set[str], group: str | None, sections=None):
        user, browser = make_user(group, username=name), Client()
        self.people[name] = Person(name, frozenset(rights), sections)
        self.browsers[name], self.numbers[user.pk] = browser, name
        return user

    # What people do

    def ask(self, who: Person, address: str, data: dict | None = None) -> HttpResponse:
        """Send a request. It takes `TAKES`; just before it, what has fallen due is marked, as if a
        reader had requested a page at this moment."""
        self.clock.now += TAKES
        self.tick()
        assert due_moments.is_due()
        due_moments.advance()
        browser = self.browsers[who.name]
        with self.commits(execute=True):
            asked = browser.get(address) if data is None else browser.post(address, data)
        browser.cookies.pop("messages", None)
        return asked

    def tick(self) -> None:
        for article in self.articles.values():
            article.plan.tick(self.clock.now)

    def text(self, name: str) -> str:
        """A new text for this field, which no other text contains."""
        written = f"chu{next(self.words)}x"
        forms = {"title": "Tin {}", "lead": "Sapo {}.", "body": "<p>Câu {}.</p>"}
        return forms[name].format(written)

    def window(self, pk: int, name: str) -> Window:
        """The article's form, opened now, with what the model says it shows."""
        return Window(self.people[name], self.articles[pk].form())

    def begin(self, name: str, section: int, button: str = "", times: int = 1) -> int | None:
        """Send the form of a new article so many times. Returns the key of the article; None if the
        form was refused."""
        who = self.people[name]
        words = Words(self.text("title"), self.text("lead"), self.text("body"), section)
        new = model.Article(name, words, self.second_eyes)
        places = who.sections
        form = {
            **self._fields(Form(words, None, None, 0, (0, 0))),
            "sent_key": secrets.token_hex(16),
        }
        known = set(Article.objects.values_list("pk", flat=True))
        form |= {"_step": button} if button else {}
        first, *again = [self.ask(who, ADD, form) for _ in range(times)]
        made = set(Article.objects.values_list("pk", flat=True)) - known
        if places is not None and section not in places:
            assert (first.status_code, made) == (200, set())
            self.check(None, changed=False)
            return None
        (pk,) = made
        new.create(who)
        self.articles[pk], self.addresses[pk] = new, set()
        done = self._step(pk, who, button, before=(times - 1) * TAKES)
        self._saved(first, pk, button, done)
        assert [each["Location"] for each in again] == [change(pk)] * (times - 1)
        self.check(pk)
        return pk

    def save(self, pk: int, window: Window, theirs: Iterable[str] = (), button: str = "") -> str:
        """Save the form. Returns what became of the step: `success`, `info` if it asks something
        first, `error`; empty if the form was not saved."""
        who, form, theirs = window.who, window.form, set(theirs)
        data = {**self._fields(form), "_sitting": window.key, "_theirs": sorted(theirs)}
        answer = self.ask(who, change(pk), {**data, "_step": button} if button else data)
        before = self.articles[pk]
        news = before.texts_since(form.version)
        saved = self._done(pk, lambda it: it.save(who, self.clock.now, form, theirs, button))
        if saved:
            step = self._step(pk, who, button)
            self._saved(answer, pk, button, step)
            self.typed.pop(window.key, None)
            window.before, window.key = window.key, secrets.token_hex(16)
            window.form = self.articles[pk].form()
        elif before.may_edit(who):
            form.seen = before.seen
            self._shows(answer, form)
            hidden = [text for text in news if token(text) not in page_of(answer)]
            assert not hidden, f"{hidden} of the others are not shown"
        else:
            assert answer.status_code == 403
        self.say(f"  {who.name} saves: {f'done, {button} {step}' if saved else 'refused'}")
        self.check(pk, changed=saved)
        return step if saved else ""

    def _step(self, pk: int, who: Person, button: str, before: timedelta = timedelta()) -> str:
        """Do the step that was sent with a save in the model. Returns what becomes of it."""
        if not button:
            return "success"

        def change(it: model.Article) -> None:
            if button == "publish":
                it.publish(who, self.clock.now - before)
            else:
                it.go(who, button)

        try:
            return "success" if self._done(pk, change, asks=True) else "error"
        except Another:
            return "info"

    def _saved(self, answer: HttpResponse, pk: int, button: str, done: str) -> None:
        there = change(pk)
        if done == "info":
            there = "{}?seen={}.{}".format(step(pk, "publish"), *self.articles[pk].seen)
        assert (answer.status_code, levels(answer)[-1:]) == (302, [done]), page_of(answer)
        assert answer["Location"] == there

    def autosave(self, pk: int, window: Window, late: bool = False) -> None:
        """Send the unsaved text of the window; with `late`, for the form that was saved in it."""
        key = window.before if late and window.before else window.key
        data = {**self._fields(window.form), "_sitting": key, "_typed": "1"}
        answer = self.ask(window.who, change(pk).replace("change/", "sitting/"), data)
        if self.articles[pk].may_edit(window.who):
            assert answer.json()["kept"] is (key != window.before)
            if key != window.before:
                self.typed[key] = (window.who.name, pk, copy.copy(window.form))
        else:
            assert answer.status_code == 403
        self.check(pk, changed=False)

    def look(self, pk: int, window: Window) -> None:
        """Open the form again. What was typed in this window and not sent is lost."""
        article, who = self.articles[pk], window.who
        answer = self.ask(who, change(pk))
        if article.may_edit(who):
            window.form = article.form()
            self._shows(answer, window.form)
            window.key, window.before = answer.context["sitting"], ""
            assert {each.key for each in answer.context["unsaved"]} == self.unsaved(pk, who)
        elif article.may_see(who):
            assert answer.status_code == 200
            assert TOKEN.findall(article.words.title)[0] in page_of(answer)
        else:
            assert (answer.status_code, answer.headers.get("Location")) == (302, LIST)
        self.check(pk, changed=False)

    def unsaved(self, pk: int, who: Person) -> set[str]:
        return {key for key, (name, of, _) in self.typed.items() if (name, of) == (who.name, pk)}

    def recover(self, pk: int, window: Window) -> None:
        """Recover what this person typed last and did not save."""
        article, who = self.articles[pk], window.who
        keys = [key for key in self.typed if key in self.unsaved(pk, who)]
        if not keys:
            return
        answer = self.ask(who, change(pk), {"_reopen": "1", "_sitting": keys[-1]})
        if article.may_edit(who):
            form = replace(self.typed[keys[-1]][2], seen=article.seen, conflicts=frozenset())
            window.form, window.key = form, keys[-1]
            self._shows(answer, window.form)
        else:
            assert answer.status_code == 403
        self.check(pk, changed=False)

    def press(self, pk: int, window: Window, verb: str, **given: Any) -> None:
        """Do a step that has a page of its own, with these answers."""
        article, who, seen = self.articles[pk], window.who, window.form.seen
        told = self._told(pk, who, verb)
        answer = self.ask(
            who, step(pk, verb), {"seen": "{}.{}{}".format(*seen, told), **self._answer(given)}
        )
        self.say(f"  {who.name} presses {verb}, {given}")
        if not article.may(who, verb):
            assert answer.status_code == 403
            self.check(pk, changed=False)
            return
        stale = self._is_stale(article, verb, seen)
        done = not stale and self._done(pk, lambda it: self._press(it, who, verb, given))
        window.form.seen = self.articles[pk].seen
        if done:
            assert (answer.status_code, levels(answer)[:1]) == (302, ["success"]), page_of(answer)
        elif answer.status_code == 200:
            shown = str(answer.context["seen"]).split(".")
            assert shown[:2] == [str(each) for each in window.form.seen]
            assert bool(answer.context["changes"]) == stale
        else:
            assert (answer.status_code, levels(answer), stale) == (302, ["error"], False)
        self.say(f"    {'done' if done else 'refused'}")
        self.check(pk, changed=done)

    def _told(self, pk: int, who: Person, verb: str) -> str:
        """The part of `seen` that is not in the model, for steps that have one. It is read now, as
        the person has just opened the page."""
        if verb not in {"expire", "assign"}:
            return ""
        page = self.browsers[who.name].get(step(pk, verb))
        told = str((page.context or {}).get("seen", "")).split(".")[2:]
        return "." + told[0] if told else ""

    def _press(self, article: model.Article, who: Person, verb: str, given: dict) -> None:
        now = self.clock.now
        if verb in {"send_back", "override"}:
            article.go(who, verb)
        elif verb in {"publish", "move", "expire"}:
            getattr(article, verb)(who, now, *given.values())
        elif verb == "bring_back":
            article.bring_back(who, now)
        elif verb == "assign":
            article.assign(who, given["to"])
        else:
            getattr(article, verb)(who)

    def restore(self, pk: int, window: Window, number: int) -> None:
        """Put the text of an edition back on the desk."""
        words = self.articles[pk].editions[number - 1]
        self._restore(pk, window, f"edition/{number}", words, number)

    def restore_save(self, pk: int, window: Window, version: int) -> None:
        """Put the text of a version back on the desk."""
        acts = [row["id"] for row in self.rows[Act] if row["article_id"] == pk and row["text"]]
        words = self.articles[pk].texts[version - 1]
        self._restore(pk, window, f"save/{acts[version - 1]}", words)

    def _restore(
        self, pk: int, window: Window, which: str, words: Words, edition: int | None = None
    ) -> None:
        article, who, seen = self.articles[pk], window.who, window.form.seen
        page = f"/admin/news/article/{pk}"
        answer = self.ask(who, f"{page}/{which}/restore/", {"seen": "{}.{}".format(*seen)})
        done = False
        if not article.may(who, "restore"):
            assert answer.status_code == 403
        else:
            stale = self._is_stale(article, "restore", seen)
            done = not stale and self._done(pk, lambda it: it.restore(who, words, edition))
            window.form.seen = self.articles[pk].seen
            there, level = (change(pk), "success") if done else (f"{page}/history/", "error")
            assert (answer["Location"], levels(answer)) == (there, [level])
        self.say(f"  {who.name} puts {which} back: {'done' if done else 'refused'}")
        self.check(pk, changed=done)

    def wait(self, swept: bool = False, **by: float) -> None:
        """Let time pass. With `swept` the worker removes ended rows from the lists."""
        self.clock.move(**by)
        self.tick()
        if swept:
            lifecycle.sweep(self.clock.now)
            listed = list(Listing.objects.order_by("pk").values())
            self.rows = {**self.rows, Listing: listed}
        self.check(None, changed=False)

    # Filling in and reading forms

    def _fields(self, form: Form) -> dict[str, object]:
        words, data = form.words, {}
        for name in ("publish_at", "expire_at"):
            data |= as_typed(name, moment) if (moment := getattr(form, name)) else {}
        return filled(
            title=words.title, lead=words.lead, body=words.body, section=words.section,
            slug=words.slug, seen_version=form.version, **data,
        )  # fmt: skip

    def _answer(self, given: dict[str, Any]) -> dict[str, object]:
        data: dict[str, object] = {}
        names = {name: pk for pk, name in self.numbers.items()}
        for name, value in given.items():
            if isinstance(value, datetime):
                data |= as_typed(name, value)
            elif name == "to":
                data[name] = names.get(value, "")
            elif value is not None:
                data[name] = value
        return {"reason": "Vì vậy", **data}

    def _shows(self, answer: HttpResponse, form: Form) -> None:
        """Check that the answer shows this form, with its version and its conflicts."""
        assert answer.status_code == 200, answer
        shown = answer.context["adminform"].form
        names = ("title", "lead", "body", "section", "slug")
        found = {name: str(shown[name].value() or "") for name in names}
        expected = {name: str(getattr(form.words, name)) for name in names}
        assert found == expected, f"the form: {found} instead of {expected}"
        assert str(shown["seen_version"].value()) == str(form.version)
        conflicts = {each.name for each in shown.merge.conflicts} if shown.merge else set()
        assert conflicts == form.conflicts, (conflicts, form.conflicts)

    def _done(self, pk: int, change: Callable, asks: bool = False) -> bool:
        """Do the change in the model. Returns whether it was done; if not, nothing changes."""
        tried = copy.deepcopy(self.articles[pk])
        try:
            change(tried)
        except Refused as refusal:
            if asks and isinstance(refusal, Another):
                raise
            return False
        self.articles[pk] = tried
        return True

    def _is_stale(self, article: model.Article, verb: str, seen: tuple[int, int]) -> bool:
        return (verb in ABOUT_THE_DESK and seen[0] != article.version) or (
            verb in ABOUT_EDITIONS and seen[1] != len(article.editions)
        )


def levels(answer: HttpResponse) -> list[str]:
    return [each.level_tag for each in get_messages(answer.wsgi_request)]


def page_of(answer: HttpResponse) -> str:
    return answer.content.decode()
