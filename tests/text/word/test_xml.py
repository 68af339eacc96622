"""XML is read one block at a time: which elements are yielded, when, and what stays in memory."""

import gc
import weakref

import pytest

from tests.text.word.docx import NAMES, p
from text.word.findings import WordFileError
from text.word.package import children, elements, value


def parts(count):
    yield f"<w:document {NAMES}><w:background/><w:body>".encode()
    for number in range(count):
        yield p(f"Đoạn {number}", jc="center").encode()
    yield b"</w:body></w:document>"


def test_a_block_is_handed_out_while_the_next_is_read_and_forgotten_afterwards():
    sent = []
    chunks = (sent.append(each) or each for each in parts(50))
    blocks = elements(chunks, depth=2)

    first = next(blocks)

    assert value(children(first, "w:pPr"), "w:jc") == "center"
    assert "".join(first.itertext()) == "Đoạn 0"
    assert len(sent) == 3
    gone = weakref.ref(first)
    del first
    assert [each.tag for each in blocks] == ["w:p"] * 49
    gc.collect()
    assert gone() is None


def test_names_of_both_kinds_of_the_standard_are_the_same_and_others_are_unknown():
    root = b'<a xmlns="http://purl.oclc.org/ooxml/wordprocessingml/main" xmlns:x="urn:x">'

    found = elements([root, b'<b/><x:c d="1"/></a>'], depth=1)

    assert [(each.tag, each.attrib) for each in found] == [("w:b", {}), ("?:c", {"d": "1"})]


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (b"<a><b/>", "broken"),
        (b"<a/><b/>", "broken"),
        (b'<?xml version="1.0" encoding="x-vni"?><a/>', "broken"),
        (b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', "entities"),
    ],
)
def test_what_is_no_xml_or_has_a_document_type_is_refused(content, fault):
    with pytest.raises(WordFileError, match=f"^{fault}$"):
        list(elements([content], depth=1))
