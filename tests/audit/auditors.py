"""A person who may read the audit log, and rows and filters for its list."""

from datetime import timedelta

from django.contrib.auth.models import Permission
from django.test import Client
from django.utils import timezone

from audit.models import Kind
from tests.audit.entries import make_entry
from tests.factories import make_user

LIST = "/admin/audit/entry/"
CSV = f"{LIST}csv/"


def may(codename, label="audit"):
    return Permission.objects.get(codename=codename, content_type__app_label=label)


def auditor():
    """A test client and its user, who may read the log and do nothing else."""
    user = make_user(username="kiem-tra")
    user.user_permissions.add(may("view_entry"))
    client = Client(REMOTE_ADDR="203.0.113.7")
    client.force_login(user)
    return client, user


def make_several():
    """Make rows of two people on several days. Returns the values for the names in `FILTERS`."""
    one, two = make_user(username="mot"), make_user(username="hai")
    now = timezone.now()
    make_entry(10, about="A", by=one, who="mot", kind=Kind.PUBLISH)
    make_entry(5, about="B", by=two, who="hai", kind=Kind.PUBLISH)
    make_entry(5, about="C", by=one, who="mot", kind=Kind.WITHDRAW)
    make_entry(0, about="D", by=one, who="mot", kind=Kind.WITHDRAW)
    make_entry(0, about="E", kind=Kind.SWEEP)
    days = {"d10": 10, "d5": 5, "d4": 4, "d6": 6}
    return {
        "one": one.pk,
        "two": two.pk,
        **{
            name: f"{timezone.localtime(now - timedelta(days=ago)):%Y-%m-%d}"
            for name, ago in days.items()
        },
    }


# By query: what the rows in the list are about; None for all rows.
FILTERS = {
    "?viec=publish": ["B", "A"],
    "?viec=withdraw": ["D", "C"],
    "?nguoi={two}": ["B"],
    "?nguoi={one}&viec=publish": ["A"],
    "?nguoi=0&viec=sweep": ["E"],
    "?nguoi=0&viec=publish": [],
    "?tu={d6}&den={d4}": ["C", "B"],
    "?tu={d5}&den={d5}": ["C", "B"],
    "?den={d10}": ["A"],
    "?tu={d4}&viec=withdraw": ["D"],
    "?tu={d4}&den={d6}": [],
    "?nguoi={one}&tu={d6}&den={d4}&q=c": ["C"],
    "?nguoi=999999": [],
    "?nguoi=&tu=&den=": None,
    "?viec=nothing-like-this&nguoi={two}": ["B"],
}
