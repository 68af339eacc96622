"""When sessions end, and what people see of their own; the cookie with messages to staff ends once
it was read."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Permission, User
from django.test import Client
from django.utils import timezone

from accounts import roles
from accounts.models import StaffSession
from accounts.second_factor import factor
from accounts.sessions import store
from news.models import Beat
from server.management.commands import work
from tests.accounts.factors import give_app, give_password
from tests.audit.entries import last
from tests.factories import NEW_PASSWORD, PASSWORD, make_section, make_user
from tests.news.desk.form_data import ADD
from tests.staff.forms import form_of, sign_in, typed

pytestmark = pytest.mark.django_db


def make_session(hours: int) -> str:
    """Make a session that expires in so many hours; returns its key."""
    session = store.SessionStore()
    session.set_expiry(timedelta(hours=hours))
    session.create()
    return session.session_key


def test_sessions_that_ended_are_forgotten_a_few_at_a_time():
    for hours in (-3, -2, -1):
        make_session(hours)
    alive = make_session(1)
    now = timezone.now()

    assert [store.delete_expired_sessions(now, limit=2) for _ in range(3)] == [2, 1, 0]
    assert list(StaffSession.objects.values_list("pk", flat=True)) == [alive]


def test_the_worker_forgets_them():
    make_session(-1)
    work.old_sessions.due = 0.0

    assert work.old_sessions in work.CHORES
    assert (work.old_sessions(), StaffSession.objects.count()) == (1, 0)


@pytest.mark.parametrize("prefix", ["/admin/", "/"])
def test_what_staff_are_told_goes_to_no_page_of_readers_and_ends_once_it_is_read(
    client, settings, prefix
):
    # The path is `/` if the admin has a host of its own.
    settings.SESSION_COOKIE_PATH = prefix
    client.force_login(make_user(is_superuser=True))
    client.post("/admin/news/tag/add/", {"name": "Bến cá"})
    told = client.cookies["messages"]
    client.get("/admin/")
    read = client.cookies["messages"]

    assert (bool(told.value), told["path"]) == (True, prefix)
    assert (read.value, read["path"], read["max-age"]) == ("", prefix, 0)


# When they end


def seen(client) -> bool:
    """Whether the client's session opens the admin."""
    return client.get("/admin/account/").status_code == 200


def signed_in(user, **headers) -> Client:
    client = Client(headers=headers)
    give_password(client, user)
    return client


def test_a_session_ends_after_the_idle_time(clock, settings):
    settings.SESSION_IDLE_MINUTES = 30
    client, answers = signed_in(make_user()), []
    for minutes in (29, 29, 31):
        clock.move(minutes=minutes)
        answers.append(seen(client))

    assert answers == [True, True, False]


def test_an_open_form_that_nobody_types_into_is_no_use(clock, settings):
    settings.SESSION_IDLE_MINUTES = 30
    client = signed_in(make_user(roles.PUBLISHERS))
    for _ in range(4):
        clock.move(minutes=10)
        client.post("/admin/news/article/sitting/", {"_sitting": "a" * 32})

    assert not seen(client)


def test_a_session_ends_at_its_absolute_end_however_much_it_is_used(clock, settings):
    settings.SESSION_ABSOLUTE_HOURS = 1
    client, answers = signed_in(make_user()), []
    for _ in range(4):
        clock.move(minutes=20)
        answers.append(seen(client))

    assert answers == [True, True, False, False]


def test_a_use_is_noted_once_a_minute(clock):
    client = signed_in(make_user())
    noted = []
    for seconds in (61, 59, 2):
        clock.move(seconds=seconds)
        client.get("/admin/notifications/")
        noted.append(StaffSession.objects.get(user__isnull=False).seen_at)

    assert (noted[0] == noted[1], noted[1] < noted[2]) == (True, True)


def test_what_was_typed_survives_the_idle_end(clock):
    writer = make_user(roles.PUBLISHERS, username="nguoi-viet")
    client = signed_in(writer)
    clock.move(hours=3)

    opened = sign_in(client, client.post(ADD, typed()))
    shown = client.post(*form_of(opened))

    assert shown.context["adminform"].form["title"].value() == 'Tên có "ngoặc" & <dấu>'


