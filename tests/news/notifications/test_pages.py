"""A person's notifications in the admin: the count in the header, the list, and nothing of articles
that the person may not see."""

import re

import pytest
from django.test import Client
from django.utils import timezone

from accounts import roles
from news.desk import steps
from news.enums import DeskState, NotificationKind
from news.models import Article, Beat, Notification
from news.notifications import choices
from tests.factories import make_article, make_publisher, make_section, make_user, publish
from tests.news.desk.form_data import LIST, change, in_hours
from tests.news.notifications.mailed import returned
from tests.news.people import person

pytestmark = pytest.mark.django_db

OWN = "/admin/notifications/"
OPEN, READ, CHOICES = OWN + "open/", OWN + "read/", OWN + "choices/"


@pytest.fixture
def writer():
    return make_user(roles.CONTRIBUTORS, first_name="Lan")


@pytest.fixture
def browser(writer):
    client = Client()
    client.force_login(writer)
    return client


def listed(client) -> list[tuple[str, str, list[str], bool]]:
    found = client.get(OWN).context["found"]
    return [(each.said, each.title, each.details, each.read) for each in found]


def bell(client, address: str = "/admin/") -> str:
    page = client.get(address).content.decode()
    link = re.search(r'<a class="bell"[^>]*>(.*?)</a>', page, re.DOTALL)[1]
    return " ".join(re.sub("<[^>]*>", "", link).split())


def keys() -> list[int]:
    return list(Notification.objects.order_by("pk").values_list("pk", flat=True))


def test_they_stand_newest_first_with_who_what_and_why(browser, writer, chief):
    returned(writer, chief, "Bài một")
    article = returned(writer, chief, "Bài hai", "Sai tên\ncơ quan")
    steps.publish(article, by=chief)
    returned(make_user(), chief, "Bài của người khác")

    assert listed(browser) == [
        ("Nguyễn Hải đã đăng bài", "Bài hai", [], False),
        ("Nguyễn Hải trả lại bài", "Bài hai", ["Lý do: Sai tên\ncơ quan"], False),
        ("Nguyễn Hải trả lại bài", "Bài một", ["Lý do: Thiếu số liệu"], False),
    ]


@pytest.mark.parametrize("where", ["/admin/", LIST, OWN, CHOICES, "/admin/news/"])
def test_the_header_of_every_page_counts_what_is_unread(browser, writer, chief, where):
    assert bell(browser, where) == "Thông báo"
    returned(writer, chief)
    returned(writer, chief)
    returned(make_user(), chief)

    assert bell(browser, where) == "Thông báo (2)"


def test_the_header_counts_to_a_hundred_at_most(browser, writer):
    article, now = make_article(created_by=writer), timezone.now()
    Notification.objects.bulk_create(
        Notification(person=writer, article=article, kind="approved", at=now) for _ in range(101)
    )

    assert bell(browser, CHOICES) == "Thông báo (99+)"


def test_what_is_told_by_mail_alone_is_not_shown(browser, writer, chief):
    own = choices.channels(writer)
    only = choices.Channels(in_admin=False, by_mail=True)
    choices.save_choices(writer, {**own, NotificationKind.RETURNED: only})
    writer.email = "lan@hailam.example"
    writer.save()
    returned(writer, chief)

    assert Notification.objects.count() == 1
    assert (bell(browser), listed(browser)) == ("Thông báo", [])


@pytest.mark.parametrize("count", [1, 20])
def test_the_list_costs_the_same_for_any_number(
    browser, writer, chief, django_assert_num_queries, count
):
    for _ in range(count):
        returned(writer, chief)
    browser.get(OWN)

    # The queries: session, user, two for rights, beats; the count of rows, the rows; the count in
    # the header.
    with django_assert_num_queries(8):
        browser.get(OWN)


