"""Each step and each deletion writes a row into the audit log, in the transaction of the change."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Permission, User
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.test import Client
from django.utils import timezone

from accounts import roles
from news.desk import steps
from news.enums import DeskState, Verb
from news.models import Article, Author
from news.redaction.redact import redact as redact_article
from sections.models import Section
from tests.audit.entries import told
from tests.factories import make_article, make_author, make_publisher, make_section, make_user
from tests.news.desk.form_data import change, press, sent
from tests.news.fronts.front_forms import place
from text.dates import datetime_with_zone

pytestmark = pytest.mark.django_db

NOW = timezone.now()
SOON, LATER = NOW + timedelta(hours=3), NOW + timedelta(hours=5)


@pytest.fixture
def by():
    return make_publisher()


@pytest.fixture
def rows():
    """Call it with names of fields: returns these fields of the audit log's rows about articles."""
    return lambda *fields: told(*fields or ("kind", "detail"), about_model="news.article")


def live(article, by):
    steps.publish(article, by=by)


def scheduled(article, by):
    steps.publish(article, by=by, at=SOON)


def gone(article, by):
    live(article, by)
    steps.withdraw(article, by=by, reason="Sai")


def archived(article, by):
    live(article, by)
    steps.archive(article, by=by)


def waiting(article, by):
    steps.pass_on(article, by=by)


def own_work(article, by):
    Section.objects.update(second_eyes=True)
    steps.saved(article, by=by, created=False)


def redactable(article, by):
    gone(article, by)
    by.user_permissions.add(Permission.objects.get(codename="redact_edition"))


def nothing(article, by):
    pass


VERBS = {
    Verb.SUBMIT: (
        nothing,
        lambda article, by: steps.submit(article, by=by),
        ("step", "Đã gửi biên tập · Bản nháp → Chờ biên tập"),
    ),
    Verb.PASS_ON: (
        nothing,
        lambda article, by: steps.pass_on(article, by=by),
        ("step", "Đã chuyển duyệt · Bản nháp → Chờ duyệt"),
    ),
    Verb.SEND_BACK: (
        waiting,
        lambda article, by: steps.send_back(article, by=by, reason="Thiếu nguồn tin"),
        ("step", "Đã trả lại · Chờ duyệt → Bản nháp · Thiếu nguồn tin"),
    ),
    Verb.APPROVE: (
        waiting,
        lambda article, by: steps.approve(article, by=by),
        ("step", "Đã duyệt · Chờ duyệt → Đã duyệt"),
    ),
    Verb.OVERRIDE: (
        own_work,
        lambda article, by: steps.override(article, by=by, reason="Không còn ai"),
        (
            "override",
            "Tự duyệt, không qua người thứ hai · Bản nháp → Đã duyệt · Không còn ai",
        ),
    ),
    Verb.ASSIGN: (
        nothing,
        lambda article, by: steps.assign(article, by=by, to=by, due=SOON),
        ("step", f"Giao việc · {{by}}, {datetime_with_zone(SOON)}"),
    ),
    Verb.PUBLISH: (
        nothing,
        lambda article, by: steps.publish(article, by=by, note="Thêm ảnh"),
        ("publish", "Đã đăng · Bản nháp → Đã duyệt · bản số 1"),
    ),
    Verb.SCHEDULE: (
        nothing,
        lambda article, by: steps.publish(article, by=by, at=SOON),
        ("publish", f"Đã hẹn giờ · Bản nháp → Đã duyệt · bản số 1 · từ {datetime_with_zone(SOON)}"),
    ),
    Verb.MOVE: (
        scheduled,
        lambda article, by: steps.move(article, by=by, at=LATER),
        ("publish", f"Đã dời giờ đăng · bản số 2 · từ {datetime_with_zone(LATER)}"),
    ),
    Verb.CANCEL: (
        scheduled,
        lambda article, by: steps.cancel(article, by=by),
        ("publish", "Đã hủy bản hẹn giờ · bản số 1"),
    ),
    Verb.WITHDRAW: (
        live,
        lambda article, by: steps.withdraw(article, by=by, reason="Sai tên người"),
        ("withdraw", "Đã gỡ · bản số 1"),
    ),
    Verb.EXPLAIN: (
        gone,
        lambda article, by: steps.explain(article, by=by, public_reason="Sai tên"),
        ("withdraw", "Đã sửa lý do gỡ bài nói với bạn đọc · Nói với bạn đọc: “Sai tên”"),
    ),
    Verb.BRING_BACK: (
        gone,
        lambda article, by: steps.bring_back(article, by=by),
        ("publish", "Đã đăng lại · bản số 2"),
    ),
    Verb.ARCHIVE: (
        live,
        lambda article, by: steps.archive(article, by=by),
        ("publish", "Đã lưu trữ · bản số 1"),
    ),
    Verb.UNARCHIVE: (
        archived,
        lambda article, by: steps.unarchive(article, by=by),
        ("publish", "Đã đưa ra khỏi lưu trữ · bản số 1"),
    ),
    Verb.EXPIRE: (
        live,
        lambda article, by: steps.set_expiry(article, by=by, until=LATER),
        ("publish", f"Đã đổi giờ hết hạn · bản số 1 · đến {datetime_with_zone(LATER)}"),
    ),
    Verb.REDACT: (
        redactable,
        lambda article, by: redact_article(
            article, by=User.objects.get(pk=by.pk), editions=[1], saves=[], reason="Án số 5"
        ),
        ("redact", "Đã xóa nội dung theo pháp luật · Án số 5 (bản 1)"),
    ),
    Verb.RESTORE: (
        live,
        lambda article, by: steps.restore(article, article.editions.get(), by=by),
        ("step", "Đã đưa một bản cũ về bàn biên tập · Đã duyệt → Bản nháp · bản số 1"),
    ),
}


