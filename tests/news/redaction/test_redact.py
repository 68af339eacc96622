"""A redaction removes the words of a text for good, and leaves a marked gap in its place."""

from datetime import timedelta

import pytest
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection, transaction
from django.test import Client
from django.utils import timezone

from delivery.page_cache.disk import DiskCache, cache_file
from delivery.page_cache.page import CachedPage
from news.desk import steps
from news.editions.document import REDACTED
from news.enums import Verb
from news.models import Act, Article, Edition, Front, Receipt, ReviewLink, Sitting
from news.receipts import watch
from news.redaction.redact import redact as redact_article, redactable_notes
from news.review_links import comments, links
from news.sittings import open_forms
from tests.factories import make_article, make_user, publish
from tests.news.people import state_of_everything
from tests.news.redaction.redacting import SECRET, everything_stored, make_cancelled, redact, saved

pytestmark = pytest.mark.django_db


def test_the_words_are_in_no_row_any_more(rewritten, redactor):
    first_save = rewritten.acts.exclude(text="").last()
    assert SECRET in everything_stored()

    redact(rewritten, redactor, saves=[first_save.pk])

    assert SECRET not in everything_stored()


def test_comments_that_are_chosen_and_what_review_links_hold_go_too(rewritten, redactor):
    first_save = rewritten.acts.exclude(text="").last()
    link, token = links.create_link(rewritten, by=redactor, recipient="Sở Y tế")
    ReviewLink.objects.update(document=first_save.text)
    said = links.add_opinion(link, name=SECRET, text=f"Tôi là {SECRET}", agrees=True)
    kept = comments.add_comment(rewritten, by=redactor, text="Giữ lại")
    client = Client()
    client.force_login(redactor)
    page = f"/admin/news/article/{rewritten.pk}/redact/"

    found = client.post(page, {"words": SECRET, "_find": "1"}).context["comments"]
    redact_these = {"edition": ["1"], "save": [first_save.pk], "comment": [said.pk]}
    client.post(page, {**redact_these, "reason": "Bản án 12/2020"})

    assert [(each.key, each.found) for each in found] == [
        (kept.pk, False), (said.pk, True)
    ]  # fmt: skip
    assert SECRET not in everything_stored()
    said.refresh_from_db()
    assert (said.text, said.name, said.agrees) == (REDACTED, REDACTED, True)
    assert "Giữ lại" in everything_stored()
    assert links.link_by_token(token) is None
    assert "1 ý kiến" in rewritten.acts.first().note


def test_a_reviewer_whose_comment_goes_is_named_by_their_link_no_longer(rewritten, redactor):
    link, _token = links.create_link(rewritten, by=redactor, recipient=SECRET)
    said = links.add_opinion(link, name="", text="Tôi phản đối", agrees=False)
    client = Client()
    client.force_login(redactor)
    page = f"/admin/news/article/{rewritten.pk}/redact/"
    first_save = rewritten.acts.exclude(text="").last()

    found = client.post(page, {"words": SECRET, "_find": "1"}).context["comments"]
    redact(rewritten, redactor, saves=[first_save.pk], comments=[said.pk])

    assert [each.found for each in found] == [True]
    assert SECRET not in everything_stored()


def test_receipts_keep_neither_the_title_nor_an_address_with_its_words(rewritten, redactor):
    receipt = Receipt.objects.get(edition__number=1)
    read = {"host": "http://a.example", "ms": 80, "said": ""}
    slug = f"bat-giu-tran-van-mat-{rewritten.pk}"
    paths = {
        "article": f"/kinh-te/{slug}/",
        "print": f"/kinh-te/{slug}/ban-in/",
        "search": "/tim-kiem/?q=Tr%E1%BA%A7n+V%C4%83n+M%E1%BA%ADt",
        "section": "/kinh-te/",
    }
    pages = [{**read, "kind": kind, "path": path} for kind, path in paths.items()]
    Receipt.objects.update(pages=pages, done_at=timezone.now())

    redact(rewritten, redactor)

    after = {page["kind"]: page["path"] for page in Receipt.objects.get(pk=receipt.pk).pages}
    short = f"/b/{rewritten.pk}"
    assert after == {
        "article": short, "print": short, "search": "/tim-kiem/", "section": "/kinh-te/",
    }  # fmt: skip
    assert Receipt.objects.get(edition__number=2).pages == pages


