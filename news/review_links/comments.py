"""Comments of staff on an article, and the panel beside its form that lists all comments. A comment
changes no state, no version and no approval, and is no save for forms that are open."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.db.models import Count, F
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from staff.base_admin import reopened
from staff.fields import TidyCharField, is_key

from ..models import Article, Comment
from ..rights.permissions import may_see
from ..side_pages import ArticlePage
from .models import MAX_COMMENT_CHARACTERS

# If there are more, unresolved comments are shown first.
MAX_COMMENTS_SHOWN = 200


def add_comment(article: Article, *, by, text: str) -> Comment:
    """Store a comment. Raises PermissionDenied if `by` may not see the article."""
    _require(article, by)
    return Comment.objects.create(article=article, by=by, text=text, at=timezone.now())


def resolve(article: Article, pk: int, *, by) -> None:
    """Mark the comment with that key as resolved. Does nothing if it is resolved already or does
    not exist. Raises PermissionDenied if `by` may not see the article."""
    _require(article, by)
    found = article.comments.filter(pk=pk, resolved_at=None)
    found.update(resolved_at=timezone.now(), resolved_by=by)


def reopen(article: Article, pk: int, *, by) -> None:
    """Mark the comment as unresolved again. Raises PermissionDenied like `resolve`."""
    _require(article, by)
    article.comments.filter(pk=pk).update(resolved_at=None, resolved_by=None)


def split_comments(article: Article) -> tuple[list[Comment], list[Comment]]:
    """The unresolved comments, oldest first, and the resolved ones, resolved last first; at most
    MAX_COMMENTS_SHOWN together. One query."""
    rows = article.comments.select_related("by", "resolved_by", "link").defer("link__document")
    rows = rows.order_by(F("resolved_at").desc(nulls_first=True), "-pk")[:MAX_COMMENTS_SHOWN]
    waiting = [row for row in rows if row.resolved_at is None]
    return waiting[::-1], [row for row in rows if row.resolved_at is not None]


def open_counts(articles: Iterable[int]) -> dict[int, int]:
    """The number of unresolved comments, by the id of each article that has some."""
    rows = Comment.objects.filter(article__in=articles, resolved_at=None).order_by()
    return dict(rows.values_list("article").annotate(Count("pk")))


def _require(article: Article, user) -> None:
    if not may_see(user, article):
        raise PermissionDenied


# What the buttons beside a comment do.
_CHANGES = {"resolve": resolve, "reopen": reopen}


class CommentForm(forms.Form):
    # The buttons beside comments belong to this form too, and need no text.
    use_required_attribute = False

    # On the article's page this field stands within the article's form. The attribute `form` makes
    # it part of the comments' own form.
    text = TidyCharField(
        label=_("New comment"),
        max_length=MAX_COMMENT_CHARACTERS,
        widget=forms.Textarea(attrs={"rows": 3, "form": "comments-form", "id": "comment-text"}),
        error_messages={"required": _("Write something first.")},
    )


def panel(article: Article, form: CommentForm | None = None) -> dict[str, Any]:
    """The context for the template of the panel; one query."""
    waiting, done = split_comments(article)
    return {
        "comments": waiting,
        "comments_done": done,
        "comment_form": form or CommentForm(),
        "comments_url": reverse("admin:news_article_comments", args=[article.pk]),
        "review_url": reverse("admin:news_article_review", args=[article.pk]),
    }


class CommentsPage(ArticlePage):
    """The comments on a page of their own. The panel's script posts here and takes the new panel
    from the answer."""

    title = _("Comments")
    template_name = "news/comments_page.html"
    reopens = True

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.render(**panel(self.article))

    def post(self, request: HttpRequest) -> HttpResponse:
        # The form is shown again without errors: the buttons beside comments need no text.
        if reopened(request):
            form = CommentForm(initial=request.POST)
        else:
            form = CommentForm(request.POST)
            if self.done(form):
                return HttpResponseRedirect(request.path)
        return self.render(**panel(self.article, form))

    def done(self, form: CommentForm) -> bool:
        """Do what the pressed button says. Returns whether it was done; if not, the form says
        why."""
        act, _colon, pk = self.request.POST.get("do", "").partition(":")
        if act in _CHANGES:
            if is_key(pk):
                _CHANGES[act](self.article, int(pk), by=self.request.user)
            return True
        if not form.is_valid():
            return False
        add_comment(self.article, by=self.request.user, text=form.cleaned_data["text"])
        return True
