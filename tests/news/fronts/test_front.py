"""Readers see placed articles at their time; empty places show the newest articles, and no article
is shown twice."""

import re
from dataclasses import replace
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts import roles
from delivery.models import Purge
from news.desk import steps
from news.fronts import arrange, placements
from news.fronts.placements import Slot, arranged, moment_after
from news.models import Front, Placement
from tests.factories import make_photo, make_publisher, make_section, make_user, publish
from tests.news.fronts.front_forms import (
    from_a_minutes_start,
    hours,
    live,
    place,
    scheduled,
    stored,
    titles,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("minute_begins")]

INSTANT = timedelta(microseconds=1)


def front_of(client):
    """The titles on the home page: the lead story, the featured articles, the newest ones."""
    page = client.get("/")
    return titles(page)


def test_a_placed_article_leads(client, six):
    place((0, six[4]))

    assert front_of(client) == ["Năm", "Một", "Hai", "Ba", "Bốn", "Sáu"]


def test_empty_places_fill_themselves_with_the_newest(client, six):
    place((0, six[5]), (2, six[4]))

    assert front_of(client) == ["Sáu", "Một", "Năm", "Hai", "Ba", "Bốn"]


def test_featured_places_keep_their_numbers(client, six):
    place((1, six[3]), (3, six[5]))

    assert front_of(client) == ["Một", "Bốn", "Hai", "Sáu", "Ba", "Năm"]


def test_a_place_that_nothing_is_left_to_fill_closes_up(client, section):
    (only,) = live("Một", section=section)
    place((3, only))

    assert front_of(client) == ["Một"]


def test_without_placements_the_newest_leads(client, six):
    assert front_of(client) == ["Một", "Hai", "Ba", "Bốn", "Năm", "Sáu"]


def test_a_placement_is_in_force_from_its_start_until_just_before_its_end(six):
    start, end = hours(1), hours(2)
    place((0, six[4], start, end))

    found = [arranged(None, at)[0] for at in (start - INSTANT, start, end - INSTANT, end)]

    assert found == [[], [six[4].pk], [six[4].pk], []]


def test_placements_of_one_place_follow_one_another(six):
    place((0, six[4], hours(-1), hours(1)), (0, six[5], hours(1), hours(2)))

    found = [arranged(None, hours(count))[0] for count in (0.5, 1.5, 2.5)]

    assert found == [[six[4].pk], [six[5].pk], []]


def test_of_two_at_once_the_one_set_last_is_seen_and_then_the_other_again(client, six):
    place((0, six[4]), (0, six[5], None, hours(1)))

    assert front_of(client)[0] == "Sáu"
    assert arranged(None, hours(2))[0] == [six[4].pk]


def test_one_that_another_stands_before_all_the_time_is_taken_off(six):
    place((0, six[4]), (0, six[5]))

    assert [row[1] for row in stored()] == ["Sáu"]


def test_a_withdrawn_article_leaves_its_place_at_once(client, six):
    place((0, six[4]), (1, six[5]))

    steps.withdraw(six[4], by=make_publisher(), reason="Sai")

    assert front_of(client) == ["Một", "Sáu", "Hai", "Ba", "Bốn"]


def test_behind_a_withdrawn_one_stands_what_was_placed_there_before(client, six):
    place((0, six[4]), (0, six[5], None, hours(1)))

    steps.withdraw(six[5], by=make_publisher(), reason="Sai")

    assert front_of(client)[0] == "Năm"


def test_an_archived_article_leaves_its_place(client, six):
    place((0, six[4]))

    steps.archive(six[4], by=make_publisher())

    assert front_of(client) == ["Một", "Hai", "Ba", "Bốn", "Sáu"]


def test_a_scheduled_article_takes_its_place_when_readers_see_it(client, section, six):
    later = scheduled("Ngày mai", hours(1), section=section)
    place((0, later))

    assert front_of(client)[0] == "Một"
    assert placements.home(arranged(None), hours(2)).front[0].title == "Ngày mai"


