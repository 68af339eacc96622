"""No address shows anything of the audit log to people without the right to see it."""

import json

import pytest
from django.contrib.auth.models import Group
from django.test import Client

from audit.models import Entry
from news.models import Beat
from tests.audit.auditors import CSV, LIST, auditor, may
from tests.audit.entries import make_entry
from tests.factories import make_article, make_section, make_user
from tests.news.people import person

pytestmark = pytest.mark.django_db

SECRET = "mậtdanh"


def on_a_beat():
    """A person who has the right only through a group of which they are a member in one section."""
    group = Group.objects.create(name="Ban kiểm tra")
    group.permissions.add(may("view_entry"), may("view_article", "news"))
    user = make_user()
    Beat.objects.create(user=user, section=make_section(), group=group)
    return user


def of_accounts():
    """A person who may see and change accounts."""
    user = make_user()
    for codename in ("view_user", "change_user", "add_user", "delete_user", "change_group"):
        user.user_permissions.add(may(codename, "auth"))
    return user


def switched_off():
    user = make_user(is_active=False)
    user.user_permissions.add(may("view_entry"))
    return user


PEOPLE = {"on a beat": on_a_beat, "of accounts": of_accounts, "switched off": switched_off}
KINDS = ["anonymous", "nobody", "reader", "contributor", "editor", "publisher", *PEOPLE]


def browser_of(kind):
    if kind not in PEOPLE:
        return person(kind)[0]
    client = Client()
    client.force_login(PEOPLE[kind]())
    return client


def addresses(entry):
    here = f"{LIST}{entry.pk}"
    key = entry.by_id
    return [
        LIST,
        f"{LIST}?q={SECRET}",
        f"{LIST}?viec=step",
        f"{LIST}?nguoi={key}",
        f"{LIST}?ve=news.article.42",
        f"{LIST}?tu=2020-01-01",
        f"{LIST}?_popup=1",
        f"{LIST}?_popup=1&_to_field=id",
        f"{LIST}?all=",
        f"{LIST}?e=1",
        f"{LIST}add/",
        f"{LIST}add/?_popup=1",
        CSV,
        f"{CSV}?viec=step",
        f"{here}/",
        f"{here}/change/",
        f"{here}/change/?_popup=1",
        f"{here}/change/?_to_field=id",
        f"{here}/history/",
        f"{here}/delete/",
        "/admin/audit/",
        "/admin/autocomplete/?app_label=audit&model_name=entry&field_name=folded&term=",
        "/admin/r/{}/{}/".format(may("view_entry").content_type_id, entry.pk),
    ]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("method", ["get", "post", "head", "put", "delete"])
def test_who_has_not_the_right_gets_not_a_word_at_any_address(kind, method):
    seen_by = make_user(username=f"nguoi-{SECRET}")
    entry = make_entry(
        by=seen_by,
        who=f"nguoi-{SECRET}",
        address="192.0.2.123",
        about=f"Bài {SECRET}",
        detail=f"Lý do {SECRET}",
        about_model="news.article",
        about_key=42,
    )
    client = browser_of(kind)
    before = list(Entry.objects.order_by("pk").values())

    for address in addresses(entry):
        response = getattr(client, method)(address)
        body = b"".join(response) if response.streaming else response.content
        words = body.decode() + str(list(response.headers.items()))
        assert response.status_code in {302, 400, 403, 404, 405}, address
        assert SECRET not in words, address
        assert "192.0.2.123" not in words, address
    assert list(Entry.objects.order_by("pk").values()) == before


@pytest.mark.parametrize("kind", KINDS)
def test_who_has_not_the_right_is_not_shown_that_there_is_a_log(kind):
    client = browser_of(kind)

    pages = [client.get("/admin/"), client.get("/admin/audit/")]

    assert LIST not in "".join(page.content.decode() for page in pages)


@pytest.mark.parametrize("kind", [*KINDS, "auditor"])
def test_choosing_an_account_by_way_of_the_log_is_a_matter_of_the_right_to_accounts(kind):
    client = auditor()[0] if kind == "auditor" else browser_of(kind)
    make_user(username=SECRET)
    address = "/admin/autocomplete/?app_label=audit&model_name=entry&field_name=by&term="

    response = client.get(address)

    if kind == "of accounts":
        names = [each["text"] for each in json.loads(response.content)["results"]]
        assert SECRET in names
    else:
        assert response.status_code in {302, 403}
        assert SECRET not in response.content.decode()


def test_the_history_of_an_article_stays_its_own():
    writer = make_user()
    writer.user_permissions.add(may("view_article", "news"))
    article = make_article("Bài của mình", created_by=writer)
    make_entry(about=f"Bài {SECRET}", about_model="news.article", about_key=article.pk + 1)
    make_entry(
        about="Bài của mình",
        address="192.0.2.123",
        about_model="news.article",
        about_key=article.pk,
    )
    client = Client()
    client.force_login(writer)

    page = client.get(f"/admin/news/article/{article.pk}/history/").content.decode()

    assert (SECRET in page, "192.0.2.123" in page) == (False, False)


def test_the_right_to_the_log_is_no_right_to_anything_else():
    desk, _user = auditor()
    article = make_article(f"Bài {SECRET}")

    assert [
        desk.get(address).status_code
        for address in (
            f"/admin/news/article/{article.pk}/change/",
            "/admin/news/article/",
            "/admin/auth/user/",
            "/admin/auth/group/",
        )
    ] == [403, 403, 403, 403]


def test_administrators_have_the_right_and_it_can_be_given():
    client, _user = person("superuser")

    page = client.get("/admin/auth/group/add/").content.decode()

    assert client.get(LIST).status_code == 200
    assert "Nhật ký hệ thống | dòng nhật ký hệ thống | được xem" in page
    assert "dòng nhật ký hệ thống | được thêm" not in page
