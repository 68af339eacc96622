"""Loads what `tests.bench.content` wrote: the portal's sections, articles and photos."""

import json
import uuid
from pathlib import Path

from django.contrib.contenttypes.models import ContentType
from django.core.files.images import ImageFile
from django.core.management.base import BaseCommand
from django.utils.dateparse import parse_datetime
from peer.models import ArticlePage, ArticleTag, HomePage, SectionPage
from taggit.models import Tag
from wagtail.images.models import Image
from wagtail.models import Page, Site

BATCH = 1000
# The renditions that the templates use.
RENDITIONS = ("fill-480x320", "width-960")


class Command(BaseCommand):
    def add_arguments(self, parser) -> None:
        parser.add_argument("file", type=Path)

    def handle(self, *, file: Path, **options) -> None:
        found = json.loads(file.read_text())
        home = self.home()
        sections: dict[int, SectionPage] = {}
        # Parents come first.
        for each in found["sections"]:
            page = SectionPage(title=each["title"], slug=each["slug"], show_in_menus=True)
            parent = sections.get(each["parent"], home)
            parent.refresh_from_db()
            sections[each["pk"]] = parent.add_child(instance=page)
        photos = {key: self.photo(**each) for key, each in found["photos"].items()}
        tags = self.tags(found["articles"])
        last = {pk: page.get_children().count() for pk, page in sections.items()}
        for start in range(0, len(found["articles"]), BATCH):
            self.batch(found["articles"][start : start + BATCH], sections, last, photos, tags)
        for pk, number in last.items():
            Page.objects.filter(pk=sections[pk].pk).update(numchild=number)

    def home(self) -> HomePage:
        """Make the home page in place of the one from Wagtail's first migration."""
        Page.objects.filter(depth=2).delete()
        root = Page.get_first_root_node()
        root.numchild = 0
        root.save()
        home = root.add_child(instance=HomePage(title="Trang chủ", slug="home"))
        Site.objects.all().delete()
        Site.objects.create(hostname="127.0.0.1", port=80, root_page=home, is_default_site=True)
        return home

    def photo(self, path: str, title: str) -> Image:
        with Path(path).open("rb") as file:
            photo = Image.objects.create(title=title[:255], file=ImageFile(file, Path(path).name))
        photo.get_renditions(*RENDITIONS)
        return photo

    def tags(self, articles: list[dict]) -> dict[str, Tag]:
        names = sorted({name for each in articles for name in each["tags"]})
        return {name: Tag.objects.get_or_create(name=name)[0] for name in names}

    def batch(self, articles, sections, last, photos, tags) -> None:
        """Write the rows that saving each article would write, in bulk: one of the page tree and
        one of the article."""
        kind = ContentType.objects.get_for_model(ArticlePage)
        pages, rows = [], []
        for each in articles:
            parent, date = sections[each["section"]], parse_datetime(each["date"])
            last[each["section"]] += 1
            pages.append(
                Page(
                    title=each["title"],
                    draft_title=each["title"],
                    slug=each["slug"],
                    path=Page._get_path(parent.path, parent.depth + 1, last[each["section"]]),
                    depth=parent.depth + 1,
                    url_path=f"{parent.url_path}{each['slug']}/",
                    content_type=kind,
                    locale_id=parent.locale_id,
                    translation_key=uuid.uuid4(),
                    first_published_at=date,
                    last_published_at=date,
                )
            )
        Page.objects.bulk_create(pages)
        for each, page in zip(articles, pages, strict=True):
            rows.append(
                ArticlePage(
                    page_ptr_id=page.pk,
                    date=page.first_published_at,
                    lead=each["lead"],
                    signature=each["signature"],
                    photo=photos.get(str(each["photo"])),
                    body=[("text", each["body"])],
                )
            )
        # Django refuses bulk_create for a model with a parent model, so this does the same.
        fields = ArticlePage._meta.local_concrete_fields
        ArticlePage._base_manager._insert(rows, fields=fields, using="default")
        ArticleTag.objects.bulk_create(
            ArticleTag(content_object_id=page.pk, tag=tags[name])
            for each, page in zip(articles, pages, strict=True)
            for name in each["tags"]
        )
