"""Gives each edition a row for every file that its page shows or leads to: also for the logo of its
source, and for files to which its body leads. From now on these rows decide what readers may see."""

import json
import re

from django.db import migrations

_ADDRESS = re.compile(r"/tep/(?:anh/[^/]{2}/([a-z0-9-]+)/|(van-ban/[a-z0-9]+/[a-z0-9.-]+))")


def add_rows(apps, schema_editor):
    edition_model, photo_row, document_row = (
        apps.get_model("news", name) for name in ("Edition", "EditionPhoto", "EditionDocument")
    )
    photos = dict(apps.get_model("media", "Photo").objects.values_list("key", "pk"))
    documents = dict(apps.get_model("media", "Document").objects.values_list("file", "pk"))
    there = set(photos.values())
    for pk, text in edition_model.objects.values_list("pk", "document").iterator():
        document = json.loads(text)
        found = _ADDRESS.findall(document["body"])
        logo = (document["source"] or {}).get("logo")
        shown = {photos[key] for key, _name in found if key in photos} | ({logo} & there)
        linked = {documents[name] for _key, name in found if name in documents}
        for photo in sorted(shown):
            photo_row.objects.get_or_create(edition_id=pk, photo_id=photo)
        for linked_document in sorted(linked):
            document_row.objects.get_or_create(edition_id=pk, document_id=linked_document)


class Migration(migrations.Migration):
    dependencies = [("news", "0001_initial"), ("media", "0002_longer_photo_keys")]

    operations = [migrations.RunPython(add_rows, migrations.RunPython.noop)]
