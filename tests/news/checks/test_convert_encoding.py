"""The conversion of a form's fields from TCVN3 or VNI to Unicode: the form's script asks for it,
and the server stores nothing."""

import pytest

from news.enums import DeskState
from news.models import Article
from tests.factories import make_article, make_photo
from tests.news.desk.form_data import change
from tests.news.people import person, state_of_everything

pytestmark = pytest.mark.django_db

TITLE, AS_UNICODE = "Së V¨n hãa vµ Th«ng tin", "Sở Văn hóa và Thông tin"


def address(article) -> str:
    return change(article).replace("change/", "convert/")


def test_each_field_is_told_as_it_is_and_as_it_would_be():
    client, _ = person("editor")
    article = make_article(lead_caption="Quang cảnh")
    body = f"<p>Câu đầu.</p><p>{TITLE} <strong>häp</strong> b¸o c¸o.</p>"

    answer = client.post(
        address(article), {"title": TITLE, "lead": "Thành ủy họp.", "body": body}
    ).json()

    assert answer == {
        "notes": [],
        "fields": [
            {
                "name": "title",
                "label": "Tiêu đề",
                "pairs": [[TITLE, AS_UNICODE]],
                "more": "",
                "value": AS_UNICODE,
            },
            {
                "name": "body",
                "label": "Nội dung",
                "pairs": [[f"{TITLE} häp b¸o c¸o.", f"{AS_UNICODE} họp báo cáo."]],
                "more": "",
                "value": f"<p>Câu đầu.</p><p>{AS_UNICODE} <strong>họp</strong> báo cáo.</p>",
            },
        ],
    }


def test_a_body_comes_back_as_the_editor_has_it():
    client, _ = person("editor")
    photo = make_photo(alt="Bến cá")
    figure = (
        f'<figure class="photo" data-photo="{photo.pk}"><img alt="" src="x"><figcaption>'
        '<div class="caption">Th«ng tin v¨n hãa</div><div class="credit"></div>'
        "</figcaption></figure>"
    )

    (field,) = client.post(address(make_article()), {"body": figure}).json()["fields"]

    assert f'data-photo="{photo.pk}"' in field["value"]
    assert '<div class="caption">Thông tin văn hóa</div>' in field["value"]
    assert "<script" not in field["value"]


def test_what_the_cleaner_takes_out_of_a_body_is_told():
    client, _ = person("editor")
    body = f"<p>{TITLE}</p><script>alert(1)</script>"

    answer = client.post(address(make_article()), {"body": body}).json()

    assert answer["notes"]
    assert answer["fields"][0]["value"] == f"<p>{AS_UNICODE}</p>"


def test_asking_changes_nothing():
    client, _ = person("editor")
    article = make_article(TITLE)
    before = state_of_everything()

    client.post(address(article), {"title": TITLE})

    assert state_of_everything() == before


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
def test_it_is_for_who_may_change_the_text(kind, status):
    client, _ = person(kind)

    answer = client.post(address(make_article("Chuyện kín")), {"title": TITLE})

    assert answer.status_code == status
    assert "Chuyện kín" not in answer.content.decode()


def test_who_may_only_read_the_text_is_refused():
    client, _ = person("editor")
    article = make_article(state=DeskState.APPROVED)

    assert client.post(address(article), {"title": TITLE}).status_code == 403
    assert client.get(address(article)).status_code == 405


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        ({}, 200),
        ({"title": ["a", TITLE]}, 200),
        ({"body": "<p>\x00" + TITLE}, 400),
        ({"body": "<p>" + "V¨n hãa " * 200_000}, 400),
        ({"lead": "V¨n hãa Th«ng tin " * 20_000}, 200),
        ({"description": "\u202e\0"}, 200),
        ({"id": "x", "state": "approved"}, 200),
    ],
)
def test_whatever_is_sent_is_answered(fields, status):
    client, _ = person("editor")
    article = make_article()

    assert client.post(address(article), fields).status_code == status
    assert Article.objects.get().state == DeskState.DRAFT


def test_of_an_article_that_is_none_nothing_is_converted():
    client, _ = person("editor")

    for key in ("0", "99999", "9" * 30, "x"):
        assert client.post(f"/admin/news/article/{key}/convert/", {}).status_code == 404
