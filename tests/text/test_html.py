import pytest

from text.html import HtmlTag, decode, tokens


@pytest.mark.parametrize(
    "source, attributes",
    [
        ("<a href=x>", {"href": "x"}),
        ("<a HREF='x y' b>", {"href": "x y", "b": ""}),
        ('<a a="1"b="2"/>', {"a": "1", "b": "2"}),
        ("<a a = 1 a=2>", {"a": "1"}),
        ('<a href="?a=1&copy=2&amp;b&#58;">', {"href": "?a=1&copy=2&b:"}),
        ('<a href="a>b">', {"href": "a>b"}),
        ('<a "b>', {'"b': ""}),
        ("<a/>", {}),
    ],
)
def test_attributes_are_read_as_browsers_read_them(source, attributes):
    (tag,) = tokens(source)

    assert isinstance(tag, HtmlTag) and (tag.name, tag.attributes()) == ("a", attributes)


@pytest.mark.parametrize(
    "source, text",
    [
        ("&amp;&lt;&#7879;&#x1EC7;&nbsp;&eacute", "&<ệệ\u00a0é"),
        ("&#0;&#xD800;", "\ufffd\ufffd"),
        ("&#00000000000000000065;", "A"),
        ("&#" + "9" * 10_000 + ";", "\ufffd"),
        ("&khong;", "&khong;"),
    ],
)
def test_character_references_are_resolved(source, text):
    assert decode(source) == text


def test_tags_and_texts_come_in_order_without_comments():
    assert list(tokens("a<B>b<!-- c --></b >d<script>e<f></script>")) == [
        "a",
        HtmlTag("b"),
        "b",
        HtmlTag("b", True, " "),
        "d",
        HtmlTag("script", inside="e<f>"),
        HtmlTag("script", True),
    ]
