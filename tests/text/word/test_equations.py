"""Equations of a Word file become a line of text, with the signs between the letters."""

import pytest

from tests.text.word.docx import p


def m(text: str) -> str:
    return f"<m:r><m:t>{text}</m:t></m:r>"


def part(name: str, **inner: str) -> str:
    return f"<m:{name}>{''.join(f'<m:{key}>{x}</m:{key}>' for key, x in inner.items())}</m:{name}>"


EQUATIONS = {
    "(a+b)/c": part("f", num=m("a+b"), den=m("c")),
    "√(x+1)": part("rad", radPr='<m:degHide m:val="1"/>', deg="", e=m("x+1")),
    "3√x": part("rad", deg=m("3"), e=m("x")),
    "∑_(i=1)^n i": part("nary", naryPr='<m:chr m:val="∑"/>', sub=m("i=1"), sup=m("n"), e=m("i")),
    "∫ x": part("nary", sub="", sup="", e=m("x")),
    "(x)": part("d", e=m("x")),
    "[x;y]": "<m:d><m:dPr><m:begChr m:val='['/><m:sepChr m:val=';'/><m:endChr m:val=']'/></m:dPr>"
    f"<m:e>{m('x')}</m:e><m:e>{m('y')}</m:e></m:d>",
    "x_1^2": part("sSubSup", e=m("x"), sub=m("1"), sup=m("2")),
    "1, 0; 0, 1": part("m", mr=f"<m:e>{m('1')}</m:e><m:e>{m('0')}</m:e>")[:-6]
    + f"<m:mr><m:e>{m('0')}</m:e><m:e>{m('1')}</m:e></m:mr></m:m>",
}


@pytest.mark.parametrize("line", EQUATIONS)
def test_an_equation_keeps_its_signs_and_says_what_belongs_together(body, line):
    equation = f"<m:oMath>{EQUATIONS[line]}</m:oMath>"

    assert body(p("Ta có ", equation, ".")) == f"<p>Ta có {line}.</p>"
