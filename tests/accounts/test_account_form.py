"""The admin's forms of accounts and groups: what they show, and what they refuse to save."""

import re
from datetime import datetime

import pytest
from django.contrib.auth.models import Group, User
from django.utils import timezone

from accounts import roles
from news.models import Beat
from tests.factories import make_section, make_user
from tests.staff.forms import Sent, browser

pytestmark = pytest.mark.django_db


@pytest.fixture
def form(admin_client):
    joined = timezone.make_aware(datetime(2020, 3, 2, 8, 5))
    user = make_user(date_joined=joined)
    return admin_client.get(f"/admin/auth/user/{user.pk}/change/")


def test_it_says_what_its_fields_do(form):
    fields = form.context["adminform"].form.fields

    told = {name: str(field.help_text) for name, field in fields.items() if field.help_text}

    assert told == {
        "username": "Bắt buộc. Nhiều nhất 150 ký tự: chữ cái, chữ số và các dấu @ . + - _",
        "password": "Mật khẩu không được lưu nguyên văn nên không ai xem lại được.",
        "is_active": (
            "Bỏ chọn thì tài khoản không đăng nhập được nữa. Hãy bỏ chọn thay vì xóa tài khoản."
        ),
        "is_staff": "Được đăng nhập vào tòa soạn (các trang quản trị này).",
        "is_superuser": "Có mọi quyền, không cần cấp từng quyền.",
        "groups": "Người này có mọi quyền của những nhóm được chọn.",
        "user_permissions": "Quyền cấp riêng cho người này, ngoài quyền của các nhóm.",
    }


def test_when_it_was_made_is_told_and_not_typed(form):
    page = form.content.decode()

    assert "02/03/2020 08:05 GMT+7" in page
    assert [name for name in ("last_login", "date_joined") if f'name="{name}' in page] == []


@pytest.mark.parametrize("key", [str(2**63), "9" * 20, "-1", "²", "x"])
@pytest.mark.parametrize(
    ("address", "field"),
    [("user/add", "groups"), ("user", "groups"), ("user", "user_permissions"),
     ("group", "permissions"), ("group/add", "permissions")],
)  # fmt: skip
def test_a_key_that_is_none_is_refused_beside_its_field(admin_client, address, field, key):
    there = {"user": make_user().pk, "group": Group.objects.first().pk}
    path = address if "/" in address else f"{address}/{there[address]}/change"

    answer = admin_client.post(f"/admin/auth/{path}/", {field: key})

    errors = answer.context["adminform"].form.errors.as_data()
    assert [error.code for error in errors[field]] == ["invalid_pk_value"]


# Two administrators at once

CONFIRMED = {"without_role": ["on"]}


@pytest.fixture
def windows(db):
    """The browsers of two administrators."""
    return [browser(make_user(is_superuser=True)) for _ in range(2)]


def shown(answer):
    """What a browser would send of the form on this page, without the CSRF token."""
    form = Sent(answer.content.decode()).data
    del form["csrfmiddlewaretoken"]
    return form


def test_rights_that_another_has_taken_away_do_not_come_back_with_an_older_form(windows):
    (mine, theirs), one = windows, make_user()
    one.groups.set(Group.objects.all())
    address = f"/admin/auth/user/{one.pk}/change/"
    my_form, their_form = shown(mine.get(address)), shown(theirs.get(address))

    theirs.post(address, {**their_form, "groups": [], **CONFIRMED})
    refused = mine.post(address, {**my_form, "email": ["lan@example.vn"]})

    one.refresh_from_db()
    assert (one.email, list(one.groups.all())) == ("", [])
    assert "đã lưu mục này trong lúc bạn sửa" in refused.content.decode()
    mine.post(address, {**shown(refused), "groups": [], **CONFIRMED})
    one.refresh_from_db()
    assert (one.email, list(one.groups.all())) == ("lan@example.vn", [])


def test_rights_of_a_group_do_not_either(windows):
    (mine, theirs), one = windows, Group.objects.exclude(permissions=None).first()
    address = f"/admin/auth/group/{one.pk}/change/"
    my_form, their_form = shown(mine.get(address)), shown(theirs.get(address))

    theirs.post(address, {**their_form, "permissions": []})
    refused = mine.post(address, {**my_form, "name": ["Tên mới"]})

    assert (refused.status_code, list(one.permissions.all())) == (200, [])


