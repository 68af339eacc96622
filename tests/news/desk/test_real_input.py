"""In a real browser: a publisher types an article into the admin, publishes it, and reads it on the
public pages.

This is done with a text of our own, and also with a page that a real city portal printed, if that
file is there.
"""

import io
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import zxingcpp
from PIL import Image

from accounts import roles
from news.models import Article
from tests.browsers import sign_in
from tests.factories import (
    make_agency,
    make_article,
    make_section,
    make_user,
    picture_bytes,
    publish,
)

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
]

SEED = Path(__file__).parents[4] / "shared" / "seed" / "print-view.txt"


@dataclass(frozen=True)
class Given:
    """An article to be typed. `blocks` has its paragraphs, and its captions as lists of lines."""

    title: str
    lead: str
    blocks: tuple[str | list[str], ...]
    author: str
    source: str
    signature: str

    @property
    def paragraphs(self) -> list[str]:
        return [block for block in self.blocks if isinstance(block, str)]

    @property
    def captions(self) -> list[list[str]]:
        return [block for block in self.blocks if isinstance(block, list)]


OWN = Given(
    title="Trồng từ 18.000 – 18.500 cây phượng nhiệm kỳ 2025 – 2030",
    lead=(
        "Sáng\u00a019/10, tại nhà văn hóa phường Hải Đăng, Ủy ban nhân dân thành phố họp bàn việc "
        "trồng phượng dọc bờ sông, đánh giá hơn 2 năm (2023 – 2025) đã làm được gì."
    ),
    blocks=(
        ["Quang cảnh buổi họp"],
        "Theo đó, mỗi phường\u00a0nhận một đoạn bờ sông, tự lo đất, nước và người chăm.",
        "Số cây sống qua mùa bão là 11.124 cây (trung bình mỗi năm 3.708 cây), “vượt chỉ tiêu”.",
        [
            "Bà Lê Thị Mơ, cán bộ công viên, người đã trồng phượng suốt ba mươi năm",
            "nói về đất mặn",
        ],
        "Kỹ sư Trần Văn Lạch đề nghị: trồng thưa, cách 8 m; tưới bằng nước đã lắng…",
    ),
    author="Nguyễn Khơi",
    source="hailam.example",
    signature="\u00a0Nguyễn Khơi- hailam.example",
)


def printed() -> Given:
    """The article of the page that a real city portal printed."""
    if not SEED.exists():
        pytest.skip("the printed page of a real portal is not at hand")
    lines = [line.rstrip(" ") for line in SEED.read_text(encoding="utf-8").splitlines()]
    title = next(line for line in lines if line.startswith("QR CODE: ")).removeprefix("QR CODE: ")
    text = lines[2 : lines.index("Tiện ích thông tin")]
    groups: list[list[str]] = [[]]
    for line in text:
        if line:
            groups[-1].append(line)
        elif groups[-1]:
            groups.append([])
    groups = [group for group in groups if group]
    lead, signature = groups[0][0], groups[-1][0]
    # A group that does not end with a full stop is a caption.
    blocks = [
        group[0] if group[-1].rstrip("\u00a0").endswith(".") else group for group in groups[1:-1]
    ]
    author, source = signature.strip("\u00a0").split("- ")
    return Given(title, lead, tuple(blocks), author, source, signature)


@pytest.mark.parametrize("given", [lambda: OWN, printed], ids=["own", "printed"])
def test_what_is_typed_in_the_admin_is_read_by_the_public(page, given, tmp_path):
    given = given()
    make_agency(source_name=given.source, fanpage_url="https://fanpage.example/")
    section = make_section("Tin tức – Sự kiện", slug="tin-tuc-su-kien")
    earlier = make_article("Tin đã đưa hôm trước", section=section)
    publish(earlier)
    make_user(roles.PUBLISHERS, username="thu-ky")

    page.goto("/admin/")
    sign_in(page, "thu-ky")
    add_named(page, "author", given.author)
    add_named(page, "source", given.source)
    write(page, given, tmp_path)
    page.get_by_role("button", name="Đăng", exact=True).click()
    page.wait_for_selector(".messagelist .success")

    article = Article.objects.get(title=given.title)
    page.get_by_role("link", name="Xem trên trang").first.click()
    page.wait_for_selector("h1")
    read_article(page, given, article)
    read_print(page, given, article)


def add_named(page, kind: str, name: str) -> None:
    page.goto(f"/admin/news/{kind}/add/")
    page.fill("#id_name", name)
    page.click("[name=_save]")
    page.wait_for_selector(".messagelist .success")


