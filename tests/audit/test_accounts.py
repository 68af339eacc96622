"""The audit log records each change of an account, a group or a beat, by the admin or by code."""

import pytest
from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import Group, Permission, User
from django.core import serializers
from django.core.management import call_command
from django.test import Client

from accounts import roles
from audit.models import Entry
from news.models import Beat
from tests.audit.entries import told
from tests.factories import NEW_PASSWORD, PASSWORD, make_section, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def writer():
    return make_user(roles.CONTRIBUTORS, username="hai", last_name="Nguyễn", first_name="Hải")


@pytest.fixture
def since(desk, writer):
    """Call it for these fields of the rows about rights that were written since."""
    newest = Entry.objects.order_by("-pk").values_list("pk", flat=True).first()
    return lambda *fields: told(*fields or ("about", "detail"), pk__gt=newest, kind="rights")


def group(name):
    return Group.objects.get(name=name)


def form_of(user, *beats, **fields):
    """What the account's form sends. A beat is (id or "", section, group), and True after these if
    the form deletes it."""
    data = {
        "username": user.username,
        "first_name": user.first_name,
        "last_name": user.last_name,
        "is_active": "on",
        "is_staff": "on",
        "groups": [each.pk for each in user.groups.all()],
        "beats-TOTAL_FORMS": len(beats),
        "beats-INITIAL_FORMS": sum(bool(beat[0]) for beat in beats),
    }
    for number, (key, section, role, *delete) in enumerate(beats):
        data |= {
            f"beats-{number}-id": key,
            f"beats-{number}-user": user.pk,
            f"beats-{number}-section": section.pk,
            f"beats-{number}-group": role.pk,
        }
        if delete:
            data[f"beats-{number}-DELETE"] = "on"
    return {**data, **fields}


def save(desk, user, *beats, **fields):
    response = desk.post(f"/admin/auth/user/{user.pk}/change/", form_of(user, *beats, **fields))
    assert response.status_code == 302, response.context["errors"]


def test_one_form_is_one_row_with_who_from_where_and_all_that_changed(desk, writer, since):
    section = make_section("Kinh tế")
    data = form_of(writer, ("", section, group(roles.EDITORS)))
    del data["is_active"]
    data |= {"groups": [group(roles.PUBLISHERS).pk], "is_superuser": "on"}
    desk.post(f"/admin/auth/user/{writer.pk}/change/", data)

    assert since("who", "address", "about_model", "about_key", "about", "detail") == [
        (
            "quan-tri",
            "203.0.113.7",
            "auth.user",
            writer.pk,
            "hai (Nguyễn Hải)",
            "Kích hoạt: có → không; Toàn quyền quản trị: không → có; "
            "Nhóm: − Phóng viên, cộng tác viên, + Thư ký xuất bản; "
            "Chuyên mục phụ trách: + Kinh tế (Biên tập viên)",
        )
    ]


def test_a_form_that_changes_nothing_leaves_nothing(desk, writer, since):
    save(desk, writer)

    assert since() == []


def test_names_and_the_address_for_mails_are_told(desk, writer, since):
    save(desk, writer, first_name="Hà", email="ha@thu.example")

    assert since() == [
        ("hai (Nguyễn Hà)", "Tên: “Hải” → “Hà”; Địa chỉ email: “” → “ha@thu.example”")
    ]


def test_a_form_that_is_refused_leaves_nothing(desk, writer, since):
    data = form_of(writer, username="", groups=[group(roles.PUBLISHERS).pk])
    response = desk.post(f"/admin/auth/user/{writer.pk}/change/", data)

    assert (response.status_code, since()) == (200, [])


def test_a_beat_that_is_changed_or_taken_is_told_as_it_was(desk, writer, since):
    old, new = make_section("Kinh tế"), make_section("Văn hóa")
    editors, publishers = group(roles.EDITORS), group(roles.PUBLISHERS)
    moved = Beat.objects.create(user=writer, section=old, group=editors)
    taken = Beat.objects.create(user=writer, section=new, group=editors)
    kept = Beat.objects.create(user=writer, section=make_section(), group=publishers)

    rows = {beat.pk: beat for beat in Beat.objects.all()}
    order = [
        (beat.pk, old, publishers) if beat.pk == moved.pk
        else (beat.pk, beat.section, beat.group, *(["on"] if beat.pk == taken.pk else []))
        for beat in rows.values()
    ]  # fmt: skip
    save(desk, writer, *order)

    assert Beat.objects.filter(pk=kept.pk).exists()
    assert since("detail")[-1:] == [
        "Chuyên mục phụ trách: − Kinh tế (Biên tập viên), + Kinh tế (Thư ký xuất bản), "
        "− Văn hóa (Biên tập viên)"
    ]