def test_no_article_stands_on_the_page_twice(client, section):
    other = make_section("Văn hóa")
    articles = live(*(f"Bài {number:02}" for number in range(20)), section=section)
    apart = live(*(f"Văn {number}" for number in range(8)), section=other)
    place((0, articles[15]), (1, apart[7]), (2, articles[0]))

    found = titles(client.get("/"))

    assert sorted(found) == sorted(set(found))
    assert found[:3] == ["Bài 15", "Văn 7", "Bài 00"]


def test_the_front_stays_twelve_long_and_nothing_new_falls_out_of_the_page(client, section):
    articles = live(*(f"Bài {number:02}" for number in range(24)), section=section)
    place((0, articles[20]), (2, articles[22]))

    found = titles(client.get("/"))

    newest = [f"Bài {number:02}" for number in range(15)]
    assert found == ["Bài 20", newest[0], "Bài 22", *newest[1:]]


@pytest.mark.parametrize("placed", [0, 4])
def test_home_and_section_cost_the_same_however_much_is_placed(
    client, section, django_assert_num_queries, placed
):
    articles = live(*(f"Bài {number}" for number in range(8)), section=section)
    for article in articles[:placed]:
        article.lead_photo = make_photo()
        article.save()
        publish(article)
    place(*((number, articles[7 - number]) for number in range(placed)))
    place(*[(0, articles[6])][:placed], section=section)
    client.get("/")

    for page, queries in (("/", 2), (section.get_absolute_url(), 1)):
        with django_assert_num_queries(queries):
            client.get(page)


# ---- Sections


def test_a_sections_top_story_stands_first_and_not_again(client, section, six):
    place((0, six[3]), section=section)

    assert titles(client.get(section.get_absolute_url())) == [
        "Bốn", "Một", "Hai", "Ba", "Năm", "Sáu",
    ]  # fmt: skip


def test_it_stands_on_the_first_page_only_and_no_article_is_lost_between_pages(client, section):
    names = [f"Bài {number:02}" for number in range(45)]
    articles = live(*names, section=section)
    place((0, articles[30]), section=section)

    pages, query = [], ""
    while query is not None:
        response = client.get(section.get_absolute_url() + query)
        pages.append(titles(response))
        more = re.search(r'href="[^"?]+([^"]+)" rel="next"', response.content.decode())
        query = more and more[1]

    assert pages[0] == ["Bài 30", *names[:19]]
    assert [len(page) for page in pages] == [20, 20, 6]
    assert sorted({name for page in pages for name in page}) == names


def test_a_story_from_below_may_top_a_section_and_one_from_elsewhere_does_not(client, section, six):
    child, other = make_section("Đầu tư", parent=section), make_section("Văn hóa")
    (below,) = live("Bài con", section=child)
    (elsewhere,) = live("Bài khác", section=other)
    place((0, below), section=section)
    assert titles(client.get(section.get_absolute_url()))[0] == "Bài con"

    place((0, elsewhere), section=section)

    assert "Bài khác" not in titles(client.get(section.get_absolute_url()))


def test_the_home_page_and_a_section_are_arranged_apart(client, section, six):
    place((0, six[4]), section=section)

    assert front_of(client)[0] == "Một"


def test_a_section_goes_with_its_arrangement(section, six):
    empty = make_section("Trống")
    place(section=empty)
    assert Front.objects.count() == 1

    empty.delete()

    assert not Front.objects.exists()


# ---- Arranging


def test_arranging_purges_the_pages_that_show_it(section, six):
    Purge.objects.all().delete()

    place((0, six[4]))
    place((0, six[4]), section=section)

    tags = list(Purge.objects.order_by("pk").values_list("tags", flat=True))
    assert tags == ["home-0", f"section-{section.pk}"]


def test_the_home_page_bears_the_tag_that_is_purged(client, six):
    assert "home-0" in client.get("/")["Surrogate-Key"].split()


def test_every_process_hears_of_it(client, six, django_capture_on_commit_callbacks):
    front_of(client)

    with django_capture_on_commit_callbacks(execute=True):
        place((0, six[4]))

    assert front_of(client)[0] == "Năm"


def test_an_older_version_is_refused(six):
    place((0, six[4]))

    with pytest.raises(arrange.FrontChanged):
        arrange.arrange(None, [], by=make_publisher(), version=0)

    assert [row[1] for row in stored()] == ["Năm"]


