"""Of a withdrawn article readers are told the public reason, if there is one, and never its
title."""

import re

import pytest
from django.utils import timezone

from accounts import roles
from delivery.models import Purge
from news.addresses import format_code
from news.desk import steps
from news.models import Article, Beat, Edition
from tests.factories import make_article, make_publisher, make_section, make_user, publish
from tests.news.desk.form_data import change, in_hours, press, said
from tests.news.pages.page_text import address, text_of
from text.dates import short_datetime

pytestmark = pytest.mark.django_db

TOLD = "Bài dựa trên một bản dự thảo.\nXin lỗi <bạn đọc>."
INSIDE = "Ông Nguyễn Văn A khiếu nại"


@pytest.fixture
def edition():
    return publish(make_article("Tên của bài", lead="Câu dẫn của bài"))


def withdraw(edition, public_reason=TOLD) -> Article:
    article = edition.article
    steps.withdraw(article, by=make_publisher(), reason=INSIDE, public_reason=public_reason)
    return article


def everywhere(edition) -> list[str]:
    here = address(edition)
    return [
        here,
        f"{here}ban-in/",
        f"{here}qr.svg",
        f"{here}qr.png",
        f"{here}qr-nho.png",
        f"/b/{edition.article_id}",
    ]


def shown(client, path) -> str | None:
    """The reason and its time on a page that answers 410; None if the page gives no reason."""
    response = client.get(path)
    assert response.status_code == 410
    found = re.search(r'<div class="farewell">(.*?)</div>', text_of(response), re.DOTALL)
    return found and found[1]


def test_the_public_reason_and_its_time_stand_wherever_the_article_stood(client, edition):
    article = withdraw(edition)

    told = [shown(client, path) for path in everywhere(edition)]

    assert len(set(told)) == 1
    assert "<p>Bài dựa trên một bản dự thảo.<br>Xin lỗi &lt;bạn đọc&gt;.</p>" in told[0]
    assert "Gỡ lúc <time datetime" in told[0]
    assert f">{short_datetime(article.withdrawn_at)}</time>" in told[0]


@pytest.mark.parametrize("public_reason", ["", " \n ", TOLD])
def test_neither_the_article_nor_the_newsrooms_reason_is_told(client, edition, public_reason):
    withdraw(edition, public_reason)

    pages = [text_of(client.get(path)) for path in everywhere(edition)]

    leaks = ("Tên của bài", "Câu dẫn", "Nguyễn Văn A")
    assert [word for page in pages for word in leaks if word in page] == []
    assert {shown(client, path) is None for path in everywhere(edition)} == {public_reason != TOLD}


def test_who_checks_a_print_is_told_too(client, edition):
    withdraw(edition)

    page = text_of(client.get(f"/xac-minh/{format_code(edition.code)}/"))

    assert "verdict-withdrawn" in page
    assert "Bài dựa trên một bản dự thảo." in page
    assert "Tên của bài" not in page


def test_it_is_gone_once_the_article_is_brought_back(client, edition):
    article = withdraw(edition)
    steps.bring_back(article, by=make_publisher())

    page = client.get(address(edition))

    assert page.status_code == 200
    assert "Bài dựa trên" not in text_of(page)


def test_an_article_that_expires_later_says_nothing_of_an_earlier_withdrawal(client, edition):
    article = withdraw(edition)
    steps.bring_back(article, by=make_publisher())
    Edition.objects.filter(live_until=None).update(live_until=timezone.now())

    assert shown(client, address(edition)) is None


def test_it_stays_until_another_edition_begins(client, edition):
    article = withdraw(edition)
    publish(article, at=in_hours(2))

    assert "Bài dựa trên" in shown(client, address(edition))


def test_another_withdrawal_does_not_tell_the_reason_of_the_first(client, edition):
    article = withdraw(edition)
    steps.bring_back(article, by=make_publisher())
    withdraw(edition, "")

    assert shown(client, address(edition)) is None
    assert article.acts.filter(verb="withdraw").count() == 2


def test_what_readers_never_saw_answers_as_if_it_were_not_there(client):
    edition = publish(make_article(), at=in_hours(2))
    withdraw(edition)

    response = client.get(address(edition))

    assert response.status_code == 404
    assert "Bài dựa trên" not in text_of(response)


def test_the_log_keeps_both_reasons(edition):
    article = withdraw(edition)

    assert article.acts.get(verb="withdraw").note == f"{INSIDE}\nNói với bạn đọc: “{TOLD}”"


# The steps `withdraw` and `explain` in the admin


