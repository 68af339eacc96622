"""The view that reads a Word file for an article's form: who may use it, and what it answers."""

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Permission
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from accounts import roles
from media.models import Photo
from news.models import Article
from news.word.report import FAULT_SENTENCES
from tests.factories import make_article, make_user, picture_bytes
from tests.full_disk import full_disk
from tests.news.desk.form_data import ADD, change
from tests.news.people import person
from tests.text.word.docx import docx, p, picture, r

pytestmark = pytest.mark.django_db

WORD = "/admin/news/article/word/"
LEAD = "Sáng 12/3, cầu Trầm nối hai phường đón những chuyến xe đầu tiên sau ba năm thi công."
FIRST, SECOND = picture_bytes((96, 64), seed=1), picture_bytes((96, 64), seed=2)


@pytest.fixture(autouse=True)
def own_files(settings, tmp_path):
    """The uploads and public files of each test go into a folder of its own."""
    where = "django.core.files.storage.FileSystemStorage"
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {"BACKEND": where, "OPTIONS": {"location": tmp_path / "uploads"}},
        "library": {
            "BACKEND": where,
            "OPTIONS": {"location": tmp_path / "library", "base_url": "/admin/tep/"},
        },
    }


def file(content: bytes, name: str = "bài viết.docx") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def article() -> bytes:
    return docx(
        p("Cầu Trầm thông xe", style="Title"),
        p(picture("rId20", "Đoàn xe qua cầu")),
        p("Xe qua cầu. Ảnh: Hải Đăng", style="Caption"),
        p(r(LEAD, b=1)),
        p("Cầu dài 420 m."),
        p(picture("rId21")),
        p("Chợ dưới chân cầu.", style="Caption"),
        p("Nguyễn Hải", jc="right"),
        pictures={"rId20": ("media/a.jpeg", FIRST), "rId21": ("media/b.jpeg", SECOND)},
    )


def test_the_answer_fills_the_form_and_the_pictures_are_the_senders():
    client, user = person("contributor")

    answer = client.post(WORD, {"file": file(article())}).json()

    lead, other = Photo.objects.order_by("pk")
    assert (answer["title"], answer["lead"]) == ("Cầu Trầm thông xe", LEAD)
    assert answer["body"] == (
        f'<p>Cầu dài 420 m.</p><figure class="photo" data-photo="{other.pk}">'
        f'<img alt="Chợ dưới chân cầu." src="/admin/tep/anh/{other.key[:2]}/{other.key}/goc.jpg">'
        '<figcaption><div class="caption">Chợ dưới chân cầu.</div><div class="credit"></div>'
        "</figcaption></figure><p>Nguyễn Hải</p>"
    )
    shown = {name: answer["lead_photo"][name] for name in ("id", "alt", "caption", "credit")}
    assert shown == {
        "id": lead.pk,
        "alt": "Đoàn xe qua cầu",
        "caption": "Xe qua cầu.",
        "credit": "Ảnh: Hải Đăng",
    }
    words = ("alt", "caption", "credit", "uploaded_by")
    assert list(Photo.objects.order_by("pk").values_list(*words)) == [
        ("Đoàn xe qua cầu", "Xe qua cầu.", "Ảnh: Hải Đăng", user.pk),
        ("Chợ dưới chân cầu.", "Chợ dưới chân cầu.", "", user.pk),
    ]
    assert LogEntry.objects.filter(user=user).count() == 2
    assert (
        answer["summary"]
        == "Đã đọc: tiêu đề, sapo, nội dung, 2 ảnh. Ảnh đứng trước nội dung đã thành ảnh đầu bài."
    )
    assert answer["report"] == [
        {
            "text": "1 dòng có vẻ là tên tác giả, vẫn để trong nội dung. Nếu đúng, hãy "
            "nhập vào mục Tác giả hoặc ô Chữ ký cuối bài rồi xóa khỏi nội dung.",
            "places": ["Nguyễn Hải"],
        },
    ]
    assert not Article.objects.exists()


def test_pictures_that_the_library_has_are_not_taken_twice():
    other = make_user(roles.EDITORS)
    client, _ = person("contributor")
    there = Client()
    there.force_login(other)
    there.post(WORD, {"file": file(article())})

    answer = client.post(WORD, {"file": file(article())}).json()

    assert list(Photo.objects.values_list("uploaded_by", flat=True)) == [other.pk] * 2
    assert answer["lead_photo"]["id"] == Photo.objects.order_by("pk").first().pk
    assert answer["report"][1] == {
        "text": "2 ảnh đã có sẵn trong thư viện; bài dùng ảnh đó.",
        "places": ["Xe qua cầu.", "Chợ dưới chân cầu."],
    }


def test_who_may_not_add_photos_gets_the_text_and_is_told():
    user = make_user()
    rights = ("add_article", "change_article", "view_article")
    user.user_permissions.set(Permission.objects.filter(codename__in=rights))
    client = Client()
    client.force_login(user)

    answer = client.post(WORD, {"file": file(article())}).json()

    assert answer["lead_photo"] is None
    assert answer["body"] == ("<p>Cầu dài 420 m.</p><p>Chợ dưới chân cầu.</p><p>Nguyễn Hải</p>")
    assert [line["places"] for line in answer["report"][:2]] == [
        ["Xe qua cầu."], ["Chợ dưới chân cầu."]
    ]  # fmt: skip
    assert answer["report"][0]["text"] == (
        "Ảnh số 1 chưa vào được thư viện. Bạn không có quyền thêm vào thư viện ảnh; hãy nhờ biên "
        "tập viên đưa ảnh này vào."
    )
    assert not Photo.objects.exists()


