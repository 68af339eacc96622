from django.db import migrations

from accounts.roles import give_rights


class Migration(migrations.Migration):
    # Of each app whose rights are given, the migration that has the last of these models.
    dependencies = [
        ("accounts", "0001_initial"),
        ("news", "0010_override_right"),
        ("media", "0002_others"),
        ("sections", "0001_initial"),
        ("agency", "0003_notices"),
        ("redirects", "0001_initial"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [give_rights("0.1.0")]
