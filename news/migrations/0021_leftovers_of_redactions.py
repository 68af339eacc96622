import re

from django.db import migrations

HOLE = "█████"
PLACED = re.compile(r"(?<=: “)(?!bài số \d+”)(.+)(?=”, )")


def take_away(apps, schema_editor):
    """Titles of redacted editions, where the first redactions did not look for them: in the
    addresses of receipts, and in the logs of fronts. There no title can be told from another any
    more, so each that no edition has today goes."""
    editions = apps.get_model("news", "Edition").objects
    if not editions.filter(redacted_at__isnull=False).exists():
        return
    receipts = apps.get_model("news", "Receipt").objects
    for receipt in receipts.filter(edition__redacted_at__isnull=False).select_related("edition"):
        for page in receipt.pages:
            if page["kind"] in ("article", "print"):
                page["path"] = f"/b/{receipt.edition.article_id}"
            elif page["kind"] == "search":
                page["path"] = page["path"].partition("?")[0]
        receipt.save(update_fields=["pages"])
    entries = apps.get_model("admin", "LogEntry").objects.filter(
        content_type__app_label="news", content_type__model="front"
    )
    for entry in entries:
        told = set(PLACED.findall(entry.change_message))
        known = set(editions.filter(title__in=told).values_list("title", flat=True))
        if told - known:
            entry.change_message = PLACED.sub(
                lambda found, known=known: found[0] if found[0] in known else HOLE,
                entry.change_message,
            )
            entry.save(update_fields=["change_message"])


class Migration(migrations.Migration):
    dependencies = [
        ("admin", "0003_logentry_add_action_flag_choices"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("news", "0020_redaction_of_cancelled_editions"),
    ]

    operations = [migrations.RunPython(take_away, migrations.RunPython.noop, elidable=True)]
