import pytest

from text.body.safe import safe


@pytest.mark.parametrize(
    "stored, shown",
    [
        ("<p>một\u00a0hai &amp;nbsp; ba</p>", "<p>một\u00a0hai &amp;nbsp; ba</p>"),
        ("<p>a<script>x</script><img src=x onerror=y></p>", "<p>a</p>"),
        ('<p onclick="x" style="y">a</p>', "<p>a</p>"),
        ('<a href="javascript:x">a</a>', "<a>a</a>"),
        ("<p>a\ud800b</p>", "<p>ab</p>"),
    ],
)
def test_rendering_lets_only_the_canonical_form_through(stored, shown):
    assert safe(stored) == shown


def test_a_very_long_text_comes_out_to_the_letter():
    long = (
        "<p>" + "<strong>&amp;amp; một\u00a0</strong>&lt;" + "a&amp;&quot;b\u00a0" * 40_000 + "</p>"
    )

    assert safe(long) == long.replace("&quot;", '"')
