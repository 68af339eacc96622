"""The audit log's row for a form that was saved: it has the old and the new values, shortened, and
no secret."""

import pytest
from django import forms

from accounts.models import SignInAttempt
from agency.models import SocialLink
from audit import form_changes
from audit.form_changes import MAX_VALUE_CHARACTERS
from news.enums import NotificationKind
from news.notifications import choices
from news.review_links import links
from sections.models import Section
from tests.audit.entries import told
from tests.audit.forms import change
from tests.factories import (
    make_agency,
    make_article,
    make_photo,
    make_publisher,
    make_section,
    make_user,
)
from tests.media.test_files_of_others import make_document
from tests.staff.forms import Sent
from text.dates import datetime_with_zone

pytestmark = pytest.mark.django_db


def save(desk, thing, **fields):
    """Send the form of this row with other values in these fields; returns the new details in the
    log."""
    before = len(details())
    change(desk, thing, **fields)
    return details()[before:]


def details():
    return told("detail", kind="change")


def test_of_each_field_that_changed_the_old_and_the_new_value_are_told(desk):
    agency = make_agency(name="Cổng tin Hải Lâm", phone="0225 3 842 000")
    logo = make_photo(caption="Logo cũ")

    rows = save(desk, agency, name="Cổng tin thành phố", phone="", logo=logo.pk, indexed=[])

    assert rows == [
        "Tên cổng tin: “Cổng tin Hải Lâm” → “Cổng tin thành phố”; "
        "Điện thoại: “0225 3 842 000” → (trống); "
        f"Biểu trưng: (trống) → số {logo.pk}; "
        "Cho máy tìm kiếm lập chỉ mục: có → không"
    ]


def test_rows_of_the_form_are_told_in_the_same_entry(desk):
    agency = make_agency()
    for name in ("zalo", "cu"):
        url = f"https://{name}.example/"
        SocialLink.objects.create(agency=agency, name=name, url=url, order=1)

    rows = save(
        desk, agency, short_name="Hải Lâm",
        **{
            "social_links-0-url": "https://zalo.me/",
            "social_links-1-DELETE": "on",
            "social_links-2-name": "YouTube", "social_links-2-url": "https://youtube.example/",
        },
    )  # fmt: skip

    assert rows == [
        "Tên ngắn: (trống) → “Hải Lâm”; Mạng xã hội: "
        "“zalo” (Địa chỉ: “https://zalo.example/” → “https://zalo.me/”), "
        "− “cu” (Địa chỉ: “https://cu.example/”, Thứ tự: 1), "
        "+ “YouTube” (Địa chỉ: “https://youtube.example/”, Thứ tự: 100)"
    ]


def test_a_section_that_moves_is_told_by_the_names_of_both_places(desk):
    here, there = make_section("Kinh tế"), make_section("Xã hội")
    section = make_section("Đầu tư", parent=here)

    assert save(desk, section, parent=there.pk) == ["Mục cha: “Kinh tế” → “Xã hội”"]


def test_a_section_that_becomes_a_page_is_told(desk):
    assert save(desk, make_section(), kind="page") == [
        "Loại: “Chuyên mục: liệt kê bài viết” → “Trang tĩnh: có nội dung riêng”"
    ]


def test_of_a_page_it_is_told_how_long_it_was_and_is_and_no_word(desk):
    page = make_section(kind=Section.Kind.PAGE, body="<p>Trần Văn Mật</p>")

    assert save(desk, page, body="<p>Trần Văn Mật, số 12</p>") == [
        "Nội dung trang: 19 ký tự → 26 ký tự"
    ]


def test_long_texts_are_told_from_where_they_differ_and_cut(desk):
    photo = make_photo(caption="a" * 300 + "cũ" + "b" * 600)

    [row] = save(desk, photo, caption="a" * 300 + "mới" + "b" * 600)

    was, now = (f"…{'a' * 20}{word}{'b' * 600}"[:MAX_VALUE_CHARACTERS] for word in ("cũ", "mới"))
    assert row == f"Chú thích: “{was}…” → “{now}…”"


def test_line_ends_are_shown(desk):
    photo = make_photo(caption="Một")

    assert save(desk, photo, caption="Một\r\nHai") == ["Chú thích: “Một” → “Một ⏎ Hai”"]


@pytest.mark.parametrize(
    ("make", "words"),
    [(make_photo, "Mô tả ảnh: “{}”"), (make_document, "Tiêu đề: “{}”")],
)
def test_a_file_that_somebody_sent_is_told_with_its_words_and_who_sent_it(make, words):
    sender = make_user(username="hai")
    thing = make(by=sender)

    label = thing._meta.label_lower
    assert told("by", "about_model", "about_key", "detail", kind="change") == [
        (sender.pk, label, thing.pk, f"Thêm mới; {words.format(thing)}")
    ]


def test_what_a_command_takes_in_leaves_no_row():
    make_photo()

    assert details() == []


def test_who_silences_what_their_account_is_told_of_leaves_that(client):
    user = make_user(username="hai")
    client.force_login(user)
    kinds = [kind for kind in NotificationKind if kind != "returned"]

    client.post(
        "/admin/notifications/choices/",
        {f"{kind}-in_admin": "on" for kind in kinds}
        | {f"{kind}-by_mail": "on" for kind in kinds if choices.default(kind).by_mail},
    )

    assert told("who", "about_model", "about_key", "detail", kind="change") == [
        (
            *("hai", "auth.user", user.pk),
            "Bài của tôi bị trả lại: trong trang quản trị, qua email → không báo",
        )
    ]


def test_what_blocks_publishing_is_told_as_it_was_and_is(desk):
    here = "/admin/news/checklevel/all/"
    sent = Sent(desk.get(here).content.decode()).data

    desk.post(here, {**sent, "no-lead": "block"})

    assert told("about", "detail", kind="change") == [
        ("Mức kiểm tra trước khi đăng", "Chưa có sapo: Nhắc → Chặn")
    ]


def test_a_link_for_a_reviewer_is_told_by_its_number_and_not_by_whom_it_is_for():
    article, by = make_article(), make_publisher()
    link, _token = links.create_link(article, by=by, recipient="Trần Văn Mật")
    links.revoke(article, link.pk, by=by)

    assert told("by", "about_key", "detail", about_model="news.article") == [
        (
            by.pk,
            article.pk,
            f"Gửi xem duyệt: liên kết số {link.pk}, đến {datetime_with_zone(link.expires_at)}",
        ),
        (by.pk, article.pk, f"Thu hồi liên kết xem duyệt số {link.pk}"),
    ]


def test_of_what_may_be_secret_it_is_told_that_it_changed_and_nothing_else():
    form_of = forms.modelform_factory(SignInAttempt, fields=["key"])
    form = form_of({"key": "mới"}, instance=SignInAttempt(pk=1, key="cũ"))
    assert form.is_valid()

    form_changes.record_form(form, [], added=False)

    assert details() == ["Key: đã đổi"]
