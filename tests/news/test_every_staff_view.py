"""Every address below /admin/, as the URL configuration has them, asked by everybody: who adds a
view writes down here who gets to it, or the test is red.
"""

import re
from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.test import Client
from django.urls import URLResolver, get_resolver
from django.utils import timezone

from agency.models import Notice
from audit.enums import Kind
from audit.models import Entry
from audit.recording import record
from news import commenting, roles, workflow
from news.models import Act, Article, Beat, Receipt, Source, Tag, Topic
from portal.models import MissedAddress
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
from tests.media.test_others import make_document
from tests.news.people import person, state_of_everything

pytestmark = pytest.mark.django_db

PEOPLE = (
    "anonymous",
    "reader",  # has an account, but is not of the staff
    "nobody",  # is of the staff, but of no group
    "elsewhere",  # publishes in another section only
    "contributor",  # wrote something else
    "editor",
    "publisher",
    "superuser",
)
MEANING = {200: "o", 302: ">", 400: "b", 403: "-", 404: "0", 405: "x"}
"""Shown, led on (`s`: to the sign-in), a bad request, refused, not found, not so: of GET, then of
a POST that says nothing."""

TABLE = """
notifications/                                    ss ss ox ox ox ox ox ox
notifications/open/                               ss ss x0 x0 x0 x0 x0 x0
notifications/read/                               ss ss x0 x0 x0 x0 x0 x0
notifications/choices/                            ss ss o> o> o> o> o> o>
(index)                                           ss ss oo oo oo oo oo oo
login/                                            oo oo >o >o >o >o >o >o
logout/                                           >> >> xo xo xo xo xo xo
password_change/                                  ss ss oo oo oo oo oo oo
password_change/done/                             ss ss ox ox ox ox ox ox
autocomplete/                                     ss ss -x -x -x -x -x -x
jsi18n/                                           ss ss ox ox ox ox ox ox
r/<content_type_id>/<id>/                         ss ss 00 00 00 00 00 00
news/article/word/                                ss ss x- xb xb xb xb xb
news/article/bulk/<act>/                          s- s- -- 00 -- -- 00 00
news/article/sitting/                             ss ss x- xb xb xb xb xb
news/article/sitting/drop/                        ss ss x- x> x> x> x> x>
news/article/<id>/sitting/                        ss ss x- x- x- xb xb xb
news/article/<id>/sitting/drop/                   ss ss x- x- x- x> x> x>
news/article/<id>/checks/                         ss ss -- -- -- oo oo oo
news/article/<id>/convert/                        ss ss x- x- x- xo xo xo
news/article/preview/                             ss ss >- >o >o >o >o >o
news/article/<id>/preview/                        ss ss -- -- -- oo oo oo
news/article/<id>/preview/print/                  ss ss -- -- -- oo oo oo
news/article/<id>/review/                         s- s- -- -- -- oo oo oo
news/article/<id>/comments/                       s- s- -- -- -- oo oo oo
news/article/<id>/history/                        ss ss -- -- -- oo oo oo
news/article/<id>/redact/                         s- s- -- -- -- -- -- oo
news/article/<id>/edition/<number>/               ss ss -- -- -- oo oo oo
news/article/<id>/compare/                        ss ss -- -- -- 00 00 00
news/article/<id>/edition/<number>/restore/       ss ss x- x- x- x> x> x>
news/article/<id>/save/<act>/restore/             ss ss x- x- x- x> x> x>
news/article/<id>/receipt/again/                  ss ss x- x- x- x> x> x>
news/article/<id>/receipt/<key>/                  ss ss -x -x -x ox ox ox
news/article/<id>/step/<verb>/                    s- s- -- -- -- -- oo oo
news/article/                                     ss ss -- oo oo oo oo oo
news/article/add/                                 s- s- -- oo oo oo oo oo
news/article/<id>/delete/                         ss ss -- -- -- -- -- --
news/article/<id>/change/                         s- s- -- >- >- oo oo oo
news/article/<id>/                                ss ss >> >> >> >> >> >>
news/front/                                       ss ss -- -- -- -- >> >>
news/front/home/                                  s- s- -- -- -- -- oo oo
news/front/home/preview/                          ss ss -- -- -- -- >o >o
news/front/section/<pk>/                          s- s- -- -- -- -- oo oo
news/front/section/<pk>/preview/                  ss ss -- -- -- -- >o >o
news/checklevel/                                  ss ss -- -- -- -- -- >>
news/checklevel/all/                              s- s- -- -- -- -- -- oo
news/author/                                      ss ss -- oo oo oo oo oo
news/author/add/                                  s- s- -- oo -- oo oo oo
news/author/<id>/history/                         ss ss -- oo oo oo oo oo
news/author/<id>/delete/                          ss ss -- oo -- -- oo oo
news/author/<id>/change/                          s- s- -- oo o- oo oo oo
news/author/<id>/                                 ss ss >> >> >> >> >> >>
news/source/                                      ss ss -- oo oo oo oo oo
news/source/add/                                  s- s- -- oo -- oo oo oo
news/source/<id>/history/                         ss ss -- oo oo oo oo oo
news/source/<id>/delete/                          ss ss -- oo -- -- oo oo
news/source/<id>/change/                          s- s- -- oo o- oo oo oo
news/source/<id>/                                 ss ss >> >> >> >> >> >>
news/topic/                                       ss ss -- oo oo oo oo oo
news/topic/add/                                   s- s- -- oo -- oo oo oo
news/topic/<id>/history/                          ss ss -- oo oo oo oo oo
news/topic/<id>/delete/                           ss ss -- oo -- -- oo oo
news/topic/<id>/change/                           s- s- -- oo o- oo oo oo
news/topic/<id>/                                  ss ss >> >> >> >> >> >>
news/tag/                                         ss ss -- oo oo oo oo oo
news/tag/add/                                     s- s- -- oo oo oo oo oo
news/tag/<id>/history/                            ss ss -- oo oo oo oo oo
news/tag/<id>/delete/                             ss ss -- oo -- oo oo oo
news/tag/<id>/change/                             s- s- -- oo o- oo oo oo
news/tag/<id>/                                    ss ss >> >> >> >> >> >>
audit/entry/csv/                                  ss ss -- -- -- -- -- xo
audit/entry/                                      ss ss -- -- -- -- -- oo
audit/entry/add/                                  ss ss -- -- -- -- -- --
audit/entry/<id>/history/                         ss ss 00 00 00 00 00 00
audit/entry/<id>/delete/                          ss ss -- -- -- -- -- --
audit/entry/<id>/change/                          ss ss -- -- -- -- -- o-
audit/entry/<id>/                                 ss ss >> >> >> >> >> >>
portal/missedaddress/                             ss ss -- -- -- oo oo oo
portal/missedaddress/add/                         s- s- -- -- -- -- -- --
portal/missedaddress/<id>/history/                ss ss -- -- -- oo oo oo
portal/missedaddress/<id>/delete/                 ss ss -- -- -- -- -- --
portal/missedaddress/<id>/change/                 s- s- -- -- -- o> o> o>
portal/missedaddress/<id>/                        ss ss >> >> >> >> >> >>
auth/user/<id>/password/                          ss ss -- -- -- -- -- oo
auth/user/                                        ss ss -- -- -- -- -- oo
auth/user/add/                                    s- s- -- -- -- -- -- oo
auth/user/<id>/history/                           ss ss -- -- -- -- -- oo
auth/user/<id>/delete/                            ss ss -- -- -- -- -- oo
auth/user/<id>/change/                            s- s- -- -- -- -- -- oo
auth/user/<id>/                                   ss ss >> >> >> >> >> >>
auth/group/                                       ss ss -- -- -- -- -- oo
auth/group/add/                                   s- s- -- -- -- -- -- oo
auth/group/<id>/history/                          ss ss -- -- -- -- -- oo
auth/group/<id>/delete/                           ss ss -- -- -- -- -- oo
auth/group/<id>/change/                           s- s- -- -- -- -- -- oo
auth/group/<id>/                                  ss ss >> >> >> >> >> >>
sections/section/                                 ss ss -- oo oo oo oo oo
sections/section/add/                             s- s- -- -- -- -- oo oo
sections/section/<id>/history/                    ss ss -- oo oo oo oo oo
sections/section/<id>/delete/                     ss ss -- -- -- -- >> >>
sections/section/<id>/change/                     s- s- -- o- o- o- oo oo
sections/section/<id>/                            ss ss >> >> >> >> >> >>
sections/linklist/                                ss ss -- -- -- -- oo oo
sections/linklist/add/                            s- s- -- -- -- -- oo oo
sections/linklist/<id>/history/                   ss ss -- -- -- -- oo oo
sections/linklist/<id>/delete/                    ss ss -- -- -- -- oo oo
sections/linklist/<id>/change/                    s- s- -- -- -- -- oo oo
sections/linklist/<id>/                           ss ss >> >> >> >> >> >>
agency/agency/                                    ss ss >> >> >> >> >> >>
agency/agency/add/                                s- s- -- -- -- -- -- --
agency/agency/<id>/history/                       ss ss -- -- -- -- oo oo
agency/agency/<id>/delete/                        ss ss -- -- -- -- -- --
agency/agency/<id>/change/                        s- s- -- -- -- -- oo oo
agency/agency/<id>/                               ss ss >> >> >> >> >> >>
agency/notice/                                    ss ss -- -- -- oo oo oo
agency/notice/add/                                s- s- -- -- -- oo oo oo
agency/notice/<id>/history/                       ss ss -- -- -- oo oo oo
agency/notice/<id>/delete/                        ss ss -- -- -- oo oo oo
agency/notice/<id>/change/                        s- s- -- -- -- oo oo oo
agency/notice/<id>/                               ss ss >> >> >> >> >> >>
media/photo/chooser/                              ss ss -x ox ox ox ox ox
media/photo/chooser/list/                         ss ss -x ox ox ox ox ox
media/photo/chooser/upload/                       ss ss x- xb xb xb xb xb
media/photo/chooser/<pk>/                         ss ss -x ox ox ox ox ox
media/photo/                                      ss ss -- oo oo oo oo oo
media/photo/add/                                  s- s- -- oo oo oo oo oo
media/photo/<id>/history/                         ss ss -- oo oo oo oo oo
media/photo/<id>/delete/                          ss ss -- oo -- oo oo oo
media/photo/<id>/change/                          s- s- -- oo o- oo oo oo
media/photo/<id>/                                 ss ss >> >> >> >> >> >>
media/document/                                   ss ss -- oo oo oo oo oo
media/document/add/                               s- s- -- oo oo oo oo oo
media/document/<id>/history/                      ss ss -- oo oo oo oo oo
media/document/<id>/delete/                       ss ss -- oo -- oo oo oo
media/document/<id>/change/                       s- s- -- oo o- oo oo oo
media/document/<id>/                              ss ss >> >> >> >> >> >>
<app_label>/                                       ss ss 00 oo oo oo oo oo
<url>                                             ss ss 00 00 00 00 00 00
"""


