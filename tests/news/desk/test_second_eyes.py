"""Second eyes: in a section that asks for it, whoever changed a text may not approve it."""

import pytest
from django.contrib.auth.models import Permission
from django.core.exceptions import PermissionDenied
from django.test import Client

from accounts import roles
from news.desk import second_eyes, steps
from news.enums import DeskState, Verb
from news.models import Article
from news.redaction.redact import redact as redact_article
from tests.factories import make_article, make_publisher, make_section, make_user
from tests.news.desk.form_data import change, in_hours, press, said, sent

pytestmark = pytest.mark.django_db


@pytest.fixture
def section():
    """A section whose parent asks for second eyes."""
    top = make_section("Kinh tế", second_eyes=True)
    return make_section("Cảng", parent=top)


def written(by, section, **fields) -> Article:
    article = make_article(created_by=by, section=section, **fields)
    steps.saved(article, by=by, created=True)
    return article


def edited(article: Article, by, body: str = "<p>Cầu dài 421 m.</p>") -> Article:
    article.body = body
    article.save()
    steps.saved(article, by=by, created=False)
    return article


@pytest.mark.parametrize("verb", ["approve", "publish"])
def test_nobody_approves_what_they_wrote(section, verb):
    publisher = make_publisher()
    article = written(publisher, section)

    with pytest.raises(steps.NeedsOtherApprover):
        getattr(steps, verb)(article, by=publisher)

    assert (Article.objects.get().state, article.editions.count()) == (DeskState.DRAFT, 0)


def test_nor_what_they_changed_of_another(section):
    publisher = make_publisher()
    article = edited(written(make_user(roles.CONTRIBUTORS), section), publisher)

    with pytest.raises(steps.NeedsOtherApprover):
        steps.approve(article, by=publisher)


def test_another_approves_it_and_then_who_wrote_it_may_publish(section):
    publisher = make_publisher()
    article = written(publisher, section)

    steps.approve(article, by=make_publisher())
    steps.publish(article, by=publisher)

    assert article.editions.count() == 1


def test_a_text_changed_after_it_was_approved_is_a_draft_again(section):
    publisher = make_publisher()
    article = written(make_user(roles.CONTRIBUTORS), section)
    steps.approve(article, by=publisher)

    edited(article, publisher)

    assert Article.objects.get().state == DeskState.DRAFT
    with pytest.raises(steps.NeedsOtherApprover):
        steps.publish(article, by=publisher)


def test_a_save_that_changes_nothing_leaves_it_approved(section):
    publisher = make_publisher()
    article = written(make_user(roles.CONTRIBUTORS), section)
    steps.approve(article, by=publisher)

    steps.saved(article, by=publisher, created=False)
    steps.publish(article, by=publisher)

    assert article.editions.count() == 1


def test_what_was_changed_before_the_last_approval_counts_no_more(section):
    first, second = make_publisher(), make_publisher()
    article = written(first, section)
    steps.approve(article, by=second)
    edited(article, second)

    assert second_eyes.editors_since_approval(article) == {second.pk}
    steps.approve(article, by=first)

    assert Article.objects.get().state == DeskState.APPROVED


def test_approving_ones_own_text_where_that_is_enough_counts_for_nothing_here(section):
    publisher, colleague = make_publisher(), make_publisher()
    article = written(publisher, make_section("Văn hóa"))
    steps.approve(article, by=publisher)
    article.section = section
    article.save()
    steps.saved(article, by=colleague, created=False)

    assert second_eyes.editors_since_approval(article) == {publisher.pk, colleague.pk}
    with pytest.raises(steps.NeedsOtherApprover):
        steps.approve(article, by=publisher)


def test_an_old_edition_put_back_on_the_desk_is_changed_by_who_did_it(section):
    publisher = make_publisher()
    article = written(make_user(roles.CONTRIBUTORS), section)
    edition = steps.publish(article, by=publisher)
    edited(article, make_user(roles.EDITORS))
    steps.restore(article, edition, by=publisher)

    with pytest.raises(steps.NeedsOtherApprover):
        steps.approve(article, by=publisher)


