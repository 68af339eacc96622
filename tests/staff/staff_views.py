"""Every address below /admin/ from the URL configuration, and one row of each model that the staff
see there."""

import re
from collections.abc import Iterator
from datetime import timedelta

from django.contrib.auth.models import Group
from django.contrib.contenttypes.models import ContentType
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils import timezone

from agency.models import Notice
from audit.models import Entry, Kind
from audit.recording import record
from media.models import Photo, photo_folder
from news.desk import steps
from news.models import Act, Article, FileReceipt, Receipt, Source, Tag, Topic
from news.review_links import comments
from redirects.models import MissedAddress
from sections.models import LinkList
from tests.factories import (
    make_agency,
    make_article,
    make_author,
    make_photo,
    make_publisher,
    make_section,
    make_user,
    publish,
)
from tests.media.test_files_of_others import make_document


def routes() -> list[str]:
    return list(views())


def views() -> dict[str, URLPattern]:
    """The URL patterns by route; if a route has several, the first, which answers."""
    [admin] = [each for each in get_resolver().url_patterns if str(each.pattern) == "admin/"]
    return dict(reversed([*_below(admin)]))


def _below(resolver: URLResolver, route: str = "") -> Iterator[tuple[str, URLPattern]]:
    for each in resolver.url_patterns:
        if isinstance(each, URLResolver):
            yield from _below(each, route + str(each.pattern))
        else:
            yield route + str(each.pattern), each


def plain(route: str) -> str:
    """The route without converters and regular expressions: only `<name>` stays of a variable."""
    route = re.sub(r"\(\?P(<\w+>)[^)]*\)", r"\1", route.strip("^$"))
    return re.sub(r"<\w+:", "<", route).replace("object_id", "id")


def everything() -> dict[str, object]:
    """Make a row of each model that staff may see, with secret words (`mật-…`). Returns them by
    `app/model`. Readers see an edition of the article with another title."""
    section, now = make_section("Kinh tế"), timezone.now().replace(second=0, microsecond=0)
    article = make_article("Tên công khai", section=section, authors=[make_author("Tác giả")])
    publish(article)
    publisher = make_publisher()
    steps.send_back(article, by=publisher, reason="mật-lý-do")
    comments.add_comment(article, by=publisher, text="mật-ý-kiến")
    Article.objects.update(title="mật-tên", lead="mật-sapo", body="<p>mật-thân</p>")
    record(Kind.RIGHTS, words="mật-nhật-ký")
    missed = {"count": 2, "first_seen": now, "last_seen": now, "linked_from": "mật-trang"}
    made = (
        article,
        section,
        Source.objects.create(name="mật-nguồn"),
        Topic.objects.create(name="mật-chủ-đề"),
        Tag.objects.create(name="mật-thẻ"),
        make_author("mật-tác-giả"),
        Entry.objects.get(about="mật-nhật-ký"),
        MissedAddress.objects.create(path="/mat-lac/", **missed),
        make_user(first_name="mật-người"),
        Group.objects.first(),
        LinkList.objects.create(title="mật-liên-kết"),
        make_agency(),
        Notice.objects.create(text="mật-thông-báo", starts_at=now + timedelta(days=3)),
        make_photo(caption="mật-chú-thích"),
        make_document(),
    )
    FileReceipt.objects.create(photo=Photo.objects.get(caption="mật-chú-thích"), asked_at=now)
    return {each._meta.label_lower.replace(".", "/"): each for each in made}


def addresses(made: dict[str, object]) -> dict[str, str]:
    """An address for each route, by the plain route."""
    about = {
        "number": 1,
        "key": Receipt.objects.get().pk,
        "verb": "withdraw",
        "content_type_id": ContentType.objects.get_for_model(Article).pk,
        "id": made["news/article"].pk,
        "app_label": "news",
        "url": "zzz",
        "uidb64": "MQ",
        "token": "abc-def",
        "name": f"{photo_folder(made['media/photo'].key)}/goc.jpg",
    }
    found = {}
    for route in map(plain, routes()):
        values = {**about, "act": "withdraw" if "/bulk/" in route else Act.objects.latest("pk").pk}
        if "taken-down" in route:
            values["key"] = FileReceipt.objects.get().pk
        model = "/".join(route.split("/")[:2]).replace("news/front", "sections/section")
        if model in made:
            values |= dict.fromkeys(("id", "pk"), made[model].pk)
        address = route.replace("<", "{").replace(">", "}").format(**values)
        found[route or "(index)"] = f"/admin/{address}"
    return found
