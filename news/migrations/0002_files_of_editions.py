"""Gives each edition a row for every file that its page shows or leads to: also for the logo of its
source, and for files to which its body leads. From now on these rows decide what readers may see."""

import json
import re

from django.db import migrations

_ADDRESS = re.compile(r"/tep/(?:anh/[^/]{2}/([a-z0-9-]+)/|(van-ban/[a-z0-9]+/[a-z0-9.-]*[a-z0-9]))")


def add_rows(apps, schema_editor):
    edition_model, photo_row, document_row = (
        apps.get_model("news", name) for name in ("Edition", "EditionPhoto", "EditionDocument")
    )
    photos = dict(apps.get_model("media", "Photo").objects.values_list("key", "pk"))
    documents = dict(apps.get_model("media", "Document").objects.values_list("file", "pk"))
    there = set(photos.values())
    photo_rows, document_rows = [], []
    for pk, text in edition_model.objects.values_list("pk", "document").iterator():
        document = json.loads(text)
        found = _ADDRESS.findall(document["body"])
        logo = (document["source"] or {}).get("logo")
        shown = {photos[key] for key, _name in found if key in photos} | ({logo} & there)
        linked = {documents[name] for _key, name in found if name in documents}
        photo_rows += [photo_row(edition_id=pk, photo_id=each) for each in sorted(shown)]
        document_rows += [document_row(edition_id=pk, document_id=each) for each in sorted(linked)]
    photo_row.objects.bulk_create(photo_rows, 1000, ignore_conflicts=True)
    document_row.objects.bulk_create(document_rows, 1000, ignore_conflicts=True)


class Migration(migrations.Migration):
    dependencies = [("news", "0001_initial"), ("media", "0002_longer_names")]

    operations = [migrations.RunPython(add_rows, migrations.RunPython.noop)]
