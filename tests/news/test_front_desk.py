"""The desk of a front: who may, what it takes, what it refuses, and the preview."""

import re

import pytest
from django.contrib.admin.models import LogEntry
from django.utils import timezone

from news import arranging, roles, workflow
from news.models import Front, Placement
from tests.factories import make_article, make_publisher, make_section, make_user
from tests.news.fronts import (
    HOME,
    desk,
    hours,
    live,
    place,
    saved,
    scheduled,
    sent,
    stored,
    titles,
    typed,
)
from tests.news.people import person

pytestmark = pytest.mark.django_db

PREVIEW = f"{HOME}preview/"


@pytest.fixture
def section():
    return make_section("Kinh tế")


@pytest.fixture
def six(section):
    return live("Một", "Hai", "Ba", "Bốn", "Năm", "Sáu", section=section)


@pytest.fixture
def publisher(client):
    user = make_publisher()
    client.force_login(user)
    return user


def rows(response):
    """What the form holds: (place, title, from, until, notes) in order."""
    return [
        (row.number, row.known.title, row.starts_at, row.ends_at)
        for _place, _name, found in response.context["places"]
        for row in found
    ]


def faults(response):
    assert response.status_code == 200, response
    return {
        f"{row.key}-{name}": [str(error) for error in errors]
        for row in response.context["desk"].rows
        for name, errors in row.form.errors.items()
    }


def found(response):
    return [each.title for each in response.context["desk"].found]


# ---- Who may


@pytest.mark.parametrize(
    ("kind", "status"),
    [
        ("anonymous", 302), ("reader", 302), ("nobody", 403), ("contributor", 403),
        ("editor", 403), ("publisher", 200), ("superuser", 200),
    ],
)  # fmt: skip
def test_publishers_alone_open_it(kind, status, section):
    client, _user = person(kind)

    assert {client.get(page).status_code for page in (HOME, desk(section))} == {status}


@pytest.mark.parametrize("kind", ["anonymous", "reader", "nobody", "contributor", "editor"])
def test_without_the_right_nothing_is_taken_and_nothing_shown(kind, section, six):
    client, _user = person(kind)
    secret = scheduled("Chưa ai biết", hours(5), section=section)

    for page in (HOME, PREVIEW, desk(section), f"{desk(section)}preview/"):
        for data in (saved(("n1", secret, 0)), sent(("n1", secret, 0), moment=typed(hours(6)))):
            response = client.post(page, data)
            assert response.status_code in (302, 403)
            assert "Chưa ai biết" not in response.content.decode()
    assert not Placement.objects.exists()


def test_it_is_linked_from_the_desk_and_from_the_sections_page(client, publisher, section):
    index = client.get("/admin/").content.decode()
    form = client.get(f"/admin/sections/section/{section.pk}/change/").content.decode()

    assert '<a href="/admin/news/front/">Trang nhất</a>' in index
    assert f'<a href="{desk(section)}">' in form
    assert client.get("/admin/news/front/")["Location"] == HOME


def test_who_may_not_arrange_sees_no_link(client):
    client.force_login(make_user(roles.EDITORS))

    assert "/admin/news/front/" not in client.get("/admin/").content.decode()


@pytest.mark.parametrize("pk", ["99999", "9" * 18, "9" * 40])
def test_an_unknown_section_has_no_desk(client, publisher, pk):
    assert client.get(f"/admin/news/front/section/{pk}/").status_code == 404
    assert client.post(f"/admin/news/front/section/{pk}/preview/").status_code == 404


def test_a_static_page_has_no_desk(client, publisher):
    assert client.get(desk(make_section(kind="page"))).status_code == 404


# ---- Saving


def test_what_is_saved_stands_there(client, publisher, six):
    response = client.post(HOME, saved(("n1", six[4], 0), ("n2", six[5], 2, hours(3), hours(4))))

    assert (response.status_code, response["Location"]) == (302, HOME)
    assert stored() == [(0, "Năm", hours(0), None), (2, "Sáu", hours(3), hours(4))]
    assert titles(client.get("/"))[0] == "Năm"


