"""Before a page below /admin/ is open, a person does what they have to do first: choose their own
password, set up a demanded second factor, prove once more who they are. What was typed comes
along."""

import time

import pytest
from django.db import transaction
from django.test import Client

from accounts import roles, session_marks
from accounts.models import Credentials, FactorDemand
from accounts.pages.factor import NEW_SECRET
from accounts.second_factor import demands
from news.models import Article, Beat
from tests.accounts.factors import code_of, give_app, give_password, shown_by
from tests.factories import NEW_PASSWORD, PASSWORD, make_section, make_user
from tests.news.desk.form_data import ADD
from tests.news.people import state_of_everything
from tests.staff.forms import form_of, typed
from tests.staff.staff_views import addresses, everything

pytestmark = pytest.mark.django_db

PASSWORD_CHANGE = "/admin/password_change/"
SET_UP = "/admin/account/second-factor/"
CONFIRM = "/admin/account/confirm/"
OLD = {"old_password": PASSWORD}
NEW = {"new_password1": NEW_PASSWORD, "new_password2": NEW_PASSWORD}


@pytest.fixture(autouse=True)
def demands_hold(settings):
    settings.SECOND_FACTOR_ENFORCED = True


@pytest.fixture
def admin():
    return make_user(is_superuser=True, username="quan-tri")


def signed_in(user, **marks) -> Client:
    """A client whose session has these marks."""
    client = Client()
    client.force_login(user)
    session = client.session
    session.pop(session_marks.FACTOR_DUE_AT, None)
    session.update({getattr(session_marks, name): value for name, value in marks.items()})
    session.save()
    return client


STAGES = {
    "must change password": ({"MUST_CHANGE_PASSWORD": True}, PASSWORD_CHANGE),
    "factor overdue": ({"FACTOR_DUE_AT": 1.0}, SET_UP),
}
OPEN = {
    *("login/", "login/code/", "logout/", "jsi18n/", "account/go-on/"),
    *("password_reset/", "reset/done/", "reset/<uidb64>/<token>/"),
}
OPEN_AT = {
    PASSWORD_CHANGE: OPEN | {"password_change/", "password_change/done/"},
    SET_UP: OPEN | {"account/second-factor/", "account/confirm/"},
}
# The pages that ask again for password and code, and by which methods. Lists are shown without one.
ASKING = {
    **dict.fromkeys(("auth/user/", "auth/group/"), "POST"),
    **dict.fromkeys(
        (
            *(f"auth/{each}/{page}" for each in ("user", "group") for page in ("add/", "<id>/")),
            *(f"auth/user/<id>/{page}/" for page in ("change", "delete", "history")),
            *(f"auth/group/<id>/{page}/" for page in ("change", "delete", "history")),
            "audit/entry/csv/",
            *("auth/user/<id>/password/", "auth/user/<id>/factor-reset/"),
            *("media/photo/<pk>/take-down/", "media/document/<pk>/take-down/"),
            "news/article/<id>/redact/",
            *("account/second-factor/", "account/second-factor/remove/"),
            "account/recovery-codes/",
        ),
        "GET POST",
    ),
}


def led(answer, page: str) -> bool:
    """Whether the answer is this page, or leads there."""
    if answer.status_code == 302:
        return answer["Location"].startswith(page)
    return answer.status_code == 403 and f'action="{page}"' in answer.content.decode()


def walk(client, page: str) -> tuple[dict[str, str], list[str]]:
    """Request every staff view: the methods by address that lead to this page, and the addresses
    whose requests changed something."""
    places, cookies, before = addresses(everything()), client.cookies.copy(), None
    before, found, changed = state_of_everything(), {}, []
    for name, address in places.items():
        with transaction.atomic():
            answers = {"GET": client.get(address), "POST": client.post(address)}
            for each in answers.values():
                each.getvalue()
            if state_of_everything() != before:
                changed.append(name)
            transaction.set_rollback(True)
        client.cookies = cookies.copy()
        found[name] = " ".join(method for method, each in answers.items() if led(each, page))
    return found, changed


