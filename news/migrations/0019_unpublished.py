from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("news", "0018_receipts")]

    operations = [
        migrations.RemoveIndex(model_name="article", name="article_without_edition"),
        migrations.AddIndex(
            model_name="article",
            index=models.Index(fields=["last_number", "state", "-id"], name="article_unpublished"),
        ),
    ]
