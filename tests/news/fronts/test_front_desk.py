"""The front editor: who may use it, what it saves, how rows move, and which articles it finds."""

import re

import pytest
from django.contrib.admin.models import LogEntry

from accounts import roles
from news.desk import steps
from news.models import Article, Front, Placement
from tests.factories import make_article, make_section, make_user
from tests.news.fronts.front_forms import (
    HOME,
    PREVIEW,
    desk,
    hours,
    live,
    place,
    rows,
    saved,
    scheduled,
    sent,
    stored,
    titles,
    typed,
)
from tests.news.people import person

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("minute_begins")]


def found(response):
    return [each.title for each in response.context["front"].found]


# ---- Rights


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

    kept, _ended, anew = Placement.objects.order_by("pk").values()
    assert kept == before[0]
    assert (anew["ends_at"], anew["set_by_id"]) == (hours(9), publisher.pk)


def test_a_save_is_logged_in_words(client, publisher, six):
    client.post(HOME, saved(("n1", six[4], 0, hours(-1), hours(4))))

    entry = LogEntry.objects.get()
    assert (entry.user, entry.object_repr) == (publisher, "Trang chủ")
    assert entry.get_change_message() == (
        f"+ Tin chính: “Năm”, từ {typed(hours(-1))} GMT+7 đến {typed(hours(4))} GMT+7"
    )
    assert "+ Tin chính: “Năm”" in client.get(HOME).content.decode()


def test_the_log_tells_what_a_save_changed_and_nothing_else(client, publisher, six):
    place((0, six[4]), (1, six[5]))
    first, second = Placement.objects.order_by("pk").values_list("pk", flat=True)
    kept = (f"p{first}", six[4], 0, hours(-1))

    client.post(HOME, saved(kept, (f"p{second}", six[5], 2, hours(-1)), version=1))
    client.post(HOME, saved(kept, version=2))
    client.post(HOME, saved(kept, version=3))

    since = f"{typed(hours(-1))} GMT+7"
    entries = LogEntry.objects.order_by("pk")
    assert [entry.get_change_message().split("\n") for entry in entries] == [
        [f"− Tin nổi bật 1: “Sáu”, từ {since}", f"+ Tin nổi bật 2: “Sáu”, từ {since}"],
        [f"− Tin nổi bật 2: “Sáu”, từ {since}"],
        ["Không có gì thay đổi."],
    ]
    assert f"Sáu”, từ {since}<br>+ Tin" in client.get(HOME).content.decode()


@pytest.mark.parametrize("words", ["", "một hai"])
def test_a_save_looks_for_no_articles_to_place(
    client, publisher, six, django_assert_num_queries, words
):
    client.post(HOME, saved())

    with django_assert_num_queries(24):
        client.post(HOME, saved(("n1", six[4], 0), version=1, words=words))


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
    assert response.context["theirs"] == [f"Tin chính: “Hai”, từ {typed(hours(-1))} GMT+7"]
    assert rows(response) == [(0, "Năm", "", typed(hours(5))), (3, "Sáu", "", "")]
    assert "Chưa lưu: nguoi-kia đã sắp xếp lại trang này lúc" in page
    assert [row[1] for row in stored()] == ["Hai"]

    version = re.search(r'name="version" value="(\d+)"', page)[1]
    client.post(HOME, saved(*typed_rows, version=version))
    assert [row[1] for row in stored()] == ["Năm", "Sáu"]


def test_a_save_that_another_overtakes_at_the_last_moment_is_refused_too(
    client, publisher, six, monkeypatch
):
    from news.fronts import admin as fronts_admin

    seen = iter([0])
    monkeypatch.setattr(fronts_admin, "version_of", lambda section: next(seen, 1))
    place((0, six[1]))

    response = client.post(HOME, saved(("n1", six[4], 0), version=0))

    assert (response.status_code, rows(response)) == (200, [(0, "Năm", "", "")])
    assert [row[1] for row in stored()] == ["Hai"]


