"""Which role may do which transition, and has a button for it: with own and others' articles, in
own and other sections, over HTTP."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from accounts import roles
from news.desk import steps
from news.enums import DeskState, Verb
from news.models import Article, Beat
from tests.factories import make_article, make_publisher, make_section, make_user, publish
from tests.news.desk.form_data import as_typed, change, in_hours, press, seen, sent

pytestmark = pytest.mark.django_db

GROUPS = {
    "contributor": roles.CONTRIBUTORS,
    "editor": roles.EDITORS,
    "publisher": roles.PUBLISHERS,
}
# Whose article it is, and where: `here` is a section below that of the person's beat, `there` is
# another.
OWN_HERE, OWN_THERE, HERE, THERE = "own, here", "own, there", "another's, here", "another's, there"
ALL = {OWN_HERE, OWN_THERE, HERE, THERE}
OWN, WITHIN = {OWN_HERE, OWN_THERE}, {OWN_HERE, HERE}
TABLE = {
    # transition: (contributor, editor, publisher with a beat; then each of them everywhere)
    "save": (OWN, OWN | WITHIN, OWN | WITHIN, OWN, ALL, ALL),
    "submit": (OWN, OWN | WITHIN, OWN | WITHIN, OWN, ALL, ALL),
    "pass_on": (set(), WITHIN, WITHIN, set(), ALL, ALL),
    "send_back, edited": (set(), WITHIN, WITHIN, set(), ALL, ALL),
    "send_back, waiting": (set(), set(), WITHIN, set(), set(), ALL),
    "assign": (set(), WITHIN, WITHIN, set(), ALL, ALL),
    "approve": (set(), set(), WITHIN, set(), set(), ALL),
    "publish": (set(), set(), WITHIN, set(), set(), ALL),
    "schedule": (set(), set(), WITHIN, set(), set(), ALL),
    "move": (set(), set(), WITHIN, set(), set(), ALL),
    "cancel": (set(), set(), WITHIN, set(), set(), ALL),
    "expire": (set(), set(), WITHIN, set(), set(), ALL),
    "withdraw": (set(), set(), WITHIN, set(), set(), ALL),
    "explain": (set(), set(), WITHIN, set(), set(), ALL),
    "bring_back": (set(), set(), WITHIN, set(), set(), ALL),
    "archive": (set(), set(), WITHIN, set(), set(), ALL),
    "unarchive": (set(), set(), WITHIN, set(), set(), ALL),
    "restore": (OWN, OWN | WITHIN, OWN | WITHIN, OWN, ALL, ALL),
    "delete": (OWN, OWN, OWN | WITHIN, OWN, OWN, ALL),
    "redact": (set(), set(), set(), set(), set(), set()),
}
ROLES = [f"{name}{where}" for where in ("", " everywhere") for name in GROUPS]


class Newsroom:
    """A person who has that role in one section or everywhere; also two sections, a publisher, and
    another writer."""

    def __init__(self, role: str) -> None:
        name, _, everywhere = role.partition(" ")
        self.user = make_user(GROUPS[name] if everywhere else None)
        top = make_section("Kinh tế")
        self.here, self.there = make_section("Cảng", parent=top), make_section("Văn hóa")
        if not everywhere:
            group = roles.group(GROUPS[name])
            Beat.objects.create(user=self.user, section=top, group=group)
        self.chief, self.other = make_publisher(), make_user(roles.CONTRIBUTORS)
        self.client = Client()
        self.client.force_login(self.user)

    def article(self, which: str, **fields) -> Article:
        writer = self.user if which in OWN else self.other
        section = self.here if which in WITHIN else self.there
        article = make_article(created_by=writer, section=section, **fields)
        steps.saved(article, by=writer, created=True)
        return article


def in_state(state: str):
    def made(room: Newsroom, which: str) -> Article:
        return room.article(which, state=state)

    return made


def published(room: Newsroom, which: str, **options) -> Article:
    article = room.article(which)
    publish(article, by=room.chief, **options)
    return article


def scheduled(room: Newsroom, which: str) -> Article:
    return published(room, which, at=timezone.now() + timedelta(hours=2))


def after(verb: str, **options):
    def made(room: Newsroom, which: str) -> Article:
        article = published(room, which)
        getattr(steps, verb)(article, by=room.chief, **options)
        return article

    return made


def back_on_the_desk(room: Newsroom, which: str) -> Article:
    """A published article whose desk copy is a draft again."""
    article = published(room, which)
    steps.send_back(article, by=room.chief, reason="Thêm số liệu")
    return article


DRAFT, EDITING, APPROVAL, APPROVED = map(
    in_state, (DeskState.DRAFT, DeskState.EDITING, DeskState.APPROVAL, DeskState.APPROVED)
)
withdrawn = after("withdraw", reason="Sai")
START = {
    "save": DRAFT,
    "submit": DRAFT,
    "pass_on": EDITING,
    "send_back, edited": EDITING,
    "send_back, waiting": APPROVAL,
    "assign": EDITING,
    "approve": APPROVAL,
    "publish": APPROVED,
    "schedule": APPROVED,
    "move": scheduled,
    "cancel": scheduled,
    "expire": published,
    "withdraw": published,
    "explain": withdrawn,
    "bring_back": withdrawn,
    "archive": published,
    "unarchive": after("archive"),
    "restore": back_on_the_desk,
    "delete": DRAFT,
    "redact": withdrawn,
}


def attempt(room: Newsroom, transition: str, article: Article) -> bool:
    """Try the transition as that person. Returns whether it was done: whether the article's log has
    it, or, if it was to be deleted, whether the article is gone."""
    verb = transition.partition(",")[0]
    client = room.client
    if verb == "delete":
        client.post(f"/admin/news/article/{article.pk}/delete/", {"post": "yes"})
        return not Article.objects.filter(pk=article.pk).exists()
    if verb == "redact":
        address = f"/admin/news/article/{article.pk}/redact/"
        client.post(address, {"edition": ["1"], "reason": "Bản án 12/2020"})
    elif verb == "restore":
        address = f"/admin/news/article/{article.pk}/edition/1/restore/"
        client.post(address, {"seen": seen(article)})
    elif verb in {"save", "submit", "pass_on", "approve", "publish", "schedule"}:
        step = {"save": {}, "schedule": {"_step": "publish"}}.get(verb, {"_step": verb})
        at = as_typed("publish_at", in_hours(3)) if verb == "schedule" else {}
        form = sent(seen_version=article.version, section=article.section_id, **step, **at)
        client.post(change(article), form)
    else:
        asked = {"move": ("at", in_hours(5)), "expire": ("until", in_hours(5))}
        fields = as_typed(*asked[verb]) if verb in asked else {"reason": "Vì sai số liệu"}
        press(client, article, verb, **fields)
    return article.acts.filter(verb=verb, by=room.user).exists()


def has_button(page: str, article: Article, transition: str) -> bool:
    """Whether this form of the article offers the transition."""
    verb = transition.partition(",")[0]
    if verb == "delete" and 'class="deletelink"' in page:
        return True
    return f"/{article.pk}/step/{verb}/" in page or f'value="{verb}"' in page


def needs_no_button(role: str, which: str, transition: str) -> bool:
    """Whether this role may do the transition but has no button for it: whoever passes articles on
    need not submit them, and whoever approves need not pass them on."""
    if transition == "submit" and "contributor" not in role:
        return which in WITHIN or "everywhere" in role
    return transition == "pass_on" and "publisher" in role


@pytest.mark.parametrize("which", sorted(ALL))
@pytest.mark.parametrize("role", ROLES)
def test_who_takes_an_article_from_where_to_where_and_sees_just_those_buttons(role, which):
    room, opened, untouched, shown, done = Newsroom(role), {}, {}, {}, {}
    for transition in TABLE:
        start = START[transition]
        # A transition that was refused has changed nothing, so its article is used again.
        article = untouched.get(start) or start(room, which)
        if start not in opened:
            page = room.client.get(change(article), follow=True).content.decode()
            opened[start] = page, article
        # These have no button of their own in the form.
        if transition not in {"save", "restore", "schedule"}:
            shown[transition] = has_button(*opened[start], transition)
        done[transition] = attempt(room, transition, article)
        untouched[start] = None if done[transition] else article

    column = ROLES.index(role)
    allowed = {each: which in cells[column] for each, cells in TABLE.items()}
    assert done == allowed
    assert shown == {
        each: allowed[each] and not needs_no_button(role, which, each) for each in shown
    }


def test_every_verb_is_in_the_table():
    named = {each.partition(",")[0] for each in TABLE}

    # `test_second_eyes` tests overrides.
    assert set(Verb) - named == {Verb.CREATE, Verb.OVERRIDE}
