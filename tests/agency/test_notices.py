"""Notices: on which pages they are and for how long, which values they may have, and who writes
them."""

import time
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts import roles
from agency.current import MAX_NOTICES, notice_tags_between, notices_in_force
from agency.models import Level, Notice
from delivery.models import Purge
from delivery.tags import SITE
from tests.factories import make_section, make_user

pytestmark = pytest.mark.django_db

LIST = "/admin/agency/notice/"
ADD = f"{LIST}add/"


def hours(count):
    return timezone.now() + timedelta(hours=count)


def make_notice(text="Đóng đường kè từ 16 giờ", **fields):
    if fields.get("level", Level.INFO) != Level.INFO:
        fields.setdefault("expires_at", hours(1))
    notice = Notice(text=text, **fields)
    notice.full_clean()
    notice.save()
    return notice


def texts(at=None):
    return [each.text for each in notices_in_force(at)]


def sent(**fields):
    typed = {"level": "info", "text": "Đóng đường kè", "link": "", "link_text": ""}
    times = dict.fromkeys("starts_at_0 starts_at_1 expires_at_0 expires_at_1".split(), "")
    return {**typed, **times, **fields}


def as_typed(name, moment):
    local = timezone.localtime(moment)
    return {f"{name}_0": f"{local:%d/%m/%Y}", f"{name}_1": f"{local:%H:%M}"}


@pytest.fixture
def desk(client):
    client.force_login(make_user(roles.EDITORS))
    return client


def test_it_stands_on_every_page_from_the_moment_it_is_saved(
    client, django_capture_on_commit_callbacks
):
    pages = ("/", make_section().get_absolute_url(), "/tim-kiem/", "/khong-co/")
    before = {"Đóng đường kè" in client.get(page).content.decode() for page in pages}

    with django_capture_on_commit_callbacks(execute=True):
        make_notice("Đóng đường kè")

    after = {"Đóng đường kè" in client.get(page).content.decode() for page in pages}
    assert (before, after) == ({False}, {True})


def test_its_level_is_said_in_words_too(client):
    make_notice("Bão vào bờ", level=Level.URGENT)

    page = client.get("/").content.decode()

    assert '<section class="notices" aria-label="Thông báo">' in page
    assert "<strong>Khẩn cấp:</strong> Bão vào bờ" in page


def test_it_is_in_force_from_its_start_until_just_before_its_end():
    start, end = hours(1), hours(2)
    make_notice(starts_at=start, expires_at=end)
    instant = timedelta(microseconds=1)

    found = {at: bool(texts(at)) for at in (start - instant, start, end - instant, end)}

    assert list(found.values()) == [False, True, True, False]


def test_what_runs_out_leaves_the_pages_without_a_save(client):
    end = timezone.now() + timedelta(seconds=2)
    make_notice("Sắp hết", expires_at=end)
    assert "Sắp hết" in client.get("/").content.decode()

    time.sleep((end - timezone.now()).total_seconds())

    assert "Sắp hết" not in client.get("/").content.decode()


def test_its_end_is_told_even_by_who_read_the_notices_only_after_it():
    """So does a process that loads the notices into its memory only after the end."""
    Notice(text="Bão", starts_at=hours(-3), expires_at=hours(-1)).save()

    assert texts() == []
    assert notice_tags_between(hours(-2), timezone.now()) == [SITE]


def test_the_most_urgent_come_first_and_three_are_the_most():
    make_notice("Tin một")
    make_notice("Cảnh báo", level=Level.WARNING)
    make_notice("Tin hai")
    make_notice("Khẩn cấp", level=Level.URGENT)

    assert (MAX_NOTICES, texts()) == (3, ["Khẩn cấp", "Cảnh báo", "Tin hai"])


def test_a_page_costs_no_query_more_for_its_notices(client, django_assert_num_queries):
    for number in range(5):
        make_notice(f"Thông báo {number}")
    page = make_section().get_absolute_url()
    client.get(page)

    with django_assert_num_queries(1):
        client.get(page)


def test_saving_and_deleting_purge_every_page():
    notice = make_notice()
    Purge.objects.all().delete()

    notice.text = "Khác"
    notice.save()
    notice.delete()

    assert list(Purge.objects.order_by("pk").values_list("tags", flat=True)) == ["site", "site"]


def test_markup_is_shown_as_text(client):
    make_notice("<script>alert(1)</script>", link="/x/?a=%22%3E", link_text="<b>đậm</b>")

    page = client.get("/").content.decode()

    assert ("<script>alert" in page, "<b>đậm" in page) == (False, False)


def test_without_notices_nothing_stands_there(client):
    assert "notices" not in client.get("/").content.decode()


