"""What waits for whom: the queues on the first page of the admin."""

from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from .. import permissions
from ..enums import DeskState, PublicState
from ..models import Act, Article

MOST = 99
"""A queue counts no further: nobody works through more before looking again."""


LATEST = 10


@dataclass(frozen=True)
class Queue:
    label: str
    url: str
    count: int

    @property
    def shown(self) -> str:
        return f"{MOST}+" if self.count > MOST else str(self.count)


def queues(request: HttpRequest) -> list[Queue]:
    """The queues that this person works from, each with its capped count."""
    user = request.user
    if not user.has_perm("news.view_article"):
        return []
    articles = permissions.visible(user, Article.objects.all())
    listed = reverse("admin:news_article_changelist")
    wanted = [
        (_("My drafts"), "?state__exact=draft&cua_toi=1", {"state": DeskState.DRAFT, "own": True}),
        (DeskState.EDITING.label, "?state__exact=editing", {"state": DeskState.EDITING}),
        (DeskState.APPROVAL.label, "?state__exact=approval", {"state": DeskState.APPROVAL}),
        (PublicState.SCHEDULED.label, "?cong_khai=scheduled", {"public": PublicState.SCHEDULED}),
    ]
    found = []
    for label, query, which in wanted:
        rows = articles
        if "state" in which:
            rows = rows.filter(state=which["state"])
        if "own" in which:
            rows = rows.filter(created_by=user)
        if "public" in which:
            rows = rows.in_public_state(which["public"])
        count = rows.order_by()[: MOST + 1].count()
        found.append(Queue(str(label), listed + query, count))
    return found


def latest(request: HttpRequest) -> list[Act]:
    """What was done last, to the articles that this person sees."""
    user = request.user
    if not user.has_perm("news.view_article"):
        return []
    acts = Act.objects.select_related("by", "article").defer("text", "article__body")
    return list(acts.filter(permissions.sight(user, "article__"))[:LATEST])