def test_a_row_that_was_not_touched_stays_as_it_was_set(client, publisher, six):
    place((0, six[4]), (1, six[5]))
    before = list(Placement.objects.order_by("pk").values())
    keys = [f"p{each['id']}" for each in before]

    form = saved(
        (keys[0], six[4], 0, hours(-1)), (keys[1], six[5], 1, hours(-1), hours(9)), version=1
    )
    client.post(HOME, form)

    after = list(Placement.objects.order_by("pk").values())
    assert after[0] == before[0]
    assert (after[1]["ends_at"], after[1]["set_by_id"]) == (hours(9), publisher.pk)


def test_a_save_is_logged_in_words(client, publisher, six):
    client.post(HOME, saved(("n1", six[4], 0, hours(-1), hours(4))))

    entry = LogEntry.objects.get()
    assert (entry.user, entry.object_repr) == (publisher, "Trang chủ")
    assert entry.get_change_message() == (
        f"Tin chính: “Năm”, từ {typed(hours(-1))} đến {typed(hours(4))}"
    )
    assert "Tin chính: “Năm”" in client.get(HOME).content.decode()


def test_a_sections_top_story_is_saved_at_its_own_desk(client, publisher, section, six):
    client.post(desk(section), saved(("n1", six[3], 0)))

    assert [row[:2] for row in stored(section)] == [(0, "Bốn")]
    assert stored() == []


def test_a_save_over_a_newer_one_shows_both_and_keeps_what_was_typed(client, publisher, six):
    other = make_user(roles.PUBLISHERS, username="nguoi-kia")
    place((0, six[1]), by=other)
    typed_rows = (("n1", six[4], 0, "", hours(5)), ("n2", six[5], 3))

    response = client.post(HOME, saved(*typed_rows, version=0))

    page = response.content.decode()
    assert response.status_code == 200
    assert response.context["theirs"] == [f"Tin chính: “Hai”, từ {typed(hours(-1))}"]
    assert rows(response) == [(0, "Năm", "", typed(hours(5))), (3, "Sáu", "", "")]
    assert "Chưa lưu: nguoi-kia đã sắp xếp lại trang này lúc" in page
    assert [row[1] for row in stored()] == ["Hai"]

    version = re.search(r'name="version" value="(\d+)"', page)[1]
    client.post(HOME, saved(*typed_rows, version=version))
    assert [row[1] for row in stored()] == ["Năm", "Sáu"]


def test_a_save_that_another_overtakes_at_the_last_moment_is_refused_too(
    client, publisher, six, monkeypatch
):
    from news.admin import front

    seen = iter([0])
    monkeypatch.setattr(front, "version_of", lambda section: next(seen, 1))
    place((0, six[1]))

    response = client.post(HOME, saved(("n1", six[4], 0), version=0))

    assert (response.status_code, rows(response)) == (200, [(0, "Năm", "", "")])
    assert [row[1] for row in stored()] == ["Hai"]


def test_one_that_another_covers_is_taken_off_and_said(client, publisher, six):
    place((0, six[1]))
    key = f"p{Placement.objects.get().pk}"

    response = client.post(
        HOME, saved((key, six[1], 0, hours(-1)), ("n1", six[4], 0), version=1), follow=True
    )

    assert [row[1] for row in stored()] == ["Năm"]
    assert "Đã bỏ “Hai”: bài này bị bài khác đè lên" in response.content.decode()


# ---- Refused


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
    workflow.withdraw(six[0], by=publisher, reason="Sai")
    workflow.archive(six[1], by=publisher)
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
    workflow.withdraw(six[4], by=publisher, reason="Sai")
    page = client.get(HOME)
    assert "tin mới nhất tự lấp vào chỗ của nó" in page.content.decode()

    client.post(HOME, saved((key, six[4], 0, hours(-1)), ("n1", six[5], 1), version=1))

    assert [row[1] for row in stored()] == ["Năm", "Sáu"]


def test_of_a_schedule_that_is_not_theirs_nobody_learns_the_title(client, section):
    user = make_user(roles.CONTRIBUTORS)
    from django.contrib.auth.models import Permission

    user.user_permissions.add(Permission.objects.get(codename="arrange_front"))
    client.force_login(user)
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


