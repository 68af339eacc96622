"""What a publisher does with an article in the admin, and what is said after each step."""

import pytest
from django.utils import timezone

from news import roles, workflow
from news.enums import DeskState, PublicState, Verb
from news.models import Article, Edition
from news.states import standing
from tests.factories import (
    make_article,
    make_photo,
    make_publisher,
    make_section,
    make_user,
    publish,
)
from tests.news.desk import (
    ADD,
    as_typed,
    change,
    faults,
    in_hours,
    press,
    said,
    seen,
    sent,
    step,
)  # fmt: skip
from text.dates import zoned

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(client):
    """A publisher's browser."""
    client.force_login(make_publisher())
    return client


def badges(client, article):
    """The state badges at the head of the form."""
    context = client.get(change(article)).context
    return context["original"].state, str(context["public_badge"])


def badge(state, words):
    return f'<span class="state public-{state}">{words}</span>'


def state_of(article):
    return standing(Article.objects.get(pk=article.pk)).state


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

    response = press(desk, article, "publish", scheduled=workflow.CANCEL)

    assert [words for level, words in said(response) if level == "warning"] == NO_PICTURE


def test_a_typo_of_a_live_article_is_put_right_in_two_clicks(desk):
    """Open, and one button: readers see the word, nothing is lost of what ran before."""
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
    assert said(response) == [("success", f"Đã hẹn giờ: bạn đọc sẽ thấy bài lúc {zoned(at)}.")]
    assert badges(desk, article) == ("approved", badge("scheduled", f"Hẹn giờ: {zoned(at)}"))


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


# Steps that ask first


@pytest.mark.parametrize("verb", ["send_back", "withdraw"])
@pytest.mark.parametrize("reason", ["", "   ", "\n\t"])
def test_returning_and_withdrawing_want_a_reason(desk, verb, reason):
    article = make_article()
    publish(article)
    acts = article.acts.count()

    response = press(desk, article, verb, reason=reason)

    assert list(response.context["form"].errors) == ["reason"]
    assert (state_of(article), article.acts.count()) == (PublicState.LIVE, acts)


@pytest.mark.parametrize("reason", ["a\0b", "a\u202eb", "x" * 1001])
def test_an_odd_reason_is_said_beside_it_and_stays(desk, reason):
    article = make_article()
    publish(article)

    response = press(desk, article, "withdraw", reason=reason)

    assert list(response.context["form"].errors) == ["reason"]
    assert response.context["form"]["reason"].value() == reason
    assert state_of(article) == PublicState.LIVE


def test_withdrawing_takes_two_clicks_and_a_reason(desk):
    article = make_article()
    publish(article)
    (link,) = [
        each.url for each in desk.get(change(article)).context["steps"] if each.verb == "withdraw"
    ]

    assert desk.get(link).status_code == 200
    response = desk.post(link, {"reason": "Sai số liệu", "seen": seen(article)})

    assert said(response) == [("success", "Đã gỡ: bạn đọc không còn thấy bài.")]
    assert (state_of(article), article.acts.first().note) == (PublicState.WITHDRAWN, "Sai số liệu")
    assert badges(desk, article)[1] == badge("withdrawn", "Đã gỡ")


def test_a_return_bears_its_reason_to_the_writer(desk, client):
    article = make_article(state=DeskState.EDITING)

    response = press(desk, article, "send_back", reason="Thiếu nguồn")

    assert said(response) == [("success", "Đã trả lại người viết.")]
    page = desk.get(change(article)).content.decode()
    assert (Article.objects.get().state, "Thiếu nguồn" in page) == (DeskState.DRAFT, True)


def test_the_time_is_moved_in_two_clicks(desk):
    article = make_article()
    at, later = in_hours(2), in_hours(5)
    publish(article, at=at)
    page = desk.get(step(article, "move"))
    shown = timezone.localtime(at)
    assert page.context["form"]["at"].value() == at
    assert f'value="{shown:%d/%m/%Y}"' in page.content.decode()

    response = press(desk, article, "move", **as_typed("at", later))

    assert said(response) == [("success", "Đã dời giờ đăng.")]
    assert standing(article).ahead.live_from == later


@pytest.mark.parametrize(
    "time",
    [
        {"at_0": "2026-13-45", "at_1": "00:00"},
        {"at_0": "", "at_1": ""},
        {"at_0": "01/01/2020", "at_1": "07:30"},
        {"at_0": "01/01/0001", "at_1": "00:00"},
        {"at_0": "\0", "at_1": "\0"},
        {},
    ],
)
def test_an_odd_time_is_said_beside_it_and_moves_nothing(desk, time):
    article = make_article()
    publish(article, at=in_hours(2))

    response = press(desk, article, "move", **time)

    assert list(response.context["form"].errors) == ["at"]
    assert (response.status_code, article.editions.count()) == (200, 1)