def test_the_same_form_sent_twice_is_saved_once(client, publisher, six):
    place((0, six[1]), (1, six[2]), (2, six[3], hours(2)))
    keys = [f"p{pk}" for pk in Placement.objects.order_by("pk").values_list("pk", flat=True)]
    form = saved(
        # The last row covers this one.
        (keys[0], six[1], 0, hours(-1)),
        (keys[1], six[2], 1, hours(-1), hours(8)),
        (keys[2], six[3], 2, hours(2)),
        ("n1", six[4], 0),
        version=1,
    )
    first = client.post(HOME, form)
    before = stored()

    second = client.post(HOME, form, follow=True)

    assert (first.status_code, second.redirect_chain) == (302, [(HOME, 302)])
    assert "Đã lưu: bạn đọc sẽ thấy đúng theo thời gian đã đặt." in second.content.decode()
    assert [row[:2] for row in before] == [(0, "Năm"), (1, "Ba"), (2, "Bốn")]
    assert (stored(), Front.objects.get().version) == (before, 2)


def test_the_same_form_sent_twice_at_once_is_saved_once(client, publisher, six, monkeypatch):
    from news.fronts import admin as fronts_admin

    form = saved(("n1", six[4], 0), version=0)
    client.post(HOME, form)
    monkeypatch.setattr(fronts_admin, "version_of", lambda section: 0)

    assert client.post(HOME, form)["Location"] == HOME
    assert Front.objects.get().version == 1


def test_one_that_another_covers_is_taken_off_and_said(client, publisher, six):
    place((0, six[1]))
    key = f"p{Placement.objects.get().pk}"

    response = client.post(
        HOME, saved((key, six[1], 0, hours(-1)), ("n1", six[4], 0), version=1), follow=True
    )

    assert [row[1] for row in stored()] == ["Năm"]
    assert (
        "Đã bỏ “Hai”: bài này bị bài khác thay chỗ trong toàn bộ thời gian."
        in response.content.decode()
    )


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
    assert "“Bốn” thay chỗ bài này trong toàn bộ thời gian; khi lưu" in response.content.decode()


def test_one_more_than_a_front_takes_is_refused_in_words(client, publisher, six):
    forty = [
        (f"n{number}", six[number % 6], number % 4, hours(number), hours(number + 1))
        for number in range(40)
    ]

    response = client.post(HOME, sent(*forty, do=f"put0:{six[0].pk}"))

    assert len(rows(response)) == 40
    assert "Chưa lưu: chỉ được đặt tối đa 40 lượt bài; hãy bỏ bớt." in response.content.decode()


def test_at_a_section_everything_goes_to_the_top(client, publisher, section, six):
    assert moved(client, f"put3:{six[3].pk}", page=desk(section)) == [(0, "Bốn")]


def test_articles_are_found_by_their_words_without_accents(client, publisher, section, six):
    scheduled("Năm mới", hours(5), section=section)
    make_article("Năm nháp", section=section)
    steps.withdraw(six[0], by=publisher, reason="Sai")

    search = client.post(HOME, sent(do="find", words="nam"))

    assert found(search) == ["Năm mới", "Năm"]
    assert found(client.get(HOME)) == ["Năm mới", "Hai", "Ba", "Bốn", "Năm", "Sáu"]
    assert found(client.post(HOME, sent(do="find", words="một"))) == []


def test_articles_are_found_by_the_title_that_readers_see_too(client, publisher, section, six):
    Article.objects.filter(pk=six[2].pk).update(title="Tên mới", folded="ten moi")
    elsewhere = live("Ba nơi khác", section=make_section("Văn hóa"))[0]

    assert found(client.post(HOME, sent(do="find", words="ba"))) == ["Ba nơi khác", "Ba"]
    assert found(client.post(HOME, sent(do="find", words="tên mới"))) == ["Ba"]
    assert found(client.post(desk(section), sent(do="find", words="ba"))) == ["Ba"]
    assert found(client.post(desk(elsewhere.section), sent(do="find", words="ba"))) == [
        "Ba nơi khác"
    ]


def test_at_a_section_only_what_stands_in_it_is_found(client, publisher, section, six):
    other = make_section("Văn hóa")
    live("Khác", section=other)

    assert found(client.get(desk(other))) == ["Khác"]


def test_a_session_that_ended_gives_back_what_was_arranged(client, six):
    make_user(roles.PUBLISHERS, username="nguoi-sap")
    from tests.staff.forms import form_of, sign_in

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

    with django_assert_num_queries(15):
        assert len(rows(client.get(HOME))) == count
