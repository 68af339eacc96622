"""The headers for caches outside this machine: which tags a page has, how long a copy is good, and
when it must not be copied."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.http import HttpResponse
from django.test import RequestFactory
from django.utils import timezone

from delivery import stale_marks
from delivery.page_cache.disk import DiskCache
from delivery.page_cache.page import CODINGS, CachedPage, cacheable_page
from delivery.public_page import public_page, with_tags

TOLD = {"Surrogate-Key", "Cache-Tag", "Surrogate-Control"}


@pytest.fixture
def told(settings):
    """Call it with values for the setting DELIVERY, which says who keeps copies of pages."""

    def use(**delivery):
        settings.DELIVERY = delivery

    return use


@pytest.fixture
def copies(told):
    """Varnish keeps copies of pages, and nothing falls due in the next 90 seconds."""
    told(ENGINES=["xkey+http://127.0.0.1:6081"])
    falls_due(90_000)


def falls_due(milliseconds: int) -> None:
    stale_marks.record_moments(
        [], 0, stale_marks.milliseconds() + milliseconds, stale_marks.sequence()
    )


def page(until=None, tags=("article-1", "section-2")) -> CachedPage:
    @public_page
    def view(request):
        return with_tags(HttpResponse("<p>Cảng.</p>"), tags, until)

    return cacheable_page(view(RequestFactory().get("/")), stale_marks.sequence())


def test_a_copy_is_packed_well_at_once(copies):
    shown = "".join(f"<p>Phường {number * number}.</p>" for number in range(800)).encode()

    @public_page
    def view(request):
        response = HttpResponse(shown, content_type="text/html; charset=utf-8")
        return with_tags(response, ["site"])

    response = view(RequestFactory().get("/"))
    coding = CODINGS["gzip"]
    kept = cacheable_page(response, stale_marks.sequence(), "gzip")

    assert kept.answer("gzip").body == coding.best(shown) != coding.fast(shown)


def said(page: CachedPage, **options) -> dict[str, str]:
    return {name: value for name, value in page.answer("", **options).headers if name in TOLD}


def control(page: CachedPage) -> tuple[int, int] | None:
    """For how many seconds a copy is good, and for how many more it may be shown if the portal is
    away; None if the page must not be copied."""
    text = said(page).get("Surrogate-Control")
    return text and tuple(int(part.split("=")[1]) for part in text.split(", "))


def test_whoever_keeps_copies_is_told_tags_and_for_how_long(copies):
    assert said(page()) == {
        "Surrogate-Key": "article-1 section-2 site",
        "Cache-Tag": "article-1,section-2,site",
        "Surrogate-Control": "max-age=60, stale-if-error=86400",
    }


@pytest.mark.parametrize("engines", [[], ["redis://127.0.0.1"]])
def test_nobody_else_is_told_anything(told, engines):
    told(ENGINES=engines)
    falls_due(90_000)

    assert said(page()) == {}


def test_a_network_that_somebody_else_purges_may_be_told_too(told):
    told(ENGINES=[], EDGE_HEADERS=True)
    falls_due(90_000)

    assert set(said(page())) == TOLD


def test_an_unchanged_page_is_said_to_be_so_with_its_tags(copies):
    one = page()

    assert one.answer("", f'"{one.etag}"').status == 304
    assert said(one, known=f'"{one.etag}"') == said(one)


def test_a_copy_is_good_until_something_falls_due(copies):
    falls_due(7_900)

    assert control(page()) == (7, 86_400)


def test_a_copy_is_good_for_as_long_as_the_page_and_never_shown_after_it(copies):
    soon = timezone.now() + timedelta(seconds=20.9)
    later = timezone.now() + timedelta(seconds=600.9)

    assert [control(page(soon)), control(page(later))] == [(20, 0), (60, 540)]


@pytest.mark.parametrize("milliseconds", [-1, 0, 999])
def test_what_falls_due_within_a_second_is_not_copied(copies, milliseconds):
    falls_due(milliseconds)

    assert said(page()) == {}


def test_when_it_is_not_known_what_falls_due_next_nothing_is_copied(copies):
    one = page()
    stale_marks.mark(["article-9"])

    assert said(one) == {}


def test_a_page_is_not_copied_while_it_changes_nor_after_it(copies):
    before = page()
    stale_marks.begin(["section-2"])
    falls_due(90_000)
    meanwhile = page()
    assert [said(before), said(meanwhile)] == [{}, {}]

    stale_marks.end(["section-2"])
    falls_due(90_000)
    assert [said(before), said(meanwhile)] == [{}, {}]
    assert set(said(page())) == TOLD


def test_an_old_page_is_not_copied(copies):
    assert said(page(), old=True) == {}


def test_a_page_with_more_tags_than_a_header_takes_is_not_copied(copies):
    few = page(tags=[f"article-{number}" for number in range(400)])
    many = page(tags=[f"article-{number}" for number in range(800)])

    assert [set(said(few)), said(many)] == [TOLD, {}]


def test_tags_are_found_again_on_disk(copies, tmp_path):
    made, key = page(), (False, "/", ())
    DiskCache(tmp_path / "pages", "1").put(key, made, ())

    found, _ = DiskCache(tmp_path / "pages", "1").get(key)

    assert found == replace(made, answers=found.answers)
    assert said(found) == said(made)
