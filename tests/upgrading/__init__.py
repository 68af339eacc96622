"""Tests that this version brings databases of released versions up to date.

`0.1.0/` and so on hold what `python -m tests.upgrading.keep` wrote when that version was released:
a small database with a row in every table, for each vendor. They are never written again.
"""
