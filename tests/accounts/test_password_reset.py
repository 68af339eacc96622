"""Choosing a new password by a link that is sent by mail."""

import re
from datetime import datetime, timedelta

import pytest
from django.contrib.auth.tokens import default_token_generator
from django.core import mail as outbox
from django.test import Client

from accounts import mail
from accounts.models import AccountMail, Credentials
from audit.models import Entry
from news.notifications import mail as notifications_mail
from tests.accounts.factors import CODE_PAGE, give_app, give_password, is_signed_in
from tests.factories import NEW_PASSWORD, make_user

pytestmark = pytest.mark.django_db

ASK = "/admin/password_reset/"
NEW = {"new_password1": NEW_PASSWORD, "new_password2": NEW_PASSWORD}


@pytest.fixture(autouse=True)
def mails(monkeypatch, settings):
    monkeypatch.setattr(notifications_mail, "MAX_WAIT_SECONDS", 60.0)
    settings.PUBLIC_URL = "https://hailam.example"


@pytest.fixture
def lan():
    return make_user(username="lan", email="lan@hailam.example")


def link_for(address: str = "lan@hailam.example") -> str:
    """The path of the link in the mail that somebody gets who asks for one."""
    Client().post(ASK, {"email": address})
    assert mail.sender()() == 1
    return re.search(r"https://hailam\.example(/admin/reset/\S+)", outbox.outbox[-1].body)[1]


def opened(link: str) -> tuple[Client, str]:
    """A client that has opened the link, and the address to which it was led."""
    client = Client()
    answer = client.get(link)
    return client, answer.headers.get("Location", link)


def works(link: str) -> bool:
    client, page = opened(link)
    return b"new_password1" in client.get(page).content


def test_the_link_sets_a_new_password_once_and_ends_all_sessions(lan):
    elsewhere = Client()
    elsewhere.force_login(lan)
    Credentials.objects.create(user=lan, must_change_password=True)
    link = link_for()

    client, page = opened(link)
    done = client.post(page, NEW)

    assert (done.status_code, done["Location"]) == (302, "/admin/reset/done/")
    assert client.get("/admin/reset/done/").status_code == 200
    assert elsewhere.get("/admin/").status_code == 302
    give_password(client, lan, NEW_PASSWORD)
    assert is_signed_in(client)
    assert client.get("/admin/").status_code == 200
    assert not works(link)


def test_the_address_that_is_shown_holds_no_token(lan):
    _client, page = opened(link_for())

    assert page.endswith("/set-password/")


@pytest.mark.parametrize(("minutes", "still"), [(59, True), (61, False)])
def test_the_link_works_for_an_hour(lan, monkeypatch, minutes, still):
    link, then = link_for(), datetime.now() + timedelta(minutes=minutes)
    monkeypatch.setattr(default_token_generator, "_now", lambda: then)

    assert works(link) is still


def test_the_second_factor_is_asked_for_all_the_same(lan):
    give_app(lan)
    AccountMail.objects.all().delete()
    client, page = opened(link_for())
    client.post(page, NEW)

    answer = give_password(client, lan, NEW_PASSWORD)

    assert answer["Location"].startswith(CODE_PAGE)
    assert not is_signed_in(client)


def test_what_happened_is_in_the_audit_log_and_told_by_mail(lan):
    client, page = opened(link_for())
    client.post(page, NEW)

    told = list(Entry.objects.order_by("pk").values_list("detail", flat=True))
    assert told[-2:] == ["Yêu cầu gửi liên kết đặt lại mật khẩu", "Mật khẩu: đã đổi"]
    mail.sender()()
    assert [each.subject.partition("] ")[2] for each in outbox.outbox] == [
        "Đặt lại mật khẩu",
        "Mật khẩu của bạn đã được đổi",
    ]


@pytest.mark.parametrize(
    "fields",
    [
        {"email": "khac@hailam.example"},
        {"is_active": False},
        {"is_staff": False},
        {"password": "!"},
    ],
    ids=["another address", "switched off", "no staff", "no password"],
)
def test_the_answer_tells_nobody_whether_there_is_an_account(lan, fields):
    known = Client().post(ASK, {"email": "lan@hailam.example"})
    AccountMail.objects.all().delete()
    type(lan).objects.update(**fields)

    unknown = Client().post(ASK, {"email": "lan@hailam.example"})

    assert re.sub(rb'"csrf-token" content="\w+"', b"", unknown.content) == re.sub(
        rb'"csrf-token" content="\w+"', b"", known.content
    )
    assert not AccountMail.objects.exists()


def test_an_account_is_sent_three_links_an_hour_at_most(lan):
    for _each in range(5):
        Client().post(ASK, {"email": "LAN@hailam.example"})
    within = AccountMail.objects.count()
    AccountMail.objects.update(at=AccountMail.objects.first().at - timedelta(hours=1))
    Client().post(ASK, {"email": "lan@hailam.example"})

    assert (within, AccountMail.objects.count()) == (3, 4)


def test_a_link_is_not_sent_once_the_address_has_changed(lan):
    Client().post(ASK, {"email": "lan@hailam.example"})
    type(lan).objects.update(email="moi@hailam.example")

    assert mail.sender()() == 1
    assert outbox.outbox == []


@pytest.mark.parametrize("typed", ["", "khong phai thu", "a\0@b.example", "a" * 300 + "@b.example"])
def test_what_is_no_address_is_said_beside_the_field(typed):
    answer = Client().post(ASK, {"email": typed})

    assert answer.status_code == 200
    assert b"errorlist" in answer.content


@pytest.mark.parametrize("link", ["MQ/abc-def/", "~/x/", "MQ/set-password/", "%00/a/"])
def test_a_link_that_was_made_up_is_refused_in_a_sentence(lan, link):
    answer = Client().get(f"/admin/reset/{link}")

    page = answer.content.decode()
    assert (answer.status_code, "new_password1" in page) == (200, False)
    assert "Liên kết này không dùng được" in page
    assert "thành công" not in page


def test_where_no_mail_leaves_the_page_says_whom_to_ask(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"

    page = Client().get(ASK).content.decode()

    assert "Hãy nhờ quản trị viên đặt mật khẩu mới." in page
    assert 'name="email"' not in page


def test_the_sign_in_leads_to_it():
    assert f'href="{ASK}"' in Client().get("/admin/login/").content.decode()