@pytest.mark.parametrize("stage", STAGES)
def test_before_it_is_done_every_other_page_leads_there(stage, admin):
    marks, page = STAGES[stage]

    found, changed = walk(signed_in(admin, **marks), page)

    assert {name for name, methods in found.items() if methods != "GET POST"} == OPEN_AT[page]
    assert changed == []


def test_after_a_while_the_grave_pages_ask_again_and_no_others(admin):
    found, _changed = walk(signed_in(admin, REAUTHENTICATED_AT=1.0), CONFIRM)

    assert {name: methods for name, methods in found.items() if methods} == ASKING


def test_half_signed_in_every_page_leads_to_the_sign_in(admin):
    give_app(admin)
    client = Client()
    give_password(client, admin)

    found, changed = walk(client, "/admin/login/")

    # Forms are answered by a page that asks for the password and keeps what was typed.
    asks = {name for name, methods in found.items() if methods != "GET POST"}
    assert (asks, changed) == (OPEN - {"jsi18n/", "account/go-on/"}, [])


# Of whom a second factor is demanded


@pytest.mark.parametrize(
    ("group", "superuser", "enforced", "expected"),
    [
        (roles.PUBLISHERS, False, True, True),
        (roles.EDITORS, False, True, False),
        (None, True, True, True),
        (roles.PUBLISHERS, False, False, False),
        (None, True, False, False),
    ],
)
def test_it_is_demanded_of_administrators_and_chosen_groups(
    settings, group, superuser, enforced, expected
):
    settings.SECOND_FACTOR_ENFORCED = enforced

    assert demands.is_demanded(make_user(group, is_superuser=superuser)) is expected


def test_it_is_demanded_of_who_is_of_the_group_in_one_section():
    user = make_user()
    publishers = roles.group(roles.PUBLISHERS)
    Beat.objects.create(user=user, section=make_section(), group=publishers)

    assert demands.is_demanded(user)


def test_the_day_of_grace_begins_with_the_first_sign_in_and_is_told(clock, admin):
    client = Client()
    give_password(client, admin)
    told = client.get("/admin/").content.decode()
    clock.move(hours=23)
    again = Client()
    give_password(again, admin)
    still = again.get("/admin/").status_code
    clock.move(minutes=61)

    assert "Vai trò của bạn bắt buộc xác thực hai lớp" in told
    assert (still, again.get("/admin/")["Location"]) == (200, f"{SET_UP}?next=%2Fadmin%2F")


def test_the_form_of_a_group_demands_it(settings, admin):
    settings.SECOND_FACTOR_ENFORCED = False
    client, group = signed_in(admin), roles.group(roles.EDITORS)
    address = f"/admin/auth/group/{group.pk}/change/"

    client.post(address, {"name": group.name, "wants_second_factor": "on"})
    demanded = demands.of_group(group)
    client.post(address, {"name": group.name})

    assert (demanded, demands.of_group(group)) == (True, False)
    assert FactorDemand.objects.count() == 1


def test_setting_it_up_opens_the_admin(admin):
    client = signed_in(admin, FACTOR_DUE_AT=1.0)
    client.get(SET_UP)
    code = shown_by(client.session[NEW_SECRET])

    client.post(SET_UP, {"code": code})

    assert client.get("/admin/").status_code == 200


def test_one_that_is_demanded_is_not_removed(admin):
    give_app(admin)
    client = signed_in(admin)

    client.post("/admin/account/second-factor/remove/")

    assert code_of(admin)


# The password


def test_a_password_that_an_administrator_set_is_changed_at_the_first_sign_in(settings, admin):
    settings.SECOND_FACTOR_ENFORCED = False
    user, client = make_user(), Client()
    new = {"usable_password": "true", "password1": NEW_PASSWORD, "password2": NEW_PASSWORD}
    signed_in(admin).post(f"/admin/auth/user/{user.pk}/password/", new)
    give_password(client, user, password=NEW_PASSWORD)
    before = client.get("/admin/")["Location"]
    own = {"new_password1": PASSWORD, "new_password2": PASSWORD}

    same = client.post(PASSWORD_CHANGE, {"old_password": NEW_PASSWORD, **NEW})
    client.post(PASSWORD_CHANGE, {"old_password": NEW_PASSWORD, **own})

    assert before == f"{PASSWORD_CHANGE}?next=%2Fadmin%2F"
    assert list(same.context["form"].errors) == ["new_password1"]
    assert client.get("/admin/").status_code == 200
    assert not Credentials.objects.filter(must_change_password=True).exists()


