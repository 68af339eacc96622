"""After each change, each cached public page is the same as if it were made anew."""

import re
from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from django.test import RequestFactory
from django.utils import timezone

from accounts.busy_page import busy_page
from agency.models import Agency, Notice
from media import renditions
from news.addresses import article_path
from news.counting import ranking
from news.desk import steps
from news.fronts import arrange as fronts_arrange
from news.fronts.placements import Slot
from news.models import Article, Author, Front, Source, Tag, Topic
from redirects import missed_addresses
from redirects.models import MissedAddress
from sections.models import Link, Section
from tests.delivery.delivered import Delivered
from tests.factories import (
    make_agency,
    make_article,
    make_photo,
    make_publisher,
    make_section,
    make_source,
    publish,
)

pytestmark = pytest.mark.django_db(transaction=True)

# The kinds of pages that are most numerous: articles, their QR codes and print views, days of the
# archive, tags, and the Atom feeds of lists that have an RSS feed.
MANY = re.compile(r"-\d+/$|\.png$|/theo-ngay/\d{4}/\d\d/\d\d/|^/the/|/ban-in/$|/atom\.xml$")
# The last changes before one that drops every page.
WHOLE = {"unarchived", "a source renamed"}
LINK = re.compile(r'(?:href|src)="(/[^"#]*)"')
MORE = [
    "/sitemap.xml", "/sitemap-trang.xml", "/sitemap-news.xml", "/robots.txt", "/rss.xml",
    "/atom.xml", "/tim-kiem/", "/tim-kiem/?q=ben+ca", "/tim-kiem/?q=cang&muc=3", "/theo-ngay/",
    "/khong-co/", "/xac-minh/?ma=7K3M-9QXA-2BCD", "/xac-minh/7K3M-9QXA-2BCD/", "/favicon.ico",
    "/kinh-te/rss.xml", "/dinh-chinh/rss.xml", "/dinh-chinh/atom.xml",
]  # fmt: skip


def changes(publisher) -> Iterator[tuple[str, Callable[[], object]]]:
    """The changes that staff make, in order: a name, and a function that makes the change. The
    function queries what it needs when it is called."""

    def article(number: int) -> Article:
        return Article.objects.filter(last_number__gt=0).order_by("pk")[number]

    def rewritten(number: int, **fields: object) -> Article:
        found = article(number)
        for name, value in fields.items():
            setattr(found, name, value)
        found.save()
        return found

    def renamed(model: type, **fields: object) -> None:
        found = model.objects.order_by("pk")[0]
        for name, value in fields.items():
            setattr(found, name, value)
        found.save()

    def new(**fields: object) -> Article:
        section = Section.objects.get(path="kinh-te/dau-tu")
        return make_article("Bài vừa viết", section=section, lead="Một bến cá mới.", **fields)

    now = timezone.now()
    made: dict[str, Article] = {}

    yield "a new article", lambda: publish(made.setdefault("new", new()), by=publisher)
    yield "its update", lambda: publish(retitled(made["new"]), by=publisher)
    yield (
        "an older one brought in",
        lambda: publish(new(released_at=now - timedelta(days=12)), by=publisher),
    )
    yield (
        "another section",
        lambda: publish(
            rewritten(3, section=Section.objects.get(path="van-hoa-xa-hoi")), by=publisher
        ),
    )
    yield "another slug", lambda: publish(rewritten(4, slug="ten-khac"), by=publisher)
    yield (
        "a correction",
        lambda: publish(rewritten(7, lead="Câu dẫn đúng."), by=publisher, correction="Câu dẫn sai"),
    )
    yield (
        "a corrected one withdrawn",
        lambda: steps.withdraw(
            article(7), by=publisher, reason="Sai", public_reason="Nguồn tin chưa được kiểm chứng"
        ),
    )
    yield "a corrected one brought back", lambda: steps.bring_back(article(7), by=publisher)
    yield "withdrawn", lambda: steps.withdraw(article(5), by=publisher, reason="Sai")
    yield "brought back", lambda: steps.bring_back(article(5), by=publisher)
    yield "archived", lambda: steps.archive(article(6), by=publisher)
    yield "unarchived", lambda: steps.unarchive(article(6), by=publisher)
    yield "a section renamed", lambda: renamed(Section, title="Tên mới của mục")
    yield "a section moved", lambda: moved_section()
    yield "a static page", lambda: rewritten_page()
    yield "an author renamed", lambda: renamed(Author, name="Tên Mới")
    yield "a topic renamed", lambda: renamed(Topic, name="Dòng mới", slug="dong-moi")
    yield "a tag renamed", lambda: renamed(Tag, name="Thẻ mới")
    yield "a source renamed", lambda: renamed(Source, name="Nguồn mới")
    yield "the agency", lambda: renamed(Agency, phone="0123")
    yield "a notice", lambda: Notice(text="Mưa lớn").save()
    yield "a link", lambda: renamed(Link, title="Đường dẫn mới")
    yield "the front", lambda: arrange(publisher, article(9))
    yield "the most read", ranking.update_ranking


