"""Odd requests: lists are asked for other lookups or pages, bodies are too large, cookies and keys
are not valid."""

from io import BytesIO

import pytest
from django.contrib import admin
from django.contrib.auth import get_user
from django.urls import reverse
from PIL import Image

from tests.factories import make_article, make_photo, make_section, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def superuser(client):
    """Django's test client, signed in as a superuser."""
    client.force_login(make_user(is_superuser=True))
    return client


LISTS = [
    "news_article", "news_author", "news_source", "news_topic", "news_tag", "media_photo",
    "media_document", "sections_section", "sections_linklist", "auth_user", "auth_group",
    "redirects_missedaddress",
]  # fmt: skip


# The queries with which each list is requested, all in one test and by one user.
FORBIDDEN = [
    "pk__regex=(", "id__gt=abc", "password__startswith=a", "created_by__password__contains=a",
]  # fmt: skip
ODD = ["p=0", "p=99999999999999999999", "p=x", "o=99", "all=", "e=1"]


@pytest.mark.parametrize("name", LISTS)
def test_a_list_is_asked_nothing_but_what_its_filters_ask(superuser, name):
    page = reverse(f"admin:{name}_changelist")

    answers = {query: superuser.get(f"{page}?{query}").status_code for query in FORBIDDEN}

    assert answers == dict.fromkeys(FORBIDDEN, 400)


@pytest.mark.parametrize("name", LISTS)
def test_odd_paging_of_a_list_is_no_error(superuser, name):
    make_article(section=make_section(), lead_photo=make_photo())
    page = reverse(f"admin:{name}_changelist")

    answers = {query: superuser.get(f"{page}?{query}", follow=True).status_code for query in ODD}

    assert answers == dict.fromkeys(ODD, 200)


@pytest.mark.parametrize("path", ["/admin/login/", "/admin/news/article/add/"])
def test_a_body_larger_than_any_form_is_refused_before_it_is_read(client, path):
    response = client.generic(
        "POST", path, b"x", content_type="multipart/form-data; boundary=x", CONTENT_LENGTH=2**40
    )

    assert response.status_code == 413


@pytest.mark.parametrize("length", ["-1", "abc", "1e9"])
def test_a_length_that_is_none_is_refused(client, length):
    assert client.generic("POST", "/admin/", b"", CONTENT_LENGTH=length).status_code == 413


@pytest.mark.parametrize("path", ["/", "/xac-minh/", "/khong-co/"])
def test_public_addresses_take_no_body_at_all(client, path):
    response = client.generic("POST", path, b"x" * 100, content_type="text/plain")

    assert (response.status_code, response["Allow"]) == (405, "GET, HEAD")


def test_browsers_that_ask_for_an_icon_by_themselves_get_one_without_a_query(
    client, django_assert_num_queries
):
    with django_assert_num_queries(0):
        response = client.get("/favicon.ico")

    assert (response.status_code, response["Content-Type"]) == (200, "image/x-icon")
    assert response["Cache-Control"] == "public, max-age=86400"
    assert Image.open(BytesIO(response.content)).info["sizes"] == {(16, 16), (32, 32), (48, 48)}


@pytest.mark.parametrize("key", ["abcdefghijklm\\000", "éééééééééé", "a" * 4000, "'; --abcdefgh"])
def test_a_cookie_that_names_no_session_is_nobodys(client, key):
    response = client.get("/admin/", HTTP_COOKIE=f'sessionid="{key}"')

    assert (response.status_code, response["Location"]) == (302, "/admin/login/?next=/admin/")


WITH_ACTIONS = [each for each in admin.site._registry.values() if each.actions is not None]


NO_KEYS = ["abc", "\0", "99999999999999999999", "-1", "1.5", ""]


@pytest.mark.parametrize("model_admin", WITH_ACTIONS, ids=str)
def test_an_action_on_a_key_that_is_none_does_nothing(superuser, rf, model_admin):
    request = rf.get("/")
    request.user = get_user(superuser)
    options = model_admin.opts
    page = reverse(f"admin:{options.app_label}_{options.model_name}_changelist")
    before = model_admin.model.objects.count()

    statuses = {
        (name, key, *more): superuser.post(
            page, {"action": name, "_selected_action": [key], **more}
        ).status_code
        for key in NO_KEYS
        for name in model_admin.get_actions(request)
        for more in ({}, {"index": "0"}, {"post": "yes"})
    }

    assert {case: status for case, status in statuses.items() if status != 302} == {}
    assert model_admin.model.objects.count() == before


@pytest.mark.parametrize(("path", "knows"), [("/", False), ("/admin/login/", True)])
def test_only_staff_pages_know_a_session_a_user_and_messages(client, path, knows):
    request = client.get(path).wsgi_request

    assert [hasattr(request, name) for name in ("session", "user", "_messages")] == [knows] * 3