def save(user, password=None, **fields):
    user = User.objects.get(pk=user.pk)
    for name, value in fields.items():
        setattr(user, name, value)
    if password:
        user.set_password(password)
    user.save()


CHANGES = {
    "password": lambda user: save(user, password=NEW_PASSWORD),
    "active": lambda user: save(user, is_active=False),
    "staff": lambda user: save(user, is_staff=False),
    "administrator": lambda user: save(user, is_superuser=True),
    "group": lambda user: user.groups.add(roles.group(roles.EDITORS)),
    "group, from its side": lambda user: roles.group(roles.EDITORS).user_set.add(user),
    "right": lambda user: user.user_permissions.add(Permission.objects.first()),
    "groups cleared": lambda user: user.groups.clear(),
    "beat": lambda user: Beat.objects.create(
        user=user, section=make_section(), group=roles.group(roles.EDITORS)
    ),
    "factor": give_app,
    "factor removed": lambda user: factor.remove(user, "x"),
}


@pytest.mark.parametrize("change", CHANGES)
def test_all_sessions_of_an_account_end_with_a_change_of(change):
    user, other = make_user(roles.PUBLISHERS), make_user()
    if change == "factor removed":
        give_app(user)
    for client in (Client(), Client()):
        client.force_login(user)
    stranger = signed_in(other)

    CHANGES[change](user)

    assert StaffSession.objects.filter(user=user).count() == 0
    assert seen(stranger)


def test_a_name_and_a_mail_address_end_none():
    client = signed_in(user := make_user())

    save(user, first_name="Lan", email="lan@hailam.example")

    assert seen(client)


def test_who_changes_their_own_password_stays_here_and_is_out_elsewhere():
    user = make_user()
    here, elsewhere = signed_in(user), signed_in(user)
    new = {"new_password1": NEW_PASSWORD, "new_password2": NEW_PASSWORD}

    here.post("/admin/password_change/", {"old_password": PASSWORD, **new})

    assert (seen(here), seen(elsewhere)) == (True, False)


# One's own, listed

CHROME = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/131.0 Safari/537.36"
PHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Mobile Safari/604.1"


def test_ones_own_are_listed_with_device_and_address():
    user = make_user()
    desk, _phone = signed_in(user, user_agent=CHROME), signed_in(user, user_agent=PHONE)
    signed_in(make_user(), user_agent="Mozilla/5.0 (Linux) Firefox/133.0")

    page = desk.get("/admin/account/")

    rows = page.context["sessions"]
    assert sorted((each["row"].device, each["row"].address, each["is_this"]) for each in rows) == [
        ("Chrome, Windows", "127.0.0.1", True),
        ("Safari, iPhone", "127.0.0.1", False),
    ]
    keys = StaffSession.objects.values_list("session_key", flat=True)
    assert not any(key in page.content.decode() for key in keys)


def test_one_of_them_is_ended_or_all_others():
    user = make_user()
    here, second, third = (signed_in(user) for _ in range(3))
    other = signed_in(make_user())

    here.post("/admin/account/end-session/", {"key": second.session.session_key[:10]})
    one = [seen(each) for each in (here, second, third)]
    here.post("/admin/account/end-session/")

    assert one == [True, False, True]
    assert [seen(each) for each in (here, third, other)] == [True, False, True]
    assert last("kind", "detail") == ("sign-out", "Đã kết thúc 1 phiên")


@pytest.mark.parametrize("key", ["x", "%", "_" * 10, "\0", "x" * 5000])
def test_nobody_ends_a_session_by_a_part_of_its_key_or_that_of_somebody_else(key):
    user = make_user()
    here, elsewhere, other = signed_in(user), signed_in(user), signed_in(make_user())

    here.post("/admin/account/end-session/", {"key": key})
    here.post("/admin/account/end-session/", {"key": other.session.session_key[:10]})

    assert (seen(elsewhere), seen(other)) == (True, True)
