"""Links for reviewers without an account: what they open, for how long, what is said by them."""

import hashlib
import re
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test import Client
from django.utils import timezone

from delivery.models import Purge
from news import review, reviewing, workflow
from news.addresses import review_path
from news.admin import steps
from news.enums import DeskState
from news.models import Article, Comment, ReviewLink
from portal.logs import Brief
from portal.models import MissedAddress
from tests.factories import (
    make_agency,
    make_article,
    make_photo,
    make_publisher,
    make_section,
    make_user,
    publish,
)
from tests.news.desk import change, sent
from tests.news.pages import text_of
from tests.news.people import person, state_of_everything
from tests.news.test_admin_secrets import SECRET, secret_article

pytestmark = pytest.mark.django_db

AGREES = {"opinion": "agree", "text": "", "name": ""}


def links(article) -> str:
    return f"/admin/news/article/{article.pk}/review/"


def send(article, by=None, **options) -> tuple[ReviewLink, str]:
    """A link and its address."""
    options = {"recipient": "Sở Y tế", **options}
    link, token = reviewing.send(article, by=by or make_publisher(), **options)
    return link, review_path(token)


def opinions() -> list[tuple]:
    return [(each.who, each.text, each.agrees) for each in Comment.objects.all()]


# Made, listed, revoked


@pytest.fixture
def desk(client):
    """A publisher's browser."""
    client.user = make_publisher()
    client.force_login(client.user)
    return client


def test_a_link_is_shown_once_and_only_its_hash_is_stored(desk):
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
        "Sở Y tế", desk.user, timedelta(days=7)
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
    monkeypatch.setattr(reviewing, "MOST_LINKS", 2)
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
    workflow.submit(article, by=user)

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


# What it opens


def test_the_reviewer_reads_the_version_that_was_sent_and_nothing_of_later_ones(client, desk):
    article = make_article("Tên đã gửi", lead_photo=make_photo(), section=make_section())
    _, address = send(article)
    before = text_of(Client().get(address))
    desk.post(change(article), sent(title="Tên mới hơn", body="<p>Đoạn mới.</p>", seen_version=0))

    after = text_of(Client().get(address))

    assert Article.objects.get().title == "Tên mới hơn"
    assert "<h1>Tên đã gửi</h1>" in before
    assert "Bản gửi xem duyệt, chưa đăng" in before
    assert "lần lưu thứ 0" in before
    assert after == before


def test_readers_page_and_the_reviewers_are_the_same(client):
    make_agency()
    article = make_article("Cầu mới", section=make_section())
    _, address = send(article)
    edition = publish(article)

    page = text_of(Client().get(address))
    public = text_of(client.get(f"/{edition.section.path}/cau-moi-{article.pk}/"))

    main = re.compile(r'<div class="body">.*?</div>', re.DOTALL)
    assert main.search(page)[0] == main.search(public)[0]
    assert "qr.svg" not in page


def test_it_is_kept_found_and_told_on_by_nobody():
    make_agency(measuring_script="https://emc.example.vn/a.js")
    _, address = send(make_article("Tin chưa công bố"))

    response = Client().get(address)

    page = text_of(response)
    told = {name: response[name] for name in ("Cache-Control", "X-Robots-Tag", "Referrer-Policy")}
    assert told == {
        "Cache-Control": "private, no-store",
        "X-Robots-Tag": "noindex, nofollow",
        "Referrer-Policy": "no-referrer",
    }
    assert ("Surrogate-Key" in response, "ETag" in response, response.cookies) == (False, False, {})
    assert not hasattr(response.wsgi_request, "session")
    assert '<meta name="robots" content="noindex, nofollow">' in page
    # What a chat shows of an address that it looks at.
    head = page.partition("</head>")[0]
    assert ("og:" in head, "canonical" in head, "Tin chưa công bố" in head) == (False,) * 3
    assert '<script src="https://emc' not in page


@pytest.mark.parametrize("method", ["get", "head", "post"])
def test_a_link_that_opens_nothing_is_answered_the_same_whatever_it_was(method):
    article = make_article("Tin chưa công bố")
    addresses = [send(article)[1] for _ in range(4)]
    expired, revoked, deleted, _works = ReviewLink.objects.order_by("pk")
    past = timezone.now() - timedelta(seconds=1)
    ReviewLink.objects.filter(pk=expired.pk).update(expires_at=past)
    reviewing.revoke(article, revoked.pk, by=make_publisher())
    deleted.delete()
    dead = [*addresses[:3], "/xem-duyet/abc/", f"/xem-duyet/{'a' * 43}/"]
    client = Client()

    answers = [getattr(client, method)(each, AGREES) for each in dead]

    told = {(each.status_code, each.content, str(sorted(each.headers.items()))) for each in answers}
    assert len(told) == 1
    assert "Tin chưa công bố" not in str(told)
    assert Comment.objects.count() == 0


