from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from delivery.models import Purge
from news import roles, workflow
from news.enums import DeskState, ListKind, PublicState, Verb
from news.models import Act, Article, Edition, Listing, Tag, Topic
from news.states import standing
from tests.factories import (
    make_article,
    make_author,
    make_photo,
    make_publisher,
    make_section,
    make_source,
    make_user,
    publish,
)

pytestmark = pytest.mark.django_db


def ends(article):
    """The editions of an article as (number, start, end)."""
    rows = article.editions.order_by("number")
    return [(each.number, each.live_from, each.live_until) for each in rows]


def in_an_hour():
    return timezone.now() + timedelta(hours=1)


def test_a_first_publishing_makes_edition_one_live_at_once():
    article = make_article()

    edition = publish(article)

    assert list(Edition.objects.public()) == [edition]
    assert (edition.number, edition.live_until, edition.updated_at) == (1, None, None)
    assert edition.released_at == edition.live_from
    assert standing(article).state == PublicState.LIVE


def test_saving_the_desk_copy_changes_nothing_that_readers_see():
    article = make_article(title="Tên cũ")
    edition = publish(article)

    article.title = "Tên mới"
    article.save()

    assert Edition.objects.public().get().title == "Tên cũ"
    assert workflow.has_changes(article, edition)


def test_an_update_ends_the_running_edition_at_the_moment_it_starts():
    article = make_article()
    first = publish(article)
    article.title = "Tên mới"
    article.save()

    second = publish(article)

    assert ends(article) == [
        (1, first.live_from, second.live_from),
        (2, second.live_from, None),
    ]
    assert second.updated_at == second.live_from
    assert second.released_at == first.released_at


def test_publishing_the_same_words_again_is_no_update_for_readers():
    article = make_article()
    publish(article)

    assert publish(article).updated_at is None


def test_a_scheduled_edition_takes_over_on_its_second():
    article = make_article()
    first = publish(article)
    at = in_an_hour()

    second = publish(article, at=at)

    before, after = at - timedelta(microseconds=1), at
    assert [Edition.objects.public(moment).get().number for moment in (before, after)] == [1, 2]
    assert ends(article) == [(1, first.live_from, at), (2, at, None)]
    assert second.live_from == at


def test_a_time_that_has_passed_publishes_now():
    edition = publish(make_article(), at=timezone.now() - timedelta(days=3))

    assert timezone.now() - edition.live_from < timedelta(minutes=1)


def test_an_older_date_may_be_shown_but_readers_see_it_only_from_now():
    old = timezone.now() - timedelta(days=400)
    article = make_article(released_at=old)

    edition = publish(article)

    assert edition.released_at == old
    assert timezone.now() - edition.live_from < timedelta(minutes=1)


def test_publishing_over_a_scheduled_edition_asks_what_becomes_of_it():
    article = make_article()
    publish(article)
    ahead = publish(article, at=in_an_hour())

    with pytest.raises(workflow.ScheduledAhead) as asked:
        publish(article)

    assert asked.value.edition == ahead
    assert article.editions.count() == 2


def test_keeping_the_scheduled_edition_lets_the_fix_run_until_then():
    article = make_article()
    first = publish(article)
    at = in_an_hour()
    publish(article, at=at)

    fix = publish(article, scheduled=workflow.KEEP)

    assert ends(article) == [
        (1, first.live_from, fix.live_from),
        (2, at, None),
        (3, fix.live_from, at),
    ]


def test_cancelling_the_scheduled_edition_while_publishing_leaves_the_fix_without_end():
    article = make_article()
    first = publish(article)
    at = in_an_hour()
    publish(article, at=at)

    fix = publish(article, scheduled=workflow.CANCEL)

    assert ends(article) == [
        (1, first.live_from, fix.live_from),
        (2, at, at),
        (3, fix.live_from, None),
    ]


