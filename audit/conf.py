from django.conf import settings

# Six months, which the law wants at least; younger rows the database itself keeps.
LEAST_DAYS = 183


def keep_days() -> int:
    """Days for which rows are kept."""
    return settings.AUDIT_KEEP_DAYS
