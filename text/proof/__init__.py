"""Proofing: finds words that may be wrong, so that an editor looks at them before publishing.

It changes nothing. It works with rules and short lists of our own. `docs/proofing.md` says what it
finds, what it does not find, and how well it works.
"""

from collections.abc import Iterable
from dataclasses import replace

from text.proof.characters import check_characters
from text.proof.confusions import check_confusions
from text.proof.dates import check_dates
from text.proof.doubled import check_doubled
from text.proof.findings import Finding, ProofKind, ProofText
from text.proof.legacy import body_to_unicode, check_legacy, to_unicode
from text.proof.numbers import check_numbers
from text.proof.spelling import check_spelling
from text.proof.tone_styles import check_tone_styles

__all__ = [
    "Finding",
    "ProofKind",
    "body_to_unicode",
    "check",
    "check_legacy",
    "to_unicode",
]


def check(title: str, paragraphs: Iterable[str] = (), year: int | None = None) -> list[Finding]:
    """What may be wrong with an article, in the order of its text.

    `paragraphs` are plain texts, the lead first. Dates without a year are in `year`, usually the
    year of publication; without `year` their weekdays are not checked. Takes time linear in the
    length of the texts, and raises nothing for any text.
    """
    texts = [title, *paragraphs]
    own = [check_legacy(text) for text in texts]
    readings = [
        ProofText(text, [(each.start, each.end) for each in legacy])
        for text, legacy in zip(texts, own, strict=True)
    ]
    for found, text, reading in zip(own, texts, readings, strict=True):
        # Not in words of a legacy encoding: the `ư` of TCVN3 is a soft hyphen.
        found += [
            each
            for each in check_characters(text)
            if not any(run.start < each.end and each.start < run.end for run in found)
        ]
        found += check_spelling(reading) + check_confusions(reading) + check_doubled(reading)
        found += check_dates(reading, year)
    for found, styles in zip(own, check_tone_styles(readings), strict=True):
        found += styles
    own[0] += check_numbers(readings[0], readings[1:], year)
    return [
        replace(each, paragraph=at - 1 if at else None)
        for at, found in enumerate(own)
        for each in sorted(found, key=lambda each: (each.start, each.end))
    ]
