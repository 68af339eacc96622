from django.db import migrations, models


def since_changed(apps, schema_editor):
    """Of what was never published it is known; of updates that wait it was never written down."""
    articles = apps.get_model("news", "Article").objects
    articles.filter(state="approved", last_number=0).update(ready_since=models.F("changed_at"))


class Migration(migrations.Migration):
    dependencies = [("news", "0018_receipts")]

    operations = [
        migrations.AddField(
            model_name="article",
            name="ready_since",
            field=models.DateTimeField(editable=False, null=True),
        ),
        migrations.AddIndex(
            model_name="article",
            index=models.Index(
                condition=models.Q(("ready_since__isnull", False)),
                fields=["ready_since"],
                name="article_ready",
            ),
        ),
        migrations.RunPython(since_changed, migrations.RunPython.noop),
    ]
