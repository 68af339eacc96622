"""The groups of the newsroom, and the rights that each version gives them (docs/roles.md explains
them).

The migration of the version that adds a right gives it once (`give_rights`), so a right that an
administrator takes away is not given again. Rights are strings, so this module does not import the
apps that define them. `accounts` stands above these apps, so its migrations may depend on theirs.
"""

from collections.abc import Mapping
from functools import partial

from django.apps import apps as installed
from django.contrib.auth.management import create_permissions
from django.contrib.auth.models import Group
from django.db.migrations import RunPython

# Staff read these names, so they are Vietnamese.
CONTRIBUTORS = "Phóng viên, cộng tác viên"
EDITORS = "Biên tập viên"
PUBLISHERS = "Thư ký xuất bản"

_WRITE = """
    news.add_article news.change_article news.view_article
    news.view_author news.view_source news.view_topic news.view_tag news.add_tag
    media.add_photo media.change_photo media.view_photo
    media.add_document media.change_document media.view_document
    sections.view_section
""".split()
_EDIT = """
    news.edit_any_article
    news.add_author news.change_author news.add_source news.change_source
    news.add_topic news.change_topic news.change_tag news.delete_tag
    media.change_any_photo media.delete_photo media.change_any_document media.delete_document
    agency.view_notice agency.add_notice agency.change_notice agency.delete_notice
    redirects.view_missedaddress redirects.change_missedaddress
""".split()
_PUBLISH = """
    news.approve_article news.override_second_eyes news.publish_article news.withdraw_article
    news.delete_article news.arrange_front
    news.delete_author news.delete_source news.delete_topic
    sections.add_section sections.change_section sections.delete_section
    sections.view_linklist sections.add_linklist sections.change_linklist
    sections.delete_linklist sections.view_link sections.add_link sections.change_link
    sections.delete_link sections.view_oldpath sections.delete_oldpath
    agency.view_agency agency.add_agency agency.change_agency
    agency.view_sociallink agency.add_sociallink agency.change_sociallink
    agency.delete_sociallink
""".split()

Rights = Mapping[str, Mapping[str, list[str]]]

# The rights by the version that adds them, the oldest first. The entry of a released version never
# changes: a later version gets its own entry, and a migration with `give_rights`.
RIGHTS: Rights = {
    "0.1.0": {
        CONTRIBUTORS: _WRITE,
        EDITORS: _WRITE + _EDIT,
        PUBLISHERS: _WRITE + _EDIT + _PUBLISH,
    },
    "0.2.0": {PUBLISHERS: ["media.take_down_photo", "media.take_down_document"]},
}


def give_rights(version: str, rights: Rights = RIGHTS) -> RunPython:
    """The migration operation that gives the groups the rights that this version adds.

    The first version that names a group creates it. A later one skips groups that the site has
    removed or renamed. Undoing the migration takes no right away.
    """
    return RunPython(partial(_give, version, rights), RunPython.noop)


def _give(version: str, rights: Rights, apps, schema_editor) -> None:
    groups, added = apps.get_model("auth", "Group").objects, rights[version]
    # Django creates permissions after all migrations, but they are needed now.
    for label in {right.partition(".")[0] for names in added.values() for right in names}:
        create_permissions(installed.get_app_config(label), apps=installed, verbosity=0)
    rows = apps.get_model("auth", "Permission").objects.values_list(
        "content_type__app_label", "codename", "pk"
    )
    keys = {f"{label}.{codename}": key for label, codename, key in rows}
    for name, names in added.items():
        if version == next(each for each in rights if name in rights[each]):
            groups.get_or_create(name=name)
        for group in groups.filter(name=name):
            group.permissions.add(*(keys[right] for right in names))


def group(name: str) -> Group:
    """The group with this name. Raises Group.DoesNotExist if the site has removed or renamed it."""
    return Group.objects.get(name=name)
