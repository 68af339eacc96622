"""Which article a side page is about, if this person may see it."""

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404

from .. import permissions
from ..models import Article


def get_article(
    model_admin, request: HttpRequest, object_id: str, *, lock: bool = False
) -> Article:
    """The article, if this person may see it: 404 where there is none, 403 where they may not."""
    if not object_id.isdecimal() or len(object_id) > 18:
        raise Http404
    rows = Article.objects.select_for_update() if lock else Article.objects
    article = get_object_or_404(rows, pk=object_id)
    if not permissions.may_see(request.user, article):
        raise PermissionDenied
    return article
