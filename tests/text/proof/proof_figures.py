"""`make proof`: writes the figures of docs/proofing.md anew."""

import re
from pathlib import Path

from tests.text.proof.labelled import tables
from tests.text.proof.slips import SLIPS, found_of

DOCS = Path(__file__).resolve().parents[3] / "docs" / "proofing.md"


def test_figures_are_written_into_the_docs():
    lines = [
        "| slip, 300 of each | held out: found | mended | formal: found | mended |",
        "|---|---:|---:|---:|---:|",
    ]
    for slip in SLIPS:
        figures = [found_of(slip, part)[1:] for part in ("held out", "formal")]
        lines.append(f"| {slip} | " + " | ".join(f"{n}" for pair in figures for n in pair) + " |")
    figures = f"{tables()}\n{chr(10).join(lines)}\n"
    text = DOCS.read_text()

    written = re.sub(
        "(<!-- figures -->\n).*?(<!-- /figures -->)",
        lambda found: f"{found[1]}{figures}{found[2]}",
        text,
        flags=re.DOTALL,
    )

    assert "<!-- figures -->" in text
    DOCS.write_text(written)
