"""Every place that stores words or pictures is on the list of what a redaction clears and what it
leaves alone."""

import ast
import re
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.db import connection, models

from news.redaction.reach import CLEARED, LEFT_ALONE, NO_TEXT

ROOT = Path(__file__).resolve().parents[3]
WORDS = (models.CharField, models.TextField, models.JSONField, models.FileField, models.BinaryField)
PLACES = {place for each in (*CLEARED, *LEFT_ALONE) for place in each.places} | NO_TEXT.keys()


def of(kind):
    return {each.removeprefix(f"{kind}:") for each in PLACES if each.startswith(f"{kind}:")}


def test_every_model_with_words_is_on_it():
    held = {
        each._meta.label
        for each in apps.get_models(include_auto_created=True)
        if any(isinstance(field, WORDS) for field in each._meta.concrete_fields)
    }

    assert held == {each for each in PLACES if re.fullmatch(r"[a-z_]+\.[A-Z]\w+", each)}


@pytest.mark.django_db
def test_every_table_that_no_model_has_is_on_it():
    known = {each._meta.db_table for each in apps.get_models(include_auto_created=True)}
    tables = set(connection.introspection.table_names()) - known

    # SQLite keeps an index of words in several tables.
    assert {re.sub("^news_search_.*", "news_search", each) for each in tables} == of("table")


def test_every_storage_is_on_it():
    assert set(settings.STORAGES) == of("storage")


def lines_of_code():
    """Each line of code that names the folder `VAR_DIR`; comments and docstrings are left out."""
    for package in settings.PACKAGES:
        for path in sorted((ROOT / package).rglob("*.py")):
            text = path.read_text()
            if "VAR_DIR" not in text:
                continue
            tree = ast.parse(text)
            for node in ast.walk(tree):
                if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
                    node.value.value = ""
            lines = ast.unparse(tree).splitlines()
            yield from (line for line in lines if "VAR_DIR" in line and "TOO_OLD" not in line)


# The lines that name the folder, but no file in it.
THE_FOLDER = {
    "VAR_DIR = Path(env.str('VAR_DIR', '') or BASE_DIR / 'var')",
    "needed = ('SECRET_KEY', 'PUBLIC_URL', 'DATABASE_URL', 'VAR_DIR')",
    "settings.VAR_DIR.mkdir(mode=448, parents=True, exist_ok=True)",
    "var = Path(settings.VAR_DIR)",
    "place = {'VAR_DIR': str(var)}",
    "folders = (settings.VAR_DIR, default_storage.location, library().location, public().location)",
}


def test_every_file_that_the_code_makes_below_its_folder_is_on_it():
    made, unread = set(), []
    for line in lines_of_code():
        found = re.findall(r"VAR_DIR\)?(?: /|,) '([^']+)'", line)
        made.update(found)
        if not found and line.strip() not in THE_FOLDER:
            unread.append(line)

    assert unread == []
    # The code makes the name `pages-2.turns` from that of another file.
    assert made | {"pages-2.turns"} == {each for each in of("var") if " " not in each}


def test_the_docs_tell_each_sentence_of_it():
    told = " ".join((ROOT / "docs/roles.md").read_text().replace("\n  ", " ").split())

    assert [
        each.description for each in (*CLEARED, *LEFT_ALONE) if each.description not in told
    ] == []
