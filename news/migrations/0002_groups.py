"""The newsroom's three groups. Names are shown to staff, so they are Vietnamese."""

from django.apps import apps as real_apps
from django.contrib.auth.management import create_permissions
from django.db import migrations

WRITE = """
    news.add_article news.change_article news.view_article
    news.view_author news.view_source news.view_topic news.view_tag news.add_tag
    media.add_photo media.change_photo media.view_photo
    media.add_document media.view_document
    sections.view_section
""".split()
EDIT = """
    news.edit_any_article
    news.add_author news.change_author news.add_source news.change_source
    news.add_topic news.change_topic news.change_tag news.delete_tag
    media.change_document media.delete_photo media.delete_document
""".split()
PUBLISH = """
    news.approve_article news.publish_article news.withdraw_article news.delete_article
    news.delete_author news.delete_source news.delete_topic
    sections.add_section sections.change_section sections.delete_section
    sections.view_linklist sections.add_linklist sections.change_linklist
    sections.delete_linklist sections.view_link sections.add_link sections.change_link
    sections.delete_link sections.view_oldpath sections.delete_oldpath
    agency.view_agency agency.add_agency agency.change_agency
    agency.view_sociallink agency.add_sociallink agency.change_sociallink
    agency.delete_sociallink
""".split()
GROUPS = {
    "Phóng viên, cộng tác viên": WRITE,
    "Biên tập viên": WRITE + EDIT,
    "Thư ký xuất bản": WRITE + EDIT + PUBLISH,
}


def make_groups(apps, schema_editor) -> None:
    # Permissions are made after all migrations; these are needed now.
    for label in ("news", "media", "sections", "agency"):
        create_permissions(real_apps.get_app_config(label), apps=real_apps, verbosity=0)
    Group = apps.get_model("auth", "Group")
    Permission = apps.get_model("auth", "Permission")
    for name, rights in GROUPS.items():
        group, _ = Group.objects.get_or_create(name=name)
        for right in rights:
            label, codename = right.split(".")
            group.permissions.add(
                Permission.objects.get(content_type__app_label=label, codename=codename)
            )


def remove_groups(apps, schema_editor) -> None:
    apps.get_model("auth", "Group").objects.filter(name__in=GROUPS).delete()


class Migration(migrations.Migration):
    dependencies = [
        ("news", "0001_initial"),
        ("media", "0001_initial"),
        ("sections", "0001_initial"),
        ("agency", "0001_initial"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [migrations.RunPython(make_groups, remove_groups)]