def write(page, given: Given, folder: Path) -> None:
    page.goto("/admin/news/article/add/")
    page.fill("#id_title", given.title)
    page.fill("#id_lead", given.lead)
    page.select_option("#id_section", label="Tin tức – Sự kiện")
    choose(page, "#id_bylines-0-author", given.author)
    choose(page, "#id_source", given.source)
    page.fill("#id_signature", given.signature)
    write_body(page, given, folder)


def choose(page, field: str, name: str) -> None:
    """Choose a name in one of the admin's select fields that search."""
    page.locator(f"{field} + .select2").click()
    page.keyboard.insert_text(name)
    page.locator(".select2-results__option", has_text=name).first.click()


def write_body(page, given: Given, folder: Path) -> None:
    frame = page.frame_locator("iframe.cke_wysiwyg_frame")
    frame.locator("body").click()
    for number, block in enumerate(given.blocks):
        if isinstance(block, str):
            page.keyboard.insert_text(block)
            page.keyboard.press("Enter")
        else:
            file = folder / f"anh-{number}.jpg"
            file.write_bytes(picture_bytes((640, 420), seed=number))
            insert_photo(page, file, block)
            page.wait_for_function(
                "count => CKEDITOR.instances.id_body.document.find('figure').count() === count",
                arg=len([each for each in given.blocks[: number + 1] if isinstance(each, list)]),
            )
            # From the caption to the credit, and out of the figure into a new paragraph.
            page.keyboard.press("Tab")
            page.keyboard.press("Enter")


def insert_photo(page, file: Path, caption: list[str]) -> None:
    page.locator(".cke_button__photo").click()
    page.locator("#photo-tab-upload").click()
    page.set_input_files(".photo-dialog input[type=file]", str(file))
    page.fill(".photo-dialog [data-field=alt]", f"Ảnh của “{caption[0][:60]}”")
    page.fill(".photo-dialog [data-field=caption]", "\n".join(caption))
    page.locator(".photo-dialog [data-send]").click()


def texts(page, selector: str) -> list[str]:
    """The exact text of each element; line breaks are `\\n`."""
    return page.eval_on_selector_all(
        selector,
        "found => found.map(each => { const copy = each.cloneNode(true);"
        "copy.querySelectorAll('br').forEach(br => br.replaceWith('\\n'));"
        "return copy.textContent; })",
    )


def read_article(page, given: Given, article: Article) -> None:
    path = urlsplit(page.url).path
    assert path == f"/tin-tuc-su-kien/{path.split('/')[2]}/"
    assert path.endswith(f"-{article.pk}/")
    assert texts(page, "h1") == [given.title]
    assert texts(page, ".lead") == [given.lead]
    assert texts(page, ".body > p:not(.signature)") == given.paragraphs
    captions = ["\n".join(caption) for caption in given.captions]
    assert [text.strip() for text in texts(page, ".body figcaption")] == captions
    assert texts(page, ".signature") == [given.signature]
    assert f"QR CODE: {given.title}" in [text.strip() for text in texts(page, "figcaption")]
    assert scanned(page, "img[src$='qr-nho.png']") == page.url
    others = texts(page, "#tin-khac ~ ul a")
    assert [text.strip() for text in others] == ["Tin đã đưa hôm trước"]


def read_print(page, given: Given, article: Article) -> None:
    article_url = page.url
    page.goto(f"{article_url}ban-in/")
    assert texts(page, "h1") == [given.title]
    assert texts(page, ".lead") == [given.lead]
    assert texts(page, ".body > p:not(.signature)") == given.paragraphs
    captions = ["\n".join(caption) for caption in given.captions]
    assert [text.strip() for text in texts(page, ".body figcaption")] == captions
    assert texts(page, ".signature") == [given.signature]
    verification = scanned(page, "img[src*='/xac-minh/']")
    page.goto(urlsplit(verification).path)
    assert page.locator(".verdict-current").count() == 1


def scanned(page, selector: str) -> str:
    """The text of the QR code, read from a picture of the page as a phone does it."""
    image = page.locator(selector)
    image.scroll_into_view_if_needed()
    page.wait_for_function(
        "selector => document.querySelector(selector).naturalWidth > 0", arg=selector
    )
    picture = Image.open(io.BytesIO(image.screenshot()))
    [code] = zxingcpp.read_barcodes(picture.resize((picture.width * 3, picture.height * 3)))
    return code.text
