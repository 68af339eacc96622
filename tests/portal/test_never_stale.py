"""After each change every public page, kept as it is, is what it would be if it were made anew."""

import re
from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from django.utils import timezone

from agency.models import Agency, Notice
from news import arranging, ranking, workflow
from news.front import Placed
from news.models import Article, Author, Front, Source, Tag, Topic
from sections.models import Link, Section
from tests.factories import make_article, make_publisher, publish
from tests.portal.delivered import Delivered

pytestmark = pytest.mark.django_db(transaction=True)

LINK = re.compile(r'(?:href|src)="(/[^"#]*)"')
MORE = [
    "/sitemap.xml", "/sitemap-trang.xml", "/sitemap-news.xml", "/robots.txt", "/rss.xml",
    "/atom.xml", "/tim-kiem/", "/tim-kiem/?q=ben+ca", "/tim-kiem/?q=cang&muc=3", "/theo-ngay/",
    "/khong-co/", "/xac-minh/?ma=7K3M-9QXA-2BCD", "/xac-minh/7K3M-9QXA-2BCD/", "/favicon.ico",
    "/kinh-te/rss.xml",
]  # fmt: skip


def changes(publisher) -> Iterator[tuple[str, Callable[[], object]]]:
    """What staff do, one thing after the other; each looks things up when its turn comes."""

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
    yield "withdrawn", lambda: workflow.withdraw(article(5), by=publisher, reason="Sai")
    yield "brought back", lambda: workflow.bring_back(article(5), by=publisher)
    yield "archived", lambda: workflow.archive(article(6), by=publisher)
    yield "unarchived", lambda: workflow.unarchive(article(6), by=publisher)
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
    yield "the most read", ranking.rank


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
    arranging.arrange(
        None,
        [(None, Placed(0, article.pk, timezone.now(), None))],
        by=publisher,
        version=front.version if front else 0,
    )


def crawled(portal: Delivered) -> list[str]:
    """Every page that the portal's pages lead to."""
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


def test_what_is_kept_is_what_would_be_made(demo):
    publisher, portal = make_publisher(), Delivered()
    addresses = crawled(portal)
    assert len(addresses) > 250

    stale, dropped = {}, {}
    for name, change in changes(publisher):
        for address in addresses:
            portal.get(address)
        change()
        portal.made.clear()
        kept = {address: portal.get(address) for address in addresses}
        dropped[name] = len(portal.made)
        anew = Delivered()
        made = {address: anew.get(address) for address in addresses}
        stale |= {
            (name, address): (kept[address][0], made[address][0])
            for address in addresses
            if kept[address] != made[address]
        }

    assert stale == {}
    assert dropped["its update"] < len(addresses) / 2  # or it could as well drop everything
