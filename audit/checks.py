from django.core.checks import Error, register

from .conf import LEAST_DAYS, keep_days


@register
def kept_long_enough(app_configs, **kwargs) -> list[Error]:
    if keep_days() >= LEAST_DAYS:
        return []
    return [
        Error(
            f"AUDIT_KEEP_DAYS is {keep_days()}",
            hint=f"The audit log is kept for six months at least: {LEAST_DAYS} days or more.",
            id="audit.E001",
        )
    ]
