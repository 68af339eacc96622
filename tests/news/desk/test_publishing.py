"""Publishing: what an article must have, what its edition freezes, where it is listed, and which
tags are purged."""

from datetime import datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from delivery.models import Purge
from news.desk import steps
from news.editions.public_status import public_status
from news.enums import ListKind, PublicState
from news.models import Edition, Listing
from tests.factories import (
    make_article,
    make_author,
    make_photo,
    make_publisher,
    make_section,
    make_source,
    publish,
)
from tests.news.desk.form_data import in_hours
from text.dates import HANOI

pytestmark = pytest.mark.django_db


def test_a_first_publishing_makes_edition_one_live_at_once():
    article = make_article()

    edition = publish(article)

    assert list(Edition.objects.public()) == [edition]
    assert (edition.number, edition.live_until, edition.updated_at) == (1, None, None)
    assert edition.released_at == edition.live_from
    assert public_status(article).state == PublicState.LIVE


def test_saving_the_desk_copy_changes_nothing_that_readers_see():
    article = make_article(title="Tên cũ")
    edition = publish(article)

    article.title = "Tên mới"
    article.save()

    assert Edition.objects.public().get().title == "Tên cũ"
    assert steps.has_changes(article, edition)


def test_publishing_the_same_words_again_is_no_update_for_readers():
    article = make_article()
    publish(article)

    assert publish(article).updated_at is None


def test_a_time_that_has_passed_publishes_now():
    edition = publish(make_article(), at=timezone.now() - timedelta(days=3))

    assert timezone.now() - edition.live_from < timedelta(minutes=1)


def test_an_older_date_may_be_shown_but_readers_see_it_only_from_now():
    old = timezone.now() - timedelta(days=400)
    article = make_article(released_at=old)

    edition = publish(article)

    assert edition.released_at == old
    assert timezone.now() - edition.live_from < timedelta(minutes=1)


def test_the_signature_is_made_of_authors_and_source():
    article = make_article(authors=[make_author("Nguyễn Hải")], source=make_source())

    assert publish(article).content.signature == "Nguyễn Hải - haiphong.gov.vn"


def test_a_typed_signature_is_kept_to_the_letter():
    article = make_article(authors=[make_author()], signature="Nguyễn Hải- haiphong.gov.vn")

    assert publish(article).content.signature == "Nguyễn Hải- haiphong.gov.vn"


def test_an_edition_freezes_the_words_of_its_photos():
    photo = make_photo(alt="Hai cần cẩu", caption="Chú thích trong thư viện")
    article = make_article(
        body=f'<figure data-photo="{photo.pk}"><figcaption>Chú thích ở đây</figcaption></figure>'
    )
    edition = publish(article)

    photo.alt = "Chữ khác"
    photo.save()

    edition.refresh_from_db()
    assert edition.content.photos[str(photo.pk)]["alt"] == "Hai cần cẩu"
    assert "Chú thích ở đây" in edition.content.body


@pytest.mark.parametrize(
    ("fields", "field"),
    [({"title": " "}, "title"), ({"section": None}, "section"), ({"body": "", "lead": ""}, "body")],
)
def test_what_a_published_article_must_have_is_asked_for_by_field(fields, field):
    article = make_article(**fields)

    with pytest.raises(ValidationError) as refused:
        publish(article)

    assert set(refused.value.message_dict) == {field}
    assert not article.editions.exists()


def test_an_edition_is_listed_wherever_it_belongs():
    section, extra, author = make_section(), make_section("Đầu tư"), make_author()
    source = make_source()
    released = datetime(2020, 3, 5, 23, 30, tzinfo=HANOI)
    article = make_article(section=section, authors=[author], source=source, released_at=released)
    article.extra_sections.add(extra)

    publish(article)

    rows = Listing.objects.values_list("kind", "target")
    assert sorted(rows) == sorted(
        [
            (ListKind.ALL, 0),
            (ListKind.SECTION, section.pk),
            (ListKind.SECTION, extra.pk),
            (ListKind.AUTHOR, author.pk),
            (ListKind.SOURCE, source.pk),
            (ListKind.DAY, 20200305),
        ]
    )


def test_a_publishing_writes_its_purges_in_its_own_transaction():
    article = make_article(released_at=datetime(2020, 3, 5, 23, 30, tzinfo=HANOI))
    Purge.objects.all().delete()

    publish(article)

    tags = {name for row in Purge.objects.all() for name in row.tags.split()}
    assert tags == {
        f"article-{article.pk}", "newest-0", f"section-{article.section_id}", "day-20200305",
        "month-202003", "year-2020", "archive-0",
    }  # fmt: skip


def test_what_a_step_purges_is_one_row_for_what_is_stale_and_one_for_what_is_gone():
    article = make_article()
    publish(article)
    Purge.objects.all().delete()

    publish(article)
    updated = [row.gone for row in Purge.objects.order_by("pk")]
    steps.withdraw(article, by=make_publisher(), reason="Sai")

    assert updated == [False]
    assert [row.gone for row in Purge.objects.order_by("pk")] == [False, False, True]


def test_bringing_in_an_older_text_also_makes_the_newer_pages_of_its_section_stale():
    section = make_section()
    publish(make_article(section=section))
    Purge.objects.all().delete()

    publish(make_article(section=section, released_at=timezone.now() - timedelta(days=9)))

    tags = {name for row in Purge.objects.all() for name in row.tags.split()}
    assert f"older-{section.pk}" in tags


def test_a_shown_time_that_lies_ahead_is_refused_beside_its_field():
    article = make_article(released_at=in_hours(1))

    with pytest.raises(ValidationError) as refused:
        publish(article)

    assert set(refused.value.message_dict) == {"released_at"}
