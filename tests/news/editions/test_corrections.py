"""A correction goes out with one edition; readers never see that of a cancelled edition."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.utils import timezone

from news.desk import steps
from news.models import Article, Edition
from news.pages import corrections
from tests.factories import make_article, make_publisher, make_section, publish
from tests.news.desk.form_data import in_hours
from tests.news.pages.corrections import among_all, retitle, told
from tests.news.pages.page_text import address, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def article():
    """A published article."""
    article = make_article("Cầu dài 420 m")
    publish(article)
    return article


# Where a correction goes


def test_the_desk_copys_correction_goes_out_with_the_next_edition_alone(article):
    article.correction = "Cầu dài 420 m, không phải 240 m."
    article.save()

    second = publish(article)
    third = publish(article)

    assert (second.correction, third.correction) == ("Cầu dài 420 m, không phải 240 m.", "")
    assert Article.objects.get().correction == ""
    assert told(article) == ["Cầu dài 420 m, không phải 240 m."]


def test_an_update_without_one_is_told_nowhere(client, article):
    retitle(article, "Cầu dài 420 mét")
    edition = publish(article)

    assert (edition.correction, told(article), among_all()) == ("", [], [])
    assert "inh chính" not in text_of(client.get(address(edition))).split("<footer")[0]


def test_it_may_stand_alone_for_words_that_were_mended_before(article):
    before = article.editions.get()

    edition = publish(article, correction="Bản trước ghi 240 m.")

    assert (edition.digest, edition.updated_at) == (before.digest, None)
    assert told(article) == ["Bản trước ghi 240 m."]


def test_an_article_that_readers_have_not_seen_has_nothing_to_correct():
    article = make_article()

    with pytest.raises(ValidationError) as refused:
        publish(article, correction="Sai")

    assert set(refused.value.message_dict) == {"correction"}
    assert not article.editions.exists()


def test_the_same_words_are_not_told_twice(article):
    publish(article, correction="Bản trước ghi 240 m.")

    with pytest.raises(ValidationError) as refused:
        publish(article, correction="Bản trước ghi 240 m.")

    assert set(refused.value.message_dict) == {"correction"}
    assert article.editions.count() == 2


def test_a_correction_is_put_right_by_another_and_both_stay(article):
    publish(article, correction="Cầu dài 402 m.")
    publish(article, correction="Cầu dài 420 m; đính chính trước đó cũng sai.")

    assert told(article) == ["Cầu dài 420 m; đính chính trước đó cũng sai.", "Cầu dài 402 m."]


# When readers see it


def test_a_scheduled_one_is_told_from_its_second_on(client, article):
    at = in_hours(2)
    publish(article, at=at, correction="Bản trước ghi 240 m.")
    running = Edition.objects.public().get()

    pages = [address(running), f"{address(running)}ban-in/", "/dinh-chinh/", "/dinh-chinh/rss.xml"]
    assert [page for page in pages if "240" in text_of(client.get(page))] == []
    before, then = at - timedelta(microseconds=1), at
    assert [told(article, moment) for moment in (before, then)] == [[], ["Bản trước ghi 240 m."]]


def test_moving_the_time_keeps_it_and_tells_it_once(article):
    publish(article, at=in_hours(2), correction="Bản trước ghi 240 m.")

    steps.move(article, by=make_publisher(), at=in_hours(4))

    assert [told(article, in_hours(hours)) for hours in (3, 5)] == [[], ["Bản trước ghi 240 m."]]


@pytest.mark.parametrize("how", ["cancel", "withdraw", "published over", "reworked"])
def test_one_that_was_called_off_is_told_never_and_waits_on_the_desk_again(article, how):
    by = make_publisher()
    publish(article, at=in_hours(2), correction="Bản trước ghi 240 m.", by=by)
    if how == "cancel":
        steps.cancel(article, by=by)
    elif how == "withdraw":
        steps.withdraw(article, by=by, reason="Sai")
    else:
        choice = steps.CANCEL if how == "published over" else steps.REWORK
        publish(article, by=by, scheduled=choice)

    assert told(article, in_hours(9)) == []
    assert Article.objects.get().correction == "Bản trước ghi 240 m."


def test_what_comes_back_to_the_desk_is_a_save_that_an_open_form_is_told_of(article):
    publish(article, at=in_hours(2), correction="Bản trước ghi 240 m.")
    before = Article.objects.get().version

    steps.cancel(article, by=make_publisher())

    assert (article.version, article.acts.exclude(text="").count()) == (before + 1, 1)


def test_one_that_is_published_at_once_instead_does_not_come_back(article):
    publish(article, at=in_hours(2), correction="Bản trước ghi 240 m.")

    publish(article, scheduled=steps.CANCEL, correction="Bản trước ghi 240 m.")

    assert (told(article), Article.objects.get().correction) == (["Bản trước ghi 240 m."], "")


def test_one_that_is_kept_for_later_is_not_told_now_as_well(article):
    publish(article, at=in_hours(2), correction="Bản trước ghi 240 m.")

    with pytest.raises(ValidationError):
        publish(article, scheduled=steps.KEEP, correction="Bản trước ghi 240 m.")
    publish(article, scheduled=steps.KEEP)

    assert [told(article, in_hours(hours)) for hours in (1, 3)] == [[], ["Bản trước ghi 240 m."]]


def test_restoring_an_edition_brings_no_correction_with_it(article):
    edition = publish(article, correction="Bản trước ghi 240 m.")

    steps.restore(article, edition, by=make_publisher())

    assert Article.objects.get().correction == ""


def test_a_correction_that_waits_counts_as_a_change_that_readers_do_not_see(article):
    article.correction = "Bản trước ghi 240 m."

    assert steps.has_changes(article, article.editions.get())


def test_the_index_finds_what_the_gate_lets_through(article):
    publish(article, correction="Một")
    publish(article, at=in_hours(2), correction="Hai")
    steps.cancel(article, by=make_publisher())
    article.refresh_from_db()
    publish(article, at=in_hours(3), correction="Ba")
    now = timezone.now() + timedelta(seconds=1)

    for at in (now, in_hours(2.5), in_hours(4)):
        statement = f"SELECT correction FROM news_edition WHERE {corrections.SHOWN_CORRECTION_SQL}"
        moment = connection.ops.adapt_datetimefield_value(at)
        with connection.cursor() as cursor:
            cursor.execute(statement, {"now": moment})
            plain = {row[0] for row in cursor.fetchall()}
        assert plain == set(told(article, at)), at


def test_a_section_may_not_take_its_address():
    with pytest.raises(ValidationError):
        make_section("Đính chính", slug="dinh-chinh")