@pytest.mark.parametrize("fields", HOSTILE)
@pytest.mark.parametrize("page", ["", "preview/"])
def test_hostile_input_is_refused_in_words_and_nothing_is_saved(
    client, publisher, section, six, fields, page
):
    fields = {
        name: str(six[0].pk) if value == "ARTICLE" else value for name, value in fields.items()
    }
    button = {} if "do" in fields else {"_save": "1"}
    for here in (HOME, desk(section)):
        response = client.post(f"{here}{page}", {"version": "0", **button, **fields})
        assert response.status_code in (200, 302)
    assert not Placement.objects.exists()


def test_ten_thousand_rows_are_refused(client, publisher):
    form = {"row": [f"n{number}" for number in range(10_000)], "_save": "1"}

    assert client.post(HOME, form).status_code == 400


@pytest.mark.parametrize("moment", ["hôm qua", "\0", "01/01/0001 00:00", "26/01/2019 22:29"])
def test_a_moment_of_the_preview_that_is_none_is_said_beside_it(client, publisher, six, moment):
    response = client.post(PREVIEW, sent(("n1", six[4], 0), moment=moment))

    assert response.context["desk"].wrong_moment
    assert rows(response) == [(0, "Năm", "", "")]


# ---- Moving, without a script


def moved(client, do, *typed_rows, page=HOME):
    response = client.post(page, sent(*typed_rows, do=do))
    assert stored() == []
    return [row[:2] for row in rows(response)]


def test_up_changes_places_with_what_stands_there(client, publisher, six):
    three = [(f"n{number}", six[number], number) for number in range(3)]

    assert moved(client, "up:n2", *three) == [(0, "Một"), (1, "Ba"), (2, "Hai")]
    assert moved(client, "down:n0", *three) == [(0, "Hai"), (1, "Một"), (2, "Ba")]


def test_a_drag_to_the_top_moves_the_others_down(client, publisher, six):
    four = [(f"n{number}", six[number], number) for number in range(4)]

    assert moved(client, "to0:n3", *four) == [(0, "Bốn"), (1, "Một"), (2, "Hai"), (3, "Ba")]


def test_what_stands_there_at_another_time_stays(client, publisher, six):
    late, early = ("n1", six[0], 0, hours(5)), ("n2", six[1], 1, "", hours(5))

    assert moved(client, "up:n2", late, early) == [(0, "Hai"), (0, "Một")]


@pytest.mark.parametrize("do", ["up:n0", "down:n9", "to3:n7", "off:n7", "nonsense", "up:"])
def test_what_cannot_be_done_changes_nothing(client, publisher, six, do):
    assert moved(client, do, ("n0", six[0], 0)) == [(0, "Một")]


def test_off_takes_a_row_off_the_form(client, publisher, six):
    assert moved(client, "off:n0", ("n0", six[0], 0), ("n1", six[1], 1)) == [(1, "Hai")]


def test_put_adds_a_row_from_now_on(client, publisher, six):
    response = client.post(HOME, sent(("n1", six[1], 1), do=f"put1:{six[3].pk}"))

    assert rows(response) == [(1, "Hai", "", ""), (1, "Bốn", "", "")]
    assert "“Bốn” đứng đè lên suốt thời gian của bài này" in response.content.decode()


def test_at_a_section_everything_goes_to_the_top(client, publisher, section, six):
    assert moved(client, f"put3:{six[3].pk}", page=desk(section)) == [(0, "Bốn")]


def test_articles_are_found_by_their_words_without_accents(client, publisher, section, six):
    scheduled("Năm mới", hours(5), section=section)
    make_article("Năm nháp", section=section)
    workflow.withdraw(six[0], by=publisher, reason="Sai")

    search = client.post(HOME, sent(do="find", words="nam"))

    assert found(search) == ["Năm mới", "Năm"]
    assert found(client.get(HOME)) == ["Năm mới", "Hai", "Ba", "Bốn", "Năm", "Sáu"]
    assert found(client.post(HOME, sent(do="find", words="một"))) == []


