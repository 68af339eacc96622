"""The queues on the dashboard and in the list: which articles wait for whom."""

from functools import partial
from types import SimpleNamespace

import pytest
from django.contrib.auth.models import Group
from django.utils import timezone

from accounts import roles
from news.desk import queues, steps
from news.enums import DeskState
from news.models import Article, Beat
from tests.factories import make_article, make_publisher, make_section, make_user, publish
from tests.news.desk.form_data import LIST, in_hours, step
from tests.news.people import person
from text.dates import datetime_with_zone

pytestmark = pytest.mark.django_db


def titles(user, slug: str) -> list[str]:
    """The titles of the articles in that queue for that person."""
    rows = queues.QUEUES[slug].rows(user, timezone.now())
    return [article.title for article in rows]


def all_queues(user) -> dict[str, list[str]]:
    found = {slug: titles(user, slug) for slug in queues.QUEUES}
    return {slug: names for slug, names in found.items() if names}


@pytest.fixture
def newsroom():
    """A writer and a section, with an article of theirs in every state."""
    writer, section = make_user(roles.CONTRIBUTORS), make_section()
    for state in DeskState:
        make_article(state.value, created_by=writer, section=section, state=state)
    return writer, section


def test_a_writer_has_drafts_and_waits_for_others(newsroom):
    writer, _ = newsroom

    assert all_queues(writer) == {
        "nhap": ["draft"],
        "cho-nguoi-khac": ["editing", "approval"],
        "da-duyet": ["approved"],
    }


def test_an_editor_has_to_do_what_waits_for_an_editor(newsroom):
    assert titles(make_user(roles.EDITORS), "can-toi") == ["editing"]


def test_a_publisher_has_to_do_what_waits_to_be_approved_as_well(newsroom):
    assert titles(make_publisher(), "can-toi") == ["editing", "approval"]


def test_what_is_approved_waits_to_be_published_for_who_sees_it(newsroom):
    _, section = newsroom
    publish(make_article("Đã đăng", section=section))
    elsewhere = make_user()
    Beat.objects.create(
        user=elsewhere,
        section=make_section("Văn hóa"),
        group=Group.objects.get(name=roles.PUBLISHERS),
    )

    assert titles(make_publisher(), "da-duyet") == ["approved"]
    assert titles(elsewhere, "da-duyet") == titles(make_user(roles.CONTRIBUTORS), "da-duyet") == []


def save(article, by, **changed):
    for name, value in changed.items():
        setattr(article, name, value)
    article.save()
    steps.saved(article, by=by, created=False)


@pytest.fixture
def live():
    """A published article, and the publisher who wrote it."""
    by = make_publisher()
    article = make_article("Đang đăng", section=make_section())
    steps.saved(article, by=by, created=True)
    publish(article, by=by)
    return article, by


def test_an_update_of_what_readers_see_waits_to_be_published_once_it_is_approved(live):
    article, by = live
    save(article, make_user(roles.EDITORS), lead="Sửa")
    before = titles(by, "da-duyet")
    steps.approve(article, by=by)

    approved = titles(by, "da-duyet")
    steps.publish(article, by=by)

    assert (before, approved, titles(by, "da-duyet")) == ([], ["Đang đăng"], [])


def test_what_a_publisher_changes_waits_to_be_published_and_what_they_only_saved_does_not(live):
    article, by = live
    save(article, by)
    unchanged = titles(by, "da-duyet")
    save(article, by, lead="Sửa")

    assert (unchanged, titles(by, "da-duyet")) == ([], ["Đang đăng"])


def test_what_was_scheduled_waits_to_be_published_again_when_that_is_cancelled(live):
    article, by = live
    for call_off in (steps.cancel, partial(steps.withdraw, reason="Sai")):
        save(article, by, lead=f"Sửa {call_off}")
        steps.publish(article, by=by, at=in_hours(1))
        scheduled = titles(by, "da-duyet")

        call_off(article, by=by)

        assert (scheduled, titles(by, "da-duyet")) == ([], ["Đang đăng"])


