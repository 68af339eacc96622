from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("sections", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="section",
            name="second_eyes",
            field=models.BooleanField(
                default=False,
                help_text="Who changed a text does not approve it here, nor in the sections below: "
                "somebody else does.",
                verbose_name="needs a second pair of eyes",
            ),
        ),
    ]
