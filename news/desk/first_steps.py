"""What an empty portal still lacks, for whoever may see to it."""

from dataclasses import dataclass

from django.contrib.auth.models import User
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from agency.models import Agency
from database.queries import counts
from sections.models import Section

from ..models import Article


@dataclass(frozen=True)
class FirstStep:
    label: Promise
    right: str
    address: str
    # Has rows enough once it is done.
    done: QuerySet
    enough: int = 1

    @property
    def url(self) -> str:
        return reverse(self.address)


FIRST_STEPS = [
    FirstStep(
        _("Name the agency that publishes"),
        "agency.add_agency",
        "admin:agency_agency_changelist",
        Agency.objects.all(),
    ),
    FirstStep(
        _("Make the first section"),
        "sections.add_section",
        "admin:sections_section_add",
        Section.objects.filter(kind=Section.Kind.SECTION),
    ),
    FirstStep(
        _("Add your colleagues, each to a group"),
        "auth.add_user",
        "admin:auth_user_changelist",
        User.objects.filter(is_staff=True, is_active=True),
        enough=2,
    ),
    FirstStep(
        _("Write the first article"),
        "news.add_article",
        "admin:news_article_add",
        Article.objects.all(),
    ),
]


def missing_steps(request: HttpRequest) -> list[FirstStep]:
    """What this person may do and nobody has done yet, in the order in which it is best done; one
    query."""
    steps = [step for step in FIRST_STEPS if request.user.has_perm(step.right)]
    if not steps:
        return []
    keys = [step.done.order_by().values("pk")[: step.enough] for step in steps]
    found = zip(steps, counts(keys, request.user), strict=True)
    return [step for step, count in found if count < step.enough]
