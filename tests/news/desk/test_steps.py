"""Steps that are taken together with a save of the form, and the message after each."""

import pytest
from django.test import Client

from accounts import roles
from news.desk import steps
from news.enums import DeskState, PublicState
from news.models import Article, Edition
from tests.factories import make_article, make_photo, make_section, make_user, publish
from tests.news.desk.form_data import (  # fmt: skip
    ADD,
    as_typed,
    badge,
    badges,
    change,
    in_hours,
    press,
    said,
    sent,
    state_of,
)
from text.dates import datetime_with_zone

pytestmark = pytest.mark.django_db


def test_publishing_says_so_and_links_to_the_page(desk):
    article = make_article()

    response = desk.post(
        change(article), sent(section=article.section_id, seen_version=0, _step="publish")
    )

    edition = article.editions.get()
    address = f"/{article.section.path}/{edition.slug}-{article.pk}/"
    assert said(response) == [("success", f'Đã đăng. <a href="{address}">Xem trên trang</a>')]
    assert badges(desk, article) == ("approved", badge("live", "Đã xuất bản"))


NO_PICTURE = [
    "Bài có ảnh trong nội dung nhưng chưa có ảnh đầu bài nên các danh sách sẽ không hiện ảnh. "
    "Hãy chọn ảnh đầu bài rồi đăng bản cập nhật."
]


@pytest.mark.parametrize(
    ("in_text", "lead", "warned"),
    [(True, False, NO_PICTURE), (True, True, []), (False, True, []), (False, False, [])],
)
def test_photos_without_a_lead_photo_are_told_once_published(desk, in_text, lead, warned):
    photo = make_photo()
    body = f'<figure data-photo="{photo.pk}"></figure>' if in_text else "<p>Chữ</p>"
    form = sent(section=make_section().pk, body=body, _step="publish")
    form["lead_photo"] = photo.pk if lead else ""

    response = desk.post(ADD, form)

    assert [words for level, words in said(response) if level == "warning"] == warned
    assert Article.objects.get().editions.count() == 1


def test_they_are_told_too_when_another_edition_was_scheduled(desk):
    article = make_article(body=f'<figure data-photo="{make_photo().pk}"></figure>')
    publish(article, at=in_hours(5))

    response = press(desk, article, "publish", scheduled=steps.CANCEL)

    assert [words for level, words in said(response) if level == "warning"] == NO_PICTURE


def test_a_typo_of_a_live_article_is_put_right_in_two_clicks(desk):
    """Open the form and press one button: readers see the right word, and the earlier edition is
    kept."""
    article = make_article("Cầu mơi thông xe")
    publish(article)
    form = desk.get(change(article)).context
    (button,) = [each for each in form["steps"] if each.chief]

    desk.post(
        change(article),
        sent(
            title="Cầu mới thông xe", section=article.section_id,
            seen_version=form["adminform"].form["seen_version"].value(), _step=button.verb,
        ),
    )  # fmt: skip

    assert Edition.objects.public().get().title == "Cầu mới thông xe"
    assert list(article.editions.order_by("number").values_list("title", flat=True)) == [
        "Cầu mơi thông xe",
        "Cầu mới thông xe",
    ]


def test_publishing_at_a_time_says_when(desk):
    at = in_hours(3)

    response = desk.post(
        ADD, sent(section=make_section().pk, _step="publish", **as_typed("publish_at", at))
    )

    article = Article.objects.get()
    assert said(response) == [
        ("success", f"Đã hẹn giờ: bạn đọc sẽ thấy bài lúc {datetime_with_zone(at)}.")
    ]
    assert badges(desk, article) == (
        "approved",
        badge("scheduled", f"Hẹn giờ: {datetime_with_zone(at)}"),
    )


def test_publishing_without_a_section_saves_and_says_what_is_missing(desk):
    response = desk.post(ADD, sent(_step="publish"))

    article = Article.objects.get()
    assert (article.lead, article.editions.count()) == ("Sáng nay.", 0)
    assert said(response) == [("error", "Đã lưu nhưng chưa đăng: Hãy chọn chuyên mục đăng bài.")]


@pytest.mark.parametrize(
    ("group", "verb", "before", "after"),
    [
        (roles.CONTRIBUTORS, "submit", DeskState.DRAFT, DeskState.EDITING),
        (roles.EDITORS, "pass_on", DeskState.DRAFT, DeskState.APPROVAL),
        (roles.EDITORS, "pass_on", DeskState.EDITING, DeskState.APPROVAL),
        (roles.PUBLISHERS, "approve", DeskState.APPROVAL, DeskState.APPROVED),
    ],
)
def test_the_next_step_is_taken_together_with_saving(client, group, verb, before, after):
    user = make_user(group)
    client.force_login(user)
    article = make_article(created_by=user, state=before)
    offered = [each.verb for each in client.get(change(article)).context["steps"]]

    form = sent(title="Tên mới", section=article.section_id, seen_version=0, _step=verb)
    response = client.post(change(article), form)

    article.refresh_from_db()
    assert verb in offered
    assert (article.title, article.state) == ("Tên mới", after)
    assert [level for level, _ in said(response)] == ["success"]


FORBIDDEN = [
    (roles.CONTRIBUTORS, "publish"),
    (roles.CONTRIBUTORS, "approve"),
    (roles.CONTRIBUTORS, "pass_on"),
    (roles.EDITORS, "publish"),
    (roles.EDITORS, "approve"),
]


@pytest.mark.parametrize(("group", "verb"), FORBIDDEN)
def test_a_step_that_is_not_theirs_saves_the_text_and_is_refused(client, group, verb):
    user = make_user(group)
    client.force_login(user)
    article = make_article(created_by=user)

    response = client.post(change(article), sent(title="Tên mới", seen_version=0, _step=verb))

    article.refresh_from_db()
    assert (article.title, article.state, article.editions.count()) == ("Tên mới", "draft", 0)
    assert [level for level, _ in said(response)] == ["error"]


@pytest.mark.parametrize("verb", ["send_back", "withdraw", "move", "cancel", "archive", "zzz", ""])
def test_a_step_that_is_no_button_of_the_form_only_saves(desk, verb):
    article = make_article()
    publish(article)

    desk.post(change(article), sent(title="Tên mới", seen_version=0, _step=verb))

    assert Article.objects.get().title == "Tên mới"
    assert (state_of(article), article.editions.count()) == (PublicState.LIVE, 1)


def test_why_a_draft_was_returned_stands_above_its_form_until_it_goes_on():
    editor = make_user(roles.EDITORS, username="btv", last_name="Lê", first_name="Minh")
    writer = make_user(roles.CONTRIBUTORS)
    article = make_article(created_by=writer)
    client = Client()
    client.force_login(writer)

    def shown():
        act = client.get(change(article)).context["returned"]
        return act and (act.who, act.note)

    told = [shown()]
    steps.submit(article, by=writer)
    steps.send_back(article, by=editor, reason="Thiếu địa điểm")
    told.append(shown())
    steps.saved(Article.objects.get(), by=writer, created=False)
    told.append(shown())
    steps.submit(article, by=writer)
    told.append(shown())

    assert told == [None, ("Lê Minh", "Thiếu địa điểm"), ("Lê Minh", "Thiếu địa điểm"), None]
