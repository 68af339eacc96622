"""The print view on paper: the browser prints it as PDF, and the words and codes on the sheets are
read from the file."""

import re
import subprocess
from dataclasses import dataclass
from itertools import pairwise

import pytest
import zxingcpp
from PIL import Image

from news.addresses import absolute, format_code, verification_path
from news.models import Edition
from tests import machine
from tests.factories import make_agency, make_article, make_photo, make_source, make_user, publish
from tests.news.pages.page_text import address

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
]

# The height of a sheet of A4. All measures are in mm.
HEIGHT = 297
# Below this is the line with the code.
FOOT = HEIGHT - 18
WORDS = (
    "Đoàn công tác kiểm tra tiến độ tuyến đường ven biển dài 24 km, nối khu công nghiệp Đông Ngạn "
    "với cảng Mỏ Neo; nhà thầu đã đắp xong 18 km nền đường và lắp 6 trong 9 nhịp cầu qua sông. "
)
PARAGRAPH = f"<p>{WORDS * 2}</p>"

LENGTHEN = (
    "document.querySelector('.body').prepend(document.querySelector('.body p').cloneNode(true))"
)


@dataclass(frozen=True)
class Word:
    text: str
    top: float
    bottom: float


@pytest.fixture
def printed(page, tmp_path):
    """Call it: it prints the page that the browser shows, and returns the words of each sheet, in
    their order in the file."""
    if not machine.pdf_reader():
        (pytest.fail if machine.CI else pytest.skip)("poppler-utils are not installed")

    def sheets() -> list[list[Word]]:
        file = tmp_path / "in.pdf"
        page.pdf(path=file, format="A4", prefer_css_page_size=True)
        found = subprocess.run(
            ["pdftotext", "-bbox", file, "-"], capture_output=True, text=True, check=True
        ).stdout
        word = r'<word .*?yMin="(.*?)" .*?yMax="(.*?)">(.*?)</word>'
        return [
            [Word(text, mm(top), mm(bottom)) for top, bottom, text in re.findall(word, sheet)]
            for sheet in found.split("<page ")[1:]
        ]

    return sheets


def mm(points: str) -> float:
    return float(points) * 25.4 / 72


def text(words: list[Word]) -> str:
    return " ".join(word.text for word in words)


def in_print(page, **fields) -> Edition:
    """Publish an article and open the print view of its edition. Returns the edition."""
    make_agency()
    edition = publish(make_article(**fields), by=make_user(is_superuser=True))
    page.goto(f"{address(edition)}ban-in/")
    return edition


def figure(size: tuple[int, int]) -> str:
    photo = make_photo(size, credit="Ảnh: Lam Thủy")
    return (
        f'<figure data-photo="{photo.pk}"><figcaption>{WORDS}<cite>Ảnh: Lam Thủy</cite>'
        "</figcaption></figure>"
    )


def test_every_sheet_bears_its_number_and_the_code_and_no_word_runs_into_them(page, printed):
    edition = in_print(page, body=f"{PARAGRAPH * 20}<ul>{'<li>Một phường</li>' * 40}</ul>")

    sheets = printed()

    feet = [[word for word in sheet if word.bottom > FOOT] for sheet in sheets]
    line = f"Mã: {format_code(edition.code)} · {absolute('/xac-minh/')}"
    total = len(sheets)
    assert total > 2
    assert [text(foot) for foot in feet] == [
        f"{line} Trang {n}/{total}" for n in range(1, total + 1)
    ]
    assert [word for foot in feet for word in foot if word.top < FOOT] == []


def test_no_sheet_bears_the_box_alone(page, printed):
    """However long the text is, a line of it is on the last sheet, with signature and source."""
    in_print(
        page,
        body=PARAGRAPH * 10,
        signature="Nguyễn Hải",
        source=make_source("Báo Cửa Biển"),
    )
    last = []
    for _ in range(6):
        last.append(text(printed()[-1]))
        page.evaluate(LENGTHEN)

    assert [
        each for each in last if "nhịp cầu qua sông." not in each.partition("Nguyễn Hải")[0]
    ] == []


@pytest.mark.parametrize("after", [1, 6])
def test_no_third_of_a_sheet_stays_white_before_a_picture(page, printed, after):
    """An upright picture with a long caption comes at different heights of the sheet, and more or
    less text follows it."""
    upright = figure((640, 960))
    in_print(page, body=f"<p>{WORDS}</p>" * 4 + upright + PARAGRAPH * after + upright)
    white = []
    for _ in range(6):
        first = [word.bottom for word in printed()[0] if word.bottom < FOOT]
        white.append(FOOT - max(first))
        page.evaluate(LENGTHEN)

    assert [rest for rest in white if rest > HEIGHT / 3] == []


def test_a_caption_stays_with_its_picture(page, printed):
    in_print(page, body=f"<p>{WORDS}</p>" * 5 + figure((960, 640)) + PARAGRAPH * 6)
    above = []
    for _ in range(4):
        [sheet] = [sheet for sheet in printed() if "Ảnh: Lam Thủy" in text(sheet)]
        tops = sorted({word.top for word in sheet if word.top < FOOT})
        # The picture, which has no words, is the widest gap between lines.
        above.append(max(low - high for high, low in pairwise([0, *tops])))
        page.evaluate(LENGTHEN)

    assert [gap for gap in above if gap < 50] == []


def test_the_code_is_read_from_paper(page, printed, tmp_path):
    edition = in_print(page)
    printed()
    file = tmp_path / "in"
    subprocess.run(["pdftoppm", "-r", "150", "-png", f"{file}.pdf", file], check=True)

    [code] = zxingcpp.read_barcodes(Image.open(f"{file}-1.png"))

    assert code.text == absolute(verification_path(edition.code))
