"""What the front editor refuses: it names the fault beside its field, and never fails."""

import pytest
from django.contrib.auth.models import Permission

from accounts import roles
from news.desk import steps
from news.models import Article, Placement
from tests.factories import make_article, make_section, make_user
from tests.news.fronts.front_forms import (
    HOME,
    desk,
    faults,
    hours,
    live,
    place,
    saved,
    scheduled,
    sent,
    stored,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("minute_begins")]


@pytest.mark.parametrize(
    ("times", "field", "said"),
    [
        ((5, 4), "ends_at", "Thời điểm kết thúc phải sau thời điểm bắt đầu."),
        ((5, 5), "ends_at", "Thời điểm kết thúc phải sau thời điểm bắt đầu."),
        ((-5, -4), "ends_at", "Thời điểm này đã qua."),
    ],
)
def test_an_end_that_makes_no_sense_is_said_beside_it(client, publisher, six, times, field, said):
    form = saved(("n1", six[4], 0, *(hours(count) for count in times)))

    response = client.post(HOME, form)

    assert faults(response) == {f"n1-{field}": [said]}
    assert stored() == []


def test_an_article_twice_at_once_is_said_beside_the_second(client, publisher, six):
    form = saved(("n1", six[4], 0, "", hours(5)), ("n2", six[4], 2, hours(4)))

    assert faults(client.post(HOME, form)) == {
        "n2-starts_at": ["Vào thời gian đó bài này đã đứng ở “Tin chính”."]
    }


def test_an_article_twice_one_after_the_other_is_taken(client, publisher, six):
    client.post(HOME, saved(("n1", six[4], 0, "", hours(5)), ("n2", six[4], 2, hours(5))))

    assert [row[:2] for row in stored()] == [(0, "Năm"), (2, "Năm")]


def test_what_readers_do_not_see_cannot_be_placed(client, publisher, section, six):
    elsewhere = live("Nơi khác", section=make_section("Văn hóa"))[0]
    steps.withdraw(six[0], by=publisher, reason="Sai")
    steps.archive(six[1], by=publisher)
    draft = make_article("Nháp", section=section)
    said = {"__all__": ["Không đặt được bài này ở đây; hãy chọn bài khác."]}

    for page, article in (
        (HOME, draft), (HOME, six[0]), (HOME, six[1]), (HOME, 987654321), (desk(section), elsewhere)
    ):  # fmt: skip
        response = client.post(page, saved(("n1", article, 0)))
        assert faults(response) == {f"n1-{name}": words for name, words in said.items()}
    assert "Nháp" not in response.content.decode()


def test_what_was_placed_and_is_withdrawn_since_may_stay(client, publisher, six):
    place((0, six[4]))
    key = f"p{Placement.objects.get().pk}"
    steps.withdraw(six[4], by=publisher, reason="Sai")
    page = client.get(HOME)
    assert "tin mới nhất tự lấp vào chỗ của nó" in page.content.decode()

    client.post(HOME, saved((key, six[4], 0, hours(-1)), ("n1", six[5], 1), version=1))

    assert [row[1] for row in stored()] == ["Năm", "Sáu"]


@pytest.fixture
def arranging_contributor(client):
    """A contributor, signed in, who may arrange fronts and sees the articles of others only as
    readers do."""
    user = make_user(roles.CONTRIBUTORS)
    user.user_permissions.add(Permission.objects.get(codename="arrange_front"))
    client.force_login(user)
    return user


def test_the_schedule_of_another_cannot_be_placed_by_who_may_not_see_it(
    client, arranging_contributor, section
):
    theirs = scheduled("Chưa ai biết", hours(5), section=section)
    own = scheduled("Bài của tôi", hours(5), section=section, created_by=arranging_contributor)
    public = live("Ai cũng đọc", section=section)[0]

    refused = client.post(HOME, saved(("n1", theirs, 0), ("n2", own, 1), ("n3", public, 2)))
    client.post(HOME, saved(("n2", own, 1), ("n3", public, 2)))

    assert faults(refused) == {"n1-__all__": ["Không đặt được bài này ở đây; hãy chọn bài khác."]}
    assert [row[:2] for row in stored()] == [(1, "Bài của tôi"), (2, "Ai cũng đọc")]


