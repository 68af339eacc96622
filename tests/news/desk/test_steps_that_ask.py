"""Steps that ask something before they are taken; and which steps do not fit an article."""

import pytest
from django.utils import timezone

from news.desk import steps
from news.editions.public_status import public_status
from news.enums import DeskState, PublicState, Verb
from news.models import Article
from tests.factories import make_article, make_publisher, publish
from tests.news.desk.form_data import (  # fmt: skip
    as_typed,
    badge,
    badges,
    change,
    faults,
    in_hours,
    press,
    said,
    seen,
    sent,
    state_of,
    step,
)
from tests.staff.forms import Sent

pytestmark = pytest.mark.django_db


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
    assert public_status(article).ahead.live_from == later


@pytest.mark.parametrize(
    "time",
    [
        {"at_0": "2020-13-45", "at_1": "00:00"},
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
    status = public_status(article)
    assert (status.state, status.ahead, status.running.live_until) == (PublicState.LIVE, None, None)


def test_the_expiry_of_what_runs_is_set_and_lifted(desk):
    article = make_article()
    publish(article)
    until = in_hours(6)

    first = press(desk, article, "expire", **as_typed("until", until))
    ends = public_status(article).running.live_until
    second = press(desk, article, "expire", until_0="", until_1="")

    assert (ends, public_status(article).running.live_until) == (until, None)
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
    steps.withdraw(article, by=make_publisher(), reason="Sai")

    response = press(desk, article, "bring_back")

    assert said(response) == [("success", "Bạn đọc đã thấy lại bài.")]
    assert state_of(article) == PublicState.LIVE


UNFIT = {
    # The steps that do not fit, by what has become of the article.
    "draft": [
        "send_back", "withdraw", "explain", "move", "cancel", "expire", "bring_back", "archive",
        "unarchive",
    ],
    "live": ["explain", "move", "cancel", "bring_back", "unarchive"],
    "scheduled": ["explain", "bring_back", "archive", "unarchive"],
    "withdrawn": ["withdraw", "move", "cancel", "expire", "archive", "unarchive"],
    "archived": ["explain", "move", "cancel", "bring_back", "archive"],
}  # fmt: skip
WORDLESS = {"cancel", "bring_back", "archive", "unarchive"}
TYPED = {"reason": 'Sai "số liệu" & <tên>', "public_reason": "Đang <xác minh>"}


def made(fate):
    article = make_article()
    if fate == "draft":
        return article
    publisher = make_publisher()
    publish(article, by=publisher, **({"at": in_hours(2)} if fate == "scheduled" else {}))
    if fate == "withdrawn":
        steps.withdraw(article, by=publisher, reason="Sai")
    if fate == "archived":
        steps.archive(article, by=publisher)
    return article


@pytest.mark.parametrize(("fate", "verb"), [(f, v) for f, verbs in UNFIT.items() for v in verbs])
def test_a_step_that_does_not_fit_is_refused_with_a_message(desk, fate, verb):
    article = made(fate)
    before = (state_of(article), article.acts.count(), article.editions.count())
    times = {**as_typed("at", in_hours(9)), **as_typed("until", in_hours(9))}

    response = press(desk, article, verb, **TYPED, **times)

    if verb in WORDLESS:
        assert (response.status_code, response["Location"]) == (302, change(article))
        assert [level for level, _ in said(response)] == ["error"]
    else:
        assert (response.status_code, list(response.context["form"].errors)) == (200, ["__all__"])
    assert (state_of(article), article.acts.count(), article.editions.count()) == before


@pytest.mark.parametrize(
    ("fate", "verb", "why"),
    [
        ("draft", "send_back", "Bài đang ở trạng thái “Bản nháp”."),
        ("withdrawn", "withdraw", "Hiện bạn đọc không thấy bài này."),
        ("live", "explain", "Bài không ở trạng thái đã gỡ."),
    ],
)
def test_words_of_a_step_that_does_not_fit_any_more_stand_there_to_be_copied(desk, fate, verb, why):
    article = made(fate)

    response = press(desk, article, verb, **TYPED)

    form = response.context["form"]
    typed = {name: words for name, words in TYPED.items() if name in form.fields}
    page = Sent(response.content.decode())
    assert {name: page.data[name] for name in typed} == {k: [words] for k, words in typed.items()}
    assert form.non_field_errors() == [why]
    assert "để bạn chép lại" in response.content.decode()
    assert 'class="button default"' not in response.content.decode()


def test_a_note_for_what_stands_so_already_can_be_sent_with_other_words(desk):
    article = make_article()
    given = {"to": make_publisher().pk, "note": "Xem <ảnh>"}
    press(desk, article, "assign", **given)

    again = press(desk, article, "assign", **given)
    sent_on = desk.post(
        step(article, "assign"), {**Sent(again.content.decode()).data, "note": "Khác"}
    )

    assert again.context["form"].non_field_errors() == ["Bài đã như vậy rồi."]
    assert Sent(again.content.decode()).data["note"] == ["Xem <ảnh>"]
    assert [level for level, _ in said(sent_on)] == ["success"]


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
