"""The release before can still write rows when its tables are already those of the next release."""

from pathlib import Path

import pytest
from django.apps import apps
from django.db import migrations, models
from django.db.migrations.loader import MigrationLoader

from tests.processes import ROOT


def required_columns(operations: list[migrations.operations.base.Operation]) -> list[str]:
    """The new columns that need a value in every new row. The release before does not know them, so
    its rows would be refused."""
    return [
        f"{each.model_name}.{each.name}"
        for each in operations
        if isinstance(each, migrations.AddField)
        and not (each.field.null or each.field.many_to_many or each.field.has_db_default())
    ]


@pytest.mark.parametrize(
    "field, expected",
    [
        (models.CharField(default=""), ["article.note"]),
        (models.CharField(default="", db_default=""), []),
        (models.DateTimeField(null=True), []),
        (models.ManyToManyField("news.Article"), []),
    ],
)
def test_a_column_that_the_release_before_cannot_leave_out_is_found(field, expected):
    assert required_columns([migrations.AddField("article", "note", field)]) == expected


def test_a_new_column_is_bearable_to_the_release_before():
    ours = {app.label for app in apps.get_app_configs() if Path(app.path).parent == ROOT}

    assert {"news", "media"} <= ours
    assert [
        (*name, column)
        for name, migration in MigrationLoader(None).disk_migrations.items()
        if name[0] in ours and not migration.initial
        for column in required_columns(migration.operations)
    ] == []