def test_reworking_brings_the_scheduled_words_back_to_the_desk():
    article = make_article(title="Bản đang chạy")
    publish(article)
    article.title = "Bản hẹn giờ"
    article.save()
    publish(article, at=in_an_hour())
    article.title = "Bản sửa gấp"
    article.save()

    publish(article, scheduled=workflow.REWORK)

    article.refresh_from_db()
    assert article.title == "Bản hẹn giờ"
    assert article.state == DeskState.DRAFT
    assert Edition.objects.public().get().title == "Bản sửa gấp"


def test_cancelling_a_schedule_lifts_the_end_of_what_runs():
    article = make_article()
    first = publish(article)
    at = in_an_hour()
    publish(article, at=at)

    workflow.cancel(article, by=make_publisher())

    assert ends(article) == [(1, first.live_from, None), (2, at, at)]


def test_moving_a_schedule_keeps_its_words_and_moves_the_handover():
    article = make_article()
    first = publish(article)
    at, later = in_an_hour(), in_an_hour() + timedelta(hours=2)
    scheduled = publish(article, at=at)

    moved = workflow.move(article, by=make_publisher(), to=later)

    assert ends(article) == [(1, first.live_from, later), (2, at, at), (3, later, None)]
    assert moved.digest == scheduled.digest


def test_moving_a_schedule_into_the_past_is_refused():
    article = make_article()
    at = in_an_hour()
    publish(article, at=at)

    with pytest.raises(ValidationError):
        workflow.move(article, by=make_publisher(), to=timezone.now())

    assert ends(article) == [(1, at, None)]


def test_an_article_expires_on_its_second():
    until = in_an_hour()
    article = make_article(expire_at=until)
    publish(article)

    just_before = until - timedelta(microseconds=1)
    assert Edition.objects.public(just_before).count() == 1
    assert Edition.objects.public(until).count() == 0
    assert standing(article, until).state == PublicState.EXPIRED


def test_an_expiry_before_the_release_is_refused_beside_its_field():
    article = make_article(expire_at=in_an_hour())

    with pytest.raises(ValidationError) as refused:
        publish(article, at=in_an_hour() + timedelta(hours=1))

    assert set(refused.value.message_dict) == {"expire_at"}


def test_an_expiry_can_be_set_moved_and_lifted_while_it_lies_ahead():
    article = make_article()
    edition = publish(article)
    publisher, until = make_publisher(), in_an_hour()

    workflow.set_expiry(article, by=publisher, until=until)
    assert ends(article) == [(1, edition.live_from, until)]

    workflow.set_expiry(article, by=publisher, until=None)
    assert ends(article) == [(1, edition.live_from, None)]


def test_withdrawing_ends_everything_and_keeps_the_reason():
    article = make_article()
    publish(article)
    publish(article, at=in_an_hour())

    workflow.withdraw(article, by=make_publisher(), reason="Sai số liệu")

    assert not Edition.objects.public().exists()
    assert not Edition.objects.ahead().exists()
    assert standing(article).state == PublicState.WITHDRAWN
    assert Act.objects.filter(verb=Verb.WITHDRAW).get().note == "Sai số liệu"


def test_withdrawing_wants_a_reason():
    article = make_article()
    publish(article)

    with pytest.raises(ValidationError):
        workflow.withdraw(article, by=make_publisher(), reason="  ")

    assert standing(article).state == PublicState.LIVE


def test_bringing_back_shows_the_last_words_that_readers_saw():
    article = make_article(title="Bản đã đăng")
    publish(article)
    workflow.withdraw(article, by=make_publisher(), reason="Chờ kiểm tra")
    article.refresh_from_db()
    article.title = "Bản đang viết dở"
    article.save()

    workflow.bring_back(article, by=make_publisher())

    assert Edition.objects.public().get().title == "Bản đã đăng"
    assert standing(article).state == PublicState.LIVE


