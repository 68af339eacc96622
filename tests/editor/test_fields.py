"""The form field of bodies returns canonical mark-up, or refuses the body and says why."""

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.utils import translation

from editor.cleaning_messages import character_names
from editor.fields import BodyEditor, BodyField, cleaning_messages
from media.renditions import render
from tests.factories import make_photo
from text.body.removals import Removal, RemovalKind

pytestmark = pytest.mark.django_db


def field(**options) -> BodyField:
    return BodyField(**{"max_length": 1_000_000, "required": False, **options})


def refusal(value, **options) -> ValidationError:
    with pytest.raises(ValidationError) as refused:
        field(**options).clean(value)
    return refused.value


def figure(photo, caption="Dòng một<br>Dòng hai<cite>Ảnh: Hải Đăng</cite>", alt="") -> str:
    legend = f"<figcaption>{caption}</figcaption>" if caption else ""
    own = f' data-alt="{alt}"' if alt else ""
    return f'<figure data-photo="{photo.pk}"{own}>{legend}</figure>'


def test_what_the_editor_sends_becomes_canonical():
    html = field().clean('<p class="MsoNormal" style="x">Chào <b>cả</b> nhà</p>\r\n<p>&nbsp;</p>')

    assert html == "<p>Chào <strong>cả</strong> nhà</p>"


@pytest.mark.parametrize("caption", ["", "Một dòng", "Dòng một<br>Dòng hai<cite>Ảnh: A</cite>"])
@pytest.mark.parametrize("alt", ["", "Lời riêng"])
def test_a_figure_survives_the_way_into_the_editor_and_back(caption, alt):
    photo = make_photo(alt="Cầu & phà")
    body = f"<p>Trước</p>{figure(photo, caption, alt)}<p>Sau</p>"

    shown = field().prepare_value(body)

    assert f'src="/admin/tep/anh/{photo.key[:2]}/{photo.key}/goc.jpg"' in shown
    assert f'alt="{alt or "Cầu &amp; phà"}"' in shown
    assert field().clean(shown) == body


def test_the_editor_shows_a_copy_of_middling_width():
    photo = make_photo()
    render(photo)

    assert f"{photo.key}/96.webp" in field().prepare_value(figure(photo))


@pytest.mark.parametrize("count", [1, 4])
def test_all_pictures_of_a_body_cost_one_query(django_assert_num_queries, count):
    body = "".join(figure(make_photo()) for _ in range(count))

    with django_assert_num_queries(1):
        field().prepare_value(body)
    with django_assert_num_queries(1):
        field().clean(body)


def test_a_body_without_pictures_costs_no_query(django_assert_num_queries):
    with django_assert_num_queries(0):
        field().clean(field().prepare_value("<p>Chào</p>"))


@pytest.mark.parametrize("value", [None, "", "<p></p>", "<p>&nbsp;</p>", "<br>", 7, ["<p>a</p>"]])
def test_nothing_is_an_empty_body_and_refused_only_where_required(value):
    assert field().clean(value) == ""
    assert refusal(value, required=True).code == "required"


def test_a_body_that_is_too_long_is_refused_in_words_and_kept_in_the_form():
    class Form(forms.Form):
        body = field(max_length=100)

    form = Form({"body": f"<p>{'chữ ' * 40}</p>"})

    told = form.errors["body"][0]
    assert "167" in told and "100" in told
    assert form["body"].value().startswith("<p>chữ chữ")
    assert "chữ chữ" in str(form["body"])


def test_the_length_is_that_of_what_was_sent():
    assert refusal("<p>" + "<b></b>" * 20 + "</p>", max_length=100).code == "max_length"


def test_five_megabytes_are_told_not_failed():
    error = refusal("<p>" + "a" * 5_000_000)

    assert error.code == "max_length"


@pytest.mark.parametrize("character", ["\0", "\u202e", "\ufeff", "\ud800", "\x1b", "\uffff"])
def test_characters_that_no_page_shows_are_refused_by_name(character):
    class Form(forms.Form):
        body = field()

    form = Form({"body": f"<p>a{character}b</p>"})

    assert f"U+{ord(character):04X}" in form.errors["body"][0]
    # The form shows the body without the character, so that the next save is accepted.
    assert form["body"].value() == "<p>ab</p>"