@pytest.mark.parametrize(
    ("level", "hours_ahead", "said"),
    [
        ("urgent", None, ["Cảnh báo và thông báo khẩn cấp phải có lúc kết thúc."]),
        ("warning", None, ["Cảnh báo và thông báo khẩn cấp phải có lúc kết thúc."]),
        ("warning", 31 * 24, ["Chậm nhất là 30 ngày sau khi bắt đầu."]),
        ("urgent", -2, ["Thời điểm này đã qua."]),
        ("info", -2, ["Thời điểm này đã qua."]),
    ],
)
def test_an_end_that_makes_no_sense_is_said_beside_it(desk, level, hours_ahead, said):
    typed = as_typed("expires_at", hours(hours_ahead)) if hours_ahead is not None else {}

    form = desk.post(ADD, sent(level=level, **typed)).context["adminform"].form

    assert form.errors == {"expires_at": said}
    assert not Notice.objects.exists()


def test_an_end_before_the_start_is_said_beside_it(desk):
    typed = {**as_typed("starts_at", hours(3)), **as_typed("expires_at", hours(2))}

    form = desk.post(ADD, sent(**typed)).context["adminform"].form

    assert form.errors == {"expires_at": ["Thời điểm kết thúc phải sau thời điểm bắt đầu."]}


@pytest.mark.parametrize("level", ["info", "warning", "urgent"])
def test_it_is_written_in_the_admin(desk, level):
    typed = as_typed("expires_at", hours(29 * 24))

    response = desk.post(ADD, sent(level=level, link="/kinh-te/", **typed))

    assert (response.status_code, response["Location"]) == (302, LIST)
    assert list(Notice.objects.values_list("level", "text")) == [(level, "Đóng đường kè")]


@pytest.mark.parametrize(
    ("text", "words"),
    [("Ngừng cấp nước đêm mai, từ 22 giờ.", ["đêm mai"]), ("Ngừng cấp nước đêm mai (2/12).", [])],
)
def test_who_saves_one_is_told_of_words_that_do_not_say_which_day(desk, text, words):
    response = desk.post(ADD, sent(text=text), follow=True)

    said = [str(each) for each in response.context["messages"] if each.level_tag == "warning"]
    assert Notice.objects.get().text == text
    assert [each.split("”")[0].split("“")[1] for each in said] == words


def test_one_that_is_over_can_be_saved_again(desk):
    notice = make_notice()
    Notice.objects.filter(pk=notice.pk).update(expires_at=hours(-1))
    typed = as_typed("expires_at", hours(-1))

    assert desk.post(f"{LIST}{notice.pk}/change/", sent(text="Khác", **typed)).status_code == 302


@pytest.mark.parametrize(
    "link",
    [
        "javascript:alert(1)", "http://x.example/", "//x.example/", "/\\x.example/", "data:x",
        "/a b", "kinh-te", "https://", "/a\nb",
    ],
)  # fmt: skip
def test_a_link_that_is_none_of_ours_nor_https_is_refused(link):
    with pytest.raises(ValidationError) as refusal:
        Notice(text="x", link=link).full_clean()

    assert list(refusal.value.message_dict) == ["link"]


@pytest.mark.parametrize("link", ["", "/", "/kinh-te/", "/tim-kiem/?q=b%C3%A3o", "https://x.vn/a"])
def test_a_path_of_ours_and_https_are_taken(link):
    Notice(text="x", link=link).full_clean()


@pytest.mark.parametrize(
    "odd",
    [
        {"text": ""}, {"text": "x" * 301}, {"text": "a\0b"}, {"level": "lạ"}, {"link": "\0"},
        {"link_text": "x" * 81}, {"starts_at": {"starts_at_0": "32/01/2020", "starts_at_1": "x"}},
        {"expires_at": {"expires_at_0": "01/01/0001", "expires_at_1": "00:00"}},
    ],
)  # fmt: skip
def test_odd_values_are_said_beside_their_field(desk, odd):
    ((name, value),) = odd.items()

    response = desk.post(ADD, sent(**(value if isinstance(value, dict) else odd)))

    assert list(response.context["adminform"].form.errors) == [name]


def test_the_database_keeps_urgent_ones_from_hanging_for_ever():
    with pytest.raises(IntegrityError), transaction.atomic():
        Notice.objects.bulk_create([Notice(text="x", level=Level.URGENT)])


@pytest.mark.parametrize(
    ("group", "status"),
    [(None, 403), (roles.CONTRIBUTORS, 403), (roles.EDITORS, 200), (roles.PUBLISHERS, 200)],
)
def test_editors_and_publishers_write_them(client, group, status):
    client.force_login(make_user(group))
    pages = (LIST, ADD, f"{LIST}{make_notice().pk}/change/")

    assert {client.get(page).status_code for page in pages} == {status}