def test_an_archived_article_leaves_the_front_lists_but_not_its_address():
    author = make_author()
    article = make_article(authors=[author])
    edition = publish(article)

    workflow.archive(article, by=make_publisher())

    now = timezone.now()
    shown = Listing.objects.filter(live_until=None).values_list("kind", flat=True)
    assert list(shown) == [ListKind.AUTHOR]
    assert Edition.objects.public(now).get() == edition
    assert standing(article).state == PublicState.ARCHIVED


def test_taking_out_of_the_archive_lists_it_again():
    article = make_article()
    publish(article)
    workflow.archive(article, by=make_publisher())

    workflow.unarchive(article, by=make_publisher())

    kinds = Listing.objects.filter(live_until=None).values_list("kind", flat=True)
    assert sorted(kinds) == [ListKind.ALL, ListKind.SECTION]
    assert standing(article).state == PublicState.LIVE


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


def test_a_text_goes_from_writer_to_editor_to_publisher():
    writer, editor = make_user(roles.CONTRIBUTORS), make_user(roles.EDITORS)
    article = make_article(created_by=writer)

    workflow.submit(article, by=writer)
    assert article.state == DeskState.EDITING
    workflow.pass_on(article, by=editor)
    assert article.state == DeskState.APPROVAL
    workflow.approve(article, by=make_publisher())
    assert article.state == DeskState.APPROVED


def test_a_returned_text_is_a_draft_again_and_its_writer_reads_why():
    writer = make_user(roles.CONTRIBUTORS)
    article = make_article(created_by=writer)
    workflow.submit(article, by=writer)

    workflow.send_back(article, by=make_user(roles.EDITORS), reason="Thiếu nguồn")

    assert article.state == DeskState.DRAFT
    assert article.acts.first().note == "Thiếu nguồn"


def test_a_step_that_does_not_fit_the_state_is_refused():
    article = make_article(state=DeskState.APPROVED)

    with pytest.raises(workflow.NotNow):
        workflow.approve(article, by=make_publisher())


def test_an_approved_text_changed_by_one_who_may_not_approve_is_a_draft_again():
    editor = make_user(roles.EDITORS)
    article = make_article(state=DeskState.APPROVED)

    workflow.saved(article, by=editor, created=False)

    assert article.state == DeskState.DRAFT


def test_every_save_keeps_its_text_in_the_log():
    article = make_article(title="Bản một")
    workflow.saved(article, by=make_publisher(), created=True)
    article.title = "Bản hai"
    workflow.saved(article, by=make_publisher(), created=False)

    texts = Act.objects.order_by("pk").values_list("text", flat=True)
    assert ['"Bản một"' in texts[0], '"Bản hai"' in texts[1]] == [True, True]


PUBLISHER_ONLY = [
    lambda article, by: workflow.approve(article, by=by),
    lambda article, by: workflow.publish(article, by=by),
    lambda article, by: workflow.withdraw(article, by=by, reason="x"),
    lambda article, by: workflow.bring_back(article, by=by),
    lambda article, by: workflow.archive(article, by=by),
    lambda article, by: workflow.unarchive(article, by=by),
    lambda article, by: workflow.cancel(article, by=by),
    lambda article, by: workflow.move(article, by=by, to=in_an_hour()),
    lambda article, by: workflow.set_expiry(article, by=by, until=None),
]


@pytest.mark.parametrize("verb", PUBLISHER_ONLY)
@pytest.mark.parametrize("group", [roles.CONTRIBUTORS, roles.EDITORS])
def test_only_publishers_change_what_readers_see(verb, group):
    user = make_user(group)
    article = make_article(created_by=user)

    with pytest.raises(PermissionDenied):
        verb(article, user)

    assert not article.editions.exists()


def test_a_contributor_may_not_touch_the_draft_of_another():
    article = make_article(created_by=make_user(roles.CONTRIBUTORS))

    with pytest.raises(PermissionDenied):
        workflow.submit(article, by=make_user(roles.CONTRIBUTORS))


