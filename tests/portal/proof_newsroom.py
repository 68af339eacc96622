"""`make proof`: a thousand random sequences of what people do in a newsroom."""

import os

COUNT = int(os.environ.get("PROOF_SEQUENCES", "1000"))


def test_a_thousand(newsroom):
    newsroom(COUNT, steps=12, derandomize=False)
