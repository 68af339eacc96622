"""Each member of a document is known in every place that has to know it; if one is forgotten, a
test fails."""

from dataclasses import fields

import pytest

from news.checks import convert_encoding
from news.checks.wording import _texts
from news.desk import steps
from news.desk.history import LABELS, differences
from news.desk.steps import saving
from news.desk.steps.base import remember
from news.editions.compose import MEMBERS, compose
from news.editions.document import Document
from news.models import Article
from news.redaction.admin import _contains
from staff.conflicts import comparable
from tests.factories import make_agency, make_article, make_publisher, make_section, publish
from tests.news.desk.form_data import change
from tests.news.editions.full_articles import make_filled
from text.fold import fold

pytestmark = pytest.mark.django_db

# The form has no field of this name, or the frozen value is not what was typed, or rows are merged
# one by one (`news.desk.form.rows`).
NOT_MERGED = {"photos", "slug", "signature", "authors", "attachments", "related"}


@pytest.fixture
def filled():
    make_agency()
    article = make_filled(signature="Nhóm PV", slug="ben-tram", kicker="Cảng biển")
    return Article.objects.get(pk=article.pk)


def test_each_member_is_in_the_table_and_nothing_else():
    assert {*MEMBERS} == {each.name for each in fields(Document)} - {"unknown"}


def test_the_filled_article_has_something_in_each(filled):
    """The tests below prove nothing about a member that is empty."""
    document = compose(filled)

    assert [name for name in MEMBERS if not getattr(document, name)] == []


def test_restoring_gives_each_of_them_back(filled):
    edition = publish(filled)
    other = compose(make_article("Khác", lead="", body="", slug="khac"))
    remember(filled)
    saving.copy_to_desk(filled, other, make_publisher())
    between = compose(Article.objects.get(pk=filled.pk))

    steps.restore(filled, edition, by=make_publisher())

    now = compose(Article.objects.get(pk=filled.pk))
    same = [name for name in MEMBERS if getattr(between, name) == getattr(edition.content, name)]
    assert (same, now) == ([], edition.content)


def test_comparing_shows_each_of_them(filled):
    document = compose(filled)
    other = compose(make_article("Khác", section=make_section("Xã hội"), lead="", body=""))

    shown = [label for label, rows in differences(other, document, make_publisher()) if rows]

    assert shown == [str(MEMBERS[name].label) for name in MEMBERS if name != "photos"]
    assert {*LABELS} == {*MEMBERS, "unknown"}


def test_merging_knows_what_each_field_of_the_form_held(filled):
    document = compose(filled)
    held = {
        name: comparable(member.in_form(getattr(document, name)))
        for name, member in MEMBERS.items()
        if member.in_form
    }

    assert {*MEMBERS} - {*held} == NOT_MERGED
    assert held == {name: comparable(getattr(filled, name)) for name in held}


def test_a_redaction_finds_a_word_wherever_it_stands(filled):
    document = Document.from_json(compose(filled).to_json()[:-1] + ',"zz":{"a":["mới"]}}')
    for words in [*document.texts()]:
        found = document.to_json().count(words) or words
        assert _contains(document, fold(words).strip()), found
    assert "mới" in [*document.texts()]
    assert not _contains(document, fold("Trần Văn Mật"))


def test_every_column_that_staff_write_is_in_the_form(filled, desk):
    # Only a published article has the field for a correction.
    publish(filled)

    form = desk.get(change(filled)).context["adminform"].form

    columns = [*Article._meta.fields, *Article._meta.many_to_many]
    editable = {each.name for each in columns if each.editable and not each.auto_created}
    rows = {"authors", "related", "documents"}
    assert editable - rows - {"id"} - {*form.fields} == set()


def test_every_box_for_words_is_read_by_who_looks_at_words(filled):
    """The tools that read the form's texts have lists of fields of their own. The fields that they
    leave out are named here."""
    boxes = {
        each.name
        for each in Article._meta.fields
        if each.get_internal_type() in {"CharField", "TextField"} and each.editable
        if not each.choices
    }

    converted = {*convert_encoding.TEXT_FIELDS, "body"}
    checked = {field for field, _text in _texts(filled)}
    assert boxes - converted == {"correction", "source_url"}
    assert boxes - checked == {
        "correction", "source_url", "lead_alt", "signature", "description"
    }  # fmt: skip