def test_a_receipt_that_is_being_made_meanwhile_does_not_bring_the_title_back(redactor):
    article = make_article(f"Bắt giữ {SECRET}")
    edition = publish(article)
    steps.withdraw(article, by=redactor, reason="Tòa án")
    (under_way,) = [each for each in watch.claim_receipts(9)[0] if each.kind == "gone"]
    found = [watch.PageWatch("http://a.example", each) for each in watch.pages_of(under_way)]

    redact(article, redactor)
    watch.save_progress(under_way, found)
    watch.close(under_way, found)

    (anew,) = Receipt.objects.filter(kind="gone")
    assert (anew.edition_id, anew.asked_at) == (edition.pk, under_way.asked_at)
    assert (anew.begun_at, anew.done_at, anew.pages) == (None, None, [])


def test_the_log_of_a_front_names_it_no_longer(rewritten, redactor):
    title = f"Bắt giữ {SECRET}"
    line = "+ Tin chính: “{}”, từ 09:00; − Tin nổi bật 1: “Cầu mới”"
    front = ContentType.objects.get_for_model(Front)
    entry = LogEntry.objects.create(
        user=redactor, content_type=front, action_flag=CHANGE, change_message=line.format(title)
    )

    redact(rewritten, redactor)

    entry.refresh_from_db()
    assert entry.change_message == line.format(REDACTED)


def test_nor_does_it_once_the_desk_copy_is_rewritten_after_its_edition_went(redactor):
    article = make_article(SECRET)
    saved(article, redactor)
    publish(article)
    steps.withdraw(article, by=redactor, reason="Tòa")
    front = ContentType.objects.get_for_model(Front)
    LogEntry.objects.create(
        user=redactor, content_type=front, action_flag=CHANGE,
        change_message=f"+ Tin chính: “{SECRET}”, từ 09:00",
    )  # fmt: skip
    redact(article, redactor)
    text = article.acts.exclude(text="").last()
    article.title = "Khác"
    saved(article, redactor)

    redact(article, redactor, editions=(), saves=[text.pk])

    assert SECRET not in everything_stored()


def test_a_comment_of_another_article_is_not_redacted_here(rewritten, redactor):
    other = comments.add_comment(make_article(), by=redactor, text="Của bài khác")

    with pytest.raises(steps.StepRefused):
        redact_article(
            rewritten, by=redactor, editions=(), saves=(), comments=[other.pk], reason="Bản án"
        )


def test_a_marked_hole_stands_in_its_place(rewritten, redactor):
    before = Edition.objects.get(number=1)

    redact(rewritten, redactor)

    after = Edition.objects.get(number=1)
    assert (after.title, after.content.body, after.photo) == (REDACTED, "", None)
    kept = ("code", "digest", "released_at", "live_from", "live_until", "published_by_id")
    assert {name: getattr(after, name) for name in kept} == {
        name: getattr(before, name) for name in kept
    }
    assert after.redacted_at is not None
    act = Act.objects.get(verb=Verb.REDACT)
    assert (act.by, act.note) == (redactor, "Bản án 12/2020 (bản 1)")


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
    steps.withdraw(article, by=redactor, reason="Tòa yêu cầu")
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
    steps.publish(article, by=redactor, at=at)
    before = state_of_everything()

    with pytest.raises(steps.StepRefused), transaction.atomic():
        redact(article, redactor)

    assert (state_of_everything(), Edition.objects.get().title) == (before, SECRET)


def test_a_cancelled_edition_is_redacted_before_its_time_has_come(redactor):
    article = make_cancelled(redactor)
    client = Client()
    client.force_login(redactor)
    page = f"/admin/news/article/{article.pk}/redact/"

    (offered,) = client.get(page).context["editions"]
    client.post(page, {"edition": ["1"], "reason": "Bản án 12/2020"})

    assert offered.selectable
    assert Edition.objects.get().title == REDACTED
    assert SECRET not in everything_stored()


