"""The second factor: after the password a code, from the app or a recovery code, each once."""

import re
from base64 import b32decode

import pytest
from django.test import Client
from django_otp.plugins.otp_totp.models import TOTPDevice

from accounts import throttling
from accounts.models import RecoveryCode
from accounts.pages import sign_in
from accounts.second_factor import factor
from audit.models import Entry, Kind
from tests.accounts.factors import (
    CODE_PAGE,
    code_of,
    give_app,
    give_password,
    is_signed_in,
    shown_by,
)
from tests.factories import NEW_PASSWORD, make_publisher, make_user
from tests.news.desk.form_data import ADD
from tests.staff.forms import form_of, sign_in as send_password, typed

pytestmark = pytest.mark.django_db

SET_UP = "/admin/account/second-factor/"


@pytest.fixture
def writer():
    return make_user("Thư ký xuất bản", username="nguoi-viet")


def give_code(client, code, **data):
    return client.post(CODE_PAGE, {"code": code, **data})


def log(*kinds):
    return list(Entry.objects.filter(kind__in=kinds).order_by("pk").values_list("kind", "detail"))


# Signing in


def test_an_account_without_one_is_signed_in_by_its_password(writer):
    client = Client()

    answer = give_password(client, writer)

    assert (answer["Location"], is_signed_in(client)) == ("/admin/", True)


def test_the_password_alone_opens_nothing_and_leads_to_the_page_for_the_code(writer):
    give_app(writer)
    client = Client()

    answer = give_password(client, writer, next="/admin/news/article/")

    assert answer["Location"] == f"{CODE_PAGE}?next=%2Fadmin%2Fnews%2Farticle%2F"
    assert client.get("/admin/")["Location"].startswith("/admin/login/")
    assert (is_signed_in(client), log(Kind.SIGN_IN)) == (False, [])


def test_the_code_signs_in_and_leads_to_the_page_that_was_asked(writer):
    give_app(writer)
    client = Client()
    give_password(client, writer)

    answer = give_code(client, code_of(writer), next="/admin/news/article/")

    assert (answer["Location"], is_signed_in(client)) == ("/admin/news/article/", True)
    assert log(Kind.SIGN_IN) == [("sign-in", "")]


@pytest.mark.parametrize("next", ["https://ke-xau.example/", "//ke-xau.example", "javascript:1"])
def test_the_code_leads_to_no_other_site(writer, next):
    give_app(writer)
    client = Client()
    give_password(client, writer)

    assert give_code(client, code_of(writer), next=next)["Location"] == "/admin/"


@pytest.mark.parametrize("spelling", ["{0[0]} {0[1]}", " {0[0]}-{0[1]} ", "wide"])
def test_a_code_may_be_typed_with_spaces_and_by_another_keyboard(writer, spelling):
    give_app(writer)
    client, code = Client(), code_of(writer)
    give_password(client, writer)
    wide = code.translate({ord("0") + n: ord("０") + n for n in range(10)})

    give_code(client, wide if spelling == "wide" else spelling.format((code[:3], code[3:])))

    assert is_signed_in(client)


def test_a_code_is_right_once(writer):
    give_app(writer)
    code, answers = code_of(writer), []
    for client in (Client(), Client()):
        give_password(client, writer)
        give_code(client, code)
        answers.append(is_signed_in(client))

    assert answers == [True, False]


HOSTILE = ["", "000000", "x" * 40, "x" * 41, "\0", "²²²²²²", "٠١٢٣٤٥", "-1", "1e5", "💥"]


@pytest.mark.parametrize("code", HOSTILE)
def test_a_wrong_code_is_answered_beside_its_field(writer, code):
    give_app(writer)
    client = Client()
    give_password(client, writer)

    answer = give_code(client, code)

    assert (answer.status_code, is_signed_in(client)) == (200, False)
    assert list(answer.context["form"].errors) == ["code"]


