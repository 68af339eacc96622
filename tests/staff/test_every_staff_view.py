"""Every kind of person requests every address below /admin/. For a new view, write into `TABLE`
what each of them gets, or the test fails."""

import re

import pytest
from django.db import transaction
from django.test import Client

from accounts import roles
from news.models import Beat
from tests.factories import make_section, make_user
from tests.news.people import person, state_of_everything
from tests.staff.staff_views import addresses, everything

pytestmark = pytest.mark.django_db

PEOPLE = (
    "anonymous",
    "reader",  # has an account, but is not staff
    "nobody",  # is staff, but in no group
    "elsewhere",  # is a publisher in another section only
    "contributor",  # wrote another article
    "editor",
    "publisher",
    "superuser",
)
# A page, a redirect (`s` if it leads to the sign-in), bad request, refused, not found, method not
# allowed. The table has two letters for each person: the answer to a GET, and to an empty POST.
MEANING = {200: "o", 302: ">", 400: "b", 403: "-", 404: "0", 405: "x"}

TABLE = """
login/code/                                       ss ss ss ss ss ss ss ss
password_reset/                                   oo oo oo oo oo oo oo oo
reset/done/                                       ox ox ox ox ox ox ox ox
reset/<uidb64>/<token>/                           oo oo oo oo oo oo oo oo
account/                                          ss ss ox ox ox ox ox ox
account/second-factor/                            ss ss oo oo oo oo oo oo
account/second-factor/remove/                     ss ss o> o> o> o> o> o>
account/recovery-codes/                           ss ss x> x> x> x> x> x>
account/end-session/                              ss ss x> x> x> x> x> x>
account/confirm/                                  ss ss oo oo oo oo oo oo
account/go-on/                                    ss ss x> x> x> x> x> x>
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
doctor/                                           ss ss -- -- -- -- -- ox
tep/<name>                                        ss ss -x ox ox ox ox ox
r/<content_type_id>/<id>/                         ss ss 00 00 00 00 00 00
news/article/word/                                ss ss -- xb xb xb xb xb
news/article/bulk/<act>/                          s- s- -- 00 -- -- 00 00
news/article/sitting/                             ss ss -- xb xb xb xb xb
news/article/sitting/drop/                        ss ss -- x> x> x> x> x>
news/article/sitting/delete/                      ss ss -- x> x> x> x> x>
news/article/taken-down/<key>/                    ss ss -- o> o> o> o> o>
news/article/<id>/sitting/                        ss ss -- x- x- xb xb xb
news/article/<id>/sitting/drop/                   ss ss -- x- x- x> x> x>
news/article/<id>/sitting/delete/                 ss ss -- x- x- x> x> x>
news/article/<id>/checks/                         ss ss -- -x -x ox ox ox
news/article/<id>/convert/                        ss ss -- x- x- xo xo xo
news/article/preview/                             ss ss -- >o >o >o >o >o
news/article/<id>/preview/                        ss ss -- -- -- oo oo oo
news/article/<id>/preview/print/                  ss ss -- -x -x ox ox ox
news/article/<id>/review/                         s- s- -- -- -- oo oo oo
news/article/<id>/comments/                       s- s- -- -- -- oo oo oo
news/article/<id>/history/                        ss ss -- -x -x ox ox ox
news/article/<id>/redact/                         s- s- -- -- -- -- -- oo
news/article/<id>/edition/<number>/               ss ss -- -x -x ox ox ox
news/article/<id>/compare/                        ss ss -- -x -x 0x 0x 0x
news/article/<id>/edition/<number>/restore/       ss ss -- x- x- x> x> x>
news/article/<id>/save/<act>/restore/             ss ss -- x- x- x> x> x>
news/article/<id>/receipt/again/                  ss ss -- x- x- x> x> x>
news/article/<id>/receipt/<key>/                  ss ss -- -x -x ox ox ox
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
redirects/missedaddress/                             ss ss -- -- -- oo oo oo
redirects/missedaddress/add/                         s- s- -- -- -- -- -- --
redirects/missedaddress/<id>/history/                ss ss -- -- -- oo oo oo
redirects/missedaddress/<id>/delete/                 ss ss -- -- -- -- -- --
redirects/missedaddress/<id>/change/                 s- s- -- -- -- o> o> o>
redirects/missedaddress/<id>/                        ss ss >> >> >> >> >> >>
auth/user/<id>/factor-reset/                      s- s- -- -- -- -- -- oo
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
media/photo/<pk>/take-down/                       s- s- -- -- -- -- oo oo
media/photo/<id>/history/                         ss ss -- oo oo oo oo oo
media/photo/<id>/delete/                          ss ss -- oo -- oo oo oo
media/photo/<id>/change/                          s- s- -- oo o- oo oo oo
media/photo/<id>/                                 ss ss >> >> >> >> >> >>
media/document/                                   ss ss -- oo oo oo oo oo
media/document/add/                               s- s- -- oo oo oo oo oo
media/document/<pk>/take-down/                    s- s- -- -- -- -- oo oo
media/document/<id>/history/                      ss ss -- oo oo oo oo oo
media/document/<id>/delete/                       ss ss -- oo -- oo oo oo
media/document/<id>/change/                       s- s- -- oo o- oo oo oo
media/document/<id>/                              ss ss >> >> >> >> >> >>
<app_label>/                                       ss ss 00 oo oo oo oo oo
<url>                                             ss ss 00 00 00 00 00 00
"""


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
    """The words of `everything` (`mật-…`) that are in these answers."""
    texts = (each.content.decode() for each in answers if not each.streaming)
    return {found for text in texts for found in re.findall(r"mật-[\w-]+", text)}


# What everybody in the newsroom may read: names, and what is in the library.
SHARED = {"mật-nguồn", "mật-chủ-đề", "mật-thẻ", "mật-tác-giả", "mật-chú-thích"}


@pytest.mark.parametrize("kind", PEOPLE)
def test_everybody_gets_to_what_the_table_says_and_no_further(kind):
    made = everything()
    places, client = addresses(made), browser(kind, make_section("Nơi khác"))
    cookies, before = client.cookies.copy(), state_of_everything()
    got, changed, read = {}, [], set()
    for name, address in places.items():
        with transaction.atomic():
            answers = [client.get(address), client.post(address)]
            for each in answers:
                # Closes the file of an answer that is one.
                each.getvalue()
            if state_of_everything() != before:
                changed.append(name)
            transaction.set_rollback(True)
        # The request may have signed the person out.
        client.cookies = cookies.copy()
        got[name] = "".join(map(meaning, answers))
        read |= words(answers)

    column = 1 + PEOPLE.index(kind)
    assert got == {line.split()[0]: line.split()[column] for line in TABLE.strip().splitlines()}
    assert changed == []
    if kind in {"editor", "publisher", "superuser"}:
        assert read >= {"mật-tên", "mật-sapo", "mật-thân", "mật-lý-do", "mật-ý-kiến"} | SHARED
    else:
        assert read == (SHARED if kind in {"elsewhere", "contributor"} else set())
