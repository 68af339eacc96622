"""Query parameters that no page reads make no further copies in Varnish; the portal understands the
others as if it had been asked directly."""

import hypothesis
import pytest
from hypothesis import strategies as st

from delivery.page_cache import memory
from tests import factories, machine, varnish
from tests.deploy.backend import ask
from tests.deploy.varnish_front import published

pytestmark = [
    # Varnish is told by HTTP, on either database; `test_purging` tests the outbox on both.
    pytest.mark.once,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(not machine.varnish(), reason="Varnish with xkey is not installed"),
]


@pytest.fixture
def article():
    return factories.make_article("Bến cũ", slug="ben")


def test_parts_of_a_query_that_no_page_looks_at_make_no_copy(front, article):
    path = published(article)
    for each in (path, "/tim-kiem/?q=ben&trang=1"):
        front.get(each)

    for same in (
        *(f"{path}?utm_source=x", f"{path}?fbclid=a&utm_source=%C3%BD&", f"{path}?"),
        *("/tim-kiem/?trang=1&q=ben", "/tim-kiem/?x&q=ben&utm_source=x&trang=1"),
    ):
        assert (same, front.get(same).was_kept) == (same, True)
    for other in ("/tim-kiem/?q=khac&trang=1", "/tim-kiem/?q=ben", "/tim-kiem/?q=ben&q=&trang=1"):
        assert (other, front.get(other).was_kept) == (other, False)


def taken(front, address: str, method: str = "GET") -> str:
    """Ask Varnish for this address; returns the query with which it asked the portal."""
    ask(front.port, address, method)
    return front.portal.last(address.partition("?")[0]).META["QUERY_STRING"]


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ("x=1", ""),
        ("q", "q"),
        ("truoc=&x=&sau=2", "sau=2&truoc="),
        ("qq=1&Q=2&+q=3&q+=4&?q=5&tac-giax=6&tac=7", ""),
        ("&&q=a&&", "q=a"),
        ("q=a?ma=1&x?q=2", "q=a?ma=1"),
        ("x=1&trang=1%26q%3D2&x%3D", "trang=1%26q%3D2&x%3D"),
        ("trang=2&%71=a&x=1&q=b", "trang=2&%71=a&q=b"),
        ("trang=2&q=b&q=a", "trang=2&q=b&q=a"),
        ("tu=2&q=b&ma&q", "tu=2&q=b&ma&q"),
        ("sau=" + "a" * 1_100 + "&q=1", "sau=" + "a" * 1_100 + "&q=1"),
        ("x=" + "a&x=" * 1_900 + "&q=1", "q=1"),
        ("q=" + "&ma=" * 1_900, "q=" + "&ma=" * 1_900),
    ],
)
def test_the_portal_is_asked_with_known_parts_in_one_order(front, asked, told):
    assert taken(front, f"/khong-co/?{asked}") == told


def test_no_part_that_a_page_looks_at_is_dropped(front):
    query = "&".join(f"{name}=1" for name in sorted(varnish.known_parts()))

    assert taken(front, f"/khong-co/?{query}") == query


def test_whatever_is_asked_the_portal_understands_it_as_if_it_had_been_asked_itself(front):
    names = st.sampled_from(["q", "%71", "trang", "ma", "sau", "tac-gia", "x", "q+", "", "Q"])
    values = st.sampled_from(["", "=", "=a", "=b", "=%26q=c", "=q", "=?q", "%3D", "=a%"])
    known = frozenset(varnish.known_parts())

    @hypothesis.settings(max_examples=200)
    @hypothesis.given(st.lists(st.tuples(names, values).map("".join), max_size=6).map("&".join))
    def understood(query: str) -> None:
        found = taken(front, f"/khong-co/?{query}")

        assert memory._parts(found, known) == memory._parts(query, known)

    understood()


@pytest.mark.parametrize(
    ("address", "method"),
    [
        ("/admin/login/?x=1&next=/admin/&a", "GET"),
        ("/tep/khong-co.jpg?x=1&b=2&a", "GET"),
        ("/xem-duyet/khong-co/?x=1&b=2&a", "GET"),
        ("/b/1/luot-xem?x=1&b=2&a", "POST"),
        ("/?x=1&b=2&a", "POST"),
    ],
)
def test_what_is_never_kept_keeps_its_whole_query(front, address, method):
    assert taken(front, address, method) == address.partition("?")[2]
