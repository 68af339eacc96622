"""What a court or a law wants gone is gone for good, and a marked hole stands in its place."""

from datetime import timedelta

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Permission
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.utils import timezone

from delivery.answers import Page
from delivery.store import Store, pages
from news import commenting, reviewing, sittings, workflow
from news.document import HOLE
from news.enums import Verb
from news.models import Act, Article, Edition, ReviewLink, Sitting
from tests.factories import make_article, make_author, make_photo, make_user, publish
from tests.news.fronts import HOME as FRONT
from tests.news.fronts import saved as arranged
from tests.news.people import person, state_of_everything

pytestmark = pytest.mark.django_db

SECRET = "Trần Văn Mật"


def make_redactor(**fields):
    user = make_user("Thư ký xuất bản", **fields)
    user.user_permissions.add(Permission.objects.get(codename="redact_edition"))
    return user


def saved(article, by):
    article.save()
    workflow.saved(article, by=by, created=False)


@pytest.fixture
def redactor():
    return make_redactor()


@pytest.fixture
def rewritten(redactor):
    """An article whose first edition named somebody; the second does not."""
    photo = make_photo()
    article = make_article(
        f"Bắt giữ {SECRET}", lead=f"{SECRET} bị bắt.", kicker=SECRET, body=f"<p>Ông {SECRET}.</p>",
        lead_photo=photo, lead_caption=SECRET, authors=[make_author()],
    )  # fmt: skip
    saved(article, redactor)
    publish(article, note=SECRET)
    article.title, article.lead, article.kicker = "Bắt giữ một nghi phạm", "Đã bị bắt.", ""
    article.body, article.lead_photo, article.lead_caption = "<p>Một người.</p>", None, ""
    saved(article, redactor)
    publish(article)
    return article


def redact(article, by, editions=(1,), reason="Bản án 12/2026", **more):
    workflow.redact(article, by=by, editions=editions, reason=reason, **more)


def everything_stored():
    """Each text of the database that could hold words of an article."""
    with connection.cursor() as cursor:
        found = []
        for table in (
            *("news_edition", "news_act", "news_article", "news_sitting", "audit_entry"),
            *("news_comment", "news_reviewlink"),
        ):
            cursor.execute(f"SELECT * FROM {table}")
            found += [str(row) for row in cursor.fetchall()]
    return "\n".join(found)


def test_the_words_are_in_no_row_any_more(rewritten, redactor):
    first_save = rewritten.acts.exclude(text="").last()
    assert SECRET in everything_stored()

    redact(rewritten, redactor, saves=[first_save.pk])

    assert SECRET not in everything_stored()


def test_what_the_desk_of_a_front_says_was_done_there_keeps_no_title_of_it(redactor):
    article, other = make_article(f"Bắt giữ {SECRET}"), make_article("Bài khác")
    saved(article, redactor)
    publish(article)
    publish(other)
    client = Client()
    client.force_login(make_user(is_superuser=True))
    client.post(FRONT, arranged(("n1", article, 0), ("n2", other, 1)))
    told = LogEntry.objects.get().change_message
    article.title = "Bắt giữ một nghi phạm"
    saved(article, redactor)
    publish(article)

    redact(article, redactor)

    assert f"“Bắt giữ {SECRET}”" in told
    assert LogEntry.objects.get().change_message == told.replace(f"Bắt giữ {SECRET}", HOLE)


def test_comments_that_are_chosen_and_what_review_links_hold_go_too(rewritten, redactor):
    first_save = rewritten.acts.exclude(text="").last()
    link, token = reviewing.send(rewritten, by=redactor, recipient="Sở Y tế")
    ReviewLink.objects.update(document=first_save.text)
    said = reviewing.say(link, name=SECRET, text=f"Tôi là {SECRET}", agrees=True)
    kept = commenting.comment(rewritten, by=redactor, text="Giữ lại")
    client = Client()
    client.force_login(redactor)
    page = f"/admin/news/article/{rewritten.pk}/redact/"

    found = client.post(page, {"words": SECRET, "_find": "1"}).context["comments"]
    redact_these = {"edition": ["1"], "save": [first_save.pk], "comment": [said.pk]}
    client.post(page, {**redact_these, "reason": "Bản án 12/2026"})

    assert [(each.key, each.found) for each in found] == [
        (str(kept.pk), False), (str(said.pk), True)
    ]  # fmt: skip
    assert SECRET not in everything_stored()
    said.refresh_from_db()
    assert (said.text, said.name, said.agrees) == (HOLE, HOLE, True)
    assert "Giữ lại" in everything_stored()
    assert reviewing.opened_by(token) is None
    assert "1 ý kiến" in rewritten.acts.first().note


def test_a_comment_of_another_article_is_not_redacted_here(rewritten, redactor):
    other = commenting.comment(make_article(), by=redactor, text="Của bài khác")

    with pytest.raises(workflow.NotNow):
        workflow.redact(
            rewritten, by=redactor, editions=(), saves=(), comments=[other.pk], reason="Bản án"
        )


