"""A document that one version has written is read by the next version and by the previous one
without loss."""

import hashlib
import json
from contextlib import contextmanager
from dataclasses import dataclass, fields, replace
from pathlib import Path

import pytest
from django.test import Client

from news.addresses import review_path, verification_path
from news.desk import steps
from news.desk.history import differences
from news.desk.steps import saving
from news.editions import compose as editions_compose, models as edition_module
from news.editions.document import Document
from news.models import Act, Article, Edition
from news.review_links import links
from tests.factories import make_agency, make_article, make_publisher, publish
from tests.news.desk.form_data import change, in_hours
from tests.news.editions.full_articles import make_filled
from tests.news.pages.page_text import text_of
from tests.news.redaction.redacting import everything_stored, make_redactor, redact

KEPT = Path(__file__).parent / "documents-0.1.0"
SUMS = dict(reversed(line.split()) for line in (KEPT / "SHA256SUMS").read_text().splitlines())
ADVICE = "Đường cấm từ 22 giờ"


@dataclass(frozen=True, slots=True)
class NewerDocument(Document):
    """A document of a newer version, which has one member more."""

    advice: str = ""


@contextmanager
def newer_version(monkeypatch, advice=""):
    """Within it the newer version runs: a document that is composed has `advice`, and its photos
    have it as `focus`."""

    def compose(article, rows=None):
        document = replace(older(article, rows), advice=advice)
        for photo in document.photos.values() if advice else ():
            photo["focus"] = advice
        return document

    older = editions_compose.compose
    with monkeypatch.context() as patch:
        for module in (editions_compose, edition_module):
            patch.setattr(module, "Document", NewerDocument)
        for module in (editions_compose, links):
            patch.setattr(module, "compose", compose)
        yield


def test_the_kept_documents_are_those_that_are_named():
    assert {each.name for each in KEPT.glob("*.json")} == {*SUMS}


@pytest.mark.parametrize("name", sorted(SUMS))
def test_a_document_of_0_1_0_keeps_its_bytes_and_its_hash(name):
    stored = (KEPT / name).read_bytes()

    again = Document.from_json(stored.decode()).to_json().encode()

    assert again == stored
    assert hashlib.sha256(again).hexdigest() == SUMS[name]


def test_what_a_newer_version_wrote_is_carried_at_every_level():
    members = json.loads((KEPT / "everything-made-signature.json").read_text())
    for part in (
        *(members, members["lead_photo"], members["source"], *members["photos"].values()),
        *(row for name in ("authors", "attachments", "topics", "tags") for row in members[name]),
    ):
        part |= {"a_new": {"of": ["mới", 1, None, True, 0.5, {}]}, "zz_empty": ""}
    stored = json.dumps(members, ensure_ascii=False, sort_keys=True, separators=(",", ":"))

    document = Document.from_json(stored)

    assert document.to_json() == stored
    assert document.unknown == {"a_new": members["a_new"], "zz_empty": ""}


def shape(value):
    """The names of the members, at each level; for a list, those of its first item."""
    if isinstance(value, dict):
        value = {"0": next(iter(value.values()))} if [*value][:1] == ["1"] else value
        return {name: shape(each) for name, each in value.items()}
    return [shape(each) for each in value[:1]] if isinstance(value, list) else None


@pytest.mark.django_db
def test_what_uses_nothing_newer_is_frozen_with_the_members_of_0_1_0():
    make_agency()
    stored = json.loads((KEPT / "everything-made-signature.json").read_text())

    composed = editions_compose.compose(make_filled())
    # Members that came later are left empty.
    unused, newer = Document("", "", 0, ""), {each.name for each in fields(Document)} - {*stored}
    composed = replace(composed, **{name: getattr(unused, name) for name in newer})
    frozen = json.loads(composed.to_json())

    for document in (stored, frozen):
        document["photos"] = [*document["photos"].values()]
    assert shape(frozen) == shape(stored)


@pytest.mark.django_db
def test_a_member_that_is_empty_changes_no_article(monkeypatch):
    article, by = make_filled(), make_publisher()
    steps.saved(article, by=by, created=True)
    steps.approve(article, by=by)
    edition = publish(article, by=by)

    with newer_version(monkeypatch):
        changed = steps.has_changes(article, edition), saving.has_unpublished_changes(article)
        article.refresh_from_db()
        steps.saved(article, by=by, created=False)
        again = publish(article, by=by)

    texts = Act.objects.exclude(text="").values_list("text", flat=True)
    assert changed == (False, False)
    assert len({*texts, edition.document, again.document}) == 1
    assert (again.digest, again.updated_at) == (edition.digest, None)


