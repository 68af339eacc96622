"""The rights of the newsroom's groups: those in a new database, and those that a later version
adds."""

import json
from pathlib import Path

import pytest
from django.contrib.auth.models import Group
from django.core.management import call_command

from accounts.roles import CONTRIBUTORS, EDITORS, PUBLISHERS

# What later versions have added.
ADDED = {PUBLISHERS: ["media.take_down_document", "media.take_down_photo"]}
OF_0_1_0 = json.loads(Path(__file__).with_name("rights-0.1.0.json").read_text())


def rights() -> dict[str, list[str]]:
    """The sorted rights of each group, by its name."""
    labels = "content_type__app_label", "codename"
    return {
        group.name: sorted(map(".".join, group.permissions.values_list(*labels)))
        for group in Group.objects.all()
    }


def take_away(group: str, right: str) -> None:
    permissions = Group.objects.get(name=group).permissions
    permissions.remove(permissions.get(codename=right.partition(".")[2]))


@pytest.mark.django_db
def test_a_new_database_has_the_groups_of_0_1_0_with_the_rights_of_every_version():
    assert rights() == {
        group: sorted([*names, *ADDED.get(group, [])]) for group, names in OF_0_1_0.items()
    }


@pytest.mark.django_db(transaction=True)
def test_a_later_version_gives_its_rights_once_to_the_groups_that_are_there(settings):
    Group.objects.get(name=EDITORS).delete()
    take_away(CONTRIBUTORS, "sections.view_section")
    before = rights()
    settings.MIGRATION_MODULES = {"accounts": "tests.accounts.later"}

    call_command("migrate", "accounts", verbosity=0)

    assert rights() == {
        CONTRIBUTORS: sorted([*before[CONTRIBUTORS], "audit.view_entry"]),
        PUBLISHERS: sorted([*before[PUBLISHERS], "audit.view_entry", "news.redact_edition"]),
        "Thư ký toà soạn": ["audit.view_entry"],
    }

    take_away(PUBLISHERS, "audit.view_entry")
    given = rights()
    call_command("migrate", verbosity=0)
    assert rights() == given

    call_command("migrate", "accounts", "0004", verbosity=0)
