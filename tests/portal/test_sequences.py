"""Random sequences of what staff do: after each step, every cached page is the same as if it were
made anew. `proof_sequences` plays a thousand, and leaves out each kind of tag in turn."""

from types import ModuleType

import pytest
from django.http import HttpResponse
from django.urls import path

from delivery import public_page
from tests.portal import addresses
from tests.processes import POSTGRESQL

# The steps are the same on both databases.
SEQUENCES = 12 if POSTGRESQL else 6


@pytest.mark.long
def test_after_each_step_every_public_address_is_answered_as_if_it_were_made_anew(sequences):
    sequences(SEQUENCES)


def test_a_tag_that_pages_forget_is_found(sequences, monkeypatch):
    forget(monkeypatch, "section")

    with pytest.raises(AssertionError, match="stale"):
        sequences(12)


def forget(monkeypatch: pytest.MonkeyPatch, kind: str) -> None:
    """Pages no longer have tags of this kind."""
    checked = public_page.valid_tags
    monkeypatch.setattr(
        public_page,
        "valid_tags",
        lambda tags: [each for each in checked(tags) if kind_of(each) != kind],
    )


def kind_of(tag: str) -> str:
    kind, _, target = tag.rpartition("-")
    return kind if target.isdigit() else tag


def view(request, **kwargs):
    return HttpResponse()


def urlconf(*patterns) -> ModuleType:
    module = ModuleType("urlconf")
    module.urlpatterns = list(patterns)
    return module


MAP = urlconf(
    path("", view), path("moi/", view), path("admin/x/", view), path("bai/<int:pk>/", view)
)


def test_a_view_that_is_added_is_looked_at():
    arguments = {frozenset(): lambda: [{}], frozenset({"pk"}): lambda: [{"pk": 1}, {"pk": 2}]}

    assert addresses.paths(MAP, arguments) == ["/", "/moi/", "/bai/1/", "/bai/2/"]


def test_a_view_whose_addresses_nobody_has_said_is_named():
    with pytest.raises(LookupError, match="bai/<int:pk>/"):
        addresses.paths(MAP, {frozenset(): lambda: [{}]})


def test_a_part_of_a_query_whose_values_nobody_has_said_is_named():
    with pytest.raises(LookupError, match="moi"):
        list(addresses.queries("/tim-kiem/", {"q", "moi"}, {"q": "cảng"}))
