"""Comments beside an article's form, and on a page of their own. They are posted apart from the
form, which stays as it is: a half typed article is not saved by them, and not lost."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from staff.base_admin import reopened
from staff.fields import TidyCharField
from staff.keys import is_key

from ..models import Article
from ..rights.article_access import get_article, side_page
from . import comments
from .models import MAX_COMMENT_CHARACTERS

RESOLVE, OPEN_AGAIN = "resolve", "reopen"


class CommentForm(forms.Form):
    use_required_attribute = False  # its other buttons want no words

    # Its controls stand within the article's form, and belong to another.
    text = TidyCharField(
        label=_("New comment"),
        max_length=MAX_COMMENT_CHARACTERS,
        widget=forms.Textarea(attrs={"rows": 3, "form": "comments-form", "id": "comment-text"}),
        error_messages={"required": _("Write something first.")},
    )


def panel(article: Article, form: CommentForm | None = None) -> dict[str, Any]:
    """What the panel shows; one query."""
    waiting, done = comments.split_comments(article)
    return {
        "comments": waiting,
        "comments_done": done,
        "comment_form": form or CommentForm(),
        "comments_url": reverse("admin:news_article_comments", args=[article.pk]),
        "review_url": reverse("admin:news_article_review", args=[article.pk]),
    }


def page(model_admin, request: HttpRequest, object_id: str) -> HttpResponse:
    """Also what the panel's script sends its forms to, and takes the panel from again."""
    article = get_article(request, object_id)
    form = CommentForm()
    if request.method == "POST":
        form = CommentForm(request.POST)
        if reopened(request):
            form = CommentForm(initial=request.POST)  # its other buttons want no words
        elif _done(request, article, form):
            return HttpResponseRedirect(request.path)
    context = panel(article, form) | {"title": gettext("Comments")}
    return side_page(model_admin, request, article, "news/comments_page.html", context)


def _done(request: HttpRequest, article: Article, form: CommentForm) -> bool:
    """Whether it was done; else the form says why not."""
    act, _colon, pk = request.POST.get("do", "").partition(":")
    if act in (RESOLVE, OPEN_AGAIN):
        change = comments.resolve if act == RESOLVE else comments.reopen
        if is_key(pk):
            change(article, int(pk), by=request.user)
        return True
    if not form.is_valid():
        return False
    comments.add_comment(article, by=request.user, text=form.cleaned_data["text"])
    return True
