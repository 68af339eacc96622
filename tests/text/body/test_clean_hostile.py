"""Long input made to overload the cleaner: mark-up that is nested, never closed or repeated.

The bounds are about five times the measured times. Quadratic code takes far longer.
"""

import time

import pytest

from text.body.clean import clean_body

N = 33_000
CHARACTERS = 1_700_000

HOSTILE = {
    "nested divs": "<div>" * N,
    "nested divs with text": "<div>x" * N + "</div>" * N,
    "tables": "<table><tr><td>x</td></tr></table>" * N,
    "nested tables": "<table><tr><td>x" * N,
    "nested lists": "<ul><li>x" * N,
    "nested quotes": "<blockquote>x" * N,
    "nested bold": "<b>" * (CHARACTERS // 3),
    "fonts over paragraphs": "".join(f"<font color={i}>" for i in range(N)) + "<p>x" * N,
    "open figures": "<figure data-photo=1>x" * N,
    "divs in a figure": "<figure data-photo=1>" + "<div class=credit>" * N + "</p></span>" * N,
    "figures in a list": "<ul><li>x" + "<figure data-photo=1></figure>" * N,
    "figures in a quote": "<blockquote>" + "x<figure data-photo=1></figure>" * N,
    "open comments": "<!--" * (CHARACTERS // 4),
    "open tags": "<a " * (CHARACTERS // 3),
    "open tags and a late end": "<a " * (CHARACTERS // 3) + 'x=">"',
    "open values": '<a b="' * (CHARACTERS // 6),
    "open declarations": "<!x" * (CHARACTERS // 3),
    "less-than signs": "<" * CHARACTERS,
    "ampersands": "&" * CHARACTERS,
    "no-break spaces": "x\u00a0" * (CHARACTERS // 3),
    "digits of one reference": "&#" + "9" * CHARACTERS,
    "combining marks": "a" + "\u0301\u0323" * (CHARACTERS // 4),
    "one style": '<b style="' + "text-decoration:" * N + '">x',
    "attributes": "<p " + "a=1 " * (CHARACTERS // 4) + ">x",
    "open text areas": "<textarea>" * N,
    "control characters": "\x00" * CHARACTERS,
    "a pasted picture": "<img src=data:" + "x" * CHARACTERS + ">",
    "white space": "<p>" + " \n" * (CHARACTERS // 2),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_input_is_cleaned_in_time(name):
    started = time.thread_time()

    cleaned = clean_body(HOSTILE[name]).html

    assert time.thread_time() - started < 10  # measured: 0.01 to 2
    assert len(cleaned) <= 6 * len(HOSTILE[name])


def test_depth_of_what_comes_out_is_bounded():
    deep = clean_body("<blockquote>" * N + "<ul><li><b><i>" * N + "<table><td>" * N + "x").html

    assert max(map(deep.count, ("<ul>", "<blockquote>", "<table>"))) <= 6