def test_what_was_scheduled_alone_and_withdrawn_waits_to_be_published_again():
    by, article = make_publisher(), make_article("Chỉ hẹn giờ")
    publish(article, by=by, at=in_hours(1))

    steps.withdraw(article, by=by, reason="Chưa đến lúc")

    assert titles(by, "da-duyet") == ["Chỉ hẹn giờ"]


def test_what_readers_see_does_not_wait_though_something_else_was_cancelled(live):
    article, by = live
    save(article, by, lead="Hẹn giờ")
    steps.publish(article, by=by, at=in_hours(1))
    save(article, by, lead="Đăng ngay")
    steps.publish(article, by=by, scheduled=steps.KEEP)

    steps.cancel(article, by=by)

    assert titles(by, "da-duyet") == []


def test_what_is_written_back_as_readers_see_it_waits_no_more(live):
    article, by = live
    before = article.lead
    save(article, by, lead="Sửa")
    save(article, by, lead=before)

    assert titles(by, "da-duyet") == []


def test_what_is_approved_as_readers_see_it_does_not_wait(live):
    article, by = live
    steps.send_back(article, by=by, reason="Xem lại")
    steps.approve(article, by=by)

    assert titles(by, "da-duyet") == []


def test_a_correction_alone_waits_to_be_published(live):
    article, by = live
    save(article, by, correction="Bản trước ghi nhầm tên cầu.")

    assert titles(by, "da-duyet") == ["Đang đăng"]


def test_a_correction_that_comes_back_from_what_is_called_off_waits_to_be_published(live):
    article, by = live
    steps.publish(article, by=by, at=in_hours(1), correction="Bản trước ghi nhầm tên cầu.")
    steps.publish(article, by=by, scheduled=steps.CANCEL)

    assert titles(by, "da-duyet") == ["Đang đăng"]


def test_what_is_returned_or_put_back_waits_to_be_published_no_more(live):
    article, by = live
    for undo in (
        lambda: steps.send_back(article, by=by, reason="Sai"),
        lambda: steps.restore(article, article.editions.first(), by=by),
        lambda: save(article, make_user(roles.EDITORS), lead="Sửa nữa"),
    ):
        article.refresh_from_db()
        article.state, article.lead = DeskState.APPROVAL, "Sửa"
        article.save()
        steps.approve(article, by=by)
        approved = titles(by, "da-duyet")
        article.refresh_from_db()
        undo()

        assert (approved, titles(by, "da-duyet")) == (["Đang đăng"], [])


def test_an_editor_of_some_sections_has_nothing_to_do_in_others(newsroom):
    editor, elsewhere = make_user(), make_section("Văn hóa")
    group = Group.objects.get(name=roles.EDITORS)
    Beat.objects.create(user=editor, section=elsewhere, group=group)
    make_article("của mục kia", section=elsewhere, state=DeskState.EDITING)

    assert all_queues(editor) == {"can-toi": ["của mục kia"]}


def test_what_is_given_to_one_is_no_longer_waiting_for_all(newsroom):
    editor, other = make_user(roles.EDITORS), make_user(roles.EDITORS)
    steps.assign(Article.objects.get(title="editing"), by=other, to=editor)

    assert (titles(editor, "can-toi"), titles(other, "can-toi")) == (["editing"], [])


def test_it_is_everybodys_again_when_it_is_given_to_nobody(newsroom):
    editor, other = make_user(roles.EDITORS), make_user(roles.EDITORS)
    article = Article.objects.get(title="editing")
    steps.assign(article, by=other, to=editor, due=in_hours(2))
    steps.assign(article, by=other, to=None)

    assert titles(other, "can-toi") == ["editing"]
    assert (article.assignee, article.due_at) == (None, None)