def routes() -> list[str]:
    [admin] = [each for each in get_resolver().url_patterns if str(each.pattern) == "admin/"]
    return list(_below(admin))


def _below(resolver, route=""):
    for each in resolver.url_patterns:
        if isinstance(each, URLResolver):
            yield from _below(each, route + str(each.pattern))
        else:
            yield route + str(each.pattern)


def plain(route: str) -> str:
    """Without what is said of its variables, which is all that regular expressions say here."""
    route = re.sub(r"\(\?P(<\w+>)[^)]*\)", r"\1", route.strip("^$"))
    return re.sub(r"<\w+:", "<", route).replace("object_id", "id")


def everything() -> dict[str, object]:
    """One of each model that the staff may see, full of words that are nobody's business, by
    `app/model`. Readers see an edition of the article under another title."""
    section, now = make_section("Kinh tế"), timezone.now()
    article = make_article("Tên công khai", section=section, authors=[make_author("Tác giả")])
    publish(article)
    publisher = make_publisher()
    workflow.send_back(article, by=publisher, reason="mật-lý-do")
    commenting.comment(article, by=publisher, text="mật-ý-kiến")
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
    return {each._meta.label_lower.replace(".", "/"): each for each in made}


def addresses(made: dict[str, object]) -> dict[str, str]:
    """One for each route, by its name in the table."""
    about = {
        "number": 1,
        "key": Receipt.objects.get().pk,
        "verb": "withdraw",
        "content_type_id": ContentType.objects.get_for_model(Article).pk,
        "id": made["news/article"].pk,
        "app_label": "news",
        "url": "zzz",
    }
    found = {}
    for route in map(plain, routes()):
        values = {**about, "act": "withdraw" if "/bulk/" in route else Act.objects.latest("pk").pk}
        model = "/".join(route.split("/")[:2]).replace("news/front", "sections/section")
        if model in made:
            values |= dict.fromkeys(("id", "pk"), made[model].pk)
        address = route.replace("<", "{").replace(">", "}").format(**values)
        found[route or "(index)"] = f"/admin/{address}"
    return found