def test_the_list_has_pages(browser, writer, chief):
    for number in range(31):
        returned(writer, chief, f"Bài {number}")

    first, second = browser.get(OWN), browser.get(OWN + "?p=2")

    assert [each.title for each in first.context["found"]] == [f"Bài {n}" for n in range(30, 0, -1)]
    assert [each.title for each in second.context["found"]] == ["Bài 0"]
    assert 'href="?p=2"' in first.content.decode()
    assert 'href="?p=1"' in second.content.decode()


@pytest.mark.parametrize("query", ["?p=", "?p=x", "?p=-1", "?p=99999999999999", "?p=1&p=2", "?q=1"])
def test_an_odd_page_is_no_error(browser, writer, chief, query):
    returned(writer, chief)

    assert browser.get(OWN + query).status_code == 200


def test_words_of_others_are_text_and_no_markup(browser, writer, chief):
    returned(writer, chief, "<script>alert(1)</script>", "<img src=x>")

    page = browser.get(OWN).content.decode()

    assert "<script>alert" not in page and "<img src=x>" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page


# Opening and reading


def test_opening_one_marks_it_as_read_and_leads_to_the_article(browser, writer, chief):
    returned(writer, chief, "Bài một")
    article = returned(writer, chief, "Bài hai")

    answer = browser.post(OPEN, {"key": keys()[1]})

    assert (answer.status_code, answer["Location"]) == (302, change(article))
    assert [(title, read) for _, title, _, read in listed(browser)] == [
        ("Bài hai", True),
        ("Bài một", False),
    ]


def test_looking_marks_nothing_as_read(browser, writer, chief):
    article = returned(writer, chief)

    for address in (OWN, "/admin/", change(article), CHOICES):
        browser.get(address)

    assert bell(browser) == "Thông báo (1)"


@pytest.mark.parametrize("address", [OPEN, READ])
def test_what_changes_something_is_a_post(browser, writer, chief, address):
    returned(writer, chief)

    assert browser.get(address, {"key": keys()[0]}).status_code == 405
    assert bell(browser) == "Thông báo (1)"


def test_all_are_read_but_what_came_after_the_page_was_made(browser, writer, chief):
    returned(writer, chief, "Bài một")
    returned(writer, chief, "Bài hai")
    page = browser.get(OWN).content.decode()
    returned(writer, chief, "Bài ba")
    key = re.search(r'name="key" value="(\d+)">Đánh dấu', page)[1]

    browser.post(READ, {"key": key})

    assert [(title, read) for _, title, _, read in listed(browser)] == [
        ("Bài ba", False),
        ("Bài hai", True),
        ("Bài một", True),
    ]


@pytest.mark.parametrize("address", [OPEN, READ])
@pytest.mark.parametrize("key", ["", "x", "-1", "9" * 30, "1 or 1", "٣"])
def test_an_odd_key_is_nothing(browser, writer, chief, address, key):
    returned(writer, chief)

    assert browser.post(address, {"key": key}).status_code == 404
    assert bell(browser) == "Thông báo (1)"


def test_nobody_opens_or_reads_another_s(browser, writer, chief):
    other = make_user(roles.CONTRIBUTORS)
    returned(other, chief)

    assert browser.post(OPEN, {"key": keys()[0]}).status_code == 404
    browser.post(READ, {"key": keys()[0]})

    assert Notification.objects.get().read_at is None


@pytest.mark.parametrize("address", [OWN, OPEN, READ, CHOICES])
@pytest.mark.parametrize("kind", ["anonymous", "reader"])
def test_these_are_pages_of_staff(address, kind):
    client, _ = person(kind)

    for answer in (client.get(address), client.post(address, {"key": "1"})):
        assert answer.status_code == 302
        assert answer["Location"].startswith("/admin/login/")


def test_who_has_no_article_to_see_has_an_empty_page():
    client, _ = person("nobody")

    page = client.get(OWN)

    assert (page.status_code, page.context["found"], bell(client)) == (200, [], "Thông báo")


# What a person may no longer see


def editor_of(section):
    user = make_user()
    Beat.objects.create(user=user, section=section, group=roles.group(roles.EDITORS))
    client = Client()
    client.force_login(user)
    return client, user


