import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from delivery.public_page import public_page, with_tags

factory = RequestFactory()


@public_page
def page(request):
    return with_tags(HttpResponse("xin chào"), ["article-1"])


@public_page
def forgetful(request):
    return HttpResponse("không có thẻ")


def test_a_page_states_its_tags_and_those_of_every_page():
    assert page(factory.get("/"))["Surrogate-Key"] == "article-1 site"


def test_a_page_that_states_no_tags_is_a_mistake():
    with pytest.raises(LookupError, match="stated no tags"):
        forgetful(factory.get("/"))


def test_readers_ask_again_each_time_and_are_told_that_nothing_changed():
    first = page(factory.get("/"))
    again = page(factory.get("/", headers={"If-None-Match": first["ETag"]}))

    assert first["Cache-Control"] == "no-cache"
    assert (again.status_code, again.content) == (304, b"")


@pytest.mark.parametrize(("method", "status"), [("head", 200), ("post", 405), ("put", 405)])
def test_pages_are_read_only(method, status):
    assert page(getattr(factory, method)("/")).status_code == status
