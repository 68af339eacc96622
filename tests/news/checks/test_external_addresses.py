import pytest

from news.checks.http_request import normalise_url


@pytest.fixture(autouse=True)
def ours(settings):
    settings.PUBLIC_URL = "https://hailam.example"


@pytest.mark.parametrize(
    ("typed", "asked"),
    [
        ("https://Khac.Example/A?b=1#c", "https://khac.example/A?b=1"),
        ("http://khac.example", "http://khac.example/"),
        ("https://khac.example:443/", "https://khac.example/"),
        ("https://khac.example/văn bản/ke%20hoach", "https://khac.example/v%C4%83n%20b%E1%BA%A3n/ke%20hoach"),
        ("https://tỉnh.example/", "https://xn--tnh-dlz.example/"),
        ("http://[2001:DB8::1]/", "http://[2001:db8::1]/"),
        ("https://khac.example/a\r\nHost: x", "https://khac.example/aHost:%20x"),
        ("https://khac.example/?q=a&b=c d", "https://khac.example/?q=a&b=c%20d"),
    ],
)  # fmt: skip
def test_an_address_is_asked_in_ascii_without_its_fragment(typed, asked):
    assert normalise_url(typed) == asked


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "/kinh-te/",
        "#phan",
        "https://hailam.example/kinh-te/",
        "http://HAILAM.example/kinh-te/",
        "mailto:a@khac.example",
        "ftp://khac.example/",
        "file:///etc/passwd",
        "gopher://khac.example/",
        "https://khac.example:8443/",
        "http://khac.example:22/",
        "http://khac.example:99999/",
        "http://khac.example:x/",
        "http://ai:mat-khau@khac.example/",
        "http://@khac.example/",
        "http://",
        "http:///khac.example",
        "https://[",
        "http://[::1%25eth0]/",
        "http://[fe80::1%eth0]/",
        "http://a..b/",
        "http://khac example/",
        "http://khac.example\\@ai.example/",
        "http://" + "a" * 64 + ".example/",
        "https://khac.example/" + "a" * 1000,
        "https://khac.example/" + "ế" * 200,
    ],
)
def test_what_is_ours_or_no_page_elsewhere_is_not_asked(typed):
    assert normalise_url(typed) is None
