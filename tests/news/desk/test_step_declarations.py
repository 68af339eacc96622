"""Each step is declared in one place, and a declaration is enough: its button, its page and its
rows in the logs follow from it."""

from types import SimpleNamespace

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client

from accounts import roles
from audit.models import Entry, Kind
from news.desk import steps
from news.desk.steps.forms import ReasonForm
from news.models import Act
from news.redaction.redact import redact
from news.rights import permissions
from tests.factories import make_article, make_user
from tests.news.desk.form_data import change, press, said, step

pytestmark = pytest.mark.django_db

assert redact.verb in steps.STEPS


@pytest.mark.parametrize("name", steps.STEPS)
def test_a_step_declares_what_it_is_called_who_may_take_it_and_what_it_logs(name):
    declared = steps.STEPS[name]

    assert str(declared.label) and str(declared.message)
    assert declared.right.partition(".")[0] == "news"
    assert declared.audit_kind in Kind
    assert bool(declared.form) <= bool(declared.explanation)


@pytest.fixture
def to_lawyer():
    """A step that exists only while the test runs."""

    @steps.Step.declare(
        "to_lawyer",
        label="Gửi luật sư",
        message="Đã gửi luật sư.",
        explanation="Luật sư đọc trước khi duyệt.",
        right=permissions.EDIT,
        fits=lambda now: True,
        form=ReasonForm,
    )
    def to_lawyer(article, *, by, reason):
        to_lawyer.record(article, by, reason)

    yield to_lawyer
    del steps.STEPS["to_lawyer"]


def client_of(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def test_a_step_that_is_declared_is_a_button_of_whoever_has_its_right(to_lawyer):
    writer = make_user(roles.CONTRIBUTORS)
    article = make_article(created_by=writer)

    offered = {
        group: list(client_of(user).get(change(article)).context["steps"])
        for group, user in {"writer": writer, "editor": make_user(roles.EDITORS)}.items()
    }

    url = f"{step(article, 'to_lawyer')}?seen={article.version}.0"
    shown = SimpleNamespace(verb="to_lawyer", label="Gửi luật sư…", url=url, chief=False)
    assert vars(shown) in [vars(each) for each in offered["editor"]]
    assert "to_lawyer" not in [each.verb for each in offered["writer"]]


def test_a_step_that_is_declared_asks_is_taken_and_stands_in_both_logs(to_lawyer):
    editor, article = make_user(roles.EDITORS), make_article()
    client = client_of(editor)

    asked = client.get(step(article, "to_lawyer")).content.decode()
    answer = press(client, article, "to_lawyer", reason="Có tên người tố cáo")

    assert ("Gửi luật sư" in asked, "Luật sư đọc trước khi duyệt." in asked) == (True, True)
    assert said(answer) == [("success", "Đã gửi luật sư.")]
    assert list(Act.objects.values_list("verb", "by", "note")) == [
        ("to_lawyer", editor.pk, "Có tên người tố cáo")
    ]
    assert Entry.objects.latest("pk").detail == "To_lawyer · Có tên người tố cáo"


def test_a_step_that_is_declared_is_taken_by_nobody_without_its_right(to_lawyer):
    writer = make_user(roles.CONTRIBUTORS)
    article = make_article(created_by=writer)

    with pytest.raises(PermissionDenied):
        to_lawyer(article, by=writer, reason="Hỏi luật sư")

    assert client_of(writer).get(step(article, "to_lawyer")).status_code == 403
    assert not Act.objects.exists()