def test_a_new_account_has_to_change_its_password(settings, admin):
    settings.SECOND_FACTOR_ENFORCED = False
    form = {
        **{"username": "moi", "usable_password": "true", "groups": roles.group(roles.EDITORS).pk},
        **{"password1": NEW_PASSWORD, "password2": NEW_PASSWORD},
        **{"beats-TOTAL_FORMS": "0", "beats-INITIAL_FORMS": "0"},
    }

    assert signed_in(admin).post("/admin/auth/user/add/", form).status_code == 302
    assert Credentials.objects.get(user__username="moi").must_change_password


# What was typed comes along


def test_a_form_comes_along_through_a_new_password(admin):
    client = signed_in(admin, MUST_CHANGE_PASSWORD=True)

    asked = client.post(ADD, typed())
    opened = client.post(PASSWORD_CHANGE, {**form_of(asked)[1], **OLD, **NEW})
    shown = client.post(*form_of(opened))

    assert (asked.status_code, form_of(asked)[0], opened.status_code) == (403, PASSWORD_CHANGE, 200)
    assert shown.context["adminform"].form["title"].value() == 'Tên có "ngoặc" & <dấu>'
    assert not Article.objects.exists()


def test_a_form_comes_along_through_setting_up_the_second_factor(admin):
    client = signed_in(admin, FACTOR_DUE_AT=1.0)

    asked = client.post(ADD, typed())
    code = shown_by(client.session[NEW_SECRET])
    codes = client.post(SET_UP, {**form_of(asked)[1], "code": code})
    opened = client.post(*form_of(codes))
    shown = client.post(*form_of(opened))

    assert (asked.status_code, form_of(asked)[0]) == (403, SET_UP)
    assert shown.context["adminform"].form["title"].value() == 'Tên có "ngoặc" & <dấu>'


def test_a_form_comes_along_through_the_page_that_asks_again(settings, admin):
    settings.SECOND_FACTOR_ENFORCED = False
    client, group = signed_in(admin, REAUTHENTICATED_AT=1.0), roles.group(roles.EDITORS)
    address = f"/admin/auth/group/{group.pk}/change/"

    asked = client.post(address, {"name": "Ban biên tập"})
    opened = client.post(CONFIRM, {**form_of(asked)[1], "password": PASSWORD})
    shown = client.post(*form_of(opened))

    assert (asked.status_code, form_of(asked)[0]) == (403, CONFIRM)
    assert shown.context["adminform"].form["name"].value() == "Ban biên tập"


# The page that asks again


@pytest.mark.parametrize("right", [True, False])
def test_asked_again_it_takes_password_and_code(admin, right):
    give_app(admin)
    client = signed_in(admin, REAUTHENTICATED_AT=1.0)
    code = code_of(admin) if right else "000000"

    answer = client.post(CONFIRM, {"password": PASSWORD, "code": code, "next": "/admin/auth/user/"})

    assert (answer.status_code, is_reauthenticated(client)) == (
        (302, True) if right else (200, False)
    )


def is_reauthenticated(client) -> bool:
    return client.session[session_marks.REAUTHENTICATED_AT] > time.time() - 60


def test_reauthentication_is_throttled(admin):
    client = signed_in(admin, REAUTHENTICATED_AT=1.0)
    wrong = [client.post(CONFIRM, {"password": "sai"}).status_code for _ in range(5)]

    assert (wrong, client.post(CONFIRM, {"password": PASSWORD}).status_code) == ([200] * 5, 429)


def test_what_another_site_sends_is_not_echoed_by_the_gate(admin):
    client = signed_in(admin, MUST_CHANGE_PASSWORD=True)

    answer = client.post(ADD, typed(), HTTP_SEC_FETCH_SITE="cross-site")

    assert (answer.status_code, answer["Location"]) == (302, f"{PASSWORD_CHANGE}?next=%2Fadmin%2F")