@pytest.fixture
def beat():
    """A beat: somebody is an editor in one section."""
    group = Group.objects.get(name=roles.EDITORS)
    return Beat.objects.create(user=make_user(), section=make_section("Kinh tế"), group=group)


def beats_of(user) -> list[str]:
    return [str(beat) for beat in user.beats.order_by("pk")]


def test_what_one_is_in_a_section_does_not_come_back_with_an_older_form(windows, beat):
    (mine, theirs), one = windows, beat.user
    address = f"/admin/auth/user/{one.pk}/change/"
    my_form, their_form = shown(mine.get(address)), shown(theirs.get(address))
    lesser = Group.objects.get(name=roles.CONTRIBUTORS)

    theirs.post(address, {**their_form, "beats-0-group": [str(lesser.pk)]})
    refused = mine.post(address, {**my_form, "email": ["lan@example.vn"]})

    assert beats_of(one) == [f"Kinh tế: {lesser}"]
    rows = dict(refused.context["conflict"])["Chuyên mục phụ trách (kể cả các mục con)"]
    assert "đã lưu mục này trong lúc bạn sửa" in refused.content.decode()
    stored, typed = (
        "".join(span.text for span in side) for side in (rows[0].before, rows[0].after)
    )
    assert (len(rows), stored, typed) == (1, f"Kinh tế: {lesser}", "Kinh tế: Biên tập viên")
    mine.post(address, shown(refused))
    one.refresh_from_db()
    assert (one.email, beats_of(one)) == ("lan@example.vn", ["Kinh tế: Biên tập viên"])


def test_a_section_that_another_took_away_does_not_come_back_unseen(windows, beat):
    (mine, theirs), one = windows, beat.user
    address = f"/admin/auth/user/{one.pk}/change/"
    my_form, their_form = shown(mine.get(address)), shown(theirs.get(address))

    theirs.post(address, {**their_form, "beats-0-DELETE": ["on"], **CONFIRMED})
    refused = mine.post(address, {**my_form, "email": ["lan@example.vn"]})

    assert (refused.status_code, beats_of(one)) == (200, [])
    again = shown(refused)
    mine.post(address, {**again, "beats-0-section": [""], "beats-0-group": [""], **CONFIRMED})
    one.refresh_from_db()
    assert (one.email, beats_of(one)) == ("lan@example.vn", [])


@pytest.mark.parametrize("odd", ["", "84", "-1", "9" * 20, "x"])
def test_a_row_of_an_older_form_that_names_nothing_is_no_error(windows, beat, odd):
    (mine, theirs), one = windows, beat.user
    address = f"/admin/auth/user/{one.pk}/change/"
    my_form, their_form = shown(mine.get(address)), shown(theirs.get(address))

    theirs.post(address, {**their_form, "email": ["lan@example.vn"]})
    row = {"beats-1-section": [odd], "beats-1-group": their_form["beats-0-group"]}
    refused = mine.post(address, {**my_form, **row})

    told = dict(refused.context["conflict"])["Chuyên mục phụ trách (kể cả các mục con)"]
    assert ["".join(span.text for span in row.after) for row in told][-1] == "?"


def test_a_section_that_another_added_is_shown_and_goes_only_as_it_is_said(windows, beat):
    (mine, theirs), one = windows, beat.user
    address = f"/admin/auth/user/{one.pk}/change/"
    my_form, their_form = shown(mine.get(address)), shown(theirs.get(address))
    added = {"beats-1-section": [str(make_section("Văn hóa").pk)]}

    theirs.post(address, {**their_form, **added, "beats-1-group": their_form["beats-0-group"]})
    refused = mine.post(address, {**my_form, "email": ["lan@example.vn"]})
    again = shown(refused)

    assert (refused.status_code, again["beats-1-DELETE"]) == (200, ["on"])
    del again["beats-1-DELETE"]
    mine.post(address, again)
    assert beats_of(one) == ["Kinh tế: Biên tập viên", "Văn hóa: Biên tập viên"]


def test_signing_in_and_another_password_meanwhile_are_no_newer_save(windows):
    client, one = windows[0], make_user()
    address = f"/admin/auth/user/{one.pk}/change/"
    form = shown(client.get(address))

    one.last_login = timezone.now()
    one.set_password("mat-khau-khac-hẳn-82")
    one.save()
    saved = client.post(address, {**form, "email": ["lan@example.vn"], **CONFIRMED})

    one.refresh_from_db()
    assert (saved.status_code, one.email) == (302, "lan@example.vn")
    assert one.check_password("mat-khau-khac-hẳn-82")