def test_a_time_after_the_expiry_is_said_beside_it(desk):
    article = make_article(expire_at=in_hours(4))
    publish(article, at=in_hours(2))

    response = press(desk, article, "move", **as_typed("at", in_hours(5)))

    assert list(response.context["form"].errors) == ["at"]


def test_a_scheduled_edition_is_cancelled_in_two_clicks(desk):
    article = make_article()
    publish(article)
    publish(article, at=in_hours(2))
    assert desk.get(step(article, "cancel")).status_code == 200

    response = press(desk, article, "cancel")

    assert said(response) == [("success", "Đã hủy bản hẹn giờ.")]
    stand = standing(article)
    assert (stand.state, stand.ahead, stand.running.live_until) == (PublicState.LIVE, None, None)


def test_the_expiry_of_what_runs_is_set_and_lifted(desk):
    article = make_article()
    publish(article)
    until = in_hours(6)

    first = press(desk, article, "expire", **as_typed("until", until))
    ends = standing(article).running.live_until
    second = press(desk, article, "expire", until_0="", until_1="")

    assert (ends, standing(article).running.live_until) == (until, None)
    assert [text for level, text in said(first) if level == "success"][:1] == [
        "Đã đổi giờ hết hạn."
    ]
    assert second.status_code == 302


def test_an_expiry_that_has_passed_is_said_beside_it(desk):
    article = make_article()
    publish(article)

    response = press(desk, article, "expire", until_0="01/01/2020", until_1="07:30")

    assert list(response.context["form"].errors) == ["until"]


def test_archiving_and_back(desk):
    article = make_article()
    publish(article)

    press(desk, article, "archive")
    archived = badges(desk, article)
    press(desk, article, "unarchive")

    assert archived[1] == badge("archived", "Lưu trữ")
    assert badges(desk, article)[1] == badge("live", "Đã xuất bản")


def test_what_was_withdrawn_is_brought_back(desk):
    article = make_article()
    publish(article)
    workflow.withdraw(article, by=make_publisher(), reason="Sai")

    response = press(desk, article, "bring_back")

    assert said(response) == [("success", "Bạn đọc đã thấy lại bài.")]
    assert state_of(article) == PublicState.LIVE


UNFIT = {
    # The steps that ask first, and where they do not fit.
    "draft": [
        "send_back", "withdraw", "move", "cancel", "expire", "bring_back", "archive", "unarchive",
    ],
    "live": ["move", "cancel", "bring_back", "unarchive"],
    "scheduled": ["bring_back", "archive", "unarchive"],
    "withdrawn": ["withdraw", "move", "cancel", "expire", "archive", "unarchive"],
    "archived": ["move", "cancel", "bring_back", "archive"],
}  # fmt: skip


def made(fate):
    article = make_article()
    if fate == "draft":
        return article
    publisher = make_publisher()
    publish(article, by=publisher, **({"at": in_hours(2)} if fate == "scheduled" else {}))
    if fate == "withdrawn":
        workflow.withdraw(article, by=publisher, reason="Sai")
    if fate == "archived":
        workflow.archive(article, by=publisher)
    return article


@pytest.mark.parametrize(("fate", "verb"), [(f, v) for f, verbs in UNFIT.items() for v in verbs])
def test_a_step_that_does_not_fit_is_refused_with_a_message(desk, fate, verb):
    article = made(fate)
    before = (state_of(article), article.acts.count(), article.editions.count())
    times = {**as_typed("at", in_hours(9)), **as_typed("until", in_hours(9))}

    response = press(desk, article, verb, reason="Vì sao", **times)

    assert (response.status_code, response["Location"]) == (302, change(article))
    assert [level for level, _ in said(response)] == ["error"]
    assert (state_of(article), article.acts.count(), article.editions.count()) == before


@pytest.mark.parametrize("fate", UNFIT)
def test_only_steps_that_fit_are_offered(desk, fate):
    article = made(fate)

    offered = {each.verb.value for each in desk.get(change(article)).context["steps"]}

    assert not offered & set(UNFIT[fate])
    assert Verb.PUBLISH in offered


def test_a_fault_of_the_form_keeps_the_steps_at_hand(desk):
    article = make_article()

    response = desk.post(change(article), sent(title="", seen_version=0, _step="publish"))

    assert list(faults(response)) == ["title"]
    assert "publish" in [each.verb for each in response.context["steps"]]
