"""The checks of an article before it is published: which remarks each text gets."""

from datetime import timedelta

import pytest
from django.utils import timezone

from news.checks import article_checks, wording
from news.desk import steps
from news.enums import CheckKind
from news.models import ExternalLink
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
    """An article on which there is no remark."""
    photo = make_photo(alt="Cầu mới nhìn từ bờ bắc")
    legend = {"lead_photo": photo, "lead_caption": "Cầu mới.", "lead_credit": "Ảnh: Lâm Thùy"}
    return make_article(
        **{"title": TITLE, "lead": LEAD, "authors": [make_author()], **legend, **fields}
    )


def kinds(article) -> list[str]:
    """The kinds of the remarks on the article, without those on its words, because `text.proof` has
    its own tests."""
    found = article_checks.remarks(article)
    return [remark.kind.value for remark in found if remark.kind not in wording.WORDING_KINDS]


def words(article, kind) -> list[str]:
    return [remark.words for remark in article_checks.run_checks(article, {kind})]


def places(article, kind) -> list[tuple]:
    return [(remark.field, remark.element) for remark in article_checks.run_checks(article, {kind})]


def test_of_a_good_article_nothing_is_remarked():
    assert article_checks.remarks(good()) == []


@pytest.mark.parametrize(
    ("fields", "kind"),
    [
        ({"title": "Cầu"}, CheckKind.TITLE_LENGTH),
        ({"title": "Cầu mới " * 20}, CheckKind.TITLE_LENGTH),
        ({"lead": ""}, CheckKind.NO_LEAD),
        ({"lead": "Sáng nay."}, CheckKind.LEAD_LENGTH),
        ({"section": None}, CheckKind.NO_SECTION),
        ({"authors": []}, CheckKind.NO_NAMES),
        ({"lead_photo": None}, CheckKind.NO_LEAD_PHOTO),
        ({"lead_caption": ""}, CheckKind.NO_CAPTION),
        ({"lead_credit": ""}, CheckKind.NO_CREDIT),
    ],
)
def test_what_is_lacking_or_too_long_is_remarked_alone(fields, kind):
    assert kinds(good(**fields)) == [kind.value]


def test_a_typed_signature_names_them_too():
    assert kinds(good(authors=[], signature="\u00a0Nguyễn Hải- thu.example")) == []


@pytest.mark.parametrize("kind", [CheckKind.NO_AUTHOR, CheckKind.NO_SOURCE])
def test_author_and_source_are_each_asked_for_where_a_city_wants_both(kind):
    article = good(authors=[])

    assert [each.kind for each in article_checks.run_checks(article, {kind})] == [kind]


def test_a_remark_says_in_which_field_or_where_in_the_body_it_stands():
    photo = make_photo(alt="")
    article = good(
        lead_credit="",
        body="<h2>Một</h2><h4>Hai</h4><table><tbody><tr><td>Xã</td></tr></tbody></table>"
        f'<figure data-photo="{photo.pk}"></figure>'
        '<p><a href="https://khac.example/">kế hoạch</a> <a href="/khong-co/">tại đây</a></p>',
    )

    assert places(article, CheckKind.NO_CREDIT) == [("lead_credit", None), ("body", ("figure", 0))]
    assert places(article, CheckKind.NO_ALT) == [("body", ("figure", 0))]
    assert places(article, CheckKind.HEADINGS) == [("body", ("heading", 1))]
    assert places(article, CheckKind.TABLE_HEADER) == [("body", ("table", 0))]
    assert places(article, CheckKind.LINK_WORDS) == [("body", ("a", 1))]
    assert places(article, CheckKind.DEAD_LINK) == [("body", ("a", 1))]


def test_a_photo_without_words_of_its_own_is_named_by_its_number():
    photo = make_photo(alt="")
    article = good(body=f'<figure data-photo="{photo.pk}"></figure>')

    assert kinds(article) == ["no-alt", "no-caption", "no-credit"]
    assert words(article, CheckKind.NO_ALT) == ["ảnh số 2"]


@pytest.mark.parametrize(
    ("body", "skipping"),
    [
        ("<h2>Một</h2><h3>Hai</h3><h2>Ba</h2>", []),
        ("<h3>Một</h3>", ["Một"]),
        ("<h2>Một</h2><h4>Hai &amp; ba</h4>", ["Hai & ba"]),
    ],
)
def test_headings_stand_below_one_another(body, skipping):
    assert words(good(body=body), CheckKind.HEADINGS) == skipping


def test_a_table_without_header_cells_is_remarked_by_its_first_words():
    bare = "<table><tbody><tr><td>Phường</td><td>12</td></tr></tbody></table>"
    headed = "<table><tbody><tr><th>Xã</th><td>12</td></tr></tbody></table>"

    assert words(good(body=headed + bare), CheckKind.TABLE_HEADER) == ["Phường"]


SOON = "Cấp nước ngừng từ 22 giờ đêm mai."


