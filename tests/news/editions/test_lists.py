from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from news.desk import steps
from news.editions import lists
from news.editions.live import LIVE, is_live
from news.enums import ListKind
from news.models import Edition, Listing
from sections.tree import tree
from tests.factories import make_article, make_photo, make_publisher, make_section, publish

pytestmark = pytest.mark.django_db


def published(title, *, section, days_ago=0, **fields):
    released = timezone.now() - timedelta(days=days_ago)
    article = make_article(title, section=section, released_at=released, **fields)
    publish(article)
    return article


def titles(cards):
    return [card.title for card in cards]


def section_query(section, **options):
    return lists.ListQuery(lists.section_targets(tree().by_id[section.pk]), **options)


def test_a_section_lists_what_stands_in_it_and_below_it_newest_first():
    parent = make_section("Kinh tế")
    child, other = make_section("Đầu tư", parent=parent), make_section("Văn hóa")
    published("Ở mục cha", section=parent, days_ago=2)
    published("Ở mục con", section=child, days_ago=1)
    published("Ở mục khác", section=other)
    # A draft, which must not be listed.
    make_article("Bản nháp", section=child)

    [cards] = lists.fetch_lists([section_query(parent)])

    assert titles(cards) == ["Ở mục con", "Ở mục cha"]


def test_a_list_from_a_moment_on_begins_with_the_newest():
    section = make_section("Kinh tế")
    for day in range(4):
        published(f"Bài {day}", section=section, days_ago=day)
    since = timezone.now() - timedelta(days=2, hours=1)

    lists_of = [section_query(section, limit=limit, since=since) for limit in (2, 9)]

    assert [titles(cards) for cards in lists.fetch_lists(lists_of)] == [
        ["Bài 0", "Bài 1"],
        ["Bài 0", "Bài 1", "Bài 2"],
    ]


def test_an_article_in_two_sections_of_a_subtree_is_listed_once_and_the_page_stays_full():
    parent = make_section("Kinh tế")
    children = [make_section("Đầu tư", parent=parent), make_section("Cảng", parent=parent)]
    for number in range(4):
        article = make_article(
            f"Bài {number}",
            section=children[0],
            released_at=timezone.now() - timedelta(days=number),
        )
        article.extra_sections.add(children[1])
        publish(article)

    [cards] = lists.fetch_lists([section_query(parent, limit=3)])

    assert titles(cards) == ["Bài 0", "Bài 1", "Bài 2"]


def test_paging_older_and_newer_meets_every_article_once():
    section = make_section()
    same_moment = timezone.now() - timedelta(days=1)
    for number in range(7):
        publish(make_article(f"Bài {number}", section=section, released_at=same_moment))

    [first] = lists.fetch_lists([section_query(section, limit=3)])
    [second] = lists.fetch_lists([section_query(section, limit=3, older_than=first[-1].place)])
    [third] = lists.fetch_lists([section_query(section, limit=3, older_than=second[-1].place)])
    [back] = lists.fetch_lists([section_query(section, limit=3, newer_than=third[0].place)])

    assert titles(first + second + third) == [f"Bài {number}" for number in range(6, -1, -1)]
    assert titles(back) == titles(second)


def test_several_lists_of_a_page_are_one_query(django_assert_num_queries):
    sections = [make_section("Một"), make_section("Hai")]
    for section in sections:
        published(f"Bài của {section.title}", section=section)
    tree()

    wishes = [
        lists.ListQuery([(ListKind.ALL.value, 0)]),
        *(section_query(each) for each in sections),
    ]
    with django_assert_num_queries(1):
        found = lists.fetch_lists(wishes)

    assert [titles(cards) for cards in found] == [
        ["Bài của Hai", "Bài của Một"],
        ["Bài của Một"],
        ["Bài của Hai"],
    ]