def test_no_password_is_shown_with_what_another_has_saved(windows):
    client, one = windows[0], make_user()
    address = f"/admin/auth/user/{one.pk}/change/"
    form = shown(client.get(address))
    User.objects.filter(pk=one.pk).update(email="khac@example.vn")

    refused = client.post(address, {**form, "password": ["pbkdf2"]})

    page = refused.content.decode()
    assert "khac" in page.partition("<fieldset")[0]
    assert one.password not in page


# Without a role


@pytest.fixture
def boss():
    return browser(make_user(is_superuser=True))


NEW = {
    "username": ["lan"], "last_name": ["Trần"], "usable_password": ["true"],
    "password1": ["cá chép hóa rồng 27"], "password2": ["cá chép hóa rồng 27"],
}  # fmt: skip


def asks(answer) -> bool:
    """Whether the page asks to confirm an account without a role. It shows the checkbox only with
    the error of its field."""
    if not answer.context:
        return False
    form = answer.context["adminform"].form
    is_shown = 'type="checkbox" name="without_role"' in answer.content.decode()
    assert is_shown == ("without_role" in form.errors)
    return is_shown


def test_an_account_is_not_added_without_a_role_unless_that_is_confirmed(boss):
    opened = boss.get("/admin/auth/user/add/")
    filled = shown(opened) | NEW
    refused = boss.post("/admin/auth/user/add/", filled)

    assert (asks(opened), asks(refused)) == (False, True)
    assert not User.objects.filter(username="lan").exists()
    again = shown(refused)
    assert {name: again.get(name) for name in ("username", "last_name")} == {
        "username": ["lan"],
        "last_name": ["Trần"],
    }
    confirmed = boss.post("/admin/auth/user/add/", filled | again | NEW | CONFIRMED)
    assert confirmed.status_code == 302
    assert User.objects.get(username="lan").last_name == "Trần"


@pytest.mark.parametrize("what", ["group", "section", "superuser", "permission", "off", "reader"])
def test_who_has_something_to_do_or_cannot_sign_in_is_not_asked_about(boss, what):
    section, group = make_section(), Group.objects.get(name=roles.EDITORS)
    user = make_user()
    address = f"/admin/auth/user/{user.pk}/change/"
    form = shown(boss.get(address))
    assert asks(boss.post(address, form))

    said = {
        "group": {"groups": [str(group.pk)]},
        "section": {"beats-0-section": [str(section.pk)], "beats-0-group": [str(group.pk)]},
        "superuser": {"is_superuser": ["on"]},
        "permission": {"user_permissions": [str(group.permissions.first().pk)]},
        "off": {"is_active": []},
        "reader": {"is_staff": []},
    }[what]
    assert boss.post(address, form | said).status_code == 302


def test_who_loses_the_last_section_is_asked_about(boss, beat):
    address = f"/admin/auth/user/{beat.user_id}/change/"
    form = shown(boss.get(address))

    refused = boss.post(address, form | {"beats-0-DELETE": ["on"]})

    assert (asks(refused), beats_of(beat.user)) == (True, [str(beat)])


def test_the_list_of_accounts_tells_each_role(boss, beat):
    make_user(roles.PUBLISHERS, username="biên-tập")
    make_user(username="chưa-có")
    Beat.objects.create(user=beat.user, section=make_section(), group=beat.group)

    page = boss.get("/admin/auth/user/?o=1").content.decode()

    told = re.findall(r'field-username"><a[^>]*>([^<]*)</a>.*?field-role_names">([^<]*)<', page)
    assert dict(told) == {
        User.objects.get(is_superuser=True).username: "quản trị viên",
        beat.user.username: f"{roles.EDITORS} ở 2 chuyên mục",
        "biên-tập": str(roles.PUBLISHERS),
        "chưa-có": "–",
    }


def test_a_name_that_is_taken_is_said_beside_its_field(admin_client):
    taken = make_user().username
    secret = "thuyền xanh qua bến 5791"
    typed = {"username": taken, "password1": secret, "password2": secret, "usable_password": "true"}
    typed["groups"] = [Group.objects.first().pk]
    rows = {"beats-TOTAL_FORMS": "0", "beats-INITIAL_FORMS": "0"}

    answer = admin_client.post("/admin/auth/user/add/", {**typed, **rows})

    assert (answer.status_code, list(answer.context["adminform"].form.errors)) == (
        200,
        ["username"],
    )
