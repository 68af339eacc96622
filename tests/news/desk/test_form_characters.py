"""The article's form refuses characters that no text may contain, with an error at their field."""

import unicodedata

import pytest

from news.models import Article
from tests.news.desk.form_data import ADD, faults, sent

pytestmark = pytest.mark.django_db

NFD = unicodedata.normalize("NFD", "Đường về Phố Huế")
NFC = unicodedata.normalize("NFC", NFD)

TEXTS = [
    "kicker", "title", "lead", "signature", "description",
    "lead_alt", "lead_caption", "lead_credit",
]  # fmt: skip


@pytest.mark.parametrize("bad", ["\0", "\u202e", "\u2066", "\u200f", "\x07", "\ufeff", "\uffff"])
def test_characters_that_no_text_may_hold_are_said_beside_each_field(desk, bad):
    response = desk.post(ADD, sent(**dict.fromkeys(TEXTS, f"trước {bad}sau")))

    assert sorted(faults(response)) == sorted(TEXTS)
    assert not Article.objects.exists()


@pytest.mark.parametrize("bad", ["\0", "\u202e", "&#8238;", "&#xD800;"])
def test_a_body_with_such_characters_is_refused_or_rid_of_them_never_kept(desk, bad):
    response = desk.post(ADD, sent(body=f"<p>trước {bad}sau</p>"))

    if response.status_code == 200:
        assert list(faults(response)) == ["body"]
        assert "sau" in response.content.decode()
    else:
        assert Article.objects.get().body == "<p>trước sau</p>"


LOST = (
    "Có ký tự hỏng (�) ở: “…%s…”. Hãy gõ lại đúng chữ ở chỗ đó; phần còn lại của văn bản vẫn "
    "còn nguyên."
)


@pytest.mark.parametrize("name", ["title", "lead", "body"])
def test_bytes_that_are_no_utf_8_are_refused_where_they_stand_and_the_rest_is_still_there(
    desk, name
):
    """No browser sends such bytes, but a program can: half a character, a letter in another
    encoding."""
    fields = {each: value for each, value in sent().items() if each != name}
    line = "&".join(f"{each}={value}" for each, value in fields.items())

    response = desk.generic(
        "POST",
        ADD,
        f"{line}&{name}=ph%C6%B0%E1%BB%9Dng B%ED%A0%80n v%E0 G%E1%BB%97",
        content_type="application/x-www-form-urlencoded",
    )

    assert faults(response) == {name: [LOST % "phường B���n v� Gỗ"]}
    assert "phường B���n v� Gỗ" in response.content.decode()
    assert not Article.objects.exists()


@pytest.mark.parametrize("name", ["title", "lead", "body"])
def test_a_pasted_replacement_character_is_refused_where_it_stands(desk, name):
    response = desk.post(ADD, sent(**{name: "xã B\ufffdn Gỗ"}))

    assert faults(response) == {name: [LOST % "xã B\ufffdn Gỗ"]}


def test_decomposed_text_is_stored_composed_in_every_field(desk):
    desk.post(ADD, sent(**dict.fromkeys(TEXTS, NFD), body=f"<p>{NFD}</p>", slug=NFD))

    article = Article.objects.get()
    assert {getattr(article, name) for name in TEXTS} == {NFC}
    assert (article.body, article.slug) == (f"<p>{NFC}</p>", "duong-ve-pho-hue")