def test_related_articles_come_in_their_order_and_only_while_they_are_public():
    section = make_section()
    one, two, gone = (published(f"Bài {name}", section=section) for name in ("1", "2", "3"))
    steps.withdraw(gone, by=make_publisher(), reason="Sai")
    draft = make_article("Nháp", section=section)

    [cards] = lists.fetch_lists([lists.ListQuery(articles=[two.pk, gone.pk, draft.pk, one.pk])])

    assert titles(cards) == ["Bài 2", "Bài 1"]


def test_a_card_shows_what_was_published_not_what_is_being_typed():
    section = make_section()
    photo = make_photo()
    article = published("Tên đã đăng", section=section, lead_photo=photo, kicker="Giao thông")
    article.title, article.lead_photo = "Tên đang sửa", None
    article.save()

    [[card]] = lists.fetch_lists([section_query(section)])

    assert (card.title, card.kicker, card.picture.photo) == ("Tên đã đăng", "Giao thông", photo.pk)
    assert card.url == f"/{section.path}/ten-da-dang-{article.pk}/"


MOMENTS = [
    (-2, -1, False),
    (-1, 0, False),
    (-1, None, True),
    (0, None, True),
    (0, 1, True),
    (1, 2, False),
    (1, None, False),
    (0, 0, False),
]


@pytest.mark.parametrize(("start", "end", "shown"), MOMENTS)
def test_the_gate_says_the_same_in_sql_in_the_orm_and_in_python(start, end, shown):
    # It lies ahead, because the database allows any end there.
    at = timezone.now() + timedelta(days=400)
    hour = timedelta(hours=1)
    article = make_article()
    edition = publish(article, at=at + start * hour)
    until = None if end is None else at + end * hour
    Edition.objects.filter(pk=edition.pk).update(live_until=until)
    Listing.objects.update(live_until=until)
    edition.refresh_from_db()

    moment = connection.ops.adapt_datetimefield_value(at)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM news_edition WHERE {LIVE}", [moment, moment])
        in_sql = cursor.fetchone()[0] == 1

    assert {
        "sql": in_sql,
        "orm": Edition.objects.public(at).exists(),
        "python": is_live(edition, at),
        "list": bool(lists.fetch_lists([lists.ListQuery([(ListKind.ALL.value, 0)])], at)[0]),
    } == dict.fromkeys(["sql", "orm", "python", "list"], shown)


def test_a_place_reads_back_what_it_wrote():
    place = lists.Cursor(timezone.now(), 42)

    assert lists.Cursor.read(str(place)) == place


@pytest.mark.parametrize("text", ["", "1", "a.1", "1.a", "1.-2", "9" * 30 + ".1", "1.1.1", "١.١"])
def test_an_odd_place_is_refused(text):
    with pytest.raises(ValueError, match="not a place"):
        lists.Cursor.read(text)


def test_sweeping_removes_only_rows_that_ended():
    from news.editions.lifecycle import sweep

    section = make_section()
    kept = published("Còn đó", section=section)
    gone = published("Đã gỡ", section=section)
    steps.withdraw(gone, by=make_publisher(), reason="Sai")

    sweep(timezone.now() + timedelta(minutes=1))

    assert set(Listing.objects.values_list("article", flat=True)) == {kept.pk}


def test_a_wish_for_the_unseen_leaves_out_what_came_before_and_is_full_all_the_same():
    first, second = make_section("Một"), make_section("Hai")
    for number in range(5):
        article = make_article(
            f"Bài {number}", section=first, released_at=timezone.now() - timedelta(days=number)
        )
        article.extra_sections.add(second)
        publish(article)
    picked = Listing.objects.order_by("released_at").values_list("article", flat=True)[0]

    found = lists.fetch_lists(
        [
            lists.ListQuery(articles=[picked]),
            section_query(first, limit=2, unseen=True),
            section_query(second, limit=2, unseen=True),
            section_query(second, limit=2),
        ]
    )

    assert [titles(cards) for cards in found] == [
        ["Bài 4"],
        ["Bài 0", "Bài 1"],
        ["Bài 2", "Bài 3"],
        ["Bài 0", "Bài 1"],
    ]
