"""Review links are made, listed and revoked, by those who may."""

import hashlib
import re
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client

from delivery.models import Purge
from news.desk import steps
from news.enums import DeskState
from news.models import ReviewLink
from news.review_links import links as review_links_links
from tests.factories import make_article, make_publisher
from tests.news.pages.page_text import text_of
from tests.news.people import person, state_of_everything
from tests.news.review_links.reviewing import links, send
from tests.news.rights.test_secrets import SECRET, secret_article

pytestmark = pytest.mark.django_db


def test_a_link_is_shown_once_and_only_its_hash_is_stored(desk, publisher):
    article = make_article("Dịch sốt xuất huyết")

    made = desk.post(links(article), {"recipient": "Sở Y tế", "days": "7"})

    address = re.search(r'id="made" type="text" value="([^"]+)"', text_of(made))[1]
    token = address.rstrip("/").rpartition("/")[2]
    link = ReviewLink.objects.get()
    stored = {field.attname: getattr(link, field.attname) for field in ReviewLink._meta.fields}
    assert len(token) >= 43
    assert link.digest == hashlib.sha256(token.encode()).hexdigest()
    assert token not in str(stored)
    assert token not in text_of(desk.get(links(article)))
    assert "no-store" in made["Cache-Control"]
    assert (link.recipient, link.created_by, link.expires_at - link.created_at) == (
        "Sở Y tế", publisher, timedelta(days=7)
    )  # fmt: skip
    assert "Dịch sốt xuất huyết" in text_of(
        Client().get(address.removeprefix("http://127.0.0.1:8000"))
    )


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"recipient": "", "days": "7"}, ["recipient"]),
        ({"recipient": "x" * 101, "days": "7"}, ["recipient"]),
        ({"recipient": "Sở\0", "days": "31"}, ["recipient", "days"]),
        ({"recipient": "Sở", "days": "0"}, ["days"]),
        ({"recipient": "Sở", "days": "-1"}, ["days"]),
        ({"recipient": "Sở", "days": "9" * 40}, ["days"]),
        ({"recipient": "Sở", "days": "một"}, ["days"]),
        ({}, ["recipient", "days"]),
    ],
)
def test_what_cannot_be_sent_is_said_beside_the_field(desk, fields, wrong):
    response = desk.post(links(make_article()), fields)

    assert (response.status_code, list(response.context["form"].errors)) == (200, wrong)
    assert not ReviewLink.objects.exists()


def test_no_more_than_so_many_links_work_at_once(desk, monkeypatch):
    monkeypatch.setattr(review_links_links, "MAX_WORKING_LINKS", 2)
    article = make_article()
    form = {"recipient": "Sở", "days": "7"}

    answers = [desk.post(links(article), form) for _ in range(3)]
    desk.post(links(article), {"revoke": ReviewLink.objects.first().pk})
    desk.post(links(article), form)

    assert [bool(each.context["made"]) for each in answers] == [True, True, False]
    assert ReviewLink.objects.working().count() == 2


def test_making_and_revoking_a_link_moves_nothing(desk):
    article = make_article()
    before = state_of_everything(), Purge.objects.count()

    desk.post(links(article), {"recipient": "Sở", "days": "7"})
    desk.post(links(article), {"revoke": ReviewLink.objects.get().pk})

    assert (state_of_everything(), Purge.objects.count()) == before


@pytest.mark.parametrize("kind", ["anonymous", "nobody", "reader", "contributor"])
def test_who_may_not_see_the_article_learns_of_no_link_and_makes_and_revokes_none(kind):
    article = secret_article()
    link, _ = send(article, recipient=f"Người {SECRET}")
    client, _ = person(kind)

    answers = [
        client.get(links(article)),
        client.post(links(article), {"recipient": "Tôi", "days": "7"}),
        client.post(links(article), {"revoke": link.pk}),
    ]

    assert {each.status_code for each in answers} <= {302, 403}
    assert SECRET not in "".join(text_of(each) for each in answers)
    assert [each.works() for each in ReviewLink.objects.all()] == [True]


@pytest.mark.parametrize(
    ("kind", "state", "may"),
    [
        ("contributor", DeskState.DRAFT, True),
        ("contributor", DeskState.EDITING, False),
        ("editor", DeskState.APPROVAL, True),
        ("editor", DeskState.APPROVED, False),
        ("publisher", DeskState.APPROVED, True),
    ],
)
def test_who_may_change_the_article_sends_it(kind, state, may):
    client, user = person(kind)
    article = make_article(created_by=user, state=state)

    answer = client.post(links(article), {"recipient": "Sở", "days": "7"})

    assert (answer.status_code, ReviewLink.objects.count()) == ((200, 1) if may else (403, 0))


def test_who_may_not_change_it_any_more_revokes_their_own_links_and_sees_no_other():
    client, user = person("contributor")
    article = make_article(created_by=user)
    own, _ = send(article, by=user, recipient="Của tôi")
    other, _ = send(article, recipient="Của người khác")
    steps.submit(article, by=user)

    page = text_of(client.get(links(article)))
    answers = [
        client.post(links(article), {"revoke": each.pk}).status_code for each in (own, other)
    ]

    assert ("Của tôi" in page, "Của người khác" in page) == (True, False)
    assert answers == [302, 403]
    assert list(ReviewLink.objects.working()) == [other]


@pytest.mark.parametrize("key", ["abc", "\0", "9" * 30, "", "987654"])
def test_an_odd_link_is_not_revoked(desk, key):
    article = make_article()
    send(article)

    assert desk.post(links(article), {"revoke": key}).status_code == 403
    assert ReviewLink.objects.working().exists()


def test_a_link_of_another_article_is_not_revoked_here(desk):
    link, _ = send(make_article())

    assert desk.post(links(make_article()), {"revoke": link.pk}).status_code == 403
    assert link.works()


def test_who_may_not_change_the_article_sends_no_link_by_any_way():
    article = make_article(state=DeskState.APPROVED)
    _, editor = person("editor")

    with pytest.raises(PermissionDenied):
        send(article, by=editor)


def test_a_link_whose_maker_lost_the_article_is_told_so_and_revoked_for_good(desk):
    article, maker = make_article(), make_publisher()
    link, _ = send(article, by=maker)
    maker.is_active = False
    maker.save()

    page = text_of(desk.get(links(article)))
    desk.post(links(article), {"revoke": link.pk})

    assert "không mở được gì nữa: người tạo không còn quyền xem bài" in page
    assert not ReviewLink.objects.get().works()
