"""What every side page asks first, which article it is about and whether this person may see or
edit it, and what it shows around its own."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.utils.decorators import method_decorator
from django.views.decorators.http import require_POST

from staff.fields import is_key

from ..models import Article
from . import permissions

# For a side page, whose first argument is the admin.
post_only = method_decorator(require_POST)


# The rights that side pages want, whichever article they are about (`staff.rights`).


def has_a_desk(request: HttpRequest) -> bool:
    """Whoever works on articles."""
    return permissions.works_on_articles(request.user)


def may_begin(request: HttpRequest) -> bool:
    """Whoever may begin one."""
    return request.user.has_perm(permissions.ADD)


def may_redact(request: HttpRequest) -> bool:
    """Whoever may redact in some section."""
    return permissions.has_in_any_section(request.user, permissions.REDACT)


def get_article(request: HttpRequest, object_id: str, *, lock: bool = False) -> Article:
    """The article, if this person may see it: 404 where there is none, 403 where they may not."""
    if not is_key(object_id):
        raise Http404
    rows = Article.objects.select_for_update() if lock else Article.objects
    article = get_object_or_404(rows, pk=object_id)
    if not permissions.may_see(request.user, article):
        raise PermissionDenied
    return article


def get_editable(request: HttpRequest, object_id: str | None) -> Article | None:
    """The article whose form this person may have open, None for a new one; 403 where they may
    not."""
    if object_id is None:
        if not request.user.has_perm("news.add_article"):
            raise PermissionDenied
        return None
    article = get_article(request, object_id)
    if not permissions.may_edit(request.user, article):
        raise PermissionDenied
    return article


def side_page(
    model_admin,
    request: HttpRequest,
    article: Article | None,
    template: str,
    context: dict[str, Any],
) -> TemplateResponse:
    """A page beside that article's form, or beside that of a new one."""
    around = model_admin.admin_site.each_context(request)
    around |= {"article": article, "opts": Article._meta}
    return TemplateResponse(request, template, around | context)
