"""The opinion that a reviewer sends by a review link stands beside the article, and changes nothing
else."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from django.test import Client

from news.desk import second_eyes, steps as desk_steps
from news.desk.steps import pages
from news.enums import DeskState
from news.models import Article, Comment
from news.review_links import links as review_links_links
from server.monitoring.log_format import LogFilter
from tests.factories import make_article, make_publisher, make_section, make_user
from tests.news.desk.form_data import change
from tests.news.pages.page_text import text_of
from tests.news.people import state_of_everything
from tests.news.review_links.reviewing import AGREES, links, opinions, send
from tests.news.rights.test_secrets import SECRET

pytestmark = pytest.mark.django_db


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
    desk_steps.saved(article, by=writer, created=True)
    Article.objects.filter(pk=article.pk).update(state=state)
    article.refresh_from_db()
    _, address = send(article, by=writer)
    before = state_of_everything(), [each.verb for each in pages.offered_steps(writer, article)]

    Client().post(address, AGREES)

    article = Article.objects.get()
    assert (
        state_of_everything(),
        [each.verb for each in pages.offered_steps(writer, article)],
    ) == before
    assert second_eyes.needs_other_approver(article, writer)
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
    monkeypatch.setattr(review_links_links, "MAX_OPINIONS_PER_LINK", 2)
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

    said = [LogFilter().filter(each) and each.getMessage() for each in caplog.records]
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
    review_links_links.revoke(article, link.pk, by=make_publisher())

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
    review_links_links.revoke(article, link.pk, by=make_publisher())

    with pytest.raises(review_links_links.LinkClosed):
        review_links_links.add_opinion(link, name="", text="Một", agrees=False)


@pytest.mark.django_db(transaction=True)
def test_two_at_once_do_not_pass_the_limit(monkeypatch):
    monkeypatch.setattr(review_links_links, "MAX_OPINIONS_PER_LINK", 3)
    link, _ = send(make_article())

    def say(number):
        try:
            review_links_links.add_opinion(link, name="", text=f"Số {number}", agrees=False)
            return True
        except review_links_links.LimitReached:
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