def retitled(article: Article) -> Article:
    article.refresh_from_db()
    article.title = "Tít đã sửa"
    article.save()
    return article


def moved_section() -> None:
    section = Section.objects.get(path="kinh-te/dau-tu")
    section.parent, section.slug = None, "dau-tu-moi"
    section.full_clean()
    section.save()


def rewritten_page() -> None:
    page = Section.objects.filter(kind=Section.Kind.PAGE).order_by("pk")[0]
    page.body = "<p>Lời giới thiệu mới.</p>"
    page.save()


def arrange(publisher, article: Article) -> None:
    front = Front.objects.filter(section=None).first()
    fronts_arrange.arrange(
        None,
        [(None, Slot(0, article.pk, timezone.now(), None))],
        by=publisher,
        version=front.version if front else 0,
    )


def crawled(portal: Delivered) -> list[str]:
    """All pages that the portal's pages link to, and `MORE`."""
    found = dict.fromkeys(["/", *MORE])
    waiting = list(found)
    while waiting:
        _status, headers, body = portal.get(waiting.pop())
        if not headers["Content-Type"].startswith("text/html"):
            continue
        for link in LINK.findall(body.decode()):
            link = link.replace("&amp;", "&")
            if link not in found and not link.startswith(("/static/", "/tep/", "/admin/")):
                found[link] = None
                waiting.append(link)
    return list(found)


# On PostgreSQL, `test_sequences` tests the same with a smaller town and more kinds of changes.
@pytest.mark.long
@pytest.mark.once
def test_what_is_kept_is_what_would_be_made(demo):
    publisher, portal = make_publisher(), Delivered()
    addresses = crawled(portal)
    assert len(addresses) > 250

    many = [address for address in addresses if MANY.search(address)]
    others = [address for address in addresses if not MANY.search(address)]
    assert len(many) > 250
    stale, dropped = {}, {}
    for number, (name, change) in enumerate(changes(publisher)):
        for address in addresses:
            portal.get(address)
        change()
        portal.made.clear()
        # Mostly only a third of `many` is compared. A stale page stays stale, so it is found when
        # its third is compared, and at the latest before a change that drops every page.
        if found := portal.stale([*others, *(many if name in WHOLE else many[number % 3 :: 3])]):
            stale[name] = found
        dropped[name] = len(portal.made)

    assert set(dropped) >= WHOLE
    assert stale == {}
    assert portal.stale(many) == {}
    # Otherwise each change could simply drop every page.
    assert dropped["its update"] < len(addresses) / 2


def hours(count: float):
    return timezone.now() + timedelta(hours=count)


def test_what_falls_due_is_seen_at_its_moment_on_every_page(demo, clock):
    publisher, portal = make_publisher(), Delivered()
    section = Section.objects.get(path="kinh-te")
    made = {
        title: make_article(title, section=section, publish_at=None, expire_at=expires)
        for title, expires in (("Bài hẹn giờ", None), ("Bài sắp hết hạn", hours(3)))
    }
    editions = [
        steps.publish(made["Bài hẹn giờ"], by=publisher, at=hours(1)),
        steps.publish(made["Bài sắp hết hạn"], by=publisher),
    ]
    placed = Slot(0, Article.objects.order_by("pk")[20].pk, hours(2), hours(4))
    fronts_arrange.arrange(
        None, [(None, placed)], by=publisher, version=Front.objects.get(section=None).version
    )
    Notice(text="Bão", level="warning", starts_at=hours(5), expires_at=hours(6)).save()
    addresses = ["/", "/kinh-te/", "/rss.xml", "/sitemap-news.xml", "/tim-kiem/?q=bai+hen+gio"]
    addresses += [article_path(section.pk, each.slug, each.article_id) for each in editions]

    seen = []
    for _hour in range(9):
        assert portal.stale(addresses) == {}
        seen.append(tuple(portal.get(address)[0] for address in addresses[-2:]))
        clock.move(hours=1)

    assert seen == [(404, 200), (200, 200), (200, 200), *[(200, 410)] * 6]
    # The home page was not made again each time.
    assert portal.made.count("/") < 9


