"""Receipts of takedowns: readers find the file nowhere any more."""

import pytest

from accounts import roles
from delivery import worker_status
from media.takedown.take_down import take_down
from news.desk import steps
from news.models import FileReceipt, Receipt
from news.receipts import public_pages, requests, watch
from tests.factories import make_article, make_photo, make_publisher, make_user, publish
from tests.news.editions.files import publish_with_files
from tests.news.receipts.made import make_receipts, read

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_storage")]


def remove(file) -> None:
    take_down(file.ref, by=make_publisher(), reason="Tòa yêu cầu")


def judged(client, file) -> dict[str, str]:
    """What is wrong with each page by its path."""
    found = {}
    for page in public_pages.pages_without(file):
        answer = client.get(page.path)
        text = answer.getvalue().decode(errors="replace")
        found[page.path] = page.check(answer.status_code, text)
    return found


def test_every_page_that_led_to_the_file_proves_that_it_is_gone(client, committed):
    _article, lead, _figure, document, _edition = committed(publish_with_files)
    before = judged(client, lead.ref), judged(client, document.ref)
    assert [set(each.values()) for each in before] == [{"still"}, {"still", ""}]
    # The file, the article, its print view, the home page, RSS.
    assert [len(each) for each in before] == [5, 5]

    for file in (lead, document):
        committed(lambda file=file: remove(file))

    after = judged(client, lead.ref), judged(client, document.ref)
    assert [set(each.values()) for each in after] == [{""}, {""}]
    assert [each.keys() for each in after] == [each.keys() for each in before]


def test_one_is_requested_and_taken_by_one_worker(committed):
    photo = make_photo()
    committed(lambda: remove(photo))

    taken = [watch.claim_receipts(9)[0] for _worker in range(2)]

    assert taken == [[FileReceipt.objects.get(photo=photo)], []]


def test_a_withdrawal_proves_that_files_are_gone_which_no_other_article_shows(committed):
    article, lead, figure, document, _edition = committed(publish_with_files)
    committed(lambda: publish(make_article("Bài khác", lead_photo=lead)))

    committed(lambda: steps.withdraw(article, by=make_publisher(), reason="Sai"))

    receipt = Receipt.objects.get(kind="gone")
    read = [page.path for page in watch.pages_of(receipt) if page.kind == "file"]
    assert read == [f"/tep/{document.file.name}", f"/tep/anh/{figure.key[:2]}/{figure.key}/goc.jpg"]


def test_a_redaction_leaves_no_title_in_them(committed):
    article, lead, *_rest = committed(publish_with_files)
    receipt = FileReceipt.objects.create(photo=lead, asked_at=article.created_at)
    paths = [page.path for page in public_pages.pages_without(lead.ref)]
    receipt.pages = [{"host": "h", "path": path, "kind": "", "ms": 1, "said": ""} for path in paths]
    receipt.done_at = article.created_at
    receipt.save()
    FileReceipt.objects.create(
        photo=lead, asked_at=article.created_at, begun_at=article.created_at, pages=receipt.pages
    )

    requests.remove_titles(article)

    receipt.refresh_from_db()
    # A worker that had begun this one loses it.
    unmade = FileReceipt.objects.exclude(pk=receipt.pk).get()
    assert (unmade.begun_at, unmade.pages) == (None, [])
    assert [page["path"] for page in receipt.pages] == [
        paths[0], f"/b/{article.pk}", f"/b/{article.pk}", "/", "/rss.xml",
    ]  # fmt: skip


@pytest.mark.django_db(transaction=True)
def test_staff_read_that_the_file_is_gone(live_server, settings, desk):
    settings.PUBLIC_URL, settings.PUBLIC_HOSTS = live_server.url, [live_server.url]
    _article, lead, *_rest = publish_with_files()
    remove(lead)
    make_receipts()

    receipt = FileReceipt.objects.get()
    page = desk.get(requests.file_receipt_url(lead.ref)).content.decode()
    form = desk.get(f"/admin/media/photo/{lead.pk}/change/").content.decode()

    assert set(read(receipt).values()) == {""}
    assert receipt.seconds is not None
    assert "Đã khuất khỏi mọi trang sau" in page
    assert requests.address_of(receipt) in form


@pytest.mark.parametrize(("seen", "count"), [(True, 1), (False, 0)])
def test_the_dashboard_names_one_only_to_who_sees_photos(seen, count):
    photo = make_photo(alt="Cầu")
    FileReceipt.objects.create(photo=photo, asked_at=photo.uploaded_at, fault="ValueError: x")
    person = make_user(roles.EDITORS if seen else "")

    found = worker_status.set_aside(person).get("file-receipts", [])

    assert len(found) == count


def test_the_dashboard_names_one_that_could_not_be_made():
    photo = make_photo(alt="Cầu")
    FileReceipt.objects.create(
        photo=photo, asked_at=photo.uploaded_at, done_at=photo.uploaded_at, fault="ValueError: x"
    )

    [found] = worker_status.set_aside()["file-receipts"]

    assert (found.name, found.why) == ("Cầu", "ValueError: x")