def browser(kind: str, section) -> Client:
    if kind != "elsewhere":
        return person(kind)[0]
    user, client = make_user(), Client()
    Beat.objects.create(user=user, section=section, group=roles.group(roles.PUBLISHERS))
    client.force_login(user)
    return client


def meaning(answer) -> str:
    led = answer.headers.get("Location", "")
    return "s" if led.startswith("/admin/login/") else MEANING[answer.status_code]


def words(answers: list) -> set[str]:
    """What is nobody's business and was read all the same."""
    texts = (each.content.decode() for each in answers if not each.streaming)
    return {found for text in texts for found in re.findall(r"mật-[\w-]+", text)}


SHARED = {"mật-nguồn", "mật-chủ-đề", "mật-thẻ", "mật-tác-giả", "mật-chú-thích"}
"""By everybody of the newsroom: names, and what is in the library."""


@pytest.mark.parametrize("kind", PEOPLE)
def test_everybody_gets_to_what_the_table_says_and_no_further(kind):
    made = everything()
    places, client = addresses(made), browser(kind, make_section("Nơi khác"))
    cookies, before = client.cookies.copy(), state_of_everything()
    got, changed, read = {}, [], set()
    for name, address in places.items():
        with transaction.atomic():
            answers = [client.get(address), client.post(address)]
            if state_of_everything() != before:
                changed.append(name)
            transaction.set_rollback(True)
        client.cookies = cookies.copy()  # it may have signed out
        got[name] = "".join(map(meaning, answers))
        read |= words(answers)

    column = 1 + PEOPLE.index(kind)
    assert got == {line.split()[0]: line.split()[column] for line in TABLE.strip().splitlines()}
    assert changed == []
    if kind in {"editor", "publisher", "superuser"}:
        assert read >= {"mật-tên", "mật-sapo", "mật-thân", "mật-lý-do", "mật-ý-kiến"} | SHARED
    else:
        assert read == (SHARED if kind in {"elsewhere", "contributor"} else set())