@pytest.mark.parametrize("group", [None, roles.CONTRIBUTORS, roles.EDITORS])
def test_without_the_right_nothing_is_arranged(six, group):
    with pytest.raises(PermissionDenied):
        place((0, six[4]), by=make_user(group))

    assert not Placement.objects.exists()


def test_what_is_taken_off_stays_on_record_if_readers_saw_it(six):
    place((0, six[4]), (1, six[5], hours(2)))

    place()

    ended = [row.ends_at <= timezone.now() for row in Placement.objects.all()]
    assert (stored(), ended) == ([], [True])


def stood(at):
    """The titles on the home page at that moment, by place, as the stored rows tell it now."""
    rows = Placement.objects.filter(set_at__lte=at, starts_at__lte=at).exclude(ends_at__lte=at)
    return dict(rows.order_by("set_at", "pk").values_list("place", "article__title"))


@pytest.mark.parametrize("field", ["place", "article", "starts_at", "ends_at"])
def test_what_stood_on_the_front_is_told_after_a_placement_was_changed_too(six, field):
    place((0, six[4], hours(-3)), at=hours(-3))
    row = Placement.objects.get()
    other = {"place": 1, "article": six[5].pk, "starts_at": hours(5), "ends_at": hours(9)}
    changed = replace(arrange.as_slot(row), **{field: other[field]})

    arrange.arrange(None, [(row.pk, changed)], by=make_publisher(), version=1)

    assert stood(hours(-2)) == {0: "Năm"}
    assert stored() == [
        (changed.place, "Sáu" if field == "article" else "Năm", changed.starts_at, changed.ends_at)
    ]


def test_of_one_that_nobody_saw_nothing_stays_on_record(six):
    place((0, six[4], hours(5)))
    row = Placement.objects.get()
    earlier = replace(arrange.as_slot(row), starts_at=hours(4))

    arrange.arrange(None, [(row.pk, earlier)], by=make_publisher(), version=1)

    assert [each.starts_at for each in Placement.objects.all()] == [hours(4)]


def test_the_database_refuses_an_end_before_the_start_and_a_second_home_page(six):
    place((0, six[4]))
    row = Placement.objects.get()

    with pytest.raises(IntegrityError), transaction.atomic():
        Placement.objects.filter(pk=row.pk).update(ends_at=row.starts_at)
    with pytest.raises(IntegrityError), transaction.atomic():
        Front.objects.create()
    with pytest.raises(IntegrityError), transaction.atomic():
        Placement.objects.filter(pk=row.pk).update(place=4)


@pytest.mark.parametrize(
    ("above", "below", "covered"),
    [
        ((-2, None), (-1, None), True),
        ((0, None), (-1, None), True),
        ((1, None), (-1, None), False),
        ((0, 2), (1, 2), True),
        ((0, 2), (1, 3), False),
        ((0, 2), (-1, None), False),
        ((-3, -2), (-1, 1), False),
    ],
)
def test_one_covers_another_when_nothing_is_seen_of_it_from_now_on(above, below, covered):
    now = hours(0)
    first, second = (
        Slot(0, 1, hours(start), None if end is None else hours(end))
        for start, end in (above, below)
    )

    assert first.covers(second, now) is covered


# ---- The clock of these tests


def test_no_minute_turns_within_a_test_that_begins_at_the_end_of_one():
    moments = iter(timedelta(seconds=seconds) for seconds in (59.6, 59.6, 60.1, 100))
    hour = timezone.now().replace(minute=0, second=0, microsecond=0)

    clock = from_a_minutes_start(lambda: hour + next(moments))

    assert [(clock() - hour).total_seconds() for _ in range(3)] == [0, 0.5, 40.4]


# ---- What falls due


def test_the_next_moment_due_is_the_soonest_start_or_end_of_placements(section, six):
    assert moment_after(timezone.now()) is None

    place((0, six[4], hours(-1), hours(8)), (1, six[5], hours(6)))
    place((0, six[4], hours(7)), section=section)

    found, at = [], timezone.now()
    while at := moment_after(at):
        found.append(at)
    assert found == [hours(count) for count in (6, 7, 8)]