def test_looking_changes_nothing():
    _, address = send(make_article())
    before = state_of_everything(), list(ReviewLink.objects.values()), Purge.objects.count()

    for query in ("", "?opinion=agree&text=x", "?revoke=1"):
        Client().get(address + query)
        Client().head(address + query)

    after = state_of_everything(), list(ReviewLink.objects.values()), Purge.objects.count()
    assert (after, Comment.objects.count()) == (before, 0)


@pytest.mark.parametrize(
    "token", ["", "%00", "%ff", "..%2f..%2fadmin", "a/b/c", "a" * 2000, "%F0%9F%98%80", "<script>"]
)
def test_an_odd_token_opens_nothing_and_is_no_missed_address(client, token):
    for path in (f"/xem-duyet/{token}", f"/xem-duyet/{token}/"):
        assert client.get(path).status_code == 404

    from portal import missed

    missed.settle()
    assert not MissedAddress.objects.exists()


def test_a_draft_that_is_deleted_ends_its_links(desk):
    article = make_article(created_by=desk.user)
    _, address = send(article)
    Client().post(address, AGREES)

    desk.post(f"/admin/news/article/{article.pk}/delete/", {"post": "yes"})

    assert (Article.objects.count(), ReviewLink.objects.count()) == (0, 0)
    assert Client().get(address).status_code == 404


def test_what_is_published_keeps_its_links_until_they_end():
    article = make_article()
    _, address = send(article)
    publish(article)

    assert Client().get(address).status_code == 200


# What is said by it


def test_an_opinion_stands_beside_the_article_as_one_by_a_link(desk):
    article = make_article()
    _, address = send(article)

    first = Client().post(address, {"opinion": "comment", "text": "Sai số liệu.\r\nXem lại."})
    Client().post(address, {"opinion": "agree", "name": "Nguyễn Bình", "text": ""})

    assert (first.status_code, first["Location"]) == (302, f"{address}#y-kien")
    assert opinions() == [
        ("Sở Y tế, qua liên kết", "Sai số liệu.\nXem lại.", False),
        ("Nguyễn Bình, qua liên kết gửi Sở Y tế", "", True),
    ]
    page = text_of(desk.get(change(article)))
    assert "Nguyễn Bình, qua liên kết gửi Sở Y tế" in page
    assert "Sai số liệu.<br>Xem lại." in page
    assert "Sai số liệu.<br>Xem lại." in text_of(Client().get(address))


def test_the_reviewer_reads_what_came_by_this_link_and_no_comment_of_staff(desk):
    article = make_article()
    _, address = send(article)
    _, another = send(article, recipient="Sở Công Thương")
    desk.post(f"/admin/news/article/{article.pk}/comments/", {"text": f"Nội bộ {SECRET}"})
    Client().post(another, {"opinion": "comment", "text": f"Kín {SECRET}"})

    assert SECRET not in text_of(Client().get(address))


@pytest.mark.parametrize("state", DeskState.values)
def test_agreeing_is_no_step_and_no_second_pair_of_eyes(state):
    writer = make_publisher()
    article = make_article(section=make_section(second_eyes=True), state=state)
    workflow.saved(article, by=writer, created=True)
    Article.objects.filter(pk=article.pk).update(state=state)
    article.refresh_from_db()
    _, address = send(article, by=writer)
    before = state_of_everything(), [each.verb for each in steps.offered(writer, article)]

    Client().post(address, AGREES)

    article = Article.objects.get()
    assert (state_of_everything(), [each.verb for each in steps.offered(writer, article)]) == before
    assert review.is_own_work(article, writer)
    assert opinions() == [("Sở Y tế, qua liên kết", "", True)]


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"opinion": "comment", "text": "  "}, "Xin ghi ý kiến, hoặc bấm “Đồng ý”."),
        ({"opinion": "comment", "text": "x" * 2001}, "2000"),
        ({"opinion": "comment", "text": "a\0b"}, "form-error"),
        ({"opinion": "agree", "name": "x" * 101}, "100"),
        ({"opinion": "agree", "name": "a\u202eb"}, "form-error"),
        ({"opinion": "publish", "text": "Đăng"}, "Xin bấm một trong hai nút bên dưới."),
        ({}, "Xin bấm một trong hai nút bên dưới."),
    ],
)
def test_what_cannot_be_said_is_refused_in_words_and_kept(fields, words):
    _, address = send(make_article())

    response = Client().post(address, fields)

    page = text_of(response)
    assert (response.status_code, opinions()) == (200, [])
    assert 'class="form-error"' in page
    assert words in page
    assert ("x" * 100 in page) == ("x" * 100 in str(fields))


