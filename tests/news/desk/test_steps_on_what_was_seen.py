"""A step is taken only on what the person saw: if the article has changed meanwhile, it is refused
and leads to the changes."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts import roles
from news.desk import steps
from news.enums import DeskState, PublicState
from news.models import Article
from tests.factories import make_article, make_publisher, make_user, publish
from tests.news.desk.form_data import as_typed, change, press, said, seen, sent, state_of, step

pytestmark = pytest.mark.django_db


def save(article, title):
    """Save that title, as somebody else."""
    now = Article.objects.get(pk=article.pk)
    now.title = title
    now.save()
    steps.saved(now, by=make_publisher(), created=False)


def in_hours(hours):
    return timezone.now() + timedelta(hours=hours)


def of_the_desk(before):
    return (
        "Chưa thực hiện: bài đã được sửa sau khi bạn mở. Hãy xem những chỗ đã đổi, rồi bấm lại nếu "
        f'vẫn muốn. <a href="{before}" target="_blank">Xem những chỗ đã đổi</a>'
    )


def of_editions(article, before, now):
    address = f"/admin/news/article/{article.pk}/compare/?a={before}&amp;b={now}"
    return (
        "Chưa thực hiện: bài đã có bản đăng khác sau khi bạn mở. Hãy xem những chỗ đã đổi, rồi bấm "
        f'lại nếu vẫn muốn. <a href="{address}" target="_blank">Xem những chỗ đã đổi</a>'
    )


@pytest.fixture
def edited(desk):
    """An article that waits for an editor, saved once before this person opened it and once after.
    Returns the article, what this person saw, and the address of the comparison."""
    article = make_article(state=DeskState.EDITING)
    save(article, "Tên đã thấy")
    looked_at = seen(article)
    first = article.acts.first()
    save(article, "Tên chưa thấy")
    return (
        article,
        looked_at,
        f"/admin/news/article/{article.pk}/compare/?a=save-{first.pk}&amp;b=desk",
    )


def test_a_text_that_was_edited_meanwhile_is_not_returned_unseen(desk, edited):
    article, looked_at, compare = edited

    response = press(desk, article, "send_back", seen=looked_at, reason="Thiếu nguồn")

    assert str(response.context["changes"]) == of_the_desk(compare)
    assert response.context["form"]["reason"].value() == "Thiếu nguồn"
    assert Article.objects.get().state == DeskState.EDITING


def test_pressed_again_after_that_it_is_returned(desk, edited):
    article, looked_at, _ = edited
    refused = press(desk, article, "send_back", seen=looked_at, reason="Thiếu nguồn")

    response = press(
        desk, article, "send_back", seen=str(refused.context["seen"]), reason="Thiếu nguồn"
    )

    assert said(response) == [("success", "Đã trả lại người viết.")]
    assert Article.objects.get().state == DeskState.DRAFT


def test_the_link_to_a_step_knows_which_text_was_read(desk, edited):
    article, _, _ = edited
    (link,) = [
        each.url for each in desk.get(change(article)).context["steps"] if each.verb == "send_back"
    ]
    unchanged = desk.get(link).context["changes"]
    last = article.acts.first()
    save(article, "Tên mới nữa")

    told = desk.get(link).context["changes"]

    assert unchanged is None
    assert str(told) == of_the_desk(
        f"/admin/news/article/{article.pk}/compare/?a=save-{last.pk}&amp;b=desk"
    )


def test_the_comparison_it_leads_to_shows_what_changed(desk, edited):
    page = desk.get(edited[2].replace("&amp;", "&")).content.decode()

    assert ("<del>đã</del>" in page, "<ins>chưa</ins>" in page) == (True, True)


@pytest.mark.parametrize("odd", [None, "", "zzz", "\0", "1", "9.9", "-1.0", "1." + "9" * 30])
def test_who_does_not_say_what_they_saw_has_seen_nothing(desk, edited, odd):
    article, _, _ = edited
    data = {"reason": "Thiếu nguồn"} | ({} if odd is None else {"seen": odd})

    response = desk.post(step(article, "send_back"), data)

    history = f"/admin/news/article/{article.pk}/history/"
    assert str(response.context["changes"]) == of_the_desk(history)
    assert Article.objects.get().state == DeskState.EDITING


@pytest.mark.parametrize("verb", ["submit", "pass_on", "approve", "publish"])
def test_a_step_of_the_form_is_not_taken_over_a_newer_save(client, verb):
    user = make_user(roles.CONTRIBUTORS if verb == "submit" else roles.PUBLISHERS)
    client.force_login(user)
    article = make_article(created_by=user)
    save(article, "Tên chưa thấy")

    response = client.post(
        change(article),
        sent(title="Tên của tôi", section=article.section_id, seen_version=0, _step=verb),
    )

    now = Article.objects.get()
    assert response.context["conflict"]
    assert (now.title, now.state, now.editions.count()) == ("Tên chưa thấy", "draft", 0)


def test_another_end_is_not_set_over_one_that_was_not_seen(desk):
    article, theirs, mine = (
        make_article(),
        in_hours(2),
        in_hours(3).replace(second=0, microsecond=0),
    )
    edition = publish(article)
    (link,) = [
        each.url for each in desk.get(change(article)).context["steps"] if each.verb == "expire"
    ]
    opened = desk.get(link).context
    steps.set_expiry(article, by=make_publisher(), until=theirs)

    refused = press(desk, article, "expire", seen=str(opened["seen"]), **as_typed("until", mine))
    edition.refresh_from_db()
    between = edition.live_until
    press(desk, article, "expire", seen=str(refused.context["seen"]), **as_typed("until", mine))

    edition.refresh_from_db()
    assert (opened["changes"], between, edition.live_until) == (None, theirs, mine)
    assert str(refused.context["changes"]).startswith("Chưa thực hiện: giờ hết hạn đã được đổi")


@pytest.mark.parametrize("changed", ["text", "schedule"])
def test_publishing_over_a_schedule_is_asked_again_when_either_text_changed(desk, changed):
    article = make_article()
    publish(article, at=in_hours(2))
    looked_at = seen(article)
    if changed == "text":
        save(article, "Tên chưa thấy")
        told = of_the_desk(f"/admin/news/article/{article.pk}/history/")
    else:
        steps.move(article, by=make_publisher(), at=in_hours(3))
        told = of_editions(article, 1, 2)
    editions = article.editions.count()

    response = press(desk, article, "publish", seen=looked_at, scheduled="cancel")

    assert str(response.context["changes"]) == told
    assert response.context["form"]["scheduled"].value() == "cancel"
    assert article.editions.count() == editions


OF_EDITIONS = {
    "move": {"at_0": "01/01/2099", "at_1": "07:30"},
    "cancel": {},
    "expire": {"until_0": "01/01/2099", "until_1": "07:30"},
    "withdraw": {"reason": "Sai"},
    "archive": {},
}


@pytest.mark.parametrize("verb", OF_EDITIONS)
def test_an_edition_that_was_made_meanwhile_is_not_touched_unseen(desk, verb):
    article = make_article()
    publish(article)
    publish(article, at=in_hours(2))
    looked_at = seen(article)
    steps.move(article, by=make_publisher(), at=in_hours(3))
    before = list(article.editions.order_by("number").values("number", "live_until"))

    response = press(desk, article, verb, seen=looked_at, **OF_EDITIONS[verb])

    assert str(response.context["changes"]) == of_editions(article, 2, 3)
    assert list(article.editions.order_by("number").values("number", "live_until")) == before
    assert state_of(article) == PublicState.LIVE


@pytest.mark.parametrize("verb", ["bring_back", "unarchive"])
def test_bringing_back_and_out_of_the_archive_look_at_editions_too(desk, verb):
    article = make_article()
    publish(article)
    looked_at = seen(article)
    publish(article)
    if verb == "bring_back":
        steps.withdraw(article, by=make_publisher(), reason="Sai")
    else:
        steps.archive(article, by=make_publisher())
    before = state_of(article)

    response = press(desk, article, verb, seen=looked_at)

    assert str(response.context["changes"]) == of_editions(article, 1, 2)
    assert state_of(article) == before


def test_withdrawing_does_not_wait_for_who_types_on_the_desk(desk):
    article = make_article()
    publish(article)
    looked_at = seen(article)
    save(article, "Tên đang sửa")

    press(desk, article, "withdraw", seen=looked_at, reason="Sai số liệu")

    assert state_of(article) == PublicState.WITHDRAWN


@pytest.mark.parametrize("what", ["edition", "save"])
def test_nothing_is_put_on_a_desk_that_was_edited_meanwhile(desk, what):
    article = make_article()
    save(article, "Tên cũ")
    act = article.acts.first()
    publish(Article.objects.get())
    looked_at = seen(article)
    save(article, "Tên chưa thấy")
    page = f"/admin/news/article/{article.pk}"
    address = (
        f"{page}/edition/1/restore/" if what == "edition" else f"{page}/save/{act.pk}/restore/"
    )

    response = desk.post(address, {"seen": looked_at})

    compare = f"{page}/compare/?a=save-{act.pk}&amp;b=desk"
    assert said(response) == [("error", of_the_desk(compare))]
    assert response["Location"] == f"{page}/history/"
    assert Article.objects.get().title == "Tên chưa thấy"


def test_the_buttons_that_put_a_text_on_the_desk_carry_what_was_seen(desk):
    article = make_article()
    save(article, "Tên cũ")
    publish(Article.objects.get())
    page, carried = f"/admin/news/article/{article.pk}", f'name="seen" value="{seen(article)}"'
    save_page = f"{page}/compare/?a=save-{article.acts.exclude(text='').first().pk}&b=desk"

    pages = [desk.get(address).content.decode() for address in (f"{page}/history/", save_page)]

    assert [carried in each for each in pages] == [True, True]


def test_an_article_is_not_given_to_another_over_a_gift_that_was_not_seen(desk):
    article, theirs, mine = make_article(), make_publisher(), make_publisher()
    opened = desk.get(step(article, "assign")).context
    steps.assign(article, by=make_publisher(), to=theirs)

    refused = press(desk, article, "assign", seen=str(opened["seen"]), to=mine.pk)
    article.refresh_from_db()
    between = article.assignee
    press(desk, article, "assign", seen=str(refused.context["seen"]), to=mine.pk)

    article.refresh_from_db()
    assert (between, article.assignee) == (theirs, mine)
    assert str(refused.context["changes"]).startswith("Chưa thực hiện: bài đã được giao")