def test_withdrawing_asks_for_both(client, publisher, edition):
    form = client.get(f"/admin/news/article/{edition.article_id}/step/withdraw/").context["form"]

    press(client, edition.article, "withdraw", reason=INSIDE, public_reason=TOLD)

    assert list(form.fields) == ["reason", "public_reason"]
    assert not form.fields["public_reason"].required
    assert Article.objects.get().public_reason == TOLD


def test_the_newsrooms_reason_is_still_wanted_where_there_is_a_public_one(
    client, publisher, edition
):
    response = press(client, edition.article, "withdraw", reason=" ", public_reason=TOLD)

    assert (response.status_code, list(response.context["form"].errors)) == (200, ["reason"])
    assert response.context["form"]["public_reason"].value() == TOLD
    assert Edition.objects.public().exists()


def test_a_reason_that_is_too_long_is_refused_beside_its_field(client, publisher, edition):
    response = press(client, edition.article, "withdraw", reason="Sai", public_reason="a" * 1001)

    assert list(response.context["form"].errors) == ["public_reason"]


@pytest.mark.parametrize("new", ["Bài chưa được kiểm chứng.", ""])
def test_what_is_told_can_be_changed_and_taken_back(client, publisher, edition, new):
    article = withdraw(edition)
    asked = client.get(f"/admin/news/article/{article.pk}/step/explain/").context["form"]
    Purge.objects.all().delete()

    response = press(client, article, "explain", public_reason=new)

    assert asked.initial == {"public_reason": TOLD}
    assert said(response) == [("success", "Đã sửa lý do công khai.")]
    assert (shown(client, address(edition)) or "").count(new or "x") == bool(new)
    assert [(row.tags, row.gone) for row in Purge.objects.all()] == [
        (f"article-{article.pk}", True)
    ]
    assert article.acts.filter(verb="explain", by=publisher).count() == 1


@pytest.mark.parametrize("meanwhile", ["explained", "withdrawn again"])
def test_what_somebody_else_has_told_readers_meanwhile_is_shown_first(
    client, publisher, edition, meanwhile
):
    article, colleague = withdraw(edition), make_publisher()
    (link,) = [
        each.url for each in client.get(change(article)).context["steps"] if each.verb == "explain"
    ]
    opened = client.get(link).context
    if meanwhile == "explained":
        steps.explain(article, by=colleague, public_reason="Tòa đã tuyên.")
    else:
        steps.bring_back(article, by=colleague)
        withdraw(edition, "Tòa đã tuyên.")

    linked = client.get(link).context["changes"]
    refused = press(client, article, "explain", seen=str(opened["seen"]), public_reason="Của tôi")
    told = Article.objects.get().public_reason
    again = press(
        client, article, "explain", seen=str(refused.context["seen"]), public_reason="Của tôi"
    )

    history = f"/admin/news/article/{article.pk}/history/"
    assert opened["changes"] is None
    assert str(linked) == str(refused.context["changes"])
    assert str(linked).startswith("Chưa thực hiện: lý do công khai đã được sửa sau khi bạn mở.")
    assert f'href="{history}"' in str(linked)
    assert refused.context["form"]["public_reason"].value() == "Của tôi"
    assert told == "Tòa đã tuyên."
    assert said(again) == [("success", "Đã sửa lý do công khai.")]
    assert Article.objects.get().public_reason == "Của tôi"


@pytest.mark.parametrize("fate", ["live", "expired", "never seen"])
def test_there_is_nothing_to_explain_where_nothing_is_withdrawn(client, publisher, fate):
    article = make_article()
    if fate != "never seen":
        publish(article)
    if fate == "expired":
        Edition.objects.update(live_until=timezone.now())

    response = press(client, article, "explain", public_reason="Vì sao")

    form = response.context["form"]
    assert form.non_field_errors() == ["Bài không ở trạng thái đã gỡ."]
    assert form["public_reason"].value() == "Vì sao"
    assert Article.objects.get().public_reason == ""
    assert "/step/explain/" not in text_of(client.get(change(article)))


def test_who_looks_after_another_section_does_not_say_why(client):
    here, there = make_section("Ở đây"), make_section("Ở kia")
    edition = publish(make_article(section=there))
    article = withdraw(edition)
    # The desk copy has been moved since it was published.
    Article.objects.update(section=here)
    user = make_user()
    Beat.objects.create(user=user, section=here, group=roles.group(roles.PUBLISHERS))
    client.force_login(user)

    response = press(client, article, "explain", public_reason="Khác")

    assert (response.status_code, Article.objects.get().public_reason) == (403, TOLD)
