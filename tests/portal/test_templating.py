"""Cached fragments of pages never show what is no longer true."""

from datetime import timedelta

import pytest
from django.template import engines
from django.utils import timezone
from jinja2 import meta
from markupsafe import Markup, escape

from media.models import Photo
from portal.templating import MACROS, fragment
from tests.factories import (
    make_agency,
    make_article,
    make_author,
    make_photo,
    make_publisher,
    make_section,
    publish,
)
from tests.news.pages.page_text import address, text_of

# The globals that do not change while the process runs. Fragments may use no others.
CONSTANT_GLOBALS = {
    "_", "absolute", "described", "fragment", "named_path", "ngettext", "parts", "static", "trail",
}  # fmt: skip


@pytest.mark.parametrize("name", MACROS)
def test_what_is_kept_sees_nothing_that_could_change(name):
    environment = engines["public"].env
    source, _, _ = environment.loader.get_source(environment, f"{name}.html")

    used = meta.find_undeclared_variables(environment.parse(source))
    assert used & {"agency", "links", "notices", "tree"} == set()
    assert used & set(environment.globals) <= CONSTANT_GLOBALS


def test_a_text_is_not_taken_for_the_same_text_as_markup():
    assert fragment(escape, Markup("<b>")) == "<b>"
    assert fragment(escape, "<b>") == "&lt;b&gt;"


@pytest.fixture
def edition(db):
    """A published article with a lead photo, which is in its body too."""
    make_agency()
    photo = make_photo()
    section = make_section("Kinh tế")
    author = make_author("Lâm Thùy")
    article = make_article("Cầu mới", section=section, lead_photo=photo, authors=[author])
    article.body = f'<figure data-photo="{photo.pk}"></figure>'
    article.save()
    return publish(article)


def seen(client, edition) -> list[str]:
    """The texts of the pages that show this edition."""
    pages = [address(edition), "/", edition.section.get_absolute_url()]
    return [text_of(client.get(page)) for page in pages]


def test_renditions_are_shown_as_soon_as_they_are_made(client, edition):
    assert ["/goc.jpg" in page for page in seen(client, edition)] == [True] * 3

    Photo.objects.update(widths=[320], rendered=True)

    for page in seen(client, edition):
        assert "/320.webp 320w" in page
        assert "/goc.jpg" not in page


def test_a_renamed_section_is_named_anew_everywhere(client, edition):
    assert ["Kinh tế" in page for page in seen(client, edition)] == [True] * 3

    section = edition.section
    section.title = "Thương mại"
    section.save()

    for page in seen(client, edition):
        assert "Thương mại" in page
        assert "Kinh tế" not in page


def test_a_section_named_as_before_is_named_so_again(client, edition):
    before, section = seen(client, edition), edition.section
    for title in ("Thương mại", "Kinh tế"):
        section.title = title
        section.save()
        after = seen(client, edition)

    assert after == before


def test_a_renamed_agency_is_named_anew_everywhere(client, edition):
    assert ["thành phố Thử" in page for page in seen(client, edition)] == [True] * 3

    make_agency(name="Cổng tin thành phố Mới")

    for page in seen(client, edition):
        assert "thành phố Mới" in page
        assert "thành phố Thử" not in page


def test_an_update_is_shown_with_its_own_words(client, edition):
    seen(client, edition)
    article = edition.article
    article.title, article.body = "Cầu mới thông xe", "<p>Đã thông xe.</p>"
    article.save()

    page, *lists = seen(client, publish(article))

    assert "<p>Đã thông xe.</p>" in page
    assert ["Cầu mới thông xe" in each for each in lists] == [True] * 2


def test_a_preview_shows_what_changed_without_a_new_version(client, edition):
    client.force_login(make_publisher())
    preview = f"/admin/news/article/{edition.article_id}/preview/"
    assert "Lâm Thùy" in text_of(client.get(preview))

    author = edition.article.bylines.get().author
    author.name = "Nguyễn Hải"
    author.save()

    page = text_of(client.get(preview))
    assert "Nguyễn Hải" in page
    assert "Lâm Thùy" not in page


def test_a_preview_is_no_public_page_and_makes_none(client, edition):
    client.force_login(make_publisher())
    preview = text_of(client.get(f"/admin/news/article/{edition.article_id}/preview/"))
    public = text_of(client.get(address(edition)))

    marks = ("data-reads", "application/ld+json")
    assert [mark in preview for mark in marks] == [False, False]
    assert [mark in public for mark in marks] == [True, True]


def test_the_header_marks_the_section_that_one_is_in(client, edition):
    other = make_section("Văn hóa")
    for section in (edition.section, other, edition.section):
        page = text_of(client.get(section.get_absolute_url()))
        marked = f'<a href="{section.get_absolute_url()}" aria-current="page">{section.title}</a>'
        assert page.count("aria-current=") == 1
        assert marked in page


def test_two_articles_of_the_same_words_have_their_own_times(client, edition):
    then = timezone.now() - timedelta(days=400)
    same = {name: getattr(edition.article, name) for name in ("title", "body", "section", "lead")}
    twin = publish(make_article(released_at=then, **same))

    pages = [text_of(client.get(address(each))) for each in (edition, twin)]

    stamps = [f"/b/{each.article_id}/luot-xem" for each in (edition, twin)]
    assert [stamp in page for stamp, page in zip(stamps, pages, strict=True)] == [True, True]
    assert [f"{then.year}" in page.split("</header>")[1] for page in pages] == [False, True]