def test_mark_up_is_shown_as_words(desk):
    article = make_article()
    _, address = send(article, recipient="<b>Sở</b>")
    Client().post(
        address, {"opinion": "comment", "text": "<script>alert(1)</script>", "name": "<i>Bình</i>"}
    )

    for client, page in ((desk, change(article)), (Client(), address), (desk, links(article))):
        text = text_of(client.get(page))
        assert [mark in text for mark in ("<script>alert", "<i>Bình", "<b>Sở")] == [False] * 3


def test_by_one_link_no_more_than_so_much_is_said(monkeypatch):
    monkeypatch.setattr(reviewing, "MOST_OPINIONS", 2)
    _, address = send(make_article())

    answers = [Client().post(address, AGREES | {"text": f"Số {each}"}) for each in range(3)]

    assert [each.status_code for each in answers] == [302, 302, 200]
    assert "đã nhận đủ số ý kiến" in text_of(answers[2])
    assert Comment.objects.count() == 2


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://khac.example"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
    ],
)
def test_another_site_says_nothing_in_a_reviewer_s_place(headers):
    _, address = send(make_article())

    assert Client().post(address, AGREES, headers=headers).status_code == 403
    assert opinions() == []


def test_the_log_holds_no_address_that_lets_in(caplog):
    _, address = send(make_article())

    Client().post(address, AGREES, headers={"Sec-Fetch-Site": "cross-site"})
    Client().put(address)

    said = [Brief().filter(each) and each.getMessage() for each in caplog.records]
    assert said == ["Forbidden: /xem-duyet/…/", "Method Not Allowed: /xem-duyet/…/"]


@pytest.mark.parametrize(
    "headers",
    [{}, {"Origin": "null", "Sec-Fetch-Site": "same-origin"}, {"Origin": "http://testserver"}],
)
def test_our_own_page_does(headers):
    _, address = send(make_article())

    assert (
        Client(enforce_csrf_checks=True).post(address, AGREES, headers=headers).status_code == 302
    )
    assert len(opinions()) == 1


def test_what_was_written_to_a_link_that_has_ended_is_handed_back():
    article = make_article()
    link, address = send(article)
    reviewing.revoke(article, link.pk, by=make_publisher())

    response = Client().post(address, {"opinion": "comment", "text": "Chữ đã gõ <b>"})

    assert response.status_code == 404
    assert "Chữ đã gõ &lt;b&gt;</textarea>" in text_of(response)


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("application/x-www-form-urlencoded", b"&".join(b"a%d=1" % each for each in range(2000))),
        ("application/x-www-form-urlencoded; charset=utf-16", b"opinion=agree"),
        ("application/x-www-form-urlencoded", b"opinion=comment&text=%ff%fe\xff"),
        ("multipart/form-data", b"x"),
        ("multipart/form-data; boundary=x", b'--x\r\nContent-Disposition: form-data; name="a'),
        ("application/json", b'{"opinion": "agree"}'),
        ("text/plain", b"\0" * 999),
    ],
)
def test_a_hostile_body_is_refused(kind, body):
    _, address = send(make_article())

    response = Client().generic("POST", address, body, content_type=kind)

    assert response.status_code in {200, 400}
    assert opinions() == []


def test_a_large_body_is_refused_before_it_is_read():
    _, address = send(make_article())

    response = Client().generic("POST", address, b"x", CONTENT_LENGTH=2**20)

    assert response.status_code == 413


def test_a_link_that_was_revoked_meanwhile_takes_nothing():
    article = make_article()
    link, _ = send(article)
    reviewing.revoke(article, link.pk, by=make_publisher())

    with pytest.raises(reviewing.Closed):
        reviewing.say(link, name="", text="Một", agrees=False)


def test_who_may_not_change_the_article_sends_no_link_by_any_way():
    article = make_article(state=DeskState.APPROVED)
    _, editor = person("editor")

    with pytest.raises(PermissionDenied):
        send(article, by=editor)


@pytest.mark.django_db(transaction=True)
def test_two_at_once_do_not_pass_the_limit(monkeypatch):
    monkeypatch.setattr(reviewing, "MOST_OPINIONS", 3)
    link, _ = send(make_article())

    def say(number):
        try:
            reviewing.say(link, name="", text=f"Số {number}", agrees=False)
            return True
        except reviewing.TooMany:
            return False
        finally:
            connection.close()

    with ThreadPoolExecutor(6) as pool:
        taken = list(pool.map(say, range(6)))

    assert (sum(taken), Comment.objects.count()) == (3, 3)


def test_an_author_s_account_is_nothing_that_a_reviewer_can_pass_for():
    make_user(first_name="Lan", last_name="Trần")
    _, address = send(make_article())

    Client().post(address, AGREES | {"name": "Trần Lan"})

    assert opinions() == [("Trần Lan, qua liên kết gửi Sở Y tế", "", True)]