@pytest.mark.parametrize(("genre", "remarked"), [("notice", True), ("news", False)])
def test_a_notice_says_which_day_it_means(genre, remarked):
    body = f"<p>{SOON}</p><p>Đêm mai (2/12).</p>"
    article = good(genre=genre, title="Ngừng cấp nước ở năm phường", lead=SOON, body=body)

    found = article_checks.run_checks(article, {CheckKind.RELATIVE_TIME})
    told = [(each.field, each.words, each.around[1]) for each in found]
    assert told == ([("lead", "đêm mai", "."), ("body", "đêm mai", ".")] if remarked else [])


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

    assert words(good(body=body), CheckKind.LINK_WORDS) == ([said] if empty else [])


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
        "/xem-duyet/ai-do/",
        "/tep/ke-hoach.pdf",
        "https://khac.example/khong-co-9/",
        "mailto:a@hailam.example",
        "#phan",
        "https://[",
    ):
        assert words(linking(path), CheckKind.DEAD_LINK) == [], path


def test_a_link_to_what_readers_do_not_see_is_remarked():
    section = make_section(slug="kinh-te")
    draft, gone = make_article("Bài nháp", section=section), make_article(section=section)
    publish(gone)
    steps.withdraw(gone, by=make_publisher(), reason="Sai")

    for path in (
        f"/kinh-te/bai-nhap-{draft.pk}/",
        f"/b/{gone.pk}",
        f"/kinh-te/x-{gone.pk}/ban-in/",
        "/khong-co-muc-nay/",
        "/b/" + "9" * 40,
    ):
        assert len(words(linking(path), CheckKind.DEAD_LINK)) == 1, path


def test_a_title_that_readers_have_seen_is_remarked():
    publish(make_article(TITLE.upper()))
    # A draft; readers have not seen its title.
    make_article(TITLE)

    assert words(good(), CheckKind.SAME_TITLE) == [TITLE.upper()]


def test_an_article_is_not_taken_for_its_own_double():
    article = good()
    publish(article)

    assert kinds(article) == []


def checked(url, *, failed_for=None, status=404):
    """Store what the worker knows of an address. `failed_for` is how long it has been failing."""
    now = timezone.now()
    since = None if failed_for is None else now - failed_for
    ExternalLink.objects.create(
        url=url, host="khac.example", status=status, checked_at=now, failing_since=since,
        due_at=now, seen_at=now,
    )  # fmt: skip


def test_a_link_elsewhere_is_dead_when_it_failed_on_two_days():
    checked("https://khac.example/mat", failed_for=timedelta(days=1))
    checked("https://khac.example/moi-mat", failed_for=timedelta(hours=23))
    checked("https://khac.example/con", status=200)
    body = "".join(
        f'<p><a href="https://khac.example/{path}">Văn bản {path}</a></p>'
        for path in ("chua-hoi", "con", "moi-mat", "mat#muc-2")
    )

    article = good(body=body, source_url="https://khac.example/mat")
    found = article_checks.run_checks(article, {CheckKind.DEAD_EXTERNAL})

    assert [(each.field, each.words, each.element) for each in found] == [
        ("body", "Văn bản mat#muc-2", ("a", 3)),
        ("source_url", "", None),
    ]


def test_of_a_site_that_does_not_answer_that_is_said():
    checked("https://khac.example/", failed_for=timedelta(days=3), status=0)

    (remark,) = article_checks.run_checks(
        linking("https://khac.example"), {CheckKind.DEAD_EXTERNAL}
    )

    assert "không trả lời" in remark.sentence and "https://khac.example/" in remark.sentence


def test_words_stand_in_their_field_with_what_is_around_them():
    article = good(
        lead="Hội nghị diễn ra sáng nay tại tại hội trường thành phố.",
        body="<p>Câu đầu.</p><p>Thành ủy đánh giá thực trạng của <em>của</em> bến cá.</p>",
    )

    found = article_checks.run_checks(article, {CheckKind.DOUBLED})

    assert [(each.field, each.words, each.around) for each in found] == [
        ("lead", "tại tại", ("Hội nghị diễn ra sáng nay ", " hội trường thành phố.")),
        ("body", "của của", ("Thành ủy đánh giá thực trạng ", " bến cá.")),
    ]


def test_every_finding_of_proofing_is_of_a_kind_that_can_be_set():
    from text.proof import ProofKind

    assert {kind.value for kind in ProofKind} == {kind.value for kind in wording.WORDING_KINDS}


def test_asked_for_encodings_alone_it_finds_those_that_the_whole_list_has():
    article = good(title="Së V¨n hãa vµ Th«ng tin", body="<p>Vaên hoùa thoâng tin. của của</p>")

    alone = article_checks.run_checks(article, {CheckKind.LEGACY})

    assert alone == [
        each for each in article_checks.remarks(article) if each.kind == CheckKind.LEGACY
    ]
    assert [each.field for each in alone] == ["title", "body"]