def test_a_marked_hole_stands_in_its_place(rewritten, redactor):
    before = Edition.objects.get(number=1)

    redact(rewritten, redactor)

    after = Edition.objects.get(number=1)
    assert (after.title, after.content.body, after.photo) == (HOLE, "", None)
    kept = ("code", "digest", "released_at", "live_from", "live_until", "published_by_id")
    assert {name: getattr(after, name) for name in kept} == {
        name: getattr(before, name) for name in kept
    }
    assert after.redacted_at is not None
    act = Act.objects.get(verb=Verb.REDACT)
    assert (act.by, act.note) == (redactor, "Bản án 12/2026 (bản 1)")


def test_readers_see_the_running_edition_as_before(rewritten, redactor, client):
    running = Edition.objects.get(number=2)
    address = f"/{running.section.path}/{running.slug}-{rewritten.pk}/"
    before = client.get(address)

    redact(rewritten, redactor)

    after = client.get(address)
    assert (before.status_code, after.content) == (200, before.content)


def test_a_print_of_it_is_still_told_to_be_replaced(rewritten, redactor, client):
    code = Edition.objects.get(number=1).code
    redact(rewritten, redactor)

    answer = client.get(f"/xac-minh/{code[:4]}-{code[4:8]}-{code[8:]}/", follow=True)

    assert "đã được thay" in answer.content.decode() or "đã bị thay" in answer.content.decode()


def test_its_photo_may_be_deleted_then(rewritten, redactor):
    edition = Edition.objects.get(number=1)
    photo = edition.photo

    redact(rewritten, redactor)
    photo.delete()

    assert not edition.photo_rows.exists()


def test_an_archived_text_is_not_found_by_its_words_any_more(redactor):
    article = make_article(f"Bắt giữ {SECRET}")
    publish(article)
    workflow.withdraw(article, by=redactor, reason="Tòa yêu cầu")
    article.title = "Khác"
    article.save()

    redact(article, redactor)

    assert SECRET not in everything_stored()
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM news_search")
        assert cursor.fetchone() == (0,)


@pytest.mark.parametrize("which", ["running", "scheduled"])
def test_what_readers_see_or_are_to_see_is_not_redacted(redactor, which):
    article = make_article(SECRET)
    at = timezone.now() + timedelta(hours=1) if which == "scheduled" else None
    workflow.publish(article, by=redactor, at=at)
    before = state_of_everything()

    with pytest.raises(workflow.NotNow), transaction.atomic():
        redact(article, redactor)

    assert (state_of_everything(), Edition.objects.get().title) == (before, SECRET)


def test_the_desk_copys_own_text_is_not_redacted(rewritten, redactor):
    newest = rewritten.acts.exclude(text="").first()

    with pytest.raises(workflow.NotNow):
        redact(rewritten, redactor, editions=[], saves=[newest.pk])

    assert Act.objects.get(pk=newest.pk).text == newest.text


def test_what_was_typed_and_never_saved_goes_too_unless_its_form_is_open(rewritten, redactor):
    old, present = "a" * 32, "b" * 32
    for key in (old, present):
        sittings.beat(redactor, key, rewritten, typed="[]")
    Sitting.objects.filter(key=old).update(seen_at=None)

    redact(rewritten, redactor)

    assert list(Sitting.objects.values_list("key", flat=True)) == [present]


def test_of_another_article_nothing_is_redacted(rewritten, redactor):
    other = make_article("Bài khác")
    saved(other, redactor)
    text = other.acts.exclude(text="").get()
    article_text = rewritten.acts.exclude(text="").last()

    redact(rewritten, redactor, saves=[text.pk, article_text.pk])

    assert Act.objects.get(pk=text.pk).text == text.text


def test_a_note_of_the_log_goes_too_but_not_why_something_was_redacted(rewritten, redactor):
    workflow.send_back(rewritten, by=redactor, reason=f"Bỏ tên {SECRET}.")
    save = rewritten.acts.exclude(text="").last()
    redact(rewritten, redactor, saves=[save.pk])
    notes = dict(rewritten.acts.exclude(note="").values_list("verb", "pk"))

    redact(rewritten, redactor, editions=(), notes=notes.values())

    assert SECRET not in everything_stored()
    told = rewritten.acts.filter(verb=Verb.REDACT).order_by("pk").values_list("note", flat=True)
    assert list(told) == [
        "Bản án 12/2026 (bản 1; 1 bản lưu)",
        "Bản án 12/2026 (1 ghi chú)",
    ]


@pytest.mark.django_db(transaction=True)
def test_pages_that_are_kept_on_disk_go_too(rewritten, redactor, settings, tmp_path):
    settings.VAR_DIR = tmp_path
    kept = Page(
        status=200, headers=[], etag="", coded={"": SECRET.encode()}, slots=(), seen=1, until=0,
        tags="",
    )  # fmt: skip
    key = (False, "/kinh-te/", ())
    Store(pages(), "1").put(key, kept, ())

    redact(rewritten, redactor)

    assert Store(pages(), "1").get(key) is None
    assert SECRET.encode() not in b"".join(file.read_bytes() for file in tmp_path.glob("pages*"))


