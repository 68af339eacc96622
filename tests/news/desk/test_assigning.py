"""Assigning an article: who may assign it and to whom, and what that person may do with it then."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Permission
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from accounts import roles
from news.desk import steps
from news.enums import DeskState, Verb
from news.models import Article, Beat
from news.rights import permissions
from tests.factories import make_article, make_publisher, make_section, make_user, publish
from tests.news.desk.form_data import as_typed, change, in_hours, press, sent, step
from tests.news.desk.test_queues import titles
from tests.news.people import person

pytestmark = pytest.mark.django_db


def test_a_writer_sees_and_writes_what_was_given_to_them():
    client, writer = person("contributor")
    article = make_article("Bài của người khác", state=DeskState.DRAFT)
    assert client.get(change(article)).status_code == 302

    steps.assign(article, by=make_user(roles.EDITORS), to=writer, note="Thêm ảnh")

    assert titles(writer, "can-toi") == ["Bài của người khác"]
    form = sent(title="Tên viết lại", seen_version=0, section=article.section_id, _step="submit")
    client.post(change(article), form)
    article.refresh_from_db()
    assert (article.title, article.state) == ("Tên viết lại", DeskState.EDITING)


@pytest.mark.parametrize("kind", ["contributor", "nobody"])
def test_but_they_do_not_delete_it(kind):
    client, user = person(kind)
    article = make_article(state=DeskState.DRAFT)
    steps.assign(article, by=make_user(roles.EDITORS), to=user)

    answer = client.post(f"/admin/news/article/{article.pk}/delete/", {"post": "yes"})

    assert (answer.status_code, Article.objects.count()) == (403, 1)


def test_whoever_had_it_is_done_with_it_when_it_goes_on():
    editor = make_user(roles.EDITORS)
    article = make_article(state=DeskState.EDITING)
    steps.assign(article, by=editor, to=editor, due=in_hours(1))

    steps.pass_on(article, by=editor)

    assert (article.assignee, article.due_at) == (None, None)


def test_and_when_it_is_published():
    publisher = make_publisher()
    article = make_article()
    steps.assign(article, by=publisher, to=publisher, due=in_hours(1))

    publish(article, by=publisher)

    stored = Article.objects.get()
    assert (stored.assignee, stored.due_at, stored.state) == (None, None, DeskState.APPROVED)


def test_a_contributor_gives_nothing_to_anybody():
    writer = make_user(roles.CONTRIBUTORS)
    article = make_article(created_by=writer)

    with pytest.raises(PermissionDenied):
        steps.assign(article, by=writer, to=make_user(roles.EDITORS))


def test_it_is_given_with_a_time_and_a_note_that_the_log_keeps():
    client, editor = person("editor")
    lan = make_user(roles.CONTRIBUTORS, first_name="Lan", last_name="Trần Thị")
    article = make_article(state=DeskState.EDITING)
    due = in_hours(3)

    press(client, article, "assign", to=lan.pk, note="Hỏi lại số liệu", **as_typed("due", due))

    article.refresh_from_db()
    assert (article.assignee, article.due_at) == (lan, due)
    act = article.acts.get(verb=Verb.ASSIGN)
    assert act.note.startswith("Trần Thị Lan, ") and act.note.endswith(". Hỏi lại số liệu")
    assert act.by == editor


@pytest.mark.parametrize("who", ["99999", "x", "-1"])
def test_it_is_given_to_people_of_the_newsroom_alone(who):
    client, _ = person("editor")
    reader = make_user(is_staff=False)
    of_no_article = make_user()
    left = make_user(roles.EDITORS, is_active=False)
    article = make_article(state=DeskState.EDITING)

    for each in (who, reader.pk, of_no_article.pk, left.pk):
        answer = press(client, article, "assign", to=each)
        assert answer.status_code == 200
        assert "to" in answer.context["form"].errors

    article.refresh_from_db()
    assert article.assignee is None


def test_those_are_offered_of_whom_articles_are_a_concern():
    client, editor = person("editor")
    make_user(username="of-no-article")
    make_user(roles.EDITORS, username="left", is_active=False)
    make_user(roles.EDITORS, username="reader", is_staff=False)
    of_group, of_right, of_beat = make_user(roles.CONTRIBUTORS), make_user(), make_user()
    of_right.user_permissions.add(Permission.objects.get(codename="view_article"))
    group = roles.group(roles.CONTRIBUTORS)
    Beat.objects.create(user=of_beat, section=make_section("Văn hóa"), group=group)
    admin = make_user(is_superuser=True)
    article = make_article(state=DeskState.EDITING)

    form = client.get(step(article, "assign")).context["form"]

    offered = set(form.fields["to"].queryset)
    assert offered == {editor, of_group, of_right, of_beat, admin}
    assert all(permissions.works_on_articles(each) for each in offered)


def test_what_is_late_is_overdue_to_everyone_who_sees_it():
    editor, stranger = make_user(roles.EDITORS), make_user(roles.CONTRIBUTORS)
    article = make_article("Trễ hẹn", state=DeskState.EDITING)
    steps.assign(article, by=editor, to=editor, due=timezone.now() - timedelta(minutes=1))

    assert titles(make_publisher(), "qua-han") == ["Trễ hẹn"]
    assert titles(stranger, "qua-han") == []
