"""Writes the figures of docs/proofing.md anew (`make proof`)."""

import re
from pathlib import Path

from tests.text.proof.labelled import tables
from tests.text.proof.slips import SLIPS, found_of

DOCS = Path(__file__).resolve().parents[3] / "docs" / "proofing.md"


def test_figures_are_written_into_the_docs():
    lines = ["| slip | made | found | mended by the suggestion |", "|---|---:|---:|---:|"]
    for slip in SLIPS:
        lines.append(f"| {slip} | " + " | ".join(map(str, found_of(slip, "held out"))) + " |")
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