def test_every_verb_but_plain_saves_is_tried():
    assert set(VERBS) == set(Verb) - {Verb.CREATE, Verb.SAVE}


@pytest.mark.parametrize("verb", VERBS)
def test_each_verb_leaves_one_row(verb, by, rows):
    before, act, (kind, detail) = VERBS[verb]
    article = make_article("Cầu mới thông xe")
    before(article, by)
    already = len(rows())

    act(article, by)

    assert rows("kind", "by", "about_key", "about", "detail")[already:] == [
        (kind, by.pk, article.pk, "Cầu mới thông xe", detail.replace("{by}", by.username))
    ]


def test_one_act_that_is_three_leaves_three_rows(by, rows):
    article = make_article()
    scheduled(article, by)
    steps.publish(article, by=by, scheduled=steps.REWORK)

    assert rows()[1:] == [
        ("publish", "Đã hủy bản hẹn giờ · bản số 1"),
        ("publish", "Đã đăng · bản số 2"),
        ("step", "Đã đưa một bản cũ về bàn biên tập · Đã duyệt → Bản nháp · bản số 1"),
    ]


def test_notes_that_go_with_an_edition_stay_in_the_articles_own_log(by, rows):
    article = make_article()
    steps.publish(article, by=by, note="Ghi chú mật")
    steps.publish(article, by=by, note="Ghi chú mật", correction="Đính chính mật")
    steps.withdraw(article, by=by, reason="Lý do mật")

    assert len(rows()) == 3
    assert "mật" not in repr(rows("about", "detail")) and "mat" not in repr(rows("folded"))


def test_plain_saves_leave_none(by, rows):
    article = make_article()
    steps.saved(article, by=by, created=True)
    steps.saved(article, by=by, created=False)

    assert rows() == []


def test_a_save_that_makes_an_approved_text_a_draft_again_is_a_step(by, rows):
    editor = make_user(roles.EDITORS)
    article = make_article(state=DeskState.APPROVED)
    steps.saved(article, by=editor, created=False)

    assert rows("kind", "by", "detail") == [("step", editor.pk, "Đã lưu · Đã duyệt → Bản nháp")]


def test_what_was_refused_leaves_none(rows):
    writer = make_user(roles.CONTRIBUTORS)
    article = make_article(created_by=writer)

    with pytest.raises(PermissionDenied):
        steps.publish(article, by=writer)
    with pytest.raises(steps.StepRefused):
        steps.withdraw(article, by=make_publisher(), reason="Sai")

    assert rows() == []


def test_what_was_taken_back_with_its_transaction_leaves_none(by, rows):
    article = make_article()

    with pytest.raises(ZeroDivisionError), transaction.atomic():
        steps.publish(article, by=by)
        raise ZeroDivisionError

    assert rows() == []


