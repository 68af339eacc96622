"""Notices have rows of their own, with level and time; the agency's one text becomes the first."""

import agency.models
from django.db import migrations, models


def to_rows(apps, schema_editor) -> None:
    Notice = apps.get_model("agency", "Notice")
    for row in apps.get_model("agency", "Agency").objects.exclude(notice=""):
        Notice.objects.create(text=row.notice)


def to_field(apps, schema_editor) -> None:
    Notice = apps.get_model("agency", "Notice")
    for row in apps.get_model("agency", "Agency").objects.all():
        row.notice = next((each.text for each in Notice.objects.order_by("-pk")), "")
        row.save()


class Migration(migrations.Migration):

    dependencies = [
        ('agency', '0002_measuring_script'),
    ]

    operations = [
        migrations.CreateModel(
            name='Notice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('level', models.CharField(choices=[('urgent', 'Urgent'), ('warning', 'Warning'), ('info', 'Information')], default='info', help_text='Three stand on a page at most, the most urgent first.', max_length=7, verbose_name='level')),
                ('text', models.TextField(help_text='What happens, where, from when to when, and what to do.', max_length=300, verbose_name='text')),
                ('link', models.CharField(blank=True, help_text='A page of this portal (“/kinh-te/”) or an address that begins with “https://”.', max_length=500, validators=[agency.models.validate_link], verbose_name='leads to')),
                ('link_text', models.CharField(blank=True, help_text='“Read more” when empty.', max_length=80, verbose_name='words of the link')),
                ('starts_at', models.DateTimeField(blank=True, help_text='Empty: at once.', null=True, verbose_name='shown from')),
                ('expires_at', models.DateTimeField(blank=True, help_text='A warning or an urgent notice needs one, 30 days ahead at most.', null=True, verbose_name='shown until')),
            ],
            options={
                'verbose_name': 'notice',
                'verbose_name_plural': 'notices',
                'ordering': ['-pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('expires_at', None), ('starts_at', None), ('expires_at__gt', models.F('starts_at')), _connector='OR'), name='notice_ends_after_it_starts', violation_error_message='It would end before it starts.'), models.CheckConstraint(condition=models.Q(('level', 'info'), ('expires_at__isnull', False), _connector='OR'), name='notice_urgent_ones_end', violation_error_message='A warning or an urgent notice has to end.')],
            },
        ),
        migrations.RunPython(to_rows, to_field),
        migrations.RemoveField(model_name="agency", name="notice"),
    ]
