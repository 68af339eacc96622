"""Recovered forms of accounts and groups have all that was typed, except passwords."""

import pytest
from django.contrib.auth.models import Group, Permission, User
from django.test import Client

from news.models import Beat
from staff.base_admin import REOPEN
from tests.accounts.test_outage import away
from tests.factories import make_section, make_user
from tests.staff.forms import Sent, browser, form_of, sign_in, token

WORDS = 'Trần "Bà" & <Lan>'
SECRET = "rất-bí-mật-82"


@pytest.fixture
def user(db):
    return make_user(is_superuser=True, username="nguoi-viet")


@pytest.fixture(params=["add account", "change account", "add group", "change group"])
def page(request, user):
    """The address of a form, and what a browser sends of it after somebody typed into it."""
    act, kind = request.param.split()
    model = {"account": User, "group": Group}[kind]
    one = make_user(last_name="Tên cũ") if model is User else Group.objects.create(name="Nhóm cũ")
    address = f"/admin/auth/{model._meta.model_name}/"
    address += "add/" if act == "add" else f"{one.pk}/change/"
    form = Sent(browser(user).get(address).content.decode()).data
    form.pop("csrfmiddlewaretoken")
    right = str(Permission.objects.get(codename="add_article").pk)
    if model is Group:
        return address, form | {"name": [WORDS], "permissions": [right]}
    form |= {"last_name": [WORDS], "groups": [str(Group.objects.first().pk)]}
    section = str(make_section().pk)
    form |= {"beats-0-section": [section], "beats-0-group": form["groups"]}
    form |= {"beats-TOTAL_FORMS": ["1"]}
    if act == "add":
        form |= {"username": ["nguoi-moi"], "password1": [SECRET], "password2": [SECRET]}
    return address, form


def stored():
    """All rows that these forms can change, as text."""
    models = User, Group, Beat, User.groups.through, Group.permissions.through
    return str([list(model.objects.order_by("pk").values()) for model in models])


def is_shown(shown, form):
    """Whether the page has all that was typed except passwords, and says that it is not saved."""
    data = Sent(shown.content.decode()).data
    passwords = {"password1", "password2"}
    typed = {name: values for name, values in form.items() if values != [""]}
    wrong = {name: data.get(name) for name in typed if data.get(name) != typed[name]}
    said = "văn bản chưa được lưu" in shown.content.decode()
    return said and set(wrong) == passwords & set(form)


def is_without_passwords(*pages):
    return not [each for each in pages if SECRET in each.content.decode()]


def test_an_account_or_group_is_typed_on_after_signing_in_again_and_saved(page):
    address, form = page
    client = browser()

    asked = client.post(address, form)
    before = stored()
    opened = sign_in(client, asked)
    # Signing in has changed `last_login` of the account.
    signed_in = stored()
    action, fields = form_of(opened)
    shown = client.post(action, fields)

    assert (asked.status_code, opened.status_code, action) == (403, 200, address)
    assert is_shown(shown, form)
    assert is_without_passwords(asked, opened, shown)
    assert (WORDS in before, stored()) == (False, signed_in)
    again = Sent(shown.content.decode()).data
    passwords = {name: form[name] for name in ("password1", "password2") if name in form}
    saved = client.post(address, {**again, **passwords})
    assert (saved.status_code, WORDS in stored()) == (302, True)


def test_one_with_the_token_of_an_older_session_comes_back(page, user):
    address, form = page
    client, before = browser(user, enforce_csrf_checks=True), stored()
    token(client)

    refused = client.post(address, {**form, "csrfmiddlewaretoken": "x" * 64})
    action, fields = form_of(refused)
    shown = client.post(action, fields)

    assert (refused.status_code, action) == (403, address)
    assert is_shown(shown, form)
    assert is_without_passwords(refused, shown)
    assert stored() == before


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("old_token", [False, True])
def test_one_comes_back_while_the_database_is_away(page, user, old_token):
    address, form = page
    client = Client(raise_request_exception=False, enforce_csrf_checks=True)
    client.force_login(user)
    right = token(client)
    before = stored()

    with away():
        answer = client.post(
            address, {**form, "csrfmiddlewaretoken": "x" * 64 if old_token else right}
        )
    action, fields = form_of(answer)
    shown = client.post(action, {**fields, REOPEN: "1"})

    assert (answer.status_code, action) == (503, address)
    # A form without its passwords has to be opened again before it can be saved.
    assert (REOPEN in fields) == (old_token or "password1" in form)
    assert is_shown(shown, form)
    assert is_without_passwords(answer, shown)
    assert stored() == before


def test_an_account_without_a_password_comes_back_as_such(user):
    form = {"username": "nguoi-moi", "usable_password": "false"}

    opened = sign_in(client := browser(), client.post("/admin/auth/user/add/", form))

    assert form_of(opened)[1]["usable_password"] == ["false"]


def test_who_may_not_see_accounts_is_shown_none(page):
    address, form = page
    client, before = browser(make_user()), stored()

    answer = client.post(address, {**form, REOPEN: "1"})

    assert answer.status_code == 403
    assert "cũ" not in answer.content.decode()
    assert is_without_passwords(answer)
    assert stored() == before
