"""A strategy of hypothesis for hostile mark-up, for tests of properties that hold for any input."""

from hypothesis import strategies as st

_NAMES = (
    "p div h1 h2 h3 h5 ul ol li table caption thead tbody tfoot tr td th blockquote figure"
    " figcaption cite hr b strong i em s del sub sup u span font a br img svg iframe video script"
    " style pre select textarea title o:p center math object embed template dl dd"
).split()
_ATTRIBUTES = st.sampled_from(
    (
        "",
        ' href="/x?a=1&amp;b=2"',
        " href=//evil.example",
        " href='javascript:alert(1)'",
        ' href="https://vi.example/tệp a.pdf"',
        ' href="https://[bad"',
        ' data-photo="12"',
        ' data-photo="12" data-alt="Hồ &quot;Hạ&quot; < & >"',
        " data-photo=0",
        ' class="caption"',
        ' class="credit"',
        ' style="font-weight:normal"',
        ' style="font-weight:700;font-style:italic"',
        ' start="4"',
        ' scope="col" colspan="3" rowspan="0"',
        ' src="data:image/png;base64,AA"',
        ' src="//v.example/1"',
        " onclick=alert(1) /",
        ' a="',
    )
)
_TEXTS = st.sampled_from(
    (
        "x",
        " ",
        "\n  ",
        "\t",
        "\u00a0",
        "&nbsp;",
        "Đảng viên",
        "e\u0301",
        "\u0338",
        "&#x338;",
        "&lt;b&gt;",
        "&amp;nbsp;",
        "a < b & c",
        "\u202e",
        "&#0;",
        "\ud800",
        "\u200b",
        "\"'",
        "<!--",
        "-->",
        "<![if !x]>",
        "</>",
        "<",
        "<p",
        "]]>",
    )
)
_TAGS = st.builds(
    lambda name, attributes: f"<{name}{attributes}>", st.sampled_from(_NAMES), _ATTRIBUTES
)
_ENDS = st.sampled_from([f"</{name}>" for name in _NAMES])

_WHOLES = st.sampled_from(
    (
        '<figure data-photo="12" data-alt="Hồ &quot;Hạ&quot; < & >">',
        '<figure class="photo" data-photo="012"><img alt="" src="/a.jpg"><figcaption>',
        '<div class="caption">một<br>hai</div><div class="credit">Ảnh</div></figcaption></figure>',
        '<figure data-photo="3"><figcaption>một<cite>PV</cite>',
        "<table><tr><td>",
        "<table><thead><tr><th>a</th></tr></thead><tbody><tr><td>b</td></tr></tbody></table>",
        "</td></tr></table>",
        "<ul><li>a<ol><li>b",
        "<blockquote><p>",
        '<a href="/x/"><b>',
        "<p><b>x</b><i> </i>",
    )
)

markup = st.lists(st.one_of(_TAGS, _ENDS, _TEXTS, _WHOLES), max_size=30).map("".join)
