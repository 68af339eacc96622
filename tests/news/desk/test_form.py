"""What the article's form stores: bad input gets a clear answer, and nothing that was typed is
lost."""

import json
import re
from datetime import UTC, datetime
from html import unescape

import pytest

from media.models import Document
from news.desk import steps
from news.models import Article
from tests.factories import (
    make_article,
    make_author,
    make_photo,
    make_section,
    make_source,
    publish,
)
from tests.news.desk.form_data import ADD, EMPTY, change, faults, rows, said, sent

pytestmark = pytest.mark.django_db

REQUIRED = ["Trường này là bắt buộc."]
NO_CHOICE = [
    "Hãy chọn một lựa chọn hợp lệ. Lựa chọn đó không phải là một trong các lựa chọn khả thi."
]
SAVED = ("success", "Đã lưu. Bạn đọc chưa thấy gì thay đổi cho đến khi bài được đăng.")
HUGE = "9" * 30


def make_document(title):
    return Document.objects.create(title=title, file="a.pdf", kind="pdf", bytes=1, digest=title)


def only_article():
    return Article.objects.get()


@pytest.mark.parametrize("button", [{}, {"_step": "publish"}])
def test_a_missing_title_is_said_beside_it_and_nothing_typed_is_lost(desk, button):
    section, extra, author = make_section(), make_section("Đầu tư"), make_author()
    typed = sent(
        title="",
        kicker="Giao thông",
        lead="Lời dẫn đã gõ",
        body="<p>Thân bài đã gõ</p>",
        signature="PV Trầm",
        section=section.pk,
        extra_sections=[extra.pk],
        publish_at_0="05/03/2099",
        publish_at_1="07:30",
        **rows("bylines", {"author": author.pk, "role": "photo", "order": 3}),
        **button,
    )

    response = desk.post(ADD, typed)

    assert faults(response) == {"title": REQUIRED}
    form = response.context["adminform"].form
    shown = {name: form[name].value() for name in ("kicker", "lead", "signature", "sent_key")}
    assert shown == {
        "kicker": "Giao thông",
        "lead": "Lời dẫn đã gõ",
        "signature": "PV Trầm",
        "sent_key": "a" * 32,
    }
    page = response.content.decode()
    assert "Thân bài đã gõ" in page
    assert (form["section"].value(), form["extra_sections"].value()) == (
        str(section.pk),
        [str(extra.pk)],
    )
    assert ('value="05/03/2099"' in page, 'value="07:30"' in page) == (True, True)
    (row,) = response.context["inline_admin_formsets"][0].formset.forms
    assert [row[name].value() for name in ("author", "role", "order")] == [
        str(author.pk),
        "photo",
        "3",
    ]
    assert f'<option value="{author.pk}" selected>{author.name}</option>' in page
    assert not Article.objects.exists()


def test_line_breaks_in_a_title_become_spaces(desk):
    desk.post(ADD, sent(title="Cầu mới\r\nqua sông\nTrầm "))

    assert only_article().title == "Cầu mới qua sông Trầm"


def test_a_title_of_line_breaks_only_is_a_missing_title(desk):
    assert faults(desk.post(ADD, sent(title="\r\n \n"))) == {"title": REQUIRED}


@pytest.mark.parametrize(
    "times",
    [
        {"publish_at_0": "05/03/2099", "publish_at_1": "07:30"},
        {"publish_at_0": "06/03/2099", "publish_at_1": "00:00"},
    ],
)
@pytest.mark.parametrize("button", [{}, {"_step": "publish"}])
def test_an_expiry_before_the_release_is_said_beside_it(desk, times, button):
    expiry = {"expire_at_0": "05/03/2099", "expire_at_1": "07:30"}

    response = desk.post(ADD, sent(**times, **expiry, **button))

    assert faults(response) == {"expire_at": ["Bài sẽ hết hạn trước khi được đăng."]}
    assert not Article.objects.exists()


def test_an_expiry_that_has_passed_is_said_beside_it_when_publishing(desk):
    expiry = {"expire_at_0": "05/03/2020", "expire_at_1": "07:30"}

    response = desk.post(ADD, sent(**expiry, section=make_section().pk, _step="publish"))

    assert faults(response) == {"expire_at": ["Bài sẽ hết hạn trước khi được đăng."]}