def test_what_is_changed_and_not_published_finds_nothing_for_who_may_not_see_it(
    client, arranging_contributor, section
):
    article = live("Tên đã đăng", section=section)[0]
    Article.objects.update(title="Tên đang sửa", folded="ten dang sua")

    def found(words):
        response = client.post(HOME, sent(do="find", words=words))
        return [each.article for each in response.context["front"].found]

    assert (found("tên đã đăng"), found("đang sửa")) == ([article.pk], [])


def test_of_a_schedule_that_is_not_theirs_nobody_learns_the_title(
    client, arranging_contributor, section
):
    secret = scheduled("Chưa ai biết", hours(5), section=section)
    place((0, secret))

    page = client.get(HOME).content.decode() + client.post(
        HOME, sent(words="chưa ai biết", do="find")
    ).content.decode().replace('value="chưa ai biết"', "")

    assert f"bài số {secret.pk}" in page
    assert "Chưa ai biết" not in page


HOSTILE = [
    {"row": ["n1"], "n1-article": "9" * 30, "n1-place": "0"},
    {"row": ["n1"], "n1-article": "\0", "n1-place": "0"},
    {"row": ["n1"], "n1-article": str(2**63 - 1), "n1-place": "0"},
    {"row": ["n1"], "n1-article": "ARTICLE", "n1-place": "9"},
    {"row": ["n1"], "n1-article": "ARTICLE", "n1-place": "-1"},
    {"row": ["n1"], "n1-article": "ARTICLE", "n1-place": "\0"},
    {"row": ["n1"], "n1-article": "ARTICLE", "n1-place": "0", "n1-starts_at": "hôm qua"},
    {"row": ["n1"], "n1-article": "ARTICLE", "n1-place": "0", "n1-starts_at": "01/01/0001 00:00"},
    {"row": ["n1"], "n1-article": "ARTICLE", "n1-place": "0", "n1-ends_at": "31/12/9999 23:59"},
    {"row": ["n1"], "n1-article": "ARTICLE", "n1-place": "0", "n1-ends_at": "a\0b"},
    {"row": ["n1"], "n1-article": "ARTICLE", "n1-place": "0", "n1-ends_at": "x" * 9999},
    {"version": "9" * 40, "row": ["n1"], "n1-article": "ARTICLE", "n1-place": "0"},
    {"version": "\0", "row": ["n1"], "n1-article": "ARTICLE", "n1-place": "0"},
    {"row": [f"n{number}" for number in range(150)]}
    | {f"n{number}-article": "ARTICLE" for number in range(150)},
    {"do": "up:\0", "words": "\0" * 999},
    {"do": f"put0:{'9' * 30}"},
    {"do": f"put3:{2**63 - 1}"},
    {"do": "to3:n1", "row": ["n1"], "n1-article": "ARTICLE", "n1-place": "777"},
    {"do": "up:n1", "row": ["n1", "n1", "p" + "9" * 19], "n1-article": "ARTICLE"},
]


@pytest.mark.parametrize("page", ["", "preview/"])
def test_hostile_input_is_refused_in_words_and_nothing_is_saved(
    client, publisher, section, six, page
):
    for fields in HOSTILE:
        fields = {
            name: str(six[0].pk) if value == "ARTICLE" else value for name, value in fields.items()
        }
        button = {} if "do" in fields else {"_save": "1"}
        for here in (HOME, desk(section)):
            response = client.post(f"{here}{page}", {"version": "0", **button, **fields})
            assert response.status_code in (200, 302), fields
        assert not Placement.objects.exists(), fields


def test_ten_thousand_rows_are_refused(client, publisher):
    form = {"row": [f"n{number}" for number in range(10_000)], "_save": "1"}

    assert client.post(HOME, form).status_code == 400