def test_a_wrong_code_is_in_the_audit_log(writer):
    give_app(writer)
    client = Client()
    give_password(client, writer)
    give_code(client, "000000")

    assert log(Kind.REFUSED) == [("refused", "Mã xác thực hai lớp.")]


def test_a_recovery_code_signs_in_once_in_any_spelling(writer):
    code, other, *_more = give_app(writer)
    answers = []
    for typed_code in (code.lower().replace("-", " "), code, other.replace("O", "0")):
        client = Client()
        give_password(client, writer)
        give_code(client, typed_code)
        answers.append(is_signed_in(client))

    assert answers == [True, False, True]
    assert factor.recovery_codes_left(writer) == 8
    assert ("rights", "Đã dùng một mã dự phòng, còn lại 9 mã") in log(Kind.RIGHTS)


def test_recovery_codes_are_stored_as_digests(writer):
    codes = give_app(writer)

    stored = repr(list(RecoveryCode.objects.values()))
    assert (len(codes), len(set(codes))) == (10, 10)
    assert [code for code in codes if code in stored or code.replace("-", "") in stored] == []


def test_the_recovery_code_of_somebody_else_is_wrong(writer):
    (code, *_more) = give_app(make_user())
    give_app(writer)
    client = Client()
    give_password(client, writer)
    give_code(client, code)

    assert not is_signed_in(client)


@pytest.mark.parametrize("change", ["password", "is_active", "is_staff", "too late"])
def test_a_right_password_is_forgotten_when_the_account_changes_or_time_passes(
    writer, change, clock
):
    give_app(writer)
    client, code = Client(), code_of(writer)
    give_password(client, writer)
    if change == "password":
        writer.set_password(NEW_PASSWORD)
    elif change.startswith("is_"):
        setattr(writer, change, False)
    elif change == "too late":
        clock.move(seconds=sign_in.CODE_WAIT_SECONDS + 1)
    writer.save()

    answer = give_code(client, code)

    assert (answer["Location"], is_signed_in(client)) == ("/admin/login/", False)


def test_without_a_password_the_page_for_the_code_leads_to_the_sign_in():
    assert [Client().get(CODE_PAGE)["Location"], Client().post(CODE_PAGE)["Location"]] == [
        "/admin/login/"
    ] * 2


# Throttling


def test_after_five_wrong_entries_the_right_code_waits_too(writer):
    give_app(writer)
    client = Client()
    give_password(client, writer)
    # The password, which waits for its code, is counted as well.
    wrong = [give_code(client, "000000").status_code for _ in range(4)]

    held = give_code(client, code_of(writer))

    assert (wrong, held.status_code, held["Retry-After"]) == ([200] * 4, 429, "60")
    assert held.context["form"].errors["code"] == [
        "Nhập sai quá nhiều lần. Xin vui lòng thử lại sau 1 phút."
    ]


def test_the_right_password_gives_no_new_guesses_at_the_code(writer):
    give_app(writer)
    answers = []
    for _ in range(4):
        client = Client()
        answers += [
            give_password(client, writer).status_code,
            give_code(client, "000000").status_code,
        ]

    assert answers == [302, 200, 302, 200, 302, 429, 429, 302]


def test_who_signs_in_with_a_code_leaves_no_failure_behind(writer):
    give_app(writer)
    client = Client()
    give_password(client, writer)
    give_code(client, code_of(writer))

    assert list(throttling.SignInAttempt.objects.values_list("failed", flat=True)) == [False]


# A form whose session ended


def test_a_form_comes_along_through_password_and_code(writer):
    give_app(writer)
    client = Client()
    asked = client.post(ADD, typed())

    second = send_password(client, asked)
    wrong = client.post(CODE_PAGE, {**form_of(second)[1], "code": "000000"})
    opened = client.post(CODE_PAGE, {**form_of(wrong)[1], "code": code_of(writer)})
    shown = client.post(*form_of(opened))

    assert [page.status_code for page in (asked, second, wrong, opened)] == [403, 200, 200, 200]
    assert shown.context["adminform"].form["title"].value() == 'Tên có "ngoặc" & <dấu>'
    assert is_signed_in(client)


