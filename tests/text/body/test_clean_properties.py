"""What is true of the cleaner for any input."""

import re

import nh3
from hypothesis import given, settings, strategies as st

from tests.text.hostile_markup import markup
from text.body.blocks import figure_html
from text.body.clean import Cleaned, clean_body
from text.body.read import HtmlPart, paragraphs, split_at_figures, to_editor
from text.body.safe import safe
from text.unicode import forbidden, nfc

thorough = settings(max_examples=600, deadline=None)
anything = st.one_of(markup, st.text(max_size=80))

CANONICAL_TAG = re.compile(
    r"</?(?:p|h2|h3|h4|ul|ol|li|table|caption|thead|tbody|tr|th|td|blockquote|figure|figcaption"
    r'|cite|hr|strong|em|s|sub|sup|br|a|ol start="[0-9]+"|a href="[^"<>]*"'
    r'|figure data-photo="[1-9][0-9]*"(?: data-alt="[^"<>]*")?'
    r'|t[hd](?: scope="[a-z]+")?(?: colspan="[0-9]+")?(?: rowspan="[0-9]+")?)>'
)


@thorough
@given(anything)
def test_cleaning_twice_is_cleaning_once(source):
    once = clean_body(source).html

    assert clean_body(once).html == once


@thorough
@given(anything)
def test_clean_text_has_nothing_left_to_tell_the_editor(source):
    assert clean_body(clean_body(source).html).notes == ()


@thorough
@given(anything)
def test_another_sanitizer_finds_nothing_to_change(source):
    cleaned = clean_body(source).html

    judged = nh3.clean(
        cleaned,
        tags=set("p h2 h3 h4 ul ol li table caption thead tbody tr th td blockquote".split())
        | set("figure figcaption cite hr strong em s sub sup a br".split()),
        attributes={
            "a": {"href"},
            "ol": {"start"},
            "th": {"scope", "colspan", "rowspan"},
            "td": {"colspan", "rowspan"},
            "figure": {"data-photo", "data-alt"},
        },
        url_schemes={"http", "https", "mailto", "tel"},
        link_rel=None,
    )

    assert judged.replace("&nbsp;", "\u00a0") == cleaned


@thorough
@given(anything)
def test_only_canonical_tags_and_four_entities_come_out(source):
    text = CANONICAL_TAG.sub("", clean_body(source).html)

    assert re.findall(r"[<>]|&(?!amp;|lt;|gt;|quot;)", text) == []


@thorough
@given(anything)
def test_what_comes_out_is_nfc_and_holds_no_forbidden_character(source):
    cleaned = clean_body(source).html

    assert (nfc(cleaned), forbidden(cleaned)) == (cleaned, [])


@thorough
@given(anything)
def test_the_editors_form_leads_back_to_the_canonical_form(source):
    cleaned = clean_body(source).html

    for_editor = to_editor(cleaned, lambda photo: (f"/tep/{photo}.jpg", 'Ảnh "một" & hai'))

    assert clean_body(for_editor) == Cleaned(cleaned, ())


@thorough
@given(anything)
def test_segments_written_in_turn_are_the_whole_body(source):
    cleaned = clean_body(source).html

    written = [
        s.html if isinstance(s, HtmlPart) else figure_html(s) for s in split_at_figures(cleaned)
    ]

    assert "".join(written) == cleaned


def _escape(text: str) -> str:
    for sign, entity in (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;")):
        text = text.replace(sign, entity)
    return text


@thorough
@given(st.text(alphabet=st.characters(exclude_categories=["Cc", "Cs", "Cn"]), max_size=60))
def test_typed_text_comes_back_to_the_letter(text):
    text = "".join(character for character in text if not forbidden(character))

    found = paragraphs(clean_body(f"<p>x{_escape(text)}x</p>").html)

    assert found == [nfc(f"x{text}x")]


@thorough
@given(anything)
def test_a_second_look_at_rendering_changes_nothing(source):
    cleaned = clean_body(source).html

    assert safe(cleaned) == cleaned