MAY = {"contributor": 200, "editor": 200, "publisher": 200, "superuser": 200}
MAY_NOT = {"anonymous": 302, "nobody": 403, "reader": 302}


@pytest.mark.parametrize("kind", [*MAY, *MAY_NOT])
def test_whoever_may_write_articles_may_send_a_word_file(kind):
    client, _ = person(kind)

    response = client.post(WORD, {"file": file(article())})

    assert response.status_code == (MAY | MAY_NOT)[kind]
    assert Photo.objects.count() == (2 if kind in MAY else 0)
    if kind in MAY:
        assert response.json()["title"] == "Cầu Trầm thông xe"


@pytest.mark.parametrize("method", ["get", "head", "put", "delete", "options"])
def test_only_a_post_is_answered(method):
    client, _ = person("publisher")

    assert getattr(client, method)(WORD).status_code == 405


def test_another_site_cannot_send_a_file_in_somebodys_name():
    user = make_user(roles.EDITORS)
    client = Client(enforce_csrf_checks=True)
    client.force_login(user)

    assert client.post(WORD, {"file": file(article())}).status_code == 403
    assert not Photo.objects.exists()


@pytest.mark.parametrize(
    ("data", "error"),
    [
        ({}, "Hãy chọn một tệp Word."),
        ({"file": "chữ"}, "Hãy chọn một tệp Word."),
        ({"file": file(b"")}, "Tệp rỗng."),
        (
            {"file": file(b"MZ\x90\0" * 9)},
            "Đây không phải tệp Word, dù tên tệp là gì. Hãy gửi văn bản được Word lưu dạng .docx.",
        ),
        ({"file": file(docx(p()))}, "Tệp này không có chữ nào."),
    ],
)
def test_what_cannot_be_taken_is_answered_with_a_sentence(data, error):
    client, _ = person("editor")

    response = client.post(WORD, data)

    assert (response.status_code, response.json()) == (400, {"error": error})


def test_a_file_that_is_too_large_is_refused(settings):
    settings.MEDIA = {**getattr(settings, "MEDIA", {}), "DOCUMENT_BYTES": 100}
    client, _ = person("editor")

    response = client.post(WORD, {"file": file(article())})

    assert response.status_code == 400
    assert response.json()["error"].endswith("tối đa 100\xa0byte.")


def test_links_that_lead_nowhere_good_are_told():
    client, _ = person("editor")
    evil = docx(
        p("Tin", style="Title"),
        p('<w:hyperlink r:id="rId30"><w:r><w:t>bấm đây</w:t></w:r></w:hyperlink>'),
        links={"rId30": "javascript:alert(1)"},
    )

    answer = client.post(WORD, {"file": file(evil)}).json()

    assert answer["body"] == "<p>bấm đây</p>"
    assert [line["text"] for line in answer["report"]] == [
        "Đã gỡ 1 liên kết, giữ lại phần chữ: địa chỉ không được phép (javascript:alert(1))."
    ]


def test_mark_up_in_the_file_is_text():
    client, _ = person("editor")

    answer = client.post(
        WORD,
        {"file": file(docx(p(r("<b>Tin</b>"), style="Title"), p('x<figure data-photo="7">&lt;')))},
    ).json()

    assert answer["title"] == "<b>Tin</b>"
    assert answer["body"] == '<p>x&lt;figure data-photo="7"&gt;&amp;lt;</p>'


@pytest.mark.parametrize(
    ("kind", "button"),
    [("contributor", True), ("editor", True), ("publisher", True)],
)
def test_the_form_has_the_button(kind, button):
    client, _ = person(kind)

    assert (f'data-url="{WORD}"' in client.get(ADD).content.decode()) is button


def test_a_form_that_one_may_only_read_has_no_button():
    client, user = person("contributor")
    handed_in = make_article(created_by=user, state="editing")

    page = client.get(change(handed_in)).content.decode()

    assert "Cầu dài 420 m" in page
    assert WORD not in page


@pytest.mark.parametrize(
    ("kilobytes", "padding"), [(8, 9_000), (24, 0)], ids=["file", "its pictures"]
)
def test_a_file_that_finds_no_room_is_refused_in_a_sentence(settings, tmp_path, kilobytes, padding):
    settings.VAR_DIR = tmp_path
    client, _user = person("contributor")
    large = docx(
        p("Cầu dài 420 m."),
        p(picture("rId20")),
        pictures={"rId20": ("media/a.bmp", picture_bytes((200, 100), "BMP", seed=3))},
    )
    with full_disk(tmp_path / "scratch", kilobytes):
        response = client.post(WORD, {"file": file(large + bytes(padding))})
        left = [each for each in (tmp_path / "scratch").iterdir() if each.is_dir()]

    assert (response.status_code, response.json()["error"]) == (400, str(FAULT_SENTENCES["full"]))
    assert (left, Photo.objects.count()) == ([], 0)
