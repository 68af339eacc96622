from collections.abc import Collection

from django.urls import reverse

from delivery.purging import purge
from delivery.tags import SITE

from .models import Agency


def logo_usage(ids: Collection[int]) -> dict[int, list[tuple[str, str]]]:
    """The logo."""
    url = reverse("admin:agency_agency_change", args=[1])
    label = str(Agency._meta.verbose_name)
    return {row.logo_id: [(label, url)] for row in Agency.objects.filter(logo__in=ids)}


def purge_logo(photo: int, **kwargs) -> None:
    """It stands on every page, and no page names it among what it shows."""
    if Agency.objects.filter(logo=photo).exists():
        purge([SITE])