def test_elsewhere_one_pair_is_enough():
    publisher = make_publisher()
    article = written(publisher, make_section("Văn hóa"))

    steps.publish(article, by=publisher)

    assert article.editions.count() == 1


def test_the_form_of_who_wrote_it_offers_neither_but_the_override(section):
    client, publisher = Client(), make_publisher()
    client.force_login(publisher)
    article = written(publisher, section)

    page = client.get(change(article)).content.decode()

    found = [verb for verb in ("approve", "publish") if f'value="{verb}"' in page]
    assert (found, f"/{article.pk}/step/override/" in page) == ([], True)


def test_who_changes_a_text_and_publishes_it_with_one_button_has_it_saved_and_is_told_why(section):
    client, publisher = Client(), make_publisher()
    client.force_login(publisher)
    article = written(make_user(roles.CONTRIBUTORS), section)

    form = sent(title="Tên mới", section=section.pk, seen_version=article.version, _step="publish")
    answer = client.post(change(article), form)

    stored = Article.objects.get()
    assert (stored.title, stored.editions.count()) == ("Tên mới", 0)
    assert said(answer) == [
        (
            "error",
            "Đã lưu, nhưng: Bạn đã sửa bài này từ lần duyệt gần nhất, mà chuyên mục này cần người "
            "khác duyệt.",
        )
    ]


def test_an_override_wants_a_reason_and_is_in_the_log(section):
    client, publisher = Client(), make_publisher()
    client.force_login(publisher)
    article = written(publisher, section)

    press(client, article, "override", reason="  ")
    assert Article.objects.get().state == DeskState.DRAFT
    press(client, article, "override", reason="Ca trực đêm chỉ có một người")

    act = article.acts.get(verb=Verb.OVERRIDE)
    assert (act.by, act.note) == (publisher, "Ca trực đêm chỉ có một người")
    assert Article.objects.get().state == DeskState.APPROVED
    history = client.get(f"/admin/news/article/{article.pk}/history/").content.decode()
    assert "Ca trực đêm chỉ có một người" in history


def test_an_override_is_a_right_of_its_own(section):
    publisher = make_publisher()
    group = roles.group(roles.PUBLISHERS)
    group.permissions.remove(group.permissions.get(codename="override_second_eyes"))
    article = written(publisher, section)

    with pytest.raises(PermissionDenied):
        steps.override(article, by=publisher, reason="Gấp")

    assert Article.objects.get().state == DeskState.DRAFT


def test_an_override_is_refused_where_another_pair_has_seen_it(section):
    publisher = make_publisher()
    article = written(make_user(roles.CONTRIBUTORS), section)

    with pytest.raises(steps.StepRefused):
        steps.override(article, by=publisher, reason="Gấp")

    assert not article.acts.filter(verb=Verb.OVERRIDE).exists()


def test_a_scheduled_text_was_approved_by_another_too(section):
    publisher = make_publisher()
    article = written(publisher, section)

    with pytest.raises(steps.NeedsOtherApprover):
        steps.publish(article, by=publisher, at=in_hours(2))


def test_a_text_of_another_section_that_is_listed_there_too_wants_them_as_well(section):
    publisher = make_publisher()
    article = written(publisher, make_section("Văn hóa"))
    article.extra_sections.add(section)

    with pytest.raises(steps.NeedsOtherApprover):
        steps.publish(article, by=publisher)


def test_a_redaction_hides_nobody_who_changed_the_text(section):
    publisher = make_publisher()
    publisher.user_permissions.add(Permission.objects.get(codename="redact_edition"))
    article = edited(written(make_user(roles.CONTRIBUTORS), section), publisher)
    edited(article, make_user(roles.EDITORS), "<p>Cầu dài 422 m.</p>")
    earlier = list(article.acts.exclude(text="").values_list("pk", flat=True))[1:]

    redact_article(article, by=publisher, editions=(), saves=earlier, reason="Bản án 12/2020")

    with pytest.raises(steps.NeedsOtherApprover):
        steps.approve(article, by=publisher)
