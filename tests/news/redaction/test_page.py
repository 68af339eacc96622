"""The page for redactions: it finds the texts that have certain words, and redacts those that were
chosen."""

import pytest
from django.test import Client

from news.desk import steps
from news.enums import Verb
from news.models import Act, Article
from tests.factories import make_article, publish
from tests.news.people import person, state_of_everything
from tests.news.redaction.redacting import SECRET, everything_stored, redact

pytestmark = pytest.mark.django_db


def page(article):
    return f"/admin/news/article/{article.pk}/redact/"


@pytest.fixture
def at_desk(redactor):
    client = Client()
    client.force_login(redactor)
    return client


def test_what_readers_are_told_of_a_withdrawal_is_rewritten_first(rewritten, redactor, at_desk):
    steps.withdraw(rewritten, by=redactor, reason="Tòa", public_reason=SECRET)

    redact(rewritten, redactor)
    answer = at_desk.post(page(rewritten), {"_find": "1", "words": SECRET})

    assert answer.context["on_desk"]
    assert Article.objects.get().public_reason == SECRET


def test_what_holds_the_words_is_found_and_ticked(rewritten, at_desk):
    answer = at_desk.post(page(rewritten), {"_find": "1", "words": "tran van MAT", "reason": "x"})

    editions = [(text.key, text.selectable, text.found) for text in answer.context["editions"]]
    saves = [(text.selectable, text.found) for text in answer.context["saves"]]
    assert editions == [(2, False, False), (1, True, True)]
    assert saves == [(False, False), (True, True)]
    assert not answer.context["on_desk"]
    assert not Act.objects.filter(verb=Verb.REDACT).exists()


@pytest.mark.parametrize("kind", ["note", "slug", "correction"])
def test_what_holds_them_but_in_its_text_is_found_too(redactor, at_desk, kind):
    article = make_article("Bắt giữ", slug="bat-giu")
    publish(article)
    article.slug = "tran-van-mat" if kind == "slug" else "bat-giu"
    article.save()
    publish(article, **({kind: SECRET} if kind != "slug" else {}))
    article.slug = "bat-giu"
    article.save()
    publish(article)

    answer = at_desk.post(page(article), {"_find": "1", "words": SECRET})

    assert [(text.key, text.ticked) for text in answer.context["editions"]] == [
        (3, False), (2, True), (1, False),
    ]  # fmt: skip


def test_notes_that_hold_the_words_are_ticked(rewritten, redactor, at_desk):
    steps.send_back(rewritten, by=redactor, reason="Thiếu nguồn.")
    steps.assign(rewritten, by=redactor, to=None, note=f"Bỏ tên {SECRET}.")

    answer = at_desk.post(page(rewritten), {"_find": "1", "words": SECRET})

    assert [(text.title, text.ticked) for text in answer.context["notes"]] == [
        (f"–. Bỏ tên {SECRET}.", True), ("Thiếu nguồn.", False), (SECRET, True),
    ]  # fmt: skip


def test_a_refused_form_ticks_what_was_chosen_and_nothing_else(rewritten, at_desk):
    save = rewritten.acts.exclude(text="").last()

    answer = at_desk.post(page(rewritten), {"edition": ["1", save.pk], "reason": ""})

    ticked = {
        kind: [text.key for text in answer.context[kind] if text.ticked]
        for kind in ("editions", "saves", "notes")
    }
    assert ticked == {"editions": [1], "saves": [], "notes": []}


def test_what_is_ticked_is_redacted_and_the_history_says_so(rewritten, at_desk):
    save = rewritten.acts.exclude(text="").last()
    chosen = {"edition": ["1", "x"], "save": [save.pk], "reason": "Bản án 12/2020"}

    answer = at_desk.post(page(rewritten), chosen, follow=True)

    assert answer.redirect_chain == [(f"/admin/news/article/{rewritten.pk}/history/", 302)]
    text = answer.content.decode()
    assert ("Bản án 12/2020 (bản 1; 1 bản lưu)" in text, SECRET in text) == (True, False)
    assert SECRET not in everything_stored()


@pytest.mark.parametrize(
    "sent", [{}, {"reason": "x"}, {"edition": ["2"], "reason": "x"}, {"edition": ["1"]}]
)
def test_what_is_not_whole_is_refused_beside_the_form(rewritten, at_desk, sent):
    answer = at_desk.post(page(rewritten), sent)

    assert (answer.status_code, bool(answer.context["form"].errors)) == (200, True)
    assert not Act.objects.filter(verb=Verb.REDACT).exists()


@pytest.mark.parametrize(
    "kind", ["anonymous", "nobody", "reader", "contributor", "editor", "publisher"]
)
def test_who_may_not_gets_no_word_and_changes_nothing(rewritten, kind):
    client, _ = person(kind)
    before = state_of_everything()

    answers = [
        client.get(page(rewritten)),
        client.post(page(rewritten), {"edition": ["1"], "reason": "x"}),
    ]

    assert {answer.status_code for answer in answers} <= {302, 403}
    assert SECRET not in "".join(answer.content.decode() for answer in answers)
    assert state_of_everything() == before
