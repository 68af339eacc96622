"""What stands in a section and keeps it from being deleted, or from becoming a static page."""

from collections.abc import Iterator

from django.db import models

from .models import Section

# How many of each kind are named.
MAX_NAMED_REFERRERS = 10


def held(section: Section) -> Iterator[tuple[str, list[str]]]:
    """Each kind of thing that refers to this section from above, and the titles of the newest.

    A section may hold 100,000 articles: no more than one above `SHOWN` of them are read, and none
    of their long texts.
    """
    for relation in Section._meta.get_fields(include_hidden=True):
        holder = relation.related_model
        if not relation.auto_created or relation.concrete or holder is Section:
            continue
        if getattr(relation, "on_delete", None) is models.CASCADE:  # goes along with the section
            continue
        if holder._meta.auto_created:  # the rows of a many-to-many relation; its owner is asked
            continue
        long = [each.name for each in holder._meta.fields if isinstance(each, models.TextField)]
        rows = holder._default_manager.filter(**{relation.field.name: section})
        found = [str(each) for each in rows.order_by("-pk").defer(*long)[: MAX_NAMED_REFERRERS + 1]]
        if found:
            yield str(holder._meta.verbose_name), found
