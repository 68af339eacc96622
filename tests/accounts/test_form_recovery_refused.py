"""What somebody typed for a page that they may not see (any more) is shown to them, to be copied.
Nothing else of the page is shown, and nothing is done."""

import re
from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from accounts import roles
from news.enums import DeskState
from news.models import Article
from staff.base_admin import REOPEN
from tests.factories import make_article, make_user, picture_bytes
from tests.news.desk.form_data import ADD, change, sent
from tests.news.people import state_of_everything
from tests.staff.forms import browser, form_of, sign_in, typed

pytestmark = pytest.mark.django_db

WORDS = 'Sai "số liệu" & <tên>\n</textarea><script>alert(1)</script>'
ELSEWHERE = {"Origin": "https://ke-xau.example"}


@pytest.fixture
def article():
    make_user(roles.PUBLISHERS, username="nguoi-viet")
    return make_article("Tên kín", lead="Sapo kín", body="<p>Thân kín</p>", state=DeskState.EDITING)


@pytest.fixture
def other(article):
    return make_user(roles.CONTRIBUTORS, username="nguoi-khac")


def to_copy(response):
    """The texts that the page shows to be copied, as (label, text)."""
    found = re.findall(
        r'<label for="(.*?)">(.*?)</label>\s*<textarea id="\1"[^>]* readonly>\n(.*?)</textarea>',
        response.content.decode(),
        re.S,
    )
    return [(label, unescape(text)) for _id, label, text in found]


BESIDE = {
    "step/send_back": {"reason": WORDS, "seen": "1.0.abcdef01"},
    "step/withdraw": {"reason": WORDS, "public_reason": "Đang xác minh"},
    "step/assign": {"note": WORDS, "to": "1"},
    "comments": {"text": WORDS, "do": "comment"},
    "review": {"recipient": WORDS, "days": "3"},
    "redact": {"words": WORDS, "reason": "Bản án", "edition": ["1", "2"]},
}


@pytest.mark.parametrize("page", BESIDE)
def test_who_signs_in_without_the_right_copies_what_was_typed_beside_an_article(
    article, other, page
):
    client, before = browser(), state_of_everything()
    address, form = f"/admin/news/article/{article.pk}/{page}/", BESIDE[page]
    opened = sign_in(client, client.post(address, form), username="nguoi-khac")

    answer = client.post(*form_of(opened))

    keys = {"seen", "do", "to", "days", "edition"}
    texts = [text for name, text in form.items() if name not in keys]
    assert (answer.status_code, answer["Cache-Control"]) == (403, "no-store")
    assert to_copy(answer) == [("Chữ bạn đã gõ", text) for text in texts]
    assert "kín" not in answer.content.decode()
    assert state_of_everything() == before


def test_who_signs_in_without_the_right_copies_the_form_of_an_article(article, other):
    client = browser()
    opened = sign_in(client, client.post(change(article), typed()), username="nguoi-khac")
    before = state_of_everything()
    action, fields = form_of(opened)

    answer = client.post(action, fields)
    saved = client.post(action, {name: v for name, v in fields.items() if name != REOPEN})

    found = dict(to_copy(answer))
    assert answer.status_code == 403
    assert found["Tiêu đề"] == 'Tên có "ngoặc" & <dấu>'
    assert "photo" not in found.values()
    assert found["Nội dung"] == "<p>Thân bài\u00a0dài</p></textarea><script>alert(1)</script>"
    assert to_copy(saved) == to_copy(answer)
    assert "kín" not in answer.content.decode() + saved.content.decode()
    assert state_of_everything() == before


def test_who_loses_the_right_while_they_type_copies_it_too(article):
    client = browser(user := make_user(roles.PUBLISHERS))
    address = f"/admin/news/article/{article.pk}/step/send_back/"
    assert client.get(address).status_code == 200
    # To take a person out of the group would end their session, and the form asks to sign in.
    user.groups.get().permissions.clear()

    answer = client.post(address, {"reason": WORDS})

    assert (answer.status_code, to_copy(answer)) == (403, [("Chữ bạn đã gõ", WORDS)])
    assert Article.objects.get().state == DeskState.EDITING


def test_a_new_article_of_who_may_write_none_is_copied():
    answer = browser(make_user()).post(ADD, typed(_step="publish"))

    assert (answer.status_code, dict(to_copy(answer))["Tiêu đề"]) == (403, 'Tên có "ngoặc" & <dấu>')
    assert not Article.objects.exists()


def test_an_article_that_is_hidden_and_one_that_is_gone_are_answered_alike(article, other):
    client, form = browser(other), {**sent(title="Tên <mới>"), "csrfmiddlewaretoken": "x"}
    hidden, gone = change(article), change(article).replace(str(article.pk), "999999")

    answers = [client.post(address, form) for address in (hidden, gone)]

    assert [(each.status_code, to_copy(each)) for each in answers] == [
        (403, [("Tiêu đề", "Tên <mới>"), ("Sapo", form["lead"]), ("Nội dung", form["body"])])
    ] * 2


def test_a_comment_on_an_article_that_was_deleted_meanwhile_is_copied(article):
    address = f"/admin/news/article/{article.pk}/comments/"
    article.delete()

    answer = browser(make_user(is_superuser=True)).post(address, {"text": WORDS, "do": "comment"})

    assert (answer.status_code, to_copy(answer)) == (404, [("Chữ bạn đã gõ", WORDS)])


@pytest.mark.parametrize("page", BESIDE)
def test_words_that_another_site_sends_are_not_shown(article, other, page):
    address = f"/admin/news/article/{article.pk}/{page}/"

    answer = browser(other).post(address, BESIDE[page], headers=ELSEWHERE)

    assert (answer.status_code, to_copy(answer)) == (403, [])
    assert "Sai" not in answer.content.decode()


def test_pages_that_ask_for_no_words_show_none(article, other):
    base = f"/admin/news/article/{article.pk}"

    for page in ("delete", "sitting", "edition/1/restore", "receipt/again"):
        answer = browser(other).post(f"{base}/{page}/", {"reason": WORDS, "post": "yes"})
        assert (answer.status_code, "Sai" in answer.content.decode()) == (403, False), page


def test_neither_passwords_nor_tokens_nor_files_are_shown():
    client, file = browser(make_user()), picture_bytes()
    secret = "rất-bí-mật"
    account = {"username": "nguoi-moi", "last_name": "Trần <Lan>", "password": secret}
    passwords = {"password1": secret, "password2": secret, "csrfmiddlewaretoken": secret}
    picture = SimpleUploadedFile("rất-bí-mật.jpg", file, content_type="image/jpeg")

    answers = [
        client.post("/admin/auth/user/add/", account | passwords),
        client.post("/admin/media/photo/add/", {"file": picture, "alt": "Cầu <mới>"}),
    ]

    assert [(each.status_code, to_copy(each)) for each in answers] == [
        (403, [("Tên đăng nhập", "nguoi-moi"), ("Họ", "Trần <Lan>")]),
        (403, [("Mô tả ảnh", "Cầu <mới>")]),
    ]
    assert not [each for each in answers if secret in each.content.decode()]
