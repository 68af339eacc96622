"""A list for each day, by which the archive finds what was published then."""

from django.db import migrations, models

DAY = {
    "sqlite": "CAST(strftime('%Y%m%d', released_at, '+7 hours') AS INTEGER)",
    "postgresql": "to_char(released_at AT TIME ZONE 'Asia/Ho_Chi_Minh', 'YYYYMMDD')::bigint",
}


def list_what_is_there(apps, schema_editor):
    day = DAY[schema_editor.connection.vendor]
    schema_editor.execute(
        "INSERT INTO news_listing "
        "(kind, target, article_id, edition_id, released_at, live_from, live_until) "
        f"SELECT 'day', {day}, article_id, id, released_at, live_from, live_until "
        "FROM news_edition WHERE live_until IS NULL OR live_until > live_from",
        params=None,
    )


class Migration(migrations.Migration):

    dependencies = [("news", "0004_search")]

    operations = [
        migrations.AlterField(
            model_name="listing",
            name="kind",
            field=models.CharField(
                choices=[
                    ("newest", "All articles"),
                    ("section", "Section"),
                    ("topic", "Topic"),
                    ("author", "Author"),
                    ("tag", "Tag"),
                    ("source", "Source"),
                    ("day", "Day"),
                ],
                max_length=8,
            ),
        ),
        migrations.RunPython(list_what_is_there, migrations.RunPython.noop, elidable=True),
    ]