def test_a_shown_time_that_lies_ahead_is_refused_when_publishing(desk):
    ahead = {"released_at_0": "05/03/2099", "released_at_1": "07:30"}

    response = desk.post(ADD, sent(**ahead, section=make_section().pk, _step="publish"))

    assert list(faults(response)) == ["released_at"]


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("Đường dẫn Mới", "duong-dan-moi"),
        ("a/b?c#d", "a-b-c-d"),
        ("xin_chao", "xin-chao"),
        ("ABC", "abc"),
        ("../..//x", "x"),
        ("x" * 500, "x" * 160),
    ],
)
def test_an_odd_slug_is_put_right(desk, typed, stored):
    desk.post(ADD, sent(slug=typed))

    assert only_article().slug == stored


@pytest.mark.parametrize("typed", ["-", "///", "…", "\u4e2d\u6587"])
def test_a_slug_of_which_nothing_remains_is_refused(desk, typed):
    assert list(faults(desk.post(ADD, sent(slug=typed)))) == ["slug"]


def test_an_article_published_with_an_odd_slug_is_read_at_its_address(desk):
    desk.post(ADD, sent(slug="Xin_Chào", section=make_section().pk, _step="publish"))
    edition = only_article().editions.get()

    assert desk.get(f"/{edition.section.path}/xin-chao-{edition.article_id}/").status_code == 200


def test_a_body_of_5_mb_is_refused_beside_it_and_still_stands_in_the_form(desk):
    body = "<p>Mở đầu đoạn văn dài.</p>" + "x" * 5_000_000

    response = desk.post(ADD, sent(body=body))

    assert faults(response) == {
        "body": [
            "Nội dung quá dài: 5.000.027 ký tự kể cả mã định dạng, chỉ giữ được tối đa 1.000.000. "
            "Hãy chia làm hai bài, hoặc bỏ các bảng dán từ nơi khác. Chưa mất gì: nội dung vẫn còn "
            "ở đây."
        ]
    }
    assert (b"x" * 5_000_000) in response.content
    assert not Article.objects.exists()


# Times, which are typed with the day first


def local(*parts):
    """The moment at that local time, which is seven hours ahead of UTC."""
    year, month, day, hour, minute = parts
    return datetime(year, month, day, hour, minute, tzinfo=UTC).replace(hour=hour - 7)


@pytest.mark.parametrize(
    ("day", "time", "moment"),
    [
        ("05/03/2020", "07:30", local(2020, 3, 5, 7, 30)),
        ("26/01/2019", "22:29", local(2019, 1, 26, 22, 29)),
        ("5/3/2020", "7:30", local(2020, 3, 5, 7, 30)),
        ("05-03-2020", "07h30", local(2020, 3, 5, 7, 30)),
        ("2020-03-05", "07:30:00", local(2020, 3, 5, 7, 30)),
    ],
)
def test_times_are_read_day_first(desk, day, time, moment):
    desk.post(ADD, sent(released_at_0=day, released_at_1=time))

    assert only_article().released_at == moment


def test_a_time_is_shown_again_as_it_was_typed(desk):
    desk.post(ADD, sent(released_at_0="26/01/2019", released_at_1="22:29"))

    page = desk.get(change(only_article())).content.decode()

    assert ('value="26/01/2019"' in page, 'value="22:29' in page) == (True, True)


# What is sent and what is stored


def test_everything_that_was_typed_is_stored_and_shown_again(desk):
    section, extra, author = make_section(), make_section("Đầu tư"), make_author()
    source, other = make_source(), make_article("Bài liên quan")

    response = desk.post(
        ADD,
        sent(
            kicker="Giao thông",
            section=section.pk,
            extra_sections=[extra.pk],
            source=source.pk,
            source_url="https://goc.example/bai",
            signature="Nguyễn Hải- thu.example",
            **rows("bylines", {"author": author.pk, "role": "text", "order": 0}),
            **rows("related_rows", {"other": other.pk, "order": 0}),
        ),
        follow=True,
    )

    article = Article.objects.get(title="Cầu mới thông xe")
    assert response.redirect_chain == [(change(article), 302)]
    assert said(response) == [SAVED]
    assert [
        article.kicker, article.section, list(article.extra_sections.all()), article.source,
        article.source_url, article.signature, [row.author for row in article.bylines.all()],
        [row.other for row in article.related_rows.all()],
    ] == [
        "Giao thông", section, [extra], source, "https://goc.example/bai",
        "Nguyễn Hải- thu.example", [author], [other],
    ]  # fmt: skip
    assert list(article.acts.values_list("verb", flat=True)) == ["create"]


