"""The search index. The worker fills it (`news.search.index.rebuild`)."""

from django.db import migrations, models

from news.search.models import CreateSearchTable


class Migration(migrations.Migration):

    dependencies = [("news", "0003_others_photos")]

    operations = [
        migrations.CreateModel(
            name="SearchIndex",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveIntegerField(default=0)),
                ("last", models.BigIntegerField(default=0)),
                ("whole", models.BooleanField(default=False)),
            ],
            options={"default_permissions": ()},
        ),
        CreateSearchTable(),
    ]
