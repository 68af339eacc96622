"""A changed password, e-mail address or second factor is told to the owner by mail."""

from datetime import timedelta
from smtplib import SMTPException

import pytest
from django.core import mail as outbox
from django.test import Client
from django.utils import timezone

from accounts import mail
from accounts.models import AccountMail, MailKind
from accounts.second_factor import factor
from news.notifications import mail as notifications_mail
from tests.accounts.factors import give_app
from tests.factories import NEW_PASSWORD, PASSWORD, make_agency, make_user
from text.dates import datetime_with_zone

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def mails(monkeypatch):
    """The sender waits for the server."""
    monkeypatch.setattr(notifications_mail, "MAX_WAIT_SECONDS", 60.0)


@pytest.fixture
def lan():
    return make_user(
        username="lan", last_name="Trần Thị", first_name="Lan", email="lan@hailam.example"
    )


def send_all() -> list[tuple[str, str]]:
    """Send what waits; the address and the subject of each mail."""
    sender = mail.sender()
    while sender():
        pass
    return sorted((each.to[0], each.subject.partition("] ")[2]) for each in outbox.outbox)


def test_a_changed_password_is_told_with_its_time(lan):
    make_agency(short_name="Hải Lâm")
    client = Client()
    client.force_login(lan)
    new = {"new_password1": NEW_PASSWORD, "new_password2": NEW_PASSWORD}

    client.post("/admin/password_change/", {"old_password": PASSWORD, **new})

    at = AccountMail.objects.get().at
    assert send_all() == [("lan@hailam.example", "Mật khẩu của bạn đã được đổi")]
    (sent,) = outbox.outbox
    assert sent.subject == "[Hải Lâm] Mật khẩu của bạn đã được đổi"
    assert sent.body == (
        "Chào Trần Thị Lan,\n"
        "\n"
        "Mật khẩu của bạn đã được đổi.\n"
        f"Tài khoản lan, lúc {datetime_with_zone(at)}.\n"
        "\n"
        "Nếu bạn không làm việc này, cũng không nhờ ai làm, hãy báo ngay cho quản trị viên.\n"
        "\n"
        "-- \n"
        "Thư do Hải Lâm tự động gửi, xin đừng trả lời.\n"
    )
    assert not AccountMail.objects.filter(send_after__isnull=False).exists()


def test_a_changed_address_is_told_to_the_old_one_too(lan):
    lan.email = "moi@hailam.example"
    lan.save()

    words = "Địa chỉ e-mail của tài khoản đã được đổi"
    assert send_all() == [("lan@hailam.example", words), ("moi@hailam.example", words)]


def test_who_changes_address_and_password_at_once_is_told_of_at_the_old_address(lan):
    lan.email = "moi@hailam.example"
    lan.set_password(NEW_PASSWORD)
    lan.save()

    told = {address for address, subject in send_all() if subject.startswith("Mật khẩu")}
    assert told == {"lan@hailam.example", "moi@hailam.example"}


def test_each_change_of_the_second_factor_is_told(lan):
    give_app(lan)
    factor.replace_recovery_codes(lan)
    factor.remove(lan, "Mất điện thoại")

    assert [subject for _address, subject in send_all()] == [
        "Mã dự phòng mới của tài khoản đã được tạo",
        "Xác thực hai lớp của bạn đã được thiết lập hoặc thay mới",
        "Xác thực hai lớp của bạn đã được tắt",
    ]


def test_a_recovery_code_that_was_used_is_told(lan):
    code = give_app(lan)[0]
    AccountMail.objects.all().delete()

    assert factor.check(lan, code)

    assert send_all() == [("lan@hailam.example", "Một mã dự phòng của tài khoản đã được dùng")]


def test_nothing_is_told_of_a_sign_in_or_of_another_change(lan):
    client = Client()
    client.post("/admin/login/", {"username": "lan", "password": PASSWORD})
    lan.first_name = "Lân"
    lan.save()

    assert not AccountMail.objects.exists()


@pytest.mark.parametrize("backend", ["console", "dummy"])
def test_nothing_is_written_where_no_mail_leaves(lan, settings, backend):
    settings.EMAIL_BACKEND = f"django.core.mail.backends.{backend}.EmailBackend"

    mail.tell(lan, MailKind.PASSWORD)

    assert not AccountMail.objects.exists()


def test_an_account_without_an_address_is_told_nothing():
    mail.tell(make_user(), MailKind.PASSWORD)

    assert not AccountMail.objects.exists()


def test_a_server_that_fails_is_asked_again_later_and_given_up_after_a_day(lan, monkeypatch):
    def fails(self):
        raise SMTPException

    mail.tell(lan, MailKind.PASSWORD)
    monkeypatch.setattr("django.core.mail.EmailMessage.send", fails)
    failed = mail.sender()(timezone.now())
    monkeypatch.undo()
    at_once = mail.next_job(timezone.now())
    again = mail.next_job(timezone.now() + timedelta(minutes=6))
    late = mail.next_job(timezone.now() + timedelta(days=2))

    assert (failed, at_once) == (0, None)
    assert (again.mail.to, late.mail) == (["lan@hailam.example"], None)


def test_what_was_sent_is_forgotten_after_a_day(lan):
    mail.tell(lan, MailKind.PASSWORD)
    waiting = mail.sweep(timezone.now() + timedelta(days=2))
    send_all()

    assert waiting == 0
    assert mail.sweep(timezone.now() + timedelta(hours=23)) == 0
    assert mail.sweep(timezone.now() + timedelta(days=2)) == 1