def test_so_is_what_a_moved_edition_was_before(redactor):
    article = make_article(SECRET)
    steps.publish(article, by=redactor, at=timezone.now() + timedelta(days=1))
    steps.move(article, by=redactor, at=timezone.now() + timedelta(days=2))

    redact(article, redactor, editions=[1])

    assert list(article.editions.order_by("number").values_list("title", flat=True)) == [
        REDACTED, SECRET,
    ]  # fmt: skip


def test_the_desk_copys_own_text_is_not_redacted(rewritten, redactor):
    newest = rewritten.acts.exclude(text="").first()

    with pytest.raises(steps.StepRefused):
        redact(rewritten, redactor, editions=[], saves=[newest.pk])

    assert Act.objects.get(pk=newest.pk).text == newest.text


def test_what_was_typed_and_never_saved_goes_too_unless_its_form_is_open(rewritten, redactor):
    old, present = "a" * 32, "b" * 32
    for key in (old, present):
        open_forms.heartbeat(redactor, key, rewritten, typed="[]")
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
    steps.send_back(rewritten, by=redactor, reason=f"Bỏ tên {SECRET}.")
    save = rewritten.acts.exclude(text="").last()
    redact(rewritten, redactor, saves=[save.pk])
    notes = dict(rewritten.acts.exclude(note="").values_list("verb", "pk"))

    redact(rewritten, redactor, editions=(), notes=notes.values())

    assert SECRET not in everything_stored()
    told = rewritten.acts.filter(verb=Verb.REDACT).order_by("pk").values_list("note", flat=True)
    assert list(told) == [
        "Bản án 12/2020 (bản 1; 1 bản lưu)",
        "Bản án 12/2020 (1 ghi chú)",
    ]


@pytest.mark.django_db(transaction=True)
def test_pages_that_are_kept_on_disk_go_too(rewritten, redactor, settings, tmp_path):
    settings.VAR_DIR = tmp_path
    kept = CachedPage(
        status=200, headers=[], etag="", coded={"": SECRET.encode()}, slots=(), seen=1, until=0,
        tags="",
    )  # fmt: skip
    key = (False, "/kinh-te/", ())
    DiskCache(cache_file(), "1").put(key, kept, ())

    redact(rewritten, redactor)

    assert DiskCache(cache_file(), "1").get(key) is None
    assert SECRET.encode() not in b"".join(file.read_bytes() for file in tmp_path.glob("pages*"))


def test_what_is_gone_already_is_not_redacted_again(rewritten, redactor):
    save = rewritten.acts.exclude(text="").last()
    redact(rewritten, redactor, saves=[save.pk])

    with pytest.raises(steps.StepRefused):
        redact(rewritten, redactor, saves=[save.pk])

    assert Act.objects.filter(verb=Verb.REDACT).count() == 1


def test_what_readers_were_told_of_a_withdrawal_that_is_over_goes_too(rewritten, redactor):
    steps.withdraw(rewritten, by=redactor, reason="Tòa", public_reason=SECRET)
    steps.bring_back(rewritten, by=redactor)
    save = rewritten.acts.exclude(text="").last()
    notes = redactable_notes(rewritten).values_list("pk", flat=True)

    redact(rewritten, redactor, saves=[save.pk], notes=list(notes))

    assert SECRET not in everything_stored()


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
    steps.withdraw(article, by=redactor, reason="Tòa")
    text = article.acts.exclude(text="").last()
    redact(article, redactor, saves=[text.pk])

    for act in (
        lambda: steps.bring_back(article, by=redactor),
        lambda: steps.restore(article, Edition.objects.get(), by=redactor),
        lambda: steps.restore(article, Act.objects.get(pk=text.pk), by=redactor),
    ):
        with pytest.raises(steps.StepRefused):
            act()
    assert Article.objects.get().title == "Khác"


def test_nor_by_whoever_had_read_it_just_before(rewritten, redactor):
    edition, text = Edition.objects.get(number=1), rewritten.acts.exclude(text="").last()
    assert SECRET in edition.content.title and SECRET in text.text
    redact(rewritten, redactor, saves=[text.pk])

    for act in (
        lambda: steps.restore(rewritten, edition, by=redactor),
        lambda: steps.restore(rewritten, text, by=redactor),
    ):
        with pytest.raises(steps.StepRefused):
            act()
    assert SECRET not in everything_stored()