def test_what_is_scheduled_and_what_was_just_published_is_there_for_who_sees_it():
    writer, stranger = make_user(roles.CONTRIBUTORS), make_user(roles.CONTRIBUTORS)
    publish(make_article("Sắp đăng", created_by=writer), at=in_hours(2))
    publish(make_article("Mới đăng", created_by=writer))

    assert all_queues(writer) == {"hen-gio": ["Sắp đăng"], "vua-dang": ["Mới đăng"]}
    assert all_queues(stranger) == {}


def test_the_first_page_shows_each_queue_with_its_first_articles_and_leads_to_the_rest():
    client, _ = person("editor")
    for number in range(7):
        make_article(f"Bài số {number}", state=DeskState.EDITING)

    page = client.get("/admin/")

    (to_do,) = [queue for queue in page.context["queues"] if "can-toi" in queue["url"]]
    assert (to_do["count"], [each["title"] for each in to_do["first"]]) == (
        "7",
        [f"Bài số {number}" for number in range(5)],
    )
    assert "Kinh tế · " in to_do["first"][0]["about"]
    listed = client.get(LIST + "?viec=can-toi").content.decode()
    assert all(f"Bài số {number}" in listed for number in range(7))


def test_what_is_scheduled_comes_in_its_order_and_is_moved_or_cancelled_from_there(client):
    publisher = make_publisher()
    later, sooner = make_article("Sau"), make_article("Trước")
    for article, hours in ((later, 3), (sooner, 2)):
        publish(article, at=in_hours(hours))
    client.force_login(publisher)

    (queue,) = [
        each for each in client.get("/admin/").context["queues"] if "hen-gio" in each["url"]
    ]

    def steps_of(article) -> list[tuple[str, str]]:
        seen = f"?seen={article.version}.1"
        labels = ("move", "Dời giờ đăng…"), ("cancel", "Hủy hẹn giờ…")
        return [(label, step(article, verb) + seen) for verb, label in labels]

    assert [(each.title, each.steps) for each in shown_steps(queue)] == [
        ("Trước", steps_of(sooner)),
        ("Sau", steps_of(later)),
    ]
    assert queue["first"][0]["about"].startswith(
        f"lên trang lúc {datetime_with_zone(in_hours(2))} · "
    )
    listed = client.get(LIST + "?viec=hen-gio").content.decode()
    assert all(url.replace("&", "&amp;") in listed for _label, url in steps_of(sooner))


def shown_steps(queue) -> list:
    return [
        SimpleNamespace(
            title=each["title"], steps=[(step.label, step.url) for step in each["steps"]]
        )
        for each in queue["first"]
    ]


def test_who_may_not_publish_is_offered_nothing_about_what_is_scheduled():
    client, _ = person("editor")
    publish(make_article(), at=in_hours(2))

    (queue,) = [
        each for each in client.get("/admin/").context["queues"] if "hen-gio" in each["url"]
    ]

    assert [each["steps"] for each in queue["first"]] == [[]]
    assert "/step/" not in client.get(LIST + "?viec=hen-gio").content.decode()


def test_the_first_page_asks_the_database_at_most_twenty_times(django_assert_max_num_queries):
    client, editor = person("editor")
    for number in range(30):
        article = make_article(f"Bài {number}", state=DeskState.EDITING, created_by=editor)
        if number % 3 == 0:
            steps.assign(article, by=editor, to=editor, due=in_hours(-1))
        if number % 5 == 0:
            publish(article)
    client.get("/admin/")

    with django_assert_max_num_queries(20):
        client.get("/admin/")


@pytest.mark.parametrize("query", ["?viec=", "?viec=zzz", "?viec=can-toi&viec=nhap"])
def test_an_odd_queue_is_no_error(query):
    client, _ = person("editor")
    make_article(state=DeskState.EDITING)

    assert client.get(LIST + query).status_code == 200
