"""The database itself enforces the rules of editions, on SQLite and on PostgreSQL."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.utils import timezone

from database.constraints import without_constraint
from news.editions import constraints, lifecycle
from news.editions.compose import compose
from news.models import Edition
from tests.factories import make_article, make_publisher, make_section, publish

pytestmark = pytest.mark.django_db


def frozen_fields():
    return [field for field in Edition._meta.concrete_fields if field.name != "live_until"]


def test_the_sqlite_guard_names_every_frozen_column():
    named = constraints._FIXED_COLUMNS + constraints._REDACTABLE_COLUMNS
    assert sorted(named) == sorted(field.column for field in frozen_fields())


@pytest.mark.parametrize("field", frozen_fields(), ids=lambda field: field.name)
def test_no_column_of_an_edition_can_be_changed(field):
    edition = publish(make_article())
    values = {
        "id": edition.pk + 1000,
        "article": make_article("Bài khác").pk,
        "section": make_section("Mục khác").pk,
        "photo": None,
        "published_by": make_publisher().pk,
        "updated_at": timezone.now(),
        "redacted_at": timezone.now(),
    }
    if field.name == "photo":
        pytest.skip("needs an edition with a photo; see the next test")
    value = values.get(field.name)
    if value is None:
        old = getattr(edition, field.attname)
        value = (
            old + timedelta(days=1)
            if hasattr(old, "year")
            else (old + 1 if isinstance(old, int) else f"{old}x"[-12:])
        )

    with pytest.raises(DatabaseError), transaction.atomic():
        Edition.objects.filter(pk=edition.pk).update(**{field.attname: value})


def test_the_photo_of_an_edition_cannot_be_changed():
    from tests.factories import make_photo

    edition = publish(make_article(lead_photo=make_photo()))

    with pytest.raises(DatabaseError), transaction.atomic():
        Edition.objects.filter(pk=edition.pk).update(photo=None)


def test_an_edition_cannot_be_deleted():
    edition = publish(make_article())

    with pytest.raises(DatabaseError), transaction.atomic():
        Edition.objects.filter(pk=edition.pk)._raw_delete("default")

    assert Edition.objects.filter(pk=edition.pk).exists()


def test_an_end_that_has_passed_cannot_be_moved():
    article = make_article()
    now = timezone.now()
    long_ago = now - timedelta(days=2)
    edition = lifecycle.create_edition(
        article, compose(article), start=long_ago, until=now - timedelta(days=1), by=None
    )

    with pytest.raises(DatabaseError), transaction.atomic():
        Edition.objects.filter(pk=edition.pk).update(live_until=None)


def test_an_end_cannot_be_set_into_the_past():
    edition = publish(make_article())

    with pytest.raises(DatabaseError), transaction.atomic():
        Edition.objects.filter(pk=edition.pk).update(live_until=timezone.now() - timedelta(hours=1))


def test_two_editions_of_one_article_never_overlap():
    article = make_article()
    publish(article)

    with pytest.raises(IntegrityError), transaction.atomic():
        lifecycle.create_edition(
            article, compose(article), start=timezone.now(), until=None, by=None
        )


def test_lifting_an_end_over_a_later_edition_is_refused():
    article = make_article()
    first = publish(article)
    publish(article, at=timezone.now() + timedelta(hours=1))

    with pytest.raises(IntegrityError), transaction.atomic():
        Edition.objects.filter(pk=first.pk).update(live_until=None)


def test_a_cancelled_edition_takes_up_no_time():
    article = make_article()
    at = timezone.now() + timedelta(hours=1)
    ahead = publish(article, at=at)
    lifecycle.set_end(ahead, at)

    publish(article)

    assert Edition.objects.public(at).count() == 1


@pytest.mark.skipif(connection.vendor != "sqlite", reason="SQLite's table remakes")
@pytest.mark.django_db(transaction=True)
def test_the_guards_outlive_a_remake_of_the_table():
    def triggers():
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT name, sql FROM sqlite_master "
                "WHERE type = 'trigger' AND tbl_name = 'news_edition'"
            )
            return sorted(cursor.fetchall())

    before = triggers()
    with connection.schema_editor() as editor:
        editor._remake_table(Edition)

    assert triggers() == before
    assert len(before) == 5


def test_removing_the_demo_is_the_only_way_and_only_inside_its_transaction():
    edition = publish(make_article())

    with without_constraint(constraints.FROZEN):
        Edition.objects.filter(pk=edition.pk).update(title="sửa được")
    with pytest.raises(DatabaseError), transaction.atomic():
        Edition.objects.filter(pk=edition.pk).update(title="không sửa được")
