import pytest

from media import usage
from news.desk import steps
from tests.factories import (
    make_agency,
    make_article,
    make_author,
    make_photo,
    make_publisher,
    publish,
)

pytestmark = pytest.mark.django_db


def labels(photo):
    return [label for label, _url in usage.usage_of([photo.pk]).get(photo.pk, [])]


def test_a_photo_that_nothing_shows_has_no_place():
    assert labels(make_photo()) == []


def test_a_photo_in_a_draft_is_found_without_a_word_of_the_draft():
    photo = make_photo()
    article = make_article("Tên còn kín", body=f'<figure data-photo="{photo.pk}"></figure>')
    steps.note_photos(article)

    assert labels(photo) == [f"bản nháp số {article.pk}"]


def test_a_photo_that_was_published_stays_found_when_the_desk_copy_has_let_it_go():
    photo = make_photo()
    article = make_article("Bài có ảnh", lead_photo=photo)
    publish(article)
    article.lead_photo = None
    article.save()
    steps.note_photos(article)

    assert labels(photo) == ["bài viết: Bài có ảnh"]


def test_portraits_and_the_logo_are_places_too():
    photo = make_photo()
    author = make_author()
    author.portrait = photo
    author.save()
    make_agency(logo=photo)

    assert sorted(labels(photo)) == ["cơ quan chủ quản", "tác giả: Nguyễn Hải"]


def test_places_of_many_photos_cost_the_same_queries(django_assert_max_num_queries):
    photos = [make_photo() for _ in range(4)]
    for photo in photos:
        publish(make_article(lead_photo=photo), by=make_publisher())

    # One of each model whose texts may show photos, and those of articles, authors and sources.
    with django_assert_max_num_queries(14):
        found = usage.usage_of([photo.pk for photo in photos])

    assert sorted(found) == sorted(photo.pk for photo in photos)
