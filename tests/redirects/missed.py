"""Makes and reads missed addresses."""

from django.utils import timezone

from redirects.models import MissedAddress


def make(path: str, target: str = "", count: int = 1) -> MissedAddress:
    now = timezone.now()
    return MissedAddress.objects.create(
        path=path, target=target, count=count, first_seen=now, last_seen=now
    )


def targets() -> dict[str, str]:
    rows = MissedAddress.objects.exclude(target="").order_by("path")
    return dict(rows.values_list("path", "target"))