def moved_away(article, user):
    Article.objects.filter(pk=article.pk).update(section=make_section("Văn hóa"))


def lost_the_beat(article, user):
    Beat.objects.all().delete()


def lost_it_for_another(article, user):
    Beat.objects.update(section=make_section("Văn hóa"))


@pytest.mark.parametrize("how", [moved_away, lost_the_beat, lost_it_for_another])
def test_who_has_lost_the_section_reads_and_opens_nothing_of_it(how):
    section = make_section("Kinh tế")
    client, editor = editor_of(section)
    article = make_article("Chuyện chưa nói", section=section)
    steps.submit(article, by=make_publisher())
    assert (bell(client), len(listed(client))) == ("Thông báo (1)", 1)

    how(article, editor)
    # To lose a beat ends the session.
    client.force_login(editor)

    page = client.get(OWN)
    assert (page.context["found"], bell(client)) == ([], "Thông báo")
    assert "chưa nói" not in page.content.decode()
    (key,) = Notification.objects.filter(person=editor).values_list("pk", flat=True)
    assert client.post(OPEN, {"key": key}).status_code == 404


def test_a_writer_from_whom_an_article_was_taken_reads_nothing_of_it(browser, writer, chief):
    article = make_article("Chuyện chưa nói", state=DeskState.DRAFT)
    steps.assign(article, by=chief, to=writer, note="Giữ kín")
    assert bell(browser) == "Thông báo (1)"

    steps.assign(article, by=chief, to=make_user(roles.CONTRIBUTORS))

    page = browser.get(OWN).content.decode()
    assert "chưa nói" not in page and "kín" not in page
    assert bell(browser) == "Thông báo"


def test_an_editor_from_whom_an_article_was_taken_is_told_who_has_it(chief):
    client, editor = person("editor")
    binh = make_user(roles.EDITORS, first_name="Bình", last_name="Phạm")
    article = make_article("Bến phà", state=DeskState.EDITING)
    steps.assign(article, by=chief, to=editor)
    client.post(READ, {"key": keys()[-1]})

    steps.assign(article, by=chief, to=binh)

    assert listed(client)[0] == (
        "Nguyễn Hải không giao bài này cho bạn nữa",
        "Bến phà",
        ["Giao cho: Phạm Bình"],
        False,
    )


def test_what_is_deleted_takes_its_notifications_along(browser, writer, chief):
    article = returned(writer, chief)

    answer = browser.post(f"/admin/news/article/{article.pk}/delete/", {"post": "yes"})

    assert answer.status_code == 302
    assert (bell(browser), Notification.objects.count()) == ("Thông báo", 0)


@pytest.mark.parametrize("address", ["/admin/", LIST])
@pytest.mark.parametrize("everywhere", [True, False])
@pytest.mark.parametrize("group", [roles.EDITORS, roles.PUBLISHERS])
def test_with_all_queues_full_desk_and_list_ask_at_most_twenty_times(
    django_assert_max_num_queries, chief, group, everywhere, address
):
    section = make_section("Kinh tế")
    user = make_user(group if everywhere else None)
    if not everywhere:
        Beat.objects.create(user=user, section=section, group=roles.group(group))
    for number in range(7):
        fields = {"section": section, "created_by": user}
        make_article(f"Nháp {number}", **fields)
        make_article(f"Chờ {number}", **fields, state=DeskState.EDITING)
        make_article(f"Duyệt {number}", **fields, state=DeskState.APPROVED)
        publish(make_article(f"Mới {number}", **fields), by=chief)
        publish(make_article(f"Hẹn {number}", **fields), by=chief, at=in_hours(2))
        given = make_article(f"Giao {number}", **fields, state=DeskState.EDITING)
        steps.assign(given, by=chief, to=user, due=in_hours(-1))
    client = Client()
    client.force_login(user)
    queues = client.get("/admin/").context["queues"]
    assert [each["count"] for each in queues] == ["14", *["7"] * 6]

    with django_assert_max_num_queries(20):
        assert bell(client, address) == "Thông báo (21)"
