"""Withdrawing and redacting ask whether files go along."""

import pytest
from django.contrib.auth.models import Permission
from django.core.exceptions import PermissionDenied
from django.test import Client

from accounts import roles
from media.models import Document, Photo, Takedown
from news.desk import steps
from news.models import Beat, Edition
from tests.factories import (
    make_article,
    make_photo,
    make_publisher,
    make_section,
    make_source,
    make_user,
    publish,
)
from tests.news.desk.form_data import seen
from tests.news.editions.files import NOTE, read
from tests.news.pages.page_text import address
from tests.news.redaction.redacting import make_redactor

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_storage")]


def states() -> list[str]:
    """What was taken down of each photo, then of each document."""
    rows = (*Photo.objects.order_by("pk"), *Document.objects.order_by("pk"))
    return [each.takedown for each in rows]


@pytest.fixture
def other(live, committed):
    """Another published article with the same lead photo."""
    article = make_article("Bài khác", lead_photo=live[1])
    return committed(lambda: publish(article))


def test_withdrawing_asks_whether_files_go_that_others_show_too(live, other, committed, desk):
    article, lead, _figure, _document, edition = live
    page = f"/admin/news/article/{article.pk}/step/withdraw/"
    asked = desk.get(page).context["form"].fields["files"]
    assert asked.choices == [(f"photo-{lead.pk}", f"{lead} (bài viết: Bài khác)")]

    sent = {"reason": "Tòa yêu cầu", "files": [f"photo-{lead.pk}"], "seen": seen(article)}
    answer = committed(lambda: desk.post(page, sent))

    assert answer.status_code == 302
    assert states() == ["file", "", ""]
    assert NOTE in read(address(other))
    assert read(address(edition)) == 410


def test_what_was_ticked_goes_also_if_nobody_else_shows_it_by_then(live, other, committed, desk):
    article, lead, *_rest = live
    page = f"/admin/news/article/{article.pk}/step/withdraw/"
    sent = {"reason": "Tòa yêu cầu", "files": [f"photo-{lead.pk}"], "seen": seen(article)}
    committed(lambda: steps.withdraw(other.article, by=make_publisher(), reason="Sai"))

    committed(lambda: desk.post(page, sent))

    assert states() == ["file", "", ""]


def test_the_logo_of_a_source_is_not_offered(committed, desk):
    logo = make_photo()
    source = make_source(logo=logo)
    article, _other = (
        committed(lambda title=title: publish(make_article(title, source=source))).article
        for title in ("Một", "Hai")
    )

    page = desk.get(f"/admin/news/article/{article.pk}/step/withdraw/")

    assert "files" not in page.context["form"].fields


def test_withdrawing_alone_leaves_them(live, other, committed):
    article, lead, *_rest = live

    committed(lambda: steps.withdraw(article, by=make_publisher(), reason="Sai"))

    assert states() == ["", "", ""]
    assert lead.key in read(address(other))


def test_who_may_not_take_down_is_not_asked_and_is_refused(live, other, committed):
    article, lead, *_rest = live
    person, client = make_user(), Client()
    group = roles.group(roles.PUBLISHERS)
    Beat.objects.create(user=person, section=article.section, group=group)
    client.force_login(person)
    page = f"/admin/news/article/{article.pk}/step/withdraw/"
    assert "files" not in client.get(page).context["form"].fields

    with pytest.raises(PermissionDenied):
        steps.withdraw(article, by=person, reason="Sai", files=[lead.ref])

    assert states() == ["", "", ""]
    assert Edition.objects.public().filter(article=article).exists()


@pytest.fixture
def past(live, committed):
    """The article, withdrawn."""
    committed(lambda: steps.withdraw(live[0], by=make_publisher(), reason="Sai"))
    return live


def redaction(client, article, **sent):
    page = f"/admin/news/article/{article.pk}/redact/"
    return client.post(page, {"reason": "Bản án 12/2020", **sent})


def test_redacting_takes_what_is_ticked_down_with_its_words(past, other, committed, client):
    article, lead, figure, document, _edition = past
    client.force_login(make_redactor())
    page = client.get(f"/admin/news/article/{article.pk}/redact/")
    assert [each.key for each in page.context["photos"]] == [lead.pk, figure.pk]
    assert [each.key for each in page.context["documents"]] == [document.pk]

    sent = {"edition": [1], "photo": [lead.pk], "document": [document.pk]}
    answer = committed(lambda: redaction(client, article, **sent))

    assert answer.status_code == 302
    assert states() == ["words", "", "words"]
    assert NOTE in read(address(other))
    assert "Bản án 12/2020 (bản 1; 2 tệp)" in article.acts.first().note


def test_a_redaction_reaches_no_file_of_another_article(past, committed, client):
    article, _lead, _figure, _document, _edition = past
    client.force_login(make_redactor())
    stranger = make_photo()
    foreign = make_article("Bài khác", section=make_section("Khác"), lead_photo=stranger)
    committed(lambda: publish(foreign))
    committed(lambda: steps.withdraw(foreign, by=make_publisher(), reason="Sai"))

    committed(lambda: redaction(client, article, edition=[1], photo=[stranger.pk]))

    assert Photo.objects.get(pk=stranger.pk).takedown == Takedown.NOTHING


def test_a_redactor_without_the_right_is_not_asked(past, client):
    article, lead, *_rest = past
    person = make_user(roles.EDITORS)
    person.user_permissions.add(Permission.objects.get(codename="redact_edition"))
    client.force_login(person)

    page = client.get(f"/admin/news/article/{article.pk}/redact/")
    answer = redaction(client, article, edition=[1], photo=[lead.pk])

    assert "photos" not in page.context
    assert (answer.status_code, states()) == (403, ["", "", ""])
    assert not Edition.objects.exclude(redacted_at=None).exists()
