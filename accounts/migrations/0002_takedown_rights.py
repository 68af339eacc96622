from django.db import migrations

from accounts.roles import give_rights


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0001_initial'),
        ('media', '0003_takedowns'),
    ]

    operations = [give_rights('0.2.0')]
