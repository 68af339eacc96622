"""QR codes: what their addresses answer, and what a camera reads from a page."""

import io
import re
from urllib.parse import urljoin

import pytest
import zxingcpp
from PIL import Image

from news.addresses import absolute, verification_path
from tests.factories import make_agency, make_article, make_user, publish
from tests.news.pages.page_text import address, text_of

FANPAGE = "https://fanpage.example/thu"


def drawn(client, path: str) -> Image.Image:
    response = client.get(path)
    assert (response.status_code, response["Content-Type"]) == (200, "image/png")
    return Image.open(io.BytesIO(response.content))


@pytest.mark.django_db
def test_a_page_shows_codes_of_one_pixel_a_module_in_less_than_half_a_kilobyte(client):
    make_agency(fanpage_url=FANPAGE)
    edition = publish(make_article("Cảng Mỏ Neo lần đầu đón tàu dài hơn 300 m, sâu gần 12 m"))
    page = address(edition)
    shown = [
        urljoin(page, code)
        for path in (page, f"{page}ban-in/", "/")
        for code in re.findall(r'<img src="([^"]*qr[^"]*)"', text_of(client.get(path)))
    ]

    fanpage, prints = "/tep/fanpage-qr.png", f"{verification_path(edition.code)}qr-nho.png"
    assert shown == [f"{page}qr-nho.png", fanpage, prints, fanpage]
    for path in shown:
        code = drawn(client, path)
        [read] = zxingcpp.read_barcodes(code.resize((code.width * 4, code.height * 4)))
        # The width is 17 modules and 4 for each version, with a quiet zone of 4 on each side.
        assert (code.mode, (code.width - 8 - 17) % 4) == ("1", 0)
        assert read.text == (FANPAGE if path == fanpage else absolute(path.rsplit("qr", 1)[0]))
        assert len(client.get(path).content) < 500


@pytest.mark.django_db
def test_the_code_to_keep_is_sharp_on_a_poster(client):
    edition = publish(make_article())

    small, kept = (drawn(client, f"{address(edition)}{name}.png") for name in ("qr-nho", "qr"))

    assert kept.size == (small.width * 12, small.height * 12)


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("device", ["page", "phone"])
def test_a_camera_reads_every_code_from_the_screen_in_the_dark_and_in_forced_colours(
    device, request
):
    page = request.getfixturevalue(device)
    make_agency(fanpage_url=FANPAGE)
    edition = publish(make_article(), by=make_user(is_superuser=True))
    read = {}
    for forced in ("none", "active"):
        page.emulate_media(color_scheme="dark", forced_colors=forced)
        page.goto(address(edition))
        for name in ("qr", "fanpage"):
            image = page.locator(f".{name} img")
            image.scroll_into_view_if_needed()
            page.wait_for_function(
                "name => document.querySelector(name).complete", arg=f".{name} img"
            )
            found = zxingcpp.read_barcodes(Image.open(io.BytesIO(image.screenshot())))
            read[forced, name] = [each.text for each in found]

    told = {"qr": [absolute(address(edition))], "fanpage": [FANPAGE]}
    assert read == {(forced, name): told[name] for forced in ("none", "active") for name in told}
