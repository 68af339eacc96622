"""A review link opens the version that was sent, as long as the link works, and nothing else."""

import re
from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.utils import timezone

from accounts import roles
from delivery.models import Purge
from news.models import Article, Comment, ReviewLink
from news.review_links import links
from redirects.models import MissedAddress
from tests.factories import (
    make_agency,
    make_article,
    make_photo,
    make_publisher,
    make_section,
    publish,
)
from tests.news.desk.form_data import change, sent
from tests.news.pages.page_text import text_of
from tests.news.people import state_of_everything
from tests.news.review_links.reviewing import AGREES, send

pytestmark = pytest.mark.django_db


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
    assert "qr-nho.png" not in page


def test_it_is_kept_found_and_told_on_by_nobody():
    make_agency(
        measuring_script="https://emc.example.vn/a.js", measuring_integrity=f"sha384-{'A' * 64}"
    )
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
    # A chat would show these beside the address.
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
    links.revoke(article, revoked.pk, by=make_publisher())
    deleted.delete()
    dead = [*addresses[:3], "/xem-duyet/abc/", f"/xem-duyet/{'a' * 43}/"]
    client = Client()

    answers = [getattr(client, method)(each, AGREES) for each in dead]

    told = {(each.status_code, each.content, str(sorted(each.headers.items()))) for each in answers}
    assert len(told) == 1
    assert "Tin chưa công bố" not in str(told)
    assert Comment.objects.count() == 0


def leave(maker):
    maker.is_active = False


def leave_the_staff(maker):
    maker.is_staff = False


def become_a_contributor(maker):
    maker.groups.set([Group.objects.get(name=roles.CONTRIBUTORS)])


@pytest.mark.parametrize("loses", [leave, leave_the_staff, become_a_contributor])
def test_a_link_opens_nothing_once_its_maker_has_lost_the_article(loses):
    article, maker = make_article("Tin chưa công bố"), make_publisher()
    link, address = send(article, by=maker)
    seen = text_of(Client().get(address))
    loses(maker)
    maker.save()

    answers = [Client().get(address), Client().post(address, AGREES)]

    assert "Tin chưa công bố" in seen
    assert [each.status_code for each in answers] == [404, 404]
    assert "Tin chưa công bố" not in "".join(text_of(each) for each in answers)
    # As somebody who had opened it just before.
    with pytest.raises(links.LinkClosed):
        links.add_opinion(link, name="", text="Ý kiến", agrees=False)
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

    from redirects import missed_addresses

    missed_addresses.count_spooled()
    assert not MissedAddress.objects.exists()


def test_a_draft_that_is_deleted_ends_its_links(client, publisher):
    article = make_article(created_by=publisher)
    _, address = send(article)
    Client().post(address, AGREES)

    client.post(f"/admin/news/article/{article.pk}/delete/", {"post": "yes"})

    assert (Article.objects.count(), ReviewLink.objects.count()) == (0, 0)
    assert Client().get(address).status_code == 404


def test_what_is_published_keeps_its_links_until_they_end():
    article = make_article()
    _, address = send(article)
    publish(article)

    assert Client().get(address).status_code == 200
