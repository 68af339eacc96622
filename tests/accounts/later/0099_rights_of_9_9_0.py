from django.db import migrations

from accounts.roles import CONTRIBUTORS, EDITORS, PUBLISHERS, RIGHTS, give_rights

LATER = {
    **RIGHTS,
    "9.9.0": {
        CONTRIBUTORS: ["audit.view_entry"],
        EDITORS: ["audit.view_entry"],
        PUBLISHERS: ["audit.view_entry", "news.redact_edition"],
        "Thư ký toà soạn": ["audit.view_entry"],
    },
}


class Migration(migrations.Migration):
    dependencies = [("accounts", "0004_account_mail"), ("audit", "0001_initial")]

    operations = [give_rights("9.9.0", LATER)]