def test_at_a_section_only_what_stands_in_it_is_found(client, publisher, section, six):
    other = make_section("Văn hóa")
    live("Khác", section=other)

    assert found(client.get(desk(other))) == ["Khác"]


def test_a_session_that_ended_gives_back_what_was_arranged(client, six):
    make_user(roles.PUBLISHERS, username="nguoi-sap")
    from tests.portal.pages import form_of, sign_in

    answer = client.post(HOME, saved(("n1", six[4], 0, "", hours(5))))
    action, data = form_of(sign_in(client, answer, username="nguoi-sap"))
    response = client.post(action, data)

    assert (action, rows(response)) == (HOME, [(0, "Năm", "", typed(hours(5)))])
    assert (response.context["reopened"], stored()) == (True, [])


@pytest.mark.parametrize("count", [1, 8])
def test_the_desk_costs_the_same_for_any_number_of_rows(
    client, publisher, section, django_assert_num_queries, count
):
    articles = live(*(f"Bài {number}" for number in range(count)), section=section)
    place(*((number % 4, each, hours(number), hours(number + 1))
            for number, each in enumerate(articles)))  # fmt: skip
    client.get(HOME)

    with django_assert_num_queries(16):
        assert len(rows(client.get(HOME))) == count


# ---- Preview


def test_the_preview_shows_the_page_at_that_moment_as_it_is_on_the_form(
    client, publisher, section, six
):
    later = scheduled("Ngày mai", hours(5), section=section)
    form = sent(("n1", later, 0), ("n2", six[5], 1, hours(5), hours(7)), moment=typed(hours(6)))

    response = client.post(PREVIEW, form)

    page = response.content.decode()
    assert titles(response) == ["Ngày mai", "Sáu", "Một", "Hai", "Ba", "Bốn", "Năm"]
    assert f"Xem trước: trang vào lúc {typed(hours(6))}" in page
    assert '<meta name="robots" content="noindex, nofollow">' in page
    assert ("no-store" in response["Cache-Control"], response["X-Robots-Tag"]) == (True, "noindex")
    assert "Surrogate-Key" not in response
    assert (stored(), titles(client.get("/"))[0]) == ([], "Một")


def test_the_preview_without_a_moment_is_of_now(client, publisher, section, six):
    scheduled("Ngày mai", hours(5), section=section)

    response = client.post(PREVIEW, sent(("n1", six[2], 0)))

    assert titles(response) == ["Ba", "Một", "Hai", "Bốn", "Năm", "Sáu"]


def test_the_preview_of_a_section(client, publisher, section, six):
    later = scheduled("Ngày mai", hours(5), section=section)

    response = client.post(
        f"{desk(section)}preview/", sent(("n1", later, 0), moment=typed(hours(6)))
    )

    assert titles(response)[:2] == ["Ngày mai", "Một"]
    assert "<h1>Kinh tế</h1>" in response.content.decode()


def test_the_preview_shows_the_notices_of_that_moment(client, publisher, six):
    from agency.models import Notice

    Notice(text="Bão tới", starts_at=hours(5), expires_at=hours(8)).save()

    pages = [
        client.post(PREVIEW, sent(moment=typed(hours(count)))).content.decode() for count in (4, 6)
    ]

    assert ["Bão tới" in page for page in pages] == [False, True]


def test_the_preview_of_what_cannot_be_saved_says_so_instead(client, publisher, six):
    response = client.post(PREVIEW, sent(("n1", six[4], 0, hours(5), hours(4))))

    assert list(faults(response)) == ["n1-ends_at"]


def test_a_preview_that_is_only_asked_for_leads_to_the_desk(client, publisher):
    assert client.get(PREVIEW)["Location"] == HOME


def test_two_make_the_first_front_at_once_and_one_of_them_is_refused():
    publisher = make_publisher()
    arranging.arrange(None, [], by=publisher, version=0)

    with pytest.raises(arranging.Stale):
        arranging.arrange(None, [], by=publisher, version=0)

    assert Front.objects.count() == 1
    assert Front.objects.get().changed_at <= timezone.now()
