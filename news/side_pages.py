"""The base of the pages beside an article's form. Each page asks for a right, finds its article and
shows a breadcrumb."""

from typing import Any

from django.contrib.admin import ModelAdmin
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.views.generic import View

from staff.fields import is_key
from staff.rights import requires_right

from .models import Article
from .rights import permissions


def works_on_articles(request: HttpRequest) -> bool:
    """The right of most side pages."""
    return permissions.works_on_articles(request.user)


class ArticlePage(View):
    """A page of the article admin that Django does not have. `news/admin.py` lists its address."""

    # Whether the request's user may open the page at all, before the article is known
    # (`staff.rights`).
    right = staticmethod(works_on_articles)
    # Whether the page is only for people who may change the article now.
    is_for_editors = False
    # Whether the page asks `staff.base_admin.reopened`: if that is true, a POST does nothing and
    # shows what was typed.
    reopens = False
    # Whether a person has to prove again who they are, if they last did so some time ago.
    reauthenticate = False
    title: Promise | str = ""
    template_name: str
    http_method_names = ["get", "head", "post"]
    model_admin: ModelAdmin | None = None
    # None for a new article, and on pages that are not about one article.
    article: Article | None = None

    @classmethod
    def pattern(cls, model_admin: ModelAdmin, route: str, name: str) -> URLPattern:
        """The page's URL pattern, which asks the right `right` before the page is opened."""
        view = requires_right(
            cls.right, cls.as_view(model_admin=model_admin), reauthenticate=cls.reauthenticate
        )
        # `accounts.form_recovery` reads it.
        view.reopens = cls.reopens
        return path(route, model_admin.admin_site.admin_view(view), name=f"news_article_{name}")

    def dispatch(
        self, request: HttpRequest, object_id: str | None = None, **kwargs: Any
    ) -> HttpResponse:
        if hasattr(self, request.method.lower()):
            self.article = self.find_article(object_id)
        return super().dispatch(request, **kwargs)

    def find_article(self, object_id: str | None) -> Article | None:
        """The page's article, None for a new one. Raises Http404 if it does not exist, and
        PermissionDenied if this person may not see it, or not edit it where `is_for_editors`."""
        return (get_editable if self.is_for_editors else get_article)(self.request, object_id)

    @property
    def back(self) -> str:
        """The address of the page's link back."""
        return form_url(self.article)

    def trail(self) -> list[tuple[str, str]]:
        """The breadcrumb: address and name of each page above this one, the list of articles
        first."""
        plural = capfirst(Article._meta.verbose_name_plural)
        name = self.article.title if self.article else gettext("New article")
        return [(reverse("admin:news_article_changelist"), plural), (form_url(self.article), name)]

    def render(self, **context: Any) -> TemplateResponse:
        """The page's template, with what the admin's base template needs and `context`."""
        context = {
            **self.model_admin.admin_site.each_context(self.request),
            "article": self.article,
            "title": self.title,
            "trail": self.trail(),
            "back": self.back,
            **context,
        }
        return TemplateResponse(self.request, self.template_name, context)


def form_url(article: Article | None) -> str:
    """The address of the article's form; of the form for a new one if None."""
    if article is None:
        return reverse("admin:news_article_add")
    return reverse("admin:news_article_change", args=[article.pk])


def get_article(request: HttpRequest, object_id: str, *, lock: bool = False) -> Article:
    """The article, its row locked if `lock`. Raises Http404 if it does not exist, PermissionDenied
    if this person may not see it."""
    if not is_key(object_id):
        raise Http404
    rows = Article.objects.select_for_update() if lock else Article.objects
    article = get_object_or_404(rows, pk=object_id)
    if not permissions.may_see(request.user, article):
        raise PermissionDenied
    return article


def get_editable(request: HttpRequest, object_id: str | None) -> Article | None:
    """The article, None for a new one. Raises Http404 if it does not exist, and PermissionDenied if
    this person may not edit it, or may not add one."""
    if object_id is None:
        if not request.user.has_perm(permissions.ADD):
            raise PermissionDenied
        return None
    article = get_article(request, object_id)
    if not permissions.may_edit(request.user, article):
        raise PermissionDenied
    return article
