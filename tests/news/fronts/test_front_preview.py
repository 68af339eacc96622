"""The preview of a front shows the page at a chosen moment, arranged as in the form."""

import pytest

from tests.news.fronts.front_forms import (
    HOME,
    PREVIEW,
    desk,
    faults,
    hours,
    rows,
    scheduled,
    sent,
    stored,
    titles,
    typed,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("minute_begins")]


def test_the_preview_shows_the_page_at_that_moment_as_it_is_on_the_form(
    client, publisher, section, six
):
    later = scheduled("Ngày mai", hours(5), section=section)
    form = sent(("n1", later, 0), ("n2", six[5], 1, hours(5), hours(7)), moment=typed(hours(6)))

    response = client.post(PREVIEW, form)

    page = response.content.decode()
    assert titles(response) == ["Ngày mai", "Sáu", "Một", "Hai", "Ba", "Bốn", "Năm"]
    assert f"Xem trước: trang vào lúc {typed(hours(6))}" in page
    assert '<meta name="robots" content="noindex, nofollow">' in page
    assert ("no-store" in response["Cache-Control"], response["X-Robots-Tag"]) == (True, "noindex")
    assert "Surrogate-Key" not in response
    assert (stored(), titles(client.get("/"))[0]) == ([], "Một")


def test_the_preview_without_a_moment_is_of_now(client, publisher, section, six):
    scheduled("Ngày mai", hours(5), section=section)

    response = client.post(PREVIEW, sent(("n1", six[2], 0)))

    assert titles(response) == ["Ba", "Một", "Hai", "Bốn", "Năm", "Sáu"]


def test_the_preview_of_a_section(client, publisher, section, six):
    later = scheduled("Ngày mai", hours(5), section=section)

    response = client.post(
        f"{desk(section)}preview/", sent(("n1", later, 0), moment=typed(hours(6)))
    )

    assert titles(response)[:2] == ["Ngày mai", "Một"]
    assert "<h1>Kinh tế</h1>" in response.content.decode()


def test_the_preview_shows_the_notices_of_that_moment(client, publisher, six):
    from agency.models import Notice

    Notice(text="Bão tới", starts_at=hours(5), expires_at=hours(8)).save()

    pages = [
        client.post(PREVIEW, sent(moment=typed(hours(count)))).content.decode() for count in (4, 6)
    ]

    assert ["Bão tới" in page for page in pages] == [False, True]


def test_the_preview_of_what_cannot_be_saved_says_so_instead(client, publisher, six):
    response = client.post(PREVIEW, sent(("n1", six[4], 0, hours(5), hours(4))))

    assert list(faults(response)) == ["n1-ends_at"]


def test_a_preview_that_is_only_asked_for_leads_to_the_desk(client, publisher):
    assert client.get(PREVIEW)["Location"] == HOME


@pytest.mark.parametrize("moment", ["hôm qua", "\0", "01/01/0001 00:00", "26/01/2019 22:29"])
def test_a_moment_of_the_preview_that_is_none_is_said_beside_it(client, publisher, six, moment):
    response = client.post(PREVIEW, sent(("n1", six[4], 0), moment=moment))

    assert response.context["front"].wrong_moment
    assert rows(response) == [(0, "Năm", "", "")]