def test_a_beat_that_goes_with_its_section_is_told(writer, since):
    section = make_section("Kinh tế")
    Beat.objects.create(user=writer, section=section, group=group(roles.EDITORS))
    section.delete()

    assert since("detail") == [
        "Chuyên mục phụ trách: + Kinh tế (Biên tập viên)",
        "Chuyên mục phụ trách: − Kinh tế (Biên tập viên)",
    ]


def test_an_account_made_in_the_admin_is_told(desk, since):
    desk.post(
        "/admin/auth/user/add/",
        {
            "username": "moi",
            "usable_password": "true",
            "password1": NEW_PASSWORD,
            "password2": NEW_PASSWORD,
            "without_role": "on",
            "beats-TOTAL_FORMS": 0,
            "beats-INITIAL_FORMS": 0,
        },
    )

    assert since("who", "about", "detail") == [
        (
            "quan-tri",
            "moi",
            "Người dùng: đã tạo; Kích hoạt: có; Là nhân viên tòa soạn: có",
        )
    ]


def test_an_account_made_by_a_command_is_told_as_the_portals_own(since):
    call_command("createsuperuser", username="goc", email="", interactive=False, verbosity=0)

    assert since("who", "address", "about", "detail") == [
        (
            "",
            None,
            "goc",
            "Người dùng: đã tạo; Kích hoạt: có; Là nhân viên tòa soạn: có; Toàn quyền quản trị: có",
        )
    ]


def test_a_password_that_an_administrator_sets_is_told_without_it(desk, writer, since):
    data = {"usable_password": "true", "password1": NEW_PASSWORD, "password2": NEW_PASSWORD}
    desk.post(f"/admin/auth/user/{writer.pk}/password/", data)

    assert since("who", "about", "detail") == [("quan-tri", "hai (Nguyễn Hải)", "Mật khẩu: đã đổi")]


def test_a_password_that_is_switched_off_is_told(desk, writer, since):
    desk.post(
        f"/admin/auth/user/{writer.pk}/password/",
        {"usable_password": "false", "unset-password": "1"},
    )

    assert since() == [("hai (Nguyễn Hải)", "Mật khẩu: đã đổi")]


def test_a_password_that_its_owner_changes_is_told(writer, since):
    client = Client(REMOTE_ADDR="198.51.100.1")
    client.force_login(writer)
    data = {"old_password": PASSWORD, "new_password1": NEW_PASSWORD, "new_password2": NEW_PASSWORD}
    assert client.post("/admin/password_change/", data).status_code == 302

    assert since("by", "address", "about", "detail") == [
        (writer.pk, "198.51.100.1", "hai (Nguyễn Hải)", "Mật khẩu: đã đổi")
    ]


def test_a_hash_that_is_only_made_stronger_is_no_change(settings, writer, since):
    hashers = "django.contrib.auth.hashers"
    settings.PASSWORD_HASHERS = [f"{hashers}.PBKDF2PasswordHasher", f"{hashers}.MD5PasswordHasher"]
    weak = make_password(PASSWORD, hasher="md5")
    User.objects.filter(pk=writer.pk).update(password=weak)
    client = Client()
    client.post("/admin/login/", {"username": "hai", "password": PASSWORD})

    assert User.objects.get(pk=writer.pk).password != weak
    assert since() == []


def right(codename):
    return Permission.objects.get(codename=codename, content_type__app_label="news")


