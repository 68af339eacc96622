"""The list of remarks beside an article's form: who may read it, and what it shows."""

import pytest

from news.checks.levels import set_levels
from news.enums import CheckKind, DeskState, Level
from news.models import Article
from tests.factories import make_article
from tests.news.desk.form_data import change
from tests.news.people import person

pytestmark = pytest.mark.django_db


def address(article) -> str:
    return change(article).replace("change/", "checks/")


def listed(client, article):
    groups = client.get(address(article)).context["groups"]
    return [(each.words, each.around) for _heading, _level, found in groups for each in found]


def test_words_to_look_at_stand_in_their_sentence():
    client, _ = person("editor")
    article = make_article(
        "Thảnh ủy họp về trực trạng bến cá sáng nay",
        lead="Hội nghị diễn ra sáng nay.",
        body="<p>Thành ủy đánh giá thực trạng của của bến cá.</p>",
    )

    found = listed(client, article)

    assert ("Thảnh ủy", ("", " họp về trực trạng bến cá sáng nay")) in found
    assert ("của của", ("Thành ủy đánh giá thực trạng ", " bến cá.")) in found


def test_captions_are_read_too():
    client, _ = person("editor")
    article = make_article(lead_caption="Quang cảnh hội hội nghị")

    assert ("hội hội nghị", ("Quang cảnh ", "")) in listed(client, article) or (
        "hội hội",
        ("Quang cảnh ", " nghị"),
    ) in listed(client, article)


def test_what_blocks_stands_first_then_what_it_lacks_then_its_words():
    client, _ = person("editor")
    article = make_article("Của của Th«ng tin", section=None, lead="", body="<p>Cầu.</p>")

    groups = client.get(address(article)).context["groups"]

    found = [(level, [each.kind.value for each in remarks]) for _heading, level, remarks in groups]
    assert found == [
        ("block", ["no-section", "legacy"]),
        ("advise", ["title-length", "no-lead", "no-names", "no-lead-photo"]),
        ("advise", ["doubled"]),
    ]


def test_what_is_switched_off_is_not_listed():
    client, _ = person("editor")
    article = make_article("Của của cầu")
    set_levels({CheckKind.DOUBLED: Level.OFF})

    assert "Của của" not in [words for words, _around in listed(client, article)]


def test_a_remark_leads_to_its_field_without_script():
    client, _ = person("editor")
    article = make_article(lead="")

    page = client.get(address(article)).content.decode()

    for anchor in ("id_lead", "bylines-group", "id_lead_photo"):
        assert f'href="{change(article)}#{anchor}"' in page


@pytest.mark.parametrize(
    ("kind", "offered"), [("editor", True), ("publisher", True), ("reading editor", False)]
)
def test_the_conversion_is_offered_to_who_may_change_the_text(kind, offered):
    client, _ = person(kind.split()[-1])
    article = make_article("Së V¨n hãa vµ Th«ng tin")
    if kind.startswith("reading"):
        Article.objects.update(state=DeskState.APPROVED)

    assert bool(client.get(address(article)).context["legacy"]) is offered


def test_where_nothing_is_in_such_an_encoding_no_conversion_is_offered():
    client, _ = person("editor")

    assert "data-legacy" not in client.get(address(make_article())).content.decode()


def test_mark_up_in_a_text_is_shown_as_text():
    client, _ = person("editor")
    article = make_article("<script>alert(1)</script> của của <b>cầu</b>")

    page = client.get(address(article)).content.decode()

    assert "<script>alert" not in page
    assert "&lt;script&gt;" in page


@pytest.mark.parametrize(
    ("kind", "status"),
    [
        ("anonymous", 302),
        ("nobody", 403),
        ("contributor", 403),
        ("editor", 200),
        ("publisher", 200),
    ],
)
def test_it_is_read_by_whoever_sees_the_article(kind, status):
    client, _ = person(kind)
    article = make_article("Chuyện chưa được biết", body="<p>của của</p>")

    answer = client.get(address(article), follow=False)

    assert answer.status_code == status
    if status != 200:
        assert "Chuyện chưa được biết" not in answer.content.decode()


def test_the_form_leads_to_it():
    client, _ = person("editor")
    article = make_article()

    assert f'data-url="{address(article)}"' in client.get(change(article)).content.decode()


@pytest.mark.parametrize(
    "body", ["<p></p>", "<p>" + "của " * 30_000 + "</p>", "<p>\u0301\u200b</p>"]
)
def test_whatever_is_written_is_read(body):
    client, _ = person("editor")

    assert client.get(address(make_article("x", body=body))).status_code == 200
