"""Which passwords are accepted; and the page on which people change their own password."""

from unicodedata import normalize

import pytest
from django.contrib.auth.models import User
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.test import Client

from agency.models import Agency
from audit.models import Entry
from tests.factories import NEW_PASSWORD, PASSWORD, make_user
from tests.processes import manage, production

pytestmark = pytest.mark.django_db

CHANGE = "/admin/password_change/"


@pytest.fixture
def writer(settings):
    settings.PUBLIC_URL = "https://tinhailam.example"
    Agency.objects.create(name="Cổng tin tức thành phố Hải Lam", short_name="Hải Lam")
    return make_user(
        username="mai.phuong", first_name="Phương", last_name="Trần Mai", email="tmp@hailam.example"
    )


def codes(password, user):
    try:
        validate_password(password, user)
    except ValidationError as refused:
        return sorted(error.code for error in refused.error_list)
    return []


@pytest.mark.parametrize(
    ("password", "refused"),
    {
        "matkhau1": ["password_guessed", "password_too_short"],
        "c3c3c3c3": ["password_repeated", "password_too_short"],
        "hai vạn 9!": ["password_too_short"],
        "hailamhailam": ["password_repeated"],
        "con vịt con vịt con": ["password_repeated"],
        "Hải Lam Hải Lam 2026": ["password_guessed"],
        "Cổng tin Hải Lam 1!": ["password_guessed"],
        "TinHaiLam@2026": ["password_guessed"],
        "matkhau123456": ["password_guessed"],
        "M@tKh4u!2345678": ["password_guessed"],
        "Mật khẩu của tôi": ["password_guessed"],
        "anhyeuem2026!": ["password_guessed"],
        "P@ssw0rd12345": ["password_guessed"],
        "qwertyuiop[]": ["password_guessed", "password_too_common"],
        "poiuytrewq321": ["password_guessed"],
        "abcdefghijkl9": ["password_guessed"],
        "quantri@vietnam1": ["password_guessed"],
        "phươngmai1990": ["password_guessed"],
        "Trần Mai Phương 88": ["password_guessed"],
        "202620272028": ["password_entirely_numeric", "password_guessed"],
        "aaaaaaaaaaaab": ["password_guessed"],
        "!@#$%^&*()_+": ["password_guessed"],
        "haiphong2026!@#": ["password_guessed"],
        "k8#Wq2!vT0zr" * 11: ["password_too_long"],
    }.items(),
)
def test_what_is_guessed_first_is_refused(writer, password, refused):
    found = codes(password, writer)

    assert [code for code in found if code != "password_too_similar"] == refused


@pytest.mark.parametrize(
    "password",
    [
        NEW_PASSWORD,
        "quê hương là chùm khế ngọt",
        "Việt Nam, bánh đa cua lúc 6 giờ",
        "k8#Wq2!vT0zr",
        "admin thì không đoán ra",
        "gió nồm 1234 đò ngang",
    ],
)
def test_what_has_words_of_its_own_is_taken(writer, password):
    assert codes(password, writer) == []


def test_a_password_is_judged_where_no_account_is_known(writer):
    assert codes("hailam-2026-hailam", None) == ["password_guessed"]


def test_the_page_says_in_vietnamese_what_is_wrong_and_changes_nothing(writer):
    client = Client()
    client.force_login(writer)
    weak = "HaiLam@2026!"
    data = {"old_password": PASSWORD, "new_password1": weak, "new_password2": weak}

    answer = client.post(CHANGE, data)

    assert answer.context["form"].errors == {
        "new_password2": [
            "Mật khẩu gần như chỉ gồm mật khẩu nhiều người hay dùng, dãy phím liền nhau và tên của "
            "cổng tin hoặc của tài khoản. Ngoài những phần đó, cần thêm ít nhất 6 ký tự khác "
            "nhau.",
        ]
    }
    assert User.objects.get(pk=writer.pk).check_password(PASSWORD)


def change(client, old):
    data = {"old_password": old, "new_password1": NEW_PASSWORD, "new_password2": NEW_PASSWORD}
    return client.post(CHANGE, data, REMOTE_ADDR="203.0.113.7")


def test_guesses_at_the_old_password_have_to_wait_and_so_does_the_right_one(writer):
    client = Client()
    client.force_login(writer)

    answers = [change(client, "sai") for _ in range(5)]
    held = change(client, PASSWORD)

    assert [answer.status_code for answer in answers] == [200] * 5
    assert (held.status_code, held["Retry-After"]) == (429, "60")
    assert held.context["form"].errors["old_password"] == [
        "Nhập sai quá nhiều lần. Xin vui lòng thử lại sau 1 phút."
    ]
    assert User.objects.get(pk=writer.pk).check_password(PASSWORD)


def test_guesses_at_the_old_password_are_in_the_audit_log_without_it(writer):
    client = Client()
    client.force_login(writer)
    before = Entry.objects.count()

    change(client, "bí-mật-sai")

    rows = Entry.objects.order_by("pk")[before:]
    assert [(row.kind, row.about, row.detail) for row in rows] == [
        ("refused", "mai.phuong", "Mật khẩu cũ, trên trang đổi mật khẩu.")
    ]


def test_the_right_old_password_changes_it_and_forgives_what_was_mistyped(writer):
    client = Client()
    client.force_login(writer)
    for _ in range(4):
        change(client, "sai")

    assert change(client, PASSWORD).status_code == 302
    data = {"old_password": "sai", "new_password1": NEW_PASSWORD, "new_password2": NEW_PASSWORD}
    again = [client.post(CHANGE, data, REMOTE_ADDR="203.0.113.7") for _ in range(5)]

    assert [answer.status_code for answer in again] == [200] * 5
    assert User.objects.get(pk=writer.pk).check_password(NEW_PASSWORD)


@pytest.mark.once
def test_production_refuses_a_short_key_without_telling_it(tmp_path):
    answer = manage("check", **{**production(tmp_path), "SECRET_KEY": "ngắn-mà-bí-mật"})

    assert answer.returncode != 0
    assert answer.stderr.splitlines()[-1].endswith(
        "SECRET_KEY needs at least 50 random characters in production"
    )
    assert "bí-mật" not in answer.stderr


def test_a_password_is_the_same_from_every_keyboard(writer, settings, monkeypatch):
    monkeypatch.setattr("accounts.passwords.NfcPasswordHasher.iterations", 1)
    settings.PASSWORD_HASHERS = ["accounts.passwords.NfcPasswordHasher"]
    composed, decomposed = (normalize(form, "thuyền buồm 42 cánh") for form in ("NFC", "NFD"))

    for told, typed in [(composed, decomposed), (decomposed, composed)]:
        writer.set_password(told)
        writer.save()
        assert Client().login(username=writer.username, password=typed)
