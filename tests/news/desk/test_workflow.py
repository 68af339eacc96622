"""The states of a desk copy: it is submitted, passed on, returned, approved and restored; and who
may take which step."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection

from accounts import roles
from news.desk import steps
from news.enums import DeskState
from news.models import Act, Tag, Topic
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
from tests.news.desk.form_data import in_hours
from tests.news.editions.full_articles import make_file

pytestmark = pytest.mark.django_db


def test_a_text_goes_from_writer_to_editor_to_publisher():
    writer, editor = make_user(roles.CONTRIBUTORS), make_user(roles.EDITORS)
    article = make_article(created_by=writer)

    steps.submit(article, by=writer)
    assert article.state == DeskState.EDITING
    steps.pass_on(article, by=editor)
    assert article.state == DeskState.APPROVAL
    steps.approve(article, by=make_publisher())
    assert article.state == DeskState.APPROVED


def test_a_returned_text_is_a_draft_again_and_its_writer_reads_why():
    writer = make_user(roles.CONTRIBUTORS)
    article = make_article(created_by=writer)
    steps.submit(article, by=writer)

    steps.send_back(article, by=make_user(roles.EDITORS), reason="Thiếu nguồn")

    assert article.state == DeskState.DRAFT
    assert article.acts.first().note == "Thiếu nguồn"


def test_a_step_that_does_not_fit_the_state_is_refused():
    article = make_article(state=DeskState.APPROVED)

    with pytest.raises(steps.StepRefused):
        steps.approve(article, by=make_publisher())


def test_an_approved_text_changed_by_one_who_may_not_approve_is_a_draft_again():
    editor = make_user(roles.EDITORS)
    article = make_article(state=DeskState.APPROVED)

    steps.saved(article, by=editor, created=False)

    assert article.state == DeskState.DRAFT


def test_every_save_keeps_its_text_in_the_log():
    article = make_article(title="Bản một")
    steps.saved(article, by=make_publisher(), created=True)
    article.title = "Bản hai"
    steps.saved(article, by=make_publisher(), created=False)

    texts = Act.objects.order_by("pk").values_list("text", flat=True)
    assert ['"Bản một"' in texts[0], '"Bản hai"' in texts[1]] == [True, True]


PUBLISHER_ONLY = [
    lambda article, by: steps.approve(article, by=by),
    lambda article, by: steps.publish(article, by=by),
    lambda article, by: steps.withdraw(article, by=by, reason="x"),
    lambda article, by: steps.explain(article, by=by, public_reason="x"),
    lambda article, by: steps.bring_back(article, by=by),
    lambda article, by: steps.archive(article, by=by),
    lambda article, by: steps.unarchive(article, by=by),
    lambda article, by: steps.cancel(article, by=by),
    lambda article, by: steps.move(article, by=by, at=in_hours(1)),
    lambda article, by: steps.set_expiry(article, by=by, until=None),
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
        steps.submit(article, by=make_user(roles.CONTRIBUTORS))


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

    steps.restore(article, edition, by=make_publisher())

    article.refresh_from_db()
    assert not steps.has_changes(article, edition)
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

    steps.restore(article, edition, by=make_publisher())

    article.refresh_from_db()
    left = [article.topics.count(), article.tags.count(), article.bylines.count()]
    assert [*left, article.related_rows.count()] == [0, 0, 0, 0]


def test_restoring_a_save_leaves_out_files_that_were_deleted_since():
    photo, file, by = make_photo(), make_file("Quyết định"), make_publisher()
    article = make_article(lead_photo=photo, lead_caption="Bến tàu")
    article.attachments.create(document=file)
    steps.saved(article, by=by, created=True)
    article.lead_photo = None
    article.save()
    article.attachments.all().delete()
    steps.saved(article, by=by, created=False)
    for gone in (photo, file):
        gone.delete()

    steps.restore(article, Act.objects.earliest("pk"), by=by)

    article.refresh_from_db()
    assert (article.lead_photo, article.attachments.count()) == (None, 0)
    assert article.lead_caption == "Bến tàu"
    connection.check_constraints()