def test_a_scheduled_correction_is_told_on_its_second_on_every_page(demo, clock):
    publisher, portal = make_publisher(), Delivered()
    article = Article.objects.get(slug="dien-tap-chua-chay-chung-cu-18-tang")
    edition = article.editions.public().get()
    here = article_path(edition.section_id, edition.slug, article.pk)
    addresses = [here, f"{here}ban-in/", "/dinh-chinh/", "/dinh-chinh/rss.xml"]
    for address in addresses:
        portal.get(address)
    steps.publish(article, by=publisher, at=hours(1), correction="Báo cáo ghi nhầm tên tòa nhà")
    steps.set_expiry(article, by=publisher, until=hours(2))

    seen = []
    for _half in range(5):
        assert portal.stale(addresses) == {}
        seen.append(["ghi nhầm tên" in portal.get(each)[2].decode() for each in addresses])
        clock.move(minutes=30)

    assert seen == [[False] * 4] * 2 + [[True] * 4] * 2 + [[False] * 4]


def test_a_page_is_served_while_the_database_is_away(demo, clock, settings):
    portal = Delivered()
    before = portal.get("/kinh-te/")
    away = Delivered(Away())
    away.server.pages = portal.server.pages

    # The page is fresh, so the database is not asked.
    assert away.get("/kinh-te/") == before
    publish(make_article("Bài mới", section=Section.objects.get(path="kinh-te")))
    status, headers, body = away.get("/kinh-te/")
    assert (status, headers["Portal-Old"], body) == (200, "1", before[2])


def test_what_was_withdrawn_is_not_served_even_then(demo):
    portal = Delivered()
    article = Article.objects.filter(last_number=1).order_by("pk")[0]
    edition = article.editions.get()
    address = f"/{edition.section.path}/{edition.slug}-{article.pk}/"
    assert portal.get(address)[0] == 200
    steps.withdraw(article, by=make_publisher(), reason="Sai")

    away = Delivered(Away())
    away.server.pages = portal.server.pages
    assert [away.get(each)[0] for each in (address, f"{address}ban-in/")] == [503, 503]


class Away:
    """A WSGI application that answers as the portal does while its database is away."""

    def __call__(self, environ, start_response):
        response = busy_page(RequestFactory().get(environ["PATH_INFO"]))
        start_response(f"{response.status_code} Busy", list(response.items()))
        return response


def test_readers_are_led_on_only_until_a_page_comes_to_stand_there():
    portal, section = Delivered(), make_section(slug="kinh-te")
    topic = Topic.objects.create(name="Chưa có bài")
    address = "/chu-de/chua-co-bai/"
    now = timezone.now()
    row = MissedAddress.objects.create(path=address, count=1, first_seen=now, last_seen=now)
    row.target = "/kinh-te/"
    missed_addresses.set_target(row)
    assert portal.get(address)[0] == 301

    article = make_article(section=section)
    article.topics.add(topic)
    publish(article)

    assert portal.get(address)[0] == 200


def test_every_page_shows_the_logo_as_it_was_rendered():
    logo, portal = make_photo(), Delivered()
    make_agency(logo=logo)
    addresses = ["/", make_section().get_absolute_url(), "/xac-minh/"]
    before = [portal.get(address)[2] for address in addresses]

    renditions.render(logo)

    assert portal.stale(addresses) == {}
    assert all(portal.get(each)[2] != old for each, old in zip(addresses, before, strict=True))


def test_an_article_shows_the_logo_of_its_source_as_it_was_rendered():
    logo, portal = make_photo(), Delivered()
    edition = publish(make_article(source=make_source(logo=logo)))
    address = article_path(edition.section_id, edition.slug, edition.article_id)
    before = portal.get(address)[2]

    renditions.render(logo)

    assert portal.get(address)[2] != before