@pytest.mark.parametrize("reference", ["&#8238;", "&#x202E;"])
def test_also_when_written_as_references(reference):
    error = refusal(f"<p>a{reference}b</p>")

    assert "U+202E" in error.messages[0]


def test_a_lost_letter_is_refused_with_the_words_around_it_and_left_in_its_place():
    class Form(forms.Form):
        body = field()

    form = Form({"body": "<p>Phường <b>B\ufffdn</b> Gỗ</p>"})

    assert "“…Phường B\ufffdn Gỗ…”" in form.errors["body"][0]
    assert form["body"].value() == "<p>Phường <strong>B\ufffdn</strong> Gỗ</p>"


def test_also_in_an_alternative_text():
    assert "C\ufffdu" in refusal(figure(make_photo(), alt="C\ufffdu")).messages[0]


def test_every_forbidden_character_has_a_nature():
    assert character_names(["\0", "\u202e", "\ufeff", "\ud800", "\ufdd0"]).count("(") == 5


def test_a_photo_that_the_library_lacks_is_taken_out_and_told():
    photo = make_photo()
    gone = '<figure data-photo="987654321"><figcaption>Ảnh đã mất</figcaption></figure>'
    bodies = field()

    html = bodies.clean(f"<p>Trước</p>{gone}{figure(photo)}{gone}<p>Sau</p>")

    assert html == f"<p>Trước</p>{figure(photo)}<p>Sau</p>"
    assert bodies.notes == (Removal(RemovalKind.FIGURE, 2, "Ảnh đã mất"),)


def test_a_thousand_photos_that_do_not_exist_are_no_trouble():
    bodies = field()

    assert (
        bodies.clean("".join(f'<figure data-photo="{n}"></figure>' for n in range(1, 1200))) == ""
    )
    assert bodies.notes[0].count == 1199
    assert bodies.clean(f'<figure data-photo="{2**63 - 1}"></figure>') == ""


def test_a_photo_gone_since_keeps_its_caption_in_the_editor():
    shown = field().prepare_value('<figure data-photo="5"><figcaption>Lời</figcaption></figure>')

    assert '<img alt="">' in shown and "Lời" in shown


def test_pictures_from_elsewhere_are_taken_out_and_told_in_words():
    bodies = field()
    images = '<img src="data:image/png;base64,AAAA"><img src="data:image/png;base64,BBBB">'

    html = bodies.clean(f"<p>Chữ {images}</p><p><img src='https://khac.example/a.jpg'></p>")

    assert html == "<p>Chữ </p>"
    with translation.override("en"):
        assert cleaning_messages(bodies.notes) == [
            "2 pasted pictures were taken out: put them into the library, then insert them.",
            "1 picture from elsewhere was taken out (https://khac.example/a.jpg): put it into the "
            "library, then insert it.",
        ]


@pytest.mark.parametrize("kind", RemovalKind)
def test_every_note_has_its_sentence(kind):
    sentences = cleaning_messages([Removal(kind, 1, "100% %(x)s"), Removal(kind, 3, "mẫu")])

    assert len(sentences) == 2
    assert "3" in sentences[1]


def test_unchanged_is_unchanged_whatever_form_it_has():
    photo = make_photo()
    body = f"<p>Chào</p>{figure(photo)}"

    assert not field().has_changed(body, field().prepare_value(body))
    assert field().has_changed(body, "<p>Khác</p>")
    assert not field().has_changed(None, "<p> </p>")


def test_the_editor_is_configured_as_bodies_want_it():
    widget = BodyEditor()
    html = widget.render("body", "<p>Chào & tạm biệt</p>", {"id": "id_body"})

    assert widget.config["entities"] is False
    assert widget.config["versionCheck"] is False
    assert widget.config["language"] == "vi"
    removed = set(widget.config["removePlugins"].split(","))
    assert removed >= set(
        "scayt wsc exportpdf flash forms smiley preview print uploadimage".split()
    )
    assert "&lt;p&gt;Chào &amp; tạm biệt&lt;/p&gt;</textarea>" in html
    assert "style=" not in html and "<script" not in html


def test_every_script_and_style_is_a_file():
    assert all(
        "></script>" in tag or "<link " in tag for tag in BodyEditor().media.render().split("\n")
    )