def test_what_is_gone_already_is_not_redacted_again(rewritten, redactor):
    save = rewritten.acts.exclude(text="").last()
    redact(rewritten, redactor, saves=[save.pk])

    with pytest.raises(workflow.NotNow):
        redact(rewritten, redactor, saves=[save.pk])

    assert Act.objects.filter(verb=Verb.REDACT).count() == 1


def test_what_readers_were_told_of_a_withdrawal_that_is_over_goes_too(rewritten, redactor):
    workflow.withdraw(rewritten, by=redactor, reason="Tòa", public_reason=SECRET)
    workflow.bring_back(rewritten, by=redactor)
    save = rewritten.acts.exclude(text="").last()
    notes = workflow.notes_of(rewritten).values_list("pk", flat=True)

    redact(rewritten, redactor, saves=[save.pk], notes=list(notes))

    assert SECRET not in everything_stored()


def test_what_readers_are_told_of_a_withdrawal_is_rewritten_first(rewritten, redactor, at_desk):
    workflow.withdraw(rewritten, by=redactor, reason="Tòa", public_reason=SECRET)

    redact(rewritten, redactor)
    answer = at_desk.post(page(rewritten), {"_find": "1", "words": SECRET})

    assert answer.context["on_desk"]
    assert Article.objects.get().public_reason == SECRET


def test_a_redaction_wants_a_reason(rewritten, redactor):
    with pytest.raises(ValidationError):
        redact(rewritten, redactor, reason="  ")


def test_nobody_redacts_without_that_right(rewritten):
    with pytest.raises(PermissionDenied):
        redact(rewritten, make_user("Thư ký xuất bản"))


def test_what_was_redacted_is_not_put_on_the_desk_or_brought_back(redactor):
    article = make_article(SECRET)
    saved(article, redactor)
    publish(article)
    article.title = "Khác"
    saved(article, redactor)
    workflow.withdraw(article, by=redactor, reason="Tòa")
    text = article.acts.exclude(text="").last()
    redact(article, redactor, saves=[text.pk])

    for act in (
        lambda: workflow.bring_back(article, by=redactor),
        lambda: workflow.restore(article, Edition.objects.get(), by=redactor),
        lambda: workflow.restore_save(article, Act.objects.get(pk=text.pk), by=redactor),
    ):
        with pytest.raises(workflow.NotNow):
            act()
    assert Article.objects.get().title == "Khác"


# The database's own rule


@pytest.mark.parametrize(
    "change",
    [
        {"title": "khác"},
        {"redacted_at": None},
        {"redacted_at": timezone.now() + timedelta(days=1)},
        {"document": "{}"},
    ],
)
def test_a_hole_is_frozen_like_any_edition(rewritten, redactor, change):
    redact(rewritten, redactor)

    with pytest.raises(DatabaseError), transaction.atomic():
        Edition.objects.filter(number=1).update(**change)


@pytest.mark.parametrize("change", [{"code": "AAAABBBBCCCC"}, {"digest": "0" * 64}, {"number": 9}])
def test_a_redaction_changes_nothing_but_words(rewritten, change):
    with pytest.raises(DatabaseError), transaction.atomic():
        Edition.objects.filter(number=1).update(redacted_at=timezone.now(), title=HOLE, **change)


def test_the_running_edition_is_not_blanked_by_any_hand(rewritten):
    with pytest.raises(DatabaseError), transaction.atomic():
        Edition.objects.filter(number=2).update(redacted_at=timezone.now(), title=HOLE)


# The page


def page(article):
    return f"/admin/news/article/{article.pk}/redact/"


@pytest.fixture
def at_desk(redactor):
    client = Client()
    client.force_login(redactor)
    return client


def test_what_holds_the_words_is_found_and_ticked(rewritten, at_desk):
    answer = at_desk.post(page(rewritten), {"_find": "1", "words": "tran van MAT", "reason": "x"})

    editions = [(text.key, text.open, text.found) for text in answer.context["editions"]]
    saves = [(text.open, text.found) for text in answer.context["saves"]]
    assert editions == [("2", False, False), ("1", True, True)]
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
        ("3", False), ("2", True), ("1", False),
    ]  # fmt: skip


def test_notes_that_hold_the_words_are_ticked(rewritten, redactor, at_desk):
    workflow.send_back(rewritten, by=redactor, reason="Thiếu nguồn.")
    workflow.assign(rewritten, by=redactor, to=None, note=f"Bỏ tên {SECRET}.")

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
    assert ticked == {"editions": ["1"], "saves": [], "notes": []}


def test_what_is_ticked_is_redacted_and_the_history_says_so(rewritten, at_desk):
    save = rewritten.acts.exclude(text="").last()
    chosen = {"edition": ["1", "x"], "save": [save.pk], "reason": "Bản án 12/2026"}

    answer = at_desk.post(page(rewritten), chosen, follow=True)

    assert answer.redirect_chain == [(f"/admin/news/article/{rewritten.pk}/history/", 302)]
    text = answer.content.decode()
    assert ("Bản án 12/2026 (bản 1; 1 bản lưu)" in text, SECRET in text) == (True, False)
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