def test_an_edition_is_listed_wherever_it_belongs():
    section, extra, author = make_section(), make_section("Đầu tư"), make_author()
    source = make_source()
    article = make_article(section=section, authors=[author], source=source)
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
        ]
    )


def test_a_publishing_writes_its_purges_in_its_own_transaction():
    article = make_article()
    Purge.objects.all().delete()

    publish(article)

    tags = {name for row in Purge.objects.all() for name in row.tags.split()}
    assert tags == {f"article-{article.pk}", "newest-0", f"section-{article.section_id}"}


def test_bringing_in_an_older_text_also_makes_the_newer_pages_of_its_section_stale():
    section = make_section()
    publish(make_article(section=section))
    Purge.objects.all().delete()

    publish(make_article(section=section, released_at=timezone.now() - timedelta(days=9)))

    tags = {name for row in Purge.objects.all() for name in row.tags.split()}
    assert f"older-{section.pk}" in tags


def test_restoring_an_edition_gives_the_desk_every_word_of_it():
    photo, author, extra = make_photo(), make_author(), make_section("Đầu tư")
    other = make_article("Bài khác")
    article = make_article(
        kicker="Giao thông",
        authors=[author],
        source=make_source(),
        lead_photo=photo,
        lead_caption="Dòng một\nDòng hai",
        lead_credit="Ảnh: PV",
        signature="PV",
    )
    article.extra_sections.add(extra)
    article.related_rows.create(other=other)
    edition = publish(article)
    for name in ("kicker", "title", "lead", "body", "signature", "lead_caption", "lead_credit"):
        setattr(article, name, "khác")
    article.lead_photo = article.source = None
    article.save()
    article.bylines.all().delete()
    article.extra_sections.clear()
    article.related_rows.all().delete()

    workflow.restore(article, edition, by=make_publisher())

    article.refresh_from_db()
    assert not workflow.has_changes(article, edition)
    assert article.state == DeskState.DRAFT


def test_restoring_leaves_out_what_was_deleted_since():
    topic, tag, author = Topic(name="Cảng"), Tag(name="tàu"), make_author()
    topic.save()
    tag.save()
    other = make_article("Bài khác")
    article = make_article(authors=[author])
    article.topics.add(topic)
    article.tags.add(tag)
    article.related_rows.create(other=other)
    edition = publish(article)
    article.bylines.all().delete()
    for gone in (topic, tag, author, other):
        gone.delete()

    workflow.restore(article, edition, by=make_publisher())

    article.refresh_from_db()
    left = [article.topics.count(), article.tags.count(), article.bylines.count()]
    assert [*left, article.related_rows.count()] == [0, 0, 0, 0]


def test_a_shown_time_that_lies_ahead_is_refused_beside_its_field():
    article = make_article(released_at=in_an_hour())

    with pytest.raises(ValidationError) as refused:
        publish(article)

    assert set(refused.value.message_dict) == {"released_at"}


def test_a_scheduled_update_leaves_an_archived_article_archived_until_it_begins():
    article = make_article()
    publish(article)
    workflow.archive(article, by=make_publisher())
    at = in_an_hour()

    publish(article, at=at)

    assert standing(article).state == PublicState.ARCHIVED
    assert standing(article, at).state == PublicState.LIVE
    front = Listing.objects.filter(kind=ListKind.ALL, live_from=at)
    assert front.count() == 1

    workflow.cancel(article, by=make_publisher())

    assert standing(article).state == PublicState.ARCHIVED


def test_a_cancelled_update_leaves_a_withdrawn_article_withdrawn():
    article = make_article()
    publish(article)
    workflow.withdraw(article, by=make_publisher(), reason="Sai")
    publish(article, at=in_an_hour())
    assert standing(article).state == PublicState.SCHEDULED

    workflow.cancel(article, by=make_publisher())

    assert standing(article).state == PublicState.WITHDRAWN
    found = Article.objects.in_public_state(PublicState.WITHDRAWN)
    assert list(found) == [article]