SIGNED = "\u00a0 Nguyễn Hải- thu.example\u00a0"


def test_a_signature_is_stored_and_published_to_the_letter_with_the_spaces_at_its_ends(
    desk, client
):
    desk.post(ADD, sent(section=make_section().pk, signature=SIGNED, _step="publish"))

    article = only_article()
    document = article.editions.get().content
    path = client.get(f"/b/{article.pk}").headers["Location"]
    line = f'<p class="signature">{SIGNED}</p>'
    assert (article.signature, document.signature) == (SIGNED, SIGNED)
    assert [line in client.get(at).content.decode() for at in (path, f"{path}ban-in/")] == [
        True
    ] * 2


def test_a_signature_of_spaces_alone_is_none(desk):
    desk.post(ADD, sent(signature=" \u00a0\u200b "))

    assert only_article().signature == ""


def test_what_cleaning_removed_is_told(desk):
    response = desk.post(ADD, sent(body="<p>Giữ</p><script>alert(1)</script>"))

    assert only_article().body == "<p>Giữ</p>"
    assert [level for level, _ in said(response)].count("warning") == 1


def test_an_article_is_not_related_to_itself(desk):
    article = make_article()

    response = desk.post(
        change(article),
        sent(seen_version=0, **rows("related_rows", {"other": article.pk, "order": 0})),
    )

    assert list(faults(response)) == ["related_rows-0-other"]


def test_the_same_author_twice_is_said_and_no_error(desk):
    author = make_author()
    row = {"author": author.pk, "role": "text", "order": 0}

    response = desk.post(ADD, sent(**rows("bylines", row, row)))

    assert response.status_code == 200
    assert not Article.objects.exists()


def test_a_form_sent_back_as_it_was_shown_changes_no_word(desk):
    article = make_article(authors=[make_author()], signature="PV", source=make_source())
    edition = publish(article)
    form = desk.get(change(article)).context["adminform"].form
    names = [*EMPTY, "title", "lead", "body", "genre", "sent_key"]
    shown = {name: form[name].value() for name in names if name in form.fields}

    desk.post(change(article), sent(**{name: "" if v is None else v for name, v in shown.items()}))

    article = only_article()
    assert (article.version, steps.has_changes(article, edition)) == (1, False)


def test_the_link_that_adds_a_row_is_an_ordinary_sentence(desk):
    page = desk.get(ADD).content.decode()

    data = re.findall(r'data-inline-formset="([^"]+)"', page)
    added = [json.loads(unescape(each))["options"]["addText"] for each in data]
    assert added == ["Thêm một tác giả của bài", "Thêm một tệp đính kèm", "Thêm một tin liên quan"]


@pytest.mark.parametrize("count", [1, 4])
def test_the_form_costs_the_same_for_any_number_of_rows_and_choices(
    desk, django_assert_num_queries, count
):
    article = make_article(section=make_section(), source=make_source(), lead_photo=make_photo())
    publish(article)
    for number in range(count):
        article.bylines.create(author=make_author(f"Tác giả {number}"))
        article.related_rows.create(other=make_article(f"Bài {number}"))
        article.attachments.create(document=make_document(f"Kế hoạch {number}"))
        article.topics.create(name=f"Chủ đề {number}", slug=f"chu-de-{number}")
        article.tags.create(name=f"Thẻ {number}", slug=f"the-{number}")
        article.extra_sections.add(make_section(f"Đầu tư {number}"))
    desk.get(change(article))

    # The queries are those for the session, the user and the rights; the article and its relations;
    # its editions and the photos of its document; the newest photos; its last acts, comments and
    # receipt; the person's unsaved forms; and the count of notifications in the header.
    with django_assert_num_queries(20):
        desk.get(change(article))