def test_a_step_in_the_admin_is_told_with_its_address(by, rows):
    client = Client(REMOTE_ADDR="2001:db8::7")
    client.force_login(by)
    article = make_article()
    live(article, by)
    press(client, article, "withdraw", reason="Sai")

    assert rows("kind", "by", "address") == [
        ("publish", by.pk, None),
        ("withdraw", by.pk, "2001:db8::7"),
    ]


def test_a_step_asked_for_with_the_form_is_told(by, rows):
    writer = make_user(roles.CONTRIBUTORS)
    article = make_article(created_by=writer)
    client = Client(REMOTE_ADDR="203.0.113.7")
    client.force_login(writer)
    client.post(
        change(article),
        sent(seen_version=0, section=article.section_id, _step="submit"),
    )

    assert rows("by", "address", "detail") == [
        (writer.pk, "203.0.113.7", "Đã gửi biên tập · Bản nháp → Chờ biên tập")
    ]


@pytest.fixture
def desk(by):
    client = Client(REMOTE_ADDR="203.0.113.7")
    client.force_login(by)
    return client


def deleted(model):
    return told("by", "address", "about_key", "about", kind="delete", about_model=model)


def test_a_draft_that_is_deleted_leaves_who_from_where_and_its_title(by, desk):
    article = make_article("Nháp bỏ đi")
    desk.post(f"/admin/news/article/{article.pk}/delete/", {"post": "yes"})

    assert not Article.objects.filter(pk=article.pk).exists()
    assert deleted("news.article") == [(by.pk, "203.0.113.7", article.pk, "Nháp bỏ đi")]


def test_a_draft_that_may_not_be_deleted_leaves_nothing(by, desk):
    article = make_article()
    live(article, by)
    desk.post(f"/admin/news/article/{article.pk}/delete/", {"post": "yes"})
    desk.get(f"/admin/news/article/{make_article().pk}/delete/")

    assert deleted("news.article") == []


def test_what_is_deleted_in_a_list_leaves_a_row_each(by, desk):
    pair = [make_author("Nguyễn Hải"), make_author("Trần Hà")]
    chosen = {
        "action": "delete_selected",
        "_selected_action": [each.pk for each in pair],
        "post": "yes",
    }
    desk.post("/admin/news/author/", chosen)

    assert not Author.objects.exists()
    assert sorted(deleted("news.author")) == [
        (by.pk, "203.0.113.7", each.pk, each.name) for each in pair
    ]


def test_a_section_that_is_deleted_leaves_a_row(by, desk):
    section = make_section("Mục bỏ")
    desk.post(f"/admin/sections/section/{section.pk}/delete/", {"post": "yes"})

    assert deleted("sections.section") == [(by.pk, "203.0.113.7", section.pk, "Mục bỏ")]


def test_an_article_whose_log_is_gone_keeps_its_rows_of_the_audit_log(by, desk, rows):
    article = make_article("Nháp bỏ đi")
    steps.submit(article, by=by)
    desk.post(f"/admin/news/article/{article.pk}/delete/", {"post": "yes"})

    assert rows("kind", "about") == [("step", "Nháp bỏ đi"), ("delete", "Nháp bỏ đi")]


def test_what_is_put_on_a_front_and_taken_off_is_told_by_number(by):
    section = make_section("Kinh tế")
    one, two = make_article("Một"), make_article("Hai")
    place((0, one, NOW), (2, two, NOW, LATER), by=by, at=NOW)
    place((0, two, NOW), by=by, at=NOW)
    place((0, one, NOW), section=section, by=by, at=NOW)

    since = f"từ {datetime_with_zone(NOW)}"
    assert told("kind", "by", "about", "detail", about_model="news.front") == [
        (
            "publish",
            by.pk,
            "Trang chủ",
            f"+ Tin chính: bài số {one.pk}, {since}\n"
            f"+ Tin nổi bật 2: bài số {two.pk}, {since} đến {datetime_with_zone(LATER)}",
        ),
        (
            "publish",
            by.pk,
            "Trang chủ",
            f"− Tin chính: bài số {one.pk}, {since}\n"
            f"− Tin nổi bật 2: bài số {two.pk}, {since} đến {datetime_with_zone(LATER)}\n"
            f"+ Tin chính: bài số {two.pk}, {since}",
        ),
        ("publish", by.pk, "Kinh tế", f"+ Tin đầu chuyên mục: bài số {one.pk}, {since}"),
    ]