IN_CODE = {
    "add": (
        lambda user, group: user.groups.add(group),
        [("hai (Nguyễn Hải)", "Nhóm: + Biên tập viên")],
    ),
    "add from the other side": (
        lambda user, group: group.user_set.add(user),
        [("hai (Nguyễn Hải)", "Nhóm: + Biên tập viên")],
    ),
    "set": (
        lambda user, group: user.groups.set([group]),
        [
            ("hai (Nguyễn Hải)", "Nhóm: − Phóng viên, cộng tác viên"),
            ("hai (Nguyễn Hải)", "Nhóm: + Biên tập viên"),
        ],
    ),
    "add what is there": (
        lambda user, group: user.groups.add(user.groups.get()),
        [],
    ),
    "clear": (
        lambda user, group: user.groups.clear(),
        [("hai (Nguyễn Hải)", "Nhóm: − Phóng viên, cộng tác viên")],
    ),
    "clear from the other side": (
        lambda user, group: user.groups.get().user_set.clear(),
        [("hai (Nguyễn Hải)", "Nhóm: − Phóng viên, cộng tác viên")],
    ),
    "rename the group": (
        lambda user, group: (setattr(group, "name", "Biên tập"), group.save()),
        [("Biên tập", "Tên: “Biên tập viên” → “Biên tập”")],
    ),
    "make a group": (
        lambda user, group: Group.objects.create(name="Mới"),
        [("Mới", "Nhóm: đã tạo")],
    ),
    "switch off": (
        lambda user, group: (setattr(user, "is_active", False), user.save()),
        [("hai (Nguyễn Hải)", "Kích hoạt: có → không")],
    ),
    "rename the account": (
        lambda user, group: (setattr(user, "username", "ha"), user.save()),
        [("ha (Nguyễn Hải)", "Tên đăng nhập: “hai” → “ha”")],
    ),
}


@pytest.mark.parametrize("act", IN_CODE)
def test_what_code_does_is_told_too(act, writer, since):
    do, rows = IN_CODE[act]

    do(writer, group(roles.EDITORS))

    assert since() == rows


def test_rights_of_an_account_are_told_by_their_names(desk, writer, since):
    save(desk, writer, user_permissions=[right("view_tag").pk])

    assert since() == [("hai (Nguyễn Hải)", "Quyền: + Tin tức | thẻ | được xem")]


def test_rights_of_a_group_are_told_in_one_row(desk, since):
    made = Group.objects.create(name="Ban bạn đọc")
    made.permissions.add(right("view_tag"))
    data = {"name": "Ban bạn đọc", "permissions": [right("add_tag").pk, right("view_topic").pk]}
    desk.post(f"/admin/auth/group/{made.pk}/change/", data)

    assert since("who", "about_model", "about", "detail")[-1] == (
        "quan-tri",
        "auth.group",
        "Ban bạn đọc",
        "Quyền: − Tin tức | thẻ | được xem, + Tin tức | thẻ | được thêm, "
        "+ Tin tức | dòng sự kiện | được xem",
    )


def test_a_group_that_goes_is_told_with_its_rights_and_members(desk, writer, since):
    made = Group.objects.create(name="Ban bạn đọc")
    made.permissions.add(right("view_tag"))
    writer.groups.add(made)
    desk.post(f"/admin/auth/group/{made.pk}/delete/", {"post": "yes"})

    assert since("who", "about", "detail")[-2:] == [
        ("quan-tri", "Ban bạn đọc", "Nhóm: đã xóa; Quyền: − Tin tức | thẻ | được xem"),
        ("quan-tri", "hai (Nguyễn Hải)", "Nhóm: − Ban bạn đọc"),
    ]


def test_groups_that_go_at_once_are_told_each(desk, since):
    pair = [Group.objects.create(name=name) for name in ("Một", "Hai")]
    chosen = {
        "action": "delete_selected",
        "_selected_action": [each.pk for each in pair],
        "post": "yes",
    }
    desk.post("/admin/auth/group/", chosen)

    assert sorted(since()[-2:]) == [("Hai", "Nhóm: đã xóa"), ("Một", "Nhóm: đã xóa")]


def test_an_account_is_made_with_its_name_and_group_in_one_form(desk, since):
    desk.post(
        "/admin/auth/user/add/",
        {
            "username": "moi",
            "last_name": "Trần",
            "first_name": "Lan",
            "groups": [group(roles.EDITORS).pk],
            "usable_password": "true",
            "password1": NEW_PASSWORD,
            "password2": NEW_PASSWORD,
            "without_role": "on",
            "beats-TOTAL_FORMS": 0,
            "beats-INITIAL_FORMS": 0,
        },
    )

    assert since("about", "detail") == [
        (
            "moi (Trần Lan)",
            "Người dùng: đã tạo; Kích hoạt: có; Là nhân viên tòa soạn: có; Nhóm: + Biên tập viên",
        )
    ]


def test_accounts_that_are_loaded_from_a_dump_are_not_told(since, writer, tmp_path):
    dump = tmp_path / "accounts.json"
    writer.last_name = "Trần"
    dump.write_text(serializers.serialize("json", [writer, Group(pk=99, name="Ban đọc")]))
    before = since()

    call_command("loaddata", dump, verbosity=0)

    writer.refresh_from_db()
    assert (writer.last_name, group("Ban đọc").pk) == ("Trần", 99)
    assert since() == before
