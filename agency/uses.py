from collections.abc import Collection

from django.urls import reverse

from .models import Agency


def photos(ids: Collection[int]) -> dict[int, list[tuple[str, str]]]:
    """The logo."""
    url = reverse("admin:agency_agency_change", args=[1])
    label = str(Agency._meta.verbose_name)
    return {row.logo_id: [(label, url)] for row in Agency.objects.filter(logo__in=ids)}