@pytest.mark.django_db
class TestTheOlderVersion:
    """This version, with an edition of a newer one: its document and the photos in it have a member
    that this version does not know."""

    @pytest.fixture
    def published(self, monkeypatch):
        make_agency()
        article = make_filled("Bến Trầm mở cửa")
        with newer_version(monkeypatch, ADVICE):
            steps.saved(article, by=make_publisher(), created=True)
            made = publish(article)
        return Edition.objects.get(pk=made.pk)

    def test_serves_it(self, published, client):
        article = published.article
        there = [client.get(f"/b/{article.pk}", follow=True)]
        path = there[0].request["PATH_INFO"]
        there += [
            client.get(f"{path}ban-in/"),
            client.get(verification_path(published.code)),
            client.get("/"),
            client.get(f"/{published.section.path}/"),
            client.get("/rss.xml"),
            client.get("/tim-kiem/", {"q": "Bến Trầm"}),
        ]

        assert published.document.count(ADVICE) == 3
        assert [each.status_code for each in there] == [200] * 7
        assert "Bến Trầm mở cửa" in text_of(there[0])

    def test_moves_it_unchanged(self, published, monkeypatch):
        article = published.article
        with newer_version(monkeypatch, f"{ADVICE} mai"):
            planned = publish(article, at=in_hours(1))

        moved = steps.move(article, by=make_publisher(), at=in_hours(2))

        assert (moved.document, moved.digest) == (planned.document, planned.digest)

    def test_brings_it_back_unchanged(self, published):
        steps.withdraw(published.article, by=make_publisher(), reason="Thử")

        back = steps.bring_back(published.article, by=make_publisher())

        assert (back.document, back.digest) == (published.document, published.digest)

    def test_shows_it_to_staff(self, published, desk):
        article = published.article
        first = published.number
        save = article.acts.exclude(text="").first().pk
        here = change(article).removesuffix("change/")
        pages = [
            desk.get(f"{here}compare/", {"a": first, "b": "desk"}),
            desk.get(f"{here}compare/", {"a": f"save-{save}", "b": first}),
            desk.get(f"{here}edition/{first}/"),
            desk.get(change(article)),
            desk.get(f"{here}history/"),
        ]

        assert [each.status_code for each in pages] == [200] * 5
        label, rows = pages[0].context["fields"][-1]
        assert (label, bool(rows)) == ("từ một phiên bản mới hơn của cổng", True)

    def test_restores_what_it_knows(self, published):
        article = published.article
        article.title = "Khác"
        article.save()

        steps.restore(article, published, by=make_publisher())

        restored = editions_compose.compose(Article.objects.get(pk=article.pk))
        known = replace(published.content, unknown={})
        for photo in known.photos.values():
            del photo["focus"]
        assert restored == known

    def test_shows_it_to_a_reviewer(self, published, monkeypatch):
        with newer_version(monkeypatch, ADVICE):
            _link, token = links.create_link(
                published.article, by=make_publisher(), recipient="Sở Xây dựng"
            )

        page = Client().get(review_path(token))

        assert (page.status_code, "Bến Trầm mở cửa" in text_of(page)) == (200, True)

    def test_redacts_it(self, published):
        article, redactor = published.article, make_redactor()
        article.title = "Khác"
        steps.saved(article, by=redactor, created=False)
        publish(article)
        client = Client()
        client.force_login(redactor)
        page = f"{change(article).removesuffix('change/')}redact/"

        found = client.post(page, {"_find": "1", "words": "cấm từ 22 giờ"}).context
        saves = [int(each.key) for each in found["saves"] if each.ticked]
        redact(article, redactor, [published.number], saves=saves)

        assert [(each.key, each.ticked) for each in found["editions"]] == [
            (2, False), (published.number, True)
        ]  # fmt: skip
        assert len(saves) == 1
        assert ADVICE not in everything_stored()


@pytest.mark.django_db
def test_a_genre_or_role_of_a_newer_version_is_compared_by_its_name():
    document = editions_compose.compose(make_filled())
    document = replace(document, genre="poem", authors=[{**document.authors[0], "role": "voice"}])
    other = editions_compose.compose(make_article())

    shown = {
        label: rows[-1] for label, rows in differences(other, document, make_publisher()) if rows
    }

    words = [shown[label].after[0].text for label in ("thể loại", "tác giả")]
    assert words == ["poem", "Ngô Ế (voice)"]
