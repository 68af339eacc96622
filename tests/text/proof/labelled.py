"""Measures how good proofing is: on labelled sentences, and on good text, where each finding is a
false alarm.

`python -m tests.text.proof.labelled` prints the tables of docs/proofing.md. `--show tuned` prints
what was missed or found wrongly in the part that rules are tuned on. Every third sentence and every
third article of the demo city are held out from tuning.
"""

import re
import sys
import tomllib
import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from text.html import decode
from text.proof import Finding, ProofKind, check
from text.unicode import nfc

YEAR = 2026
SENTENCES = Path(__file__).with_name("sentences.txt")
FORMAL = SENTENCES.with_name("formal.txt")
ARTICLES = Path(__file__).resolve().parents[3] / "demo" / "articles"
_FAULT = re.compile(r"\{([a-z-]+)\|([^|}]*)(?:\|([^}]*))?\}")
_ESCAPE = re.compile(r"\\u([0-9a-f]{4})")
_BLOCK = re.compile(r"</(?:p|h2|h3|h4|li|figcaption|caption|blockquote|td|th|tr|cite)>|<br>|<cite>")


@dataclass
class Labelled:
    """A sentence, or a title with its text, and the faults in it as `(paragraph, start, end)`."""

    texts: list[str]
    faults: dict[tuple[int, int, int], tuple[str, str | None]] = field(default_factory=dict)

    def found(self) -> list[Finding]:
        title, paragraphs = (
            ("", self.texts) if len(self.texts) == 1 else (self.texts[0], self.texts[1:])
        )
        return check(title, paragraphs, YEAR)


def sentences(part: str) -> list[Labelled]:
    """The sentences of one part, `tuned` or `held out`."""
    lines = [line for line in SENTENCES.read_text().splitlines() if line and line[0] != "#"]
    return [
        labelled(line) for at, line in enumerate(lines) if (at % 3 == 2) == (part == "held out")
    ]


def labelled(line: str) -> Labelled:
    made = Labelled([])
    for marked in _ESCAPE.sub(lambda code: chr(int(code[1], 16)), line).split(" >> "):
        text, at = "", 0
        for fault in _FAULT.finditer(marked):
            kind, words, right = fault.groups()
            words = unicodedata.normalize("NFD", words) if kind == "decomposed" else words
            text += marked[at : fault.start()]
            made.faults[len(made.texts), len(text), len(text) + len(words)] = kind, right
            text, at = text + words, fault.end()
        made.texts.append(text + marked[at:])
    return made


@dataclass
class Score:
    found: int = 0
    missed: int = 0
    false: int = 0
    suggested: int = 0


def score(part: str) -> tuple[dict[str, Score], list[str]]:
    """The score of each kind, and a line for all that was missed, suggested wrongly or found
    wrongly."""
    scores = {kind: Score() for kind in ProofKind}
    notes = []
    for one in sentences(part):
        findings = one.found()
        offset = 0 if len(one.texts) > 1 else 1
        matched = set()
        for (text, start, end), (kind, right) in one.faults.items():
            hits = [
                each
                for each in findings
                if each.kind == kind
                and (0 if each.paragraph is None else each.paragraph + 1) == text + offset
                and each.start < end
                and start < each.end
            ]
            matched.update(hits)
            words = one.texts[text][start:end]
            if not hits:
                scores[kind].missed += 1
                notes.append(f"missed {kind}: {words} | {one.texts[text][:70]}")
                continue
            scores[kind].found += 1
            good = _right(one.texts[text], (start, end), right, hits[0])
            scores[kind].suggested += good
            if not good:
                notes.append(f"suggested {kind}: {words!r} → {hits[0].suggestion!r}, not {right!r}")
        for each in findings:
            if each not in matched:
                scores[each.kind].false += 1
                notes.append(
                    f"false {each.kind}: {each.words} → {each.suggestion} | {one.texts[-1][:70]}"
                )
    return scores, notes


def _right(text: str, fault: tuple[int, int], right: str | None, found: Finding) -> bool:
    """Whether the suggestion gives the text that the label gives; for a weekday only the day is
    compared."""
    if right is None or not right:
        return True
    if found.kind == ProofKind.WEEKDAY:
        return (found.suggestion or "").casefold() == right.casefold()
    mended = text[: found.start] + (found.suggestion or "?") + text[found.end :]
    return nfc(mended) == nfc(text[: fault[0]] + right + text[fault[1] :])


def good_articles(part: str) -> Iterator[tuple[str, list[str]]]:
    """Titles and texts: the demo city's articles of a part, or for `formal` texts that were written
    after the rules."""
    if part == "formal":
        yield "", FORMAL.read_text().splitlines()
        return
    for at, path in enumerate(sorted(ARTICLES.glob("*.html"))):
        if (at % 3 == 2) != (part == "held out"):
            continue
        _, head, body = path.read_text().split("+++", 2)
        facts = tomllib.loads(head)
        blocks = (decode(re.sub("<[^>]+>", "", block)) for block in _BLOCK.split(body))
        texts = [" ".join(block.split("\n")).strip() for block in blocks]
        yield facts["title"], [facts["lead"], *filter(None, texts)]


def alarms(part: str) -> tuple[int, list[Finding]]:
    """The number of words of the good text, and the findings in it."""
    words, found = 0, []
    for title, texts in good_articles(part):
        words += sum(len(text.split()) for text in [title, *texts])
        found += check(title, texts, YEAR)
    return words, found


def tables() -> str:
    """The tables of docs/proofing.md."""
    lines = [
        "| kind | tuned: recall | precision | held out: recall | precision |",
        "|---|---:|---:|---:|---:|",
    ]
    parts = {part: score(part)[0] for part in ("tuned", "held out")}
    for kind in [*ProofKind, None]:
        cells = []
        for scores in parts.values():
            chosen = [scores[kind]] if kind else scores.values()
            found, missed, false = (
                sum(getattr(s, n) for s in chosen) for n in ("found", "missed", "false")
            )
            cells += [f"{found} of {found + missed}", f"{found} of {found + false}"]
        lines.append(f"| {kind or '**all**'} | " + " | ".join(cells) + " |")
    lines += ["", "| good text | words | false alarms | by kind |", "|---|---:|---:|---|"]
    for part in [*parts, "formal"]:
        words, found = alarms(part)
        kinds = ", ".join(f"{kind} {n}" for kind, n in Counter(each.kind for each in found).items())
        lines.append(f"| {part} | {words:,} | {len(found)} | {kinds or '–'} |")
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    if "--show" in sys.argv:
        part = sys.argv[-1]
        notes = score(part)[1]
        notes += [f"alarm {e.kind}: {e.words} → {e.suggestion}" for e in alarms(part)[1]]
        sys.stdout.write("\n".join(notes) + "\n")
    else:
        sys.stdout.write(tables())
