import pytest
from django.utils import translation

from news.checks.wording import sentence
from text.proof import Finding, ProofKind, check


@pytest.mark.parametrize("kind", ProofKind)
def test_every_kind_has_a_sentence_in_vietnamese(kind):
    finding = Finding(kind, "100% chữ", 0, 8, "Chữ", "U+00A0")

    with translation.override("en"):
        english = sentence(finding)
    with translation.override("vi"):
        vietnamese = sentence(finding)

    assert english and english != vietnamese
    assert "%(" not in english + vietnamese


def test_a_misspelling_without_a_likely_correction_asks_nothing():
    with translation.override("en"):
        said = [sentence(found) for found in check("một câp đường đuợc đắp")]

    assert said == [
        "“câp” is no Vietnamese syllable.",
        "“đuợc” is no Vietnamese syllable: should it be “được”?",
    ]