def test_a_form_whose_password_was_too_long_ago_asks_for_it_again(writer, clock):
    give_app(writer)
    client = Client()
    second = send_password(client, client.post(ADD, typed()))
    clock.move(seconds=sign_in.CODE_WAIT_SECONDS + 1)

    asked = client.post(CODE_PAGE, {**form_of(second)[1], "code": code_of(writer)})
    again = send_password(client, asked)

    assert (asked.status_code, again.status_code) == (403, 200)
    assert form_of(again)[1]["_kept"] == form_of(second)[1]["_kept"]


def test_a_form_that_is_sent_between_password_and_code_asks_for_the_password(writer):
    give_app(writer)
    client = Client()
    give_password(client, writer)

    assert client.post(ADD, typed()).status_code == 403


# Setting up


def secret_in(page) -> str:
    """The secret that the page shows to be typed, in hexadecimal digits."""
    shown = re.search("<code>([A-Z2-7 ]+)</code>", page.content.decode())[1]
    return b32decode(shown.replace(" ", "")).hex()


def test_the_page_shows_a_secret_and_the_apps_code_sets_it_up(client):
    user = make_publisher()
    client.force_login(user)
    secret = secret_in(client.get(SET_UP))

    answer = client.post(SET_UP, {"code": shown_by(secret)})

    codes = re.findall("<li><code>([A-Z2-7-]{19})</code>", answer.content.decode())
    assert (len(codes), "no-store" in answer["Cache-Control"]) == (10, True)
    assert factor.app_of(user).key == secret
    assert factor.check(user, codes[3])
    assert ("rights", "Đã bật xác thực hai lớp") in log(Kind.RIGHTS)


def test_a_wrong_code_sets_nothing_up_and_the_secret_stays(client):
    user = make_publisher()
    client.force_login(user)
    before = secret_in(client.get(SET_UP))

    answer = client.post(SET_UP, {"code": "000000"})

    assert (secret_in(answer), TOTPDevice.objects.exists()) == (before, False)
    assert list(answer.context["form"].errors) == ["code"]


def test_a_wrong_code_leaves_the_earlier_app(client):
    user = make_publisher()
    give_app(user)
    before = factor.app_of(user).key
    client.force_login(user)

    client.post(SET_UP, {"code": code_of(user)})

    assert (factor.app_of(user).key, TOTPDevice.objects.count()) == (before, 1)


def test_another_app_makes_the_earlier_codes_void(client):
    user = make_publisher()
    earlier = give_app(user)
    client.force_login(user)

    client.post(SET_UP, {"code": shown_by(secret_in(client.get(SET_UP)))})

    assert TOTPDevice.objects.count() == 1
    assert not any(factor.check(user, code) for code in earlier)


def test_new_recovery_codes_make_the_earlier_ones_void(client):
    user = make_publisher()
    (earlier, *_more) = give_app(user)
    client.force_login(user)

    client.post("/admin/account/recovery-codes/")

    assert (factor.check(user, earlier), RecoveryCode.objects.count()) == (False, 10)


def test_it_is_removed_with_its_recovery_codes(client):
    user = make_publisher()
    give_app(user)
    client.force_login(user)

    client.get("/admin/account/second-factor/remove/")
    before = TOTPDevice.objects.count()
    client.post("/admin/account/second-factor/remove/")

    assert (before, TOTPDevice.objects.count(), RecoveryCode.objects.count()) == (1, 0, 0)


def test_no_page_of_the_admin_shows_secrets_of_apps(admin_client):
    assert admin_client.get("/admin/otp_totp/totpdevice/").status_code == 404
