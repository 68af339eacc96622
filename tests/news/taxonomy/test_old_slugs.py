"""A former slug of an author, a topic, a tag or a source still leads to it."""

import pytest

from delivery.models import Purge
from news.models import Author, OldSlug, Source, Tag, Topic, find_by_slug

pytestmark = pytest.mark.django_db

MODELS = [Author, Source, Tag, Topic]


def make(model, slug, name="Tên"):
    row = model(name=name, slug=slug)
    row.save()
    return row


def move(row, *slugs):
    for slug in slugs:
        row.slug = slug
        row.save()


@pytest.mark.parametrize("model", MODELS)
def test_an_old_slug_leads_to_the_row_and_says_that_it_is_old(model):
    row = make(model, "cu")
    move(row, "moi")

    assert [find_by_slug(model, slug) for slug in ("moi", "cu", "khac")] == [
        (row, False),
        (row, True),
        (None, False),
    ]


def test_every_slug_of_a_row_that_moved_often_leads_straight_to_it():
    row = make(Author, "mot")
    move(row, "hai", "ba", "bon")

    found = {slug: find_by_slug(Author, slug) for slug in ("mot", "hai", "ba")}

    assert found == dict.fromkeys(("mot", "hai", "ba"), (row, True))
    assert find_by_slug(Author, "mot")[0].slug == "bon"


def test_a_slug_of_one_kind_says_nothing_of_another():
    make(Author, "cu")
    move(Author.objects.get(), "moi")

    assert find_by_slug(Topic, "cu") == (None, False)


def test_another_row_that_takes_an_old_slug_has_it():
    first = make(Topic, "cu")
    move(first, "moi")

    second = make(Topic, "cu")
    move(second, "khac")

    assert (find_by_slug(Topic, "cu"), find_by_slug(Topic, "moi")) == (
        (second, True),
        (first, False),
    )


def test_a_row_that_takes_its_old_slug_back_has_it():
    row = make(Tag, "cu")
    move(row, "moi", "cu")

    assert (find_by_slug(Tag, "cu"), find_by_slug(Tag, "moi")) == ((row, False), (row, True))
    assert OldSlug.objects.count() == 1


def test_the_old_slug_of_a_row_that_is_gone_leads_nowhere():
    row = make(Tag, "cu")
    move(row, "moi")
    Tag.objects.all().delete()

    assert find_by_slug(Tag, "cu") == (None, False)


def test_a_save_that_leaves_the_slug_alone_keeps_none_and_purges_what_shows_the_name():
    row = make(Author, "cu")
    Purge.objects.all().delete()

    row.name = "Tên khác"
    row.save()

    assert OldSlug.objects.count() == 0
    assert Purge.objects.get().tags.split() == [f"author-{row.pk}", "author-0"]


def test_pages_of_both_rows_are_purged_when_one_takes_the_others_old_slug():
    first = make(Author, "cu")
    move(first, "moi")
    Purge.objects.all().delete()

    second = make(Author, "cu")

    tags = Purge.objects.get().tags.split()
    assert tags == ["missing", f"author-{first.pk}", f"author-{second.pk}", "author-0"]


@pytest.mark.parametrize(("slug", "cost"), [("moi", 1), ("cu", 2), ("khac", 2)])
def test_looking_one_up_costs_a_second_query_only_where_nothing_has_it(
    django_assert_num_queries, slug, cost
):
    move(make(Author, "cu"), "moi")

    with django_assert_num_queries(cost):
        find_by_slug(Author, slug)
