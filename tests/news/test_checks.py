"""What is remarked of an article before it is published, and what is not."""

import pytest

from news import checks, workflow
from news.checks.remark import Kind
from tests.factories import (
    make_article,
    make_author,
    make_photo,
    make_publisher,
    make_section,
    publish,
)

pytestmark = pytest.mark.django_db

TITLE = "Cầu mới qua sông Trầm thông xe sáng nay"
LEAD = "Sáng nay, cầu mới qua sông Trầm đón những chuyến xe đầu tiên sau hai năm thi công."


def good(**fields):
    """An article of which nothing is remarked."""
    photo = make_photo(alt="Cầu mới nhìn từ bờ bắc")
    legend = {"lead_photo": photo, "lead_caption": "Cầu mới.", "lead_credit": "Ảnh: Lâm Thùy"}
    return make_article(
        **{"title": TITLE, "lead": LEAD, "authors": [make_author()], **legend, **fields}
    )


def kinds(article) -> list[str]:
    return [remark.kind.value for remark in checks.remarks(article)]


def words(article, kind) -> list[str]:
    return [remark.words for remark in checks.remarks(article) if remark.kind == kind]


def test_of_a_good_article_nothing_is_remarked():
    assert kinds(good()) == []


@pytest.mark.parametrize(
    ("fields", "kind"),
    [
        ({"title": "Cầu"}, Kind.TITLE_LENGTH),
        ({"title": "Cầu mới " * 20}, Kind.TITLE_LENGTH),
        ({"lead": ""}, Kind.NO_LEAD),
        ({"lead": "Sáng nay."}, Kind.LEAD_LENGTH),
        ({"section": None}, Kind.NO_SECTION),
        ({"authors": []}, Kind.NO_AUTHOR),
        ({"lead_photo": None}, Kind.NO_LEAD_PHOTO),
        ({"lead_caption": ""}, Kind.NO_CAPTION),
        ({"lead_credit": ""}, Kind.NO_CREDIT),
    ],
)
def test_what_is_lacking_or_too_long_is_remarked_alone(fields, kind):
    assert kinds(good(**fields)) == [kind.value]


def test_a_photo_without_words_of_its_own_is_named_by_its_number():
    photo = make_photo(alt="")
    article = good(body=f'<figure data-photo="{photo.pk}"></figure>')

    assert kinds(article) == ["no-alt", "no-caption", "no-credit"]
    assert words(article, Kind.NO_ALT) == ["ảnh số 2"]


@pytest.mark.parametrize(
    ("body", "skipping"),
    [
        ("<h2>Một</h2><h3>Hai</h3><h2>Ba</h2>", []),
        ("<h3>Một</h3>", ["Một"]),
        ("<h2>Một</h2><h4>Hai &amp; ba</h4>", ["Hai & ba"]),
    ],
)
def test_headings_stand_below_one_another(body, skipping):
    assert words(good(body=body), Kind.HEADINGS) == skipping


def test_a_table_without_header_cells_is_remarked_by_its_first_words():
    bare = "<table><tbody><tr><td>Phường</td><td>12</td></tr></tbody></table>"
    headed = "<table><tbody><tr><th>Xã</th><td>12</td></tr></tbody></table>"

    assert words(good(body=headed + bare), Kind.TABLE_HEADER) == ["Phường"]


@pytest.mark.parametrize(
    ("said", "empty"),
    [
        ("tại đây", True),
        ("Xem chi tiết.", True),
        ("https://hailam.example/a", True),
        ("kế hoạch số 12 của thành phố", False),
        ("đây là kế hoạch", False),
    ],
)
def test_the_words_of_a_link_say_where_it_leads(said, empty):
    body = f'<p>Mời đọc <a href="https://khac.example/">{said}</a>.</p>'

    assert words(good(body=body), Kind.LINK_WORDS) == ([said] if empty else [])


def linking(path):
    return good(body=f'<p>Xem <a href="{path}">kế hoạch của thành phố</a>.</p>')


def test_a_link_to_what_readers_see_is_none_that_is_dead(settings):
    settings.PUBLIC_URL = "https://hailam.example"
    section = make_section(slug="kinh-te")
    live = make_article("Bài kia", section=section)
    publish(live)

    for path in (
        f"/kinh-te/bai-kia-{live.pk}/",
        f"https://hailam.example/kinh-te/bai-kia-{live.pk}/?utm_source=x#phan",
        f"/b/{live.pk}",
        "/kinh-te/",
        "/",
        "/tim-kiem/?q=cầu",
        "/tep/ke-hoach.pdf",
        "https://khac.example/khong-co-9/",
        "mailto:a@hailam.example",
        "#phan",
        "https://[",
    ):
        assert words(linking(path), Kind.DEAD_LINK) == [], path


def test_a_link_to_what_readers_do_not_see_is_remarked():
    section = make_section(slug="kinh-te")
    draft, gone = make_article("Bài nháp", section=section), make_article(section=section)
    publish(gone)
    workflow.withdraw(gone, by=make_publisher(), reason="Sai")

    for path in (
        f"/kinh-te/bai-nhap-{draft.pk}/",
        f"/b/{gone.pk}",
        f"/kinh-te/x-{gone.pk}/ban-in/",
        "/khong-co-muc-nay/",
        "/b/" + "9" * 40,
    ):
        assert len(words(linking(path), Kind.DEAD_LINK)) == 1, path


def test_a_title_that_readers_have_seen_is_remarked():
    publish(make_article(TITLE.upper()))
    make_article(TITLE)  # a draft, which they have not

    assert words(good(), Kind.SAME_TITLE) == [TITLE.upper()]


def test_an_article_is_not_taken_for_its_own_double():
    article = good()
    publish(article)

    assert kinds(article) == []
