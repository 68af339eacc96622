from django.conf import settings

LEAST_DAYS = 183
"""Six months, which the law wants at least; younger rows the database itself keeps."""


def keep_days() -> int:
    """Days for which rows are kept."""
    return settings.AUDIT_KEEP_DAYS
