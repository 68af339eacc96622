"""Writes the demo city into the database; `removing` removes it again.

The articles are editions that began days ago, which the workflow would refuse. So this module
writes editions itself, as an import from an old portal would.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

from django.core.files import File
from django.db import transaction
from django.utils import timezone

from agency.models import Agency, SocialLink
from media.uploads.photos import take_photo
from news.counting import ranking
from news.counting.models import ReadDay, ReadTotal
from news.desk import steps
from news.editions import lifecycle
from news.editions.compose import compose
from news.enums import DeskState, Genre, Role
from news.fronts.models import Front, Placement
from news.models import Article, Author, Byline, RelatedArticle, Source, Tag, Topic
from sections.models import Link, LinkList, Section
from text.body.clean import clean_body

from . import content

GENRES = {
    "tin": Genre.NEWS,
    "phản ánh": Genre.REPORT,
    "phóng sự": Genre.FEATURE,
    "phỏng vấn": Genre.INTERVIEW,
    "thông báo": Genre.NOTICE,
    "tổng hợp": Genre.ROUNDUP,
    "gương người tốt": Genre.PROFILE,
    "ảnh": Genre.PHOTOS,
}
# The roles of bylines for pictures, which in this city are drawings.
PICTURE_ROLES = {"ảnh", "minh họa", "tranh"}
PICTURES = content.HERE / "pictures"
MARK = "demo-"


def key_of(article: content.Article) -> str:
    """The `Article.form_key` of an article, which marks it as one of the demo; in a portal's own
    articles it comes from the form."""
    return f"{MARK}{article.number}"


def load(demo: content.Demo, photos: Mapping[str, int]) -> None:
    """Write everything but the photos. `photos` has their ids by key, from `take_pictures`."""
    now = timezone.now()
    dated = tuple(each.dated(timezone.localtime(now)) for each in demo.articles)
    demo = replace(demo, articles=dated)
    with transaction.atomic():
        _agency(demo.agency)
        places = _tree(demo)
        names = _names(demo)
        articles = {each.slug: _desk_copy(each, places, names, photos) for each in demo.articles}
        for each in demo.articles:
            RelatedArticle.objects.bulk_create(
                RelatedArticle(article=articles[each.slug], other=articles[slug], order=order)
                for order, slug in enumerate(each.related)
            )
        for each in sorted(demo.articles, key=lambda each: -each.days_ago):
            _publish(each, articles[each.slug], photos, now)
        for front in demo.fronts:
            _place(front, places, articles, now)
        _read(demo, articles)
    ranking.update_ranking()


def take_pictures(demo: content.Demo, folder: Path = PICTURES) -> dict[str, int]:
    """Add every picture to the library, as an upload would; returns the ids of the photos by key.

    `folder` holds a file `KEY.webp` for each photo of the content.
    """
    today = timezone.localdate()
    taken: dict[str, int] = {}
    for photo in demo.photos:
        with (folder / f"{photo.key}.webp").open("rb") as file:
            taken[photo.key] = take_photo(
                File(file, name=f"{photo.key}.webp"),
                alt=photo.alt,
                caption=photo.caption,
                credit=photo.credit,
                place=photo.place,
                taken_on=today - timedelta(days=photo.days_ago),
            ).photo.pk
    return taken


def _agency(agency: content.Agency) -> None:
    row = Agency(
        name=agency.name,
        short_name=agency.short_name,
        governing_body=agency.governing_body,
        address=agency.address,
        phone=agency.phone,
        email=agency.email,
        responsible_editor=f"{agency.editor_role} {agency.editor_name}",
        licence=agency.licence,
        source_name=agency.domain,
        fanpage_name=agency.fanpage_name,
        fanpage_url=agency.fanpage_url,
        indexed=False,
    )
    row.save()
    SocialLink.objects.bulk_create(
        SocialLink(agency=row, name=link.title, url=link.url, order=order)
        for order, link in enumerate(agency.social)
    )


def _tree(demo: content.Demo) -> dict[str, Section]:
    nodes: dict[str, Section] = {}
    for each in sorted([*demo.sections, *demo.pages], key=lambda each: bool(each.parent)):
        page = isinstance(each, content.Page)
        node = Section(
            parent=nodes[each.parent] if each.parent else None,
            kind=Section.Kind.PAGE if page else Section.Kind.SECTION,
            title=each.title,
            slug=each.slug,
            order=each.order,
            in_menu=each.in_menu,
            description=each.description,
            language=each.language if page else "vi",
            body=clean_body(each.body).html if page else "",
        )
        node.full_clean()
        node.save()
        nodes[each.key] = node
    for order, each in enumerate(demo.link_lists):
        links = LinkList(title=each.title, order=order)
        links.save()
        Link.objects.bulk_create(
            Link(list=links, title=link.title, url=link.url, order=place)
            for place, link in enumerate(each.links)
        )
    return nodes


def _names(demo: content.Demo) -> dict[str, dict]:
    def made(kind, key, **fields):
        row = kind(**fields)
        row.save()
        return key, row

    tags = sorted({tag for article in demo.articles for tag in article.tags})
    return {
        "authors": dict(
            made(Author, each.key, name=each.name, slug=each.slug, about=each.about)
            for each in demo.authors
        ),
        "sources": dict(
            made(Source, each.key, name=each.name, slug=each.slug, url=each.url)
            for each in demo.sources
        ),
        "topics": dict(
            made(Topic, each.slug, name=each.title, slug=each.slug, description=each.description)
            for each in demo.topics
        ),
        "tags": dict(made(Tag, name, name=name) for name in tags),
    }


def _body(html: str, photos: Mapping[str, int]) -> str:
    for key, photo in photos.items():
        html = html.replace(f'data-photo="{key}"', f'data-photo="{photo}"')
    return clean_body(html).html


def _desk_copy(
    each: content.Article, places: dict[str, Section], names: dict[str, dict], photos: dict
) -> Article:
    lead = each.lead_photo
    article = Article(
        kicker=each.kicker,
        title=each.title,
        lead=each.lead,
        body=_body(each.body, photos),
        signature=each.signature,
        section=places[each.section],
        genre=GENRES[each.genre],
        source=names["sources"][each.source] if each.source else None,
        source_url=each.original_url,
        lead_photo_id=photos[lead.photo] if lead else None,
        lead_caption=lead.caption if lead else "",
        lead_credit=lead.credit if lead else "",
        slug=each.slug,
        state=DeskState.APPROVED,
        form_key=key_of(each),
    )
    article.save()
    article.extra_sections.set([places[key] for key in each.extra_sections])
    article.topics.set([names["topics"][key] for key in each.topics])
    article.tags.set([names["tags"][name] for name in each.tags])
    Byline.objects.bulk_create(
        Byline(
            article=article,
            author=names["authors"][by.author],
            role=Role.PHOTO if by.role in PICTURE_ROLES else Role.TEXT,
            order=order,
        )
        for order, by in enumerate(each.authors)
    )
    steps.note_photos(article)
    return article


def _publish(
    each: content.Article, article: Article, photos: Mapping[str, int], now: datetime
) -> None:
    start = each.released_at(timezone.localtime(now))
    update = each.update
    changed = start + timedelta(hours=update.after_hours) if update else None
    gone = each.withdrawn and start + timedelta(hours=each.withdrawn.after_hours)
    if update:
        now_reads = {name: getattr(article, name) for name in ("title", "lead", "body")}
        first = each.first_edition()
        article.title, article.lead = first["title"], first["lead"]
        article.body = _body(first["body"], photos)
        lifecycle.create_edition(
            article, compose(article), start=start, until=changed, by=None, made_at=start
        )
        for name, text in now_reads.items():
            setattr(article, name, text)
    lifecycle.create_edition(
        article,
        compose(article),
        start=changed or start,
        until=gone,
        by=None,
        note=update.note if update else "",
        correction=update.correction if update else "",
        made_at=changed or start,
    )
    if gone:
        article.withdrawn_at, article.public_reason = gone, each.withdrawn.public_reason
        article.save(update_fields=["withdrawn_at", "public_reason"])


def _place(
    front: content.Front, places: dict[str, Section], articles: dict[str, Article], now: datetime
) -> None:
    """Write the placements of a front directly: `arranging.arrange` would need a person with the
    right."""
    # A form shows whole minutes, so a later save of the form does not change the time.
    minute = now.replace(second=0, microsecond=0)
    row = Front.objects.create(section=places.get(front.section))
    Placement.objects.bulk_create(
        Placement(front=row, place=place, article=articles[slug], starts_at=minute, set_at=now)
        for place, slug in enumerate(front.articles)
    )


def _read(demo: content.Demo, articles: dict[str, Article]) -> None:
    """Write the counts of readers in the last week; newer and longer articles have more readers."""
    today = timezone.localdate()
    totals, days = [], []
    for number, each in enumerate(demo.articles):
        pull = 30 + len(each.body) // 60 + 97 * number % 311
        readers = int(pull * 40 / (4 + each.days_ago))
        pk = articles[each.slug].pk
        totals.append(ReadTotal(article_id=pk, count=7 * pull + readers))
        span = min(7, int(each.days_ago) + 1)
        for back in range(span):
            count = readers // span + (readers % span if back == 0 else 0)
            days.append(ReadDay(day=today - timedelta(days=back), article=pk, count=count))
    ReadTotal.objects.bulk_create(totals)
    ReadDay.objects.bulk_create(days)
