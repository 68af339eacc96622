"""The list beside an article's form: who reads it, and what it says of the words."""

import pytest

from tests.factories import make_article
from tests.news.desk import change
from tests.news.people import person

pytestmark = pytest.mark.django_db


def address(article) -> str:
    return change(article).replace("change/", "checks/")


def listed(client, article):
    page = client.get(address(article)).context
    return [(each.words, each.around) for each in page["words"]]


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


def test_what_an_article_lacks_is_listed_with_it():
    client, _ = person("editor")
    article = make_article("Cầu", section=None)

    page = client.get(address(article))

    sentences = [each.sentence for each in page.context["structure"]]
    assert "Chưa chọn chuyên mục." in sentences
    assert "Chưa chọn chuyên mục." in page.content.decode()


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
