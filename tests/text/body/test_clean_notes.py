"""What cleaning removes (links, pictures, players, scripts …), and what it tells the editor of
it."""

import pytest

from text.body.clean import Cleaned, clean_body
from text.body.links import clean_href
from text.body.removals import Removal, RemovalKind


@pytest.mark.parametrize(
    "address",
    [
        "https://vi.example/tin?a=1&b=2#c",
        "http://vi.example",
        "HTTPS://VI.EXAMPLE/",
        "mailto:toasoan@vi.example",
        "tel:+842253000000",
        "/tin-tuc/",
        "/",
        "#muc-2",
        "/tệp/văn-bản.pdf",
        "https://vi.example/a'b",
    ],
)
def test_an_honest_link_stays_to_the_letter(address):
    escaped = address.replace("&", "&amp;")

    assert clean_body(f'<p><a href="{escaped}" target=_blank class=x>a</a></p>') == Cleaned(
        f'<p><a href="{escaped}">a</a></p>', ()
    )


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        "java&#10;script:alert(1)",
        "&#1;javascript:alert(1)",
        "vbscript:x",
        "data:text/html,x",
        "//evil.example/x",
        "/\\evil.example",
        "\\\\evil.example",
        "https:evil.example",
        "https:///evil.example",
        "https://[bad",
        "/a&#9;b",
        "/a&#x202e;b",
        "tin.html",
        "?trang=2",
        "ftp://vi.example",
        "/" + "a" * 2000,
    ],
)
def test_any_other_link_is_taken_off_and_its_text_kept(address):
    cleaned = clean_body(f'<p>xem <a href="{address}">bài</a> này</p>')

    assert (cleaned.html, [(note.kind, note.count) for note in cleaned.notes]) == (
        "<p>xem bài này</p>",
        [(RemovalKind.LINK, 1)],
    )


def test_spaces_in_an_address_are_encoded():
    assert clean_href(" /tep/van ban.pdf\n") == "/tep/van%20ban.pdf"


def test_a_decomposed_address_keeps_its_bytes():
    assert clean_href("/te\u0323\u0302p.pdf") == "/te%CC%A3%CC%82p.pdf"


def test_an_anchor_without_address_goes_without_a_word():
    assert clean_body('<p><a name="_Toc1"></a>a</p>') == Cleaned("<p>a</p>", ())


def note(kind, sample, count=1):
    return (Removal(kind, count, sample),)


LONG = "https://vi.example/" + "a" * 200


@pytest.mark.parametrize(
    "source, notes",
    [
        ('<img src="/anh/a.jpg" alt="b">', note(RemovalKind.IMAGE, "/anh/a.jpg")),
        (f'<img src="{LONG}">', note(RemovalKind.IMAGE, LONG[:119] + "…")),
        ("<img src=/a><img src=/b>", note(RemovalKind.IMAGE, "/a", 2)),
        ("<svg><script>x</script></svg>", note(RemovalKind.IMAGE, "svg")),
        (
            '<img src="data:image/png;base64,iVBO">',
            note(RemovalKind.PASTED, "data:image/png;base64,…"),
        ),
        ('<img src="file:///C:/a.png">', note(RemovalKind.PASTED, "file:///C:/a.png")),
        ("<script>alert(1)</script>", note(RemovalKind.SCRIPT, "alert(1)")),
        ('<script src="//evil.example"></script>', note(RemovalKind.SCRIPT, "//evil.example")),
        ("<applet></applet>", note(RemovalKind.SCRIPT, "applet")),
        ("<form><select><option>x</select></form>", note(RemovalKind.FORM, "select")),
        ("<textarea>x</textarea><input>", note(RemovalKind.FORM, "textarea", 2)),
        ("<iframe src='javascript:x'></iframe>", note(RemovalKind.FRAME, "javascript:x")),
        ("<input type=hidden value=x>", ()),
        ('<img class="cke_reset cke_widget_drag_handler" src="data:image/gif;base64,R0">', ()),
    ],
)
def test_what_is_removed_is_noted(source, notes):
    assert clean_body(f"<p>một</p>{source}<p>hai</p>") == Cleaned("<p>một</p><p>hai</p>", notes)


@pytest.mark.parametrize(
    "player",
    [
        '<iframe src="https://v.example/1">x</iframe>',
        '<iframe src="//v.example/1"></iframe>',
        '<embed src="https://v.example/1">',
        '<video controls src="https://v.example/1">x</video>',
        '<video><source type="video/mp4" src="https://v.example/1"></video>',
        '<object><embed src="https://v.example/1"></object>',
        '<figure class="media"><oembed url="https://v.example/1"></oembed></figure>',
    ],
)
def test_a_player_becomes_a_paragraph_with_its_address(player):
    cleaned = clean_body(f"<p>một {player}hai</p>")

    assert (cleaned.html, [(note.kind, note.count) for note in cleaned.notes]) == (
        '<p>một </p><p><a href="https://v.example/1">https://v.example/1</a></p><p>hai</p>',
        [(RemovalKind.FRAME, 1)],
    )


def test_forbidden_characters_are_left_out_and_named_with_their_codes():
    assert clean_body("<p>a\u202eb&#x202e;c\x00</p>") == Cleaned(
        "<p>abc</p>", note(RemovalKind.FORBIDDEN, "U+202E U+0000", 3)
    )


def test_unpaired_surrogates_are_left_out_and_named():
    assert clean_body("<p>a\ud800b</p>") == Cleaned(
        "<p>ab</p>", note(RemovalKind.FORBIDDEN, "U+D800")
    )


def test_event_handlers_and_styles_go_without_a_word():
    assert clean_body('<p onclick="x()" style="color:red" class=y id=z>a</p>') == Cleaned(
        "<p>a</p>", ()
    )


def test_text_after_an_unclosed_element_is_not_lost():
    assert [
        clean_body(f"<{name}>một").html for name in ("iframe", "textarea", "svg", "select")
    ] == ["<p>một</p>"] * 4


@pytest.mark.parametrize(
    ("html", "kind", "count"),
    [
        ("<p>a <u>b</u> c <ins>d</ins></p>", RemovalKind.UNDERLINE, 2),
        ('<p>a <span style="TEXT-DECORATION: underline">b</span></p>', RemovalKind.UNDERLINE, 1),
        ('<p style="text-align: center">a</p><p align="right">b</p>', RemovalKind.ALIGNED, 2),
        ("<center>a</center>", RemovalKind.ALIGNED, 1),
        ("<table><tr><td style='text-align:end'>a</td></tr></table>", RemovalKind.ALIGNED, 1),
    ],
)
def test_what_a_text_looked_like_and_cannot_is_told(html, kind, count):
    assert [(note.kind, note.count) for note in clean_body(html).notes] == [(kind, count)]


def test_the_words_stay():
    assert clean_body("<center><u>a</u> b</center>").html == "<p>a b</p>"


@pytest.mark.parametrize(
    "html",
    [
        '<p><a href="https://a.example/" style="text-decoration: underline"><u>a</u></a></p>',
        '<p style="text-align: justify">a</p><p style="text-align:left" align="left">b</p>',
        '<p><span style="text-decoration: none">underline</span> align</p>',
    ],
)
def test_what_is_no_loss_is_not(html):
    assert clean_body(html).notes == ()
