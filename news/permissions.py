"""Who may do what with an article: asked here, and only here. docs/roles.md has the table."""

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet

from .enums import DeskState, Verb
from .models import Article

_RIGHT = {
    Verb.PASS_ON: "news.edit_any_article",
    Verb.APPROVE: "news.approve_article",
    Verb.PUBLISH: "news.publish_article",
    Verb.MOVE: "news.publish_article",
    Verb.CANCEL: "news.publish_article",
    Verb.EXPIRE: "news.publish_article",
    Verb.BRING_BACK: "news.publish_article",
    Verb.ARCHIVE: "news.publish_article",
    Verb.UNARCHIVE: "news.publish_article",
    Verb.WITHDRAW: "news.withdraw_article",
}


def may(user, verb: Verb, article: Article) -> bool:
    """Whether this person may do that with this article, its state aside."""
    if not user.is_active or not may_see(user, article):
        return False
    if verb in (Verb.SAVE, Verb.RESTORE, Verb.SUBMIT):
        return may_edit(user, article)
    if verb == Verb.SEND_BACK:
        right = (
            "news.approve_article"
            if article.state in (DeskState.APPROVAL, DeskState.APPROVED)
            else "news.edit_any_article"
        )
        return user.has_perm(right)
    return user.has_perm(_RIGHT[verb])


def may_see(user, article: Article) -> bool:
    """Contributors see what they began; who edits or publishes sees everything."""
    if not user.has_perm("news.view_article") and not user.has_perm("news.change_article"):
        return False
    return sees_all(user) or article.created_by_id == user.pk


def may_edit(user, article: Article) -> bool:
    """Whether this person may change the desk copy as it now stands.

    A contributor until it is handed in, an editor until it is approved, a publisher always.
    """
    if not user.has_perm("news.change_article") or not may_see(user, article):
        return False
    if user.has_perm("news.publish_article"):
        return True
    if user.has_perm("news.edit_any_article"):
        return article.state != DeskState.APPROVED
    return article.state == DeskState.DRAFT


def publishes(user) -> bool:
    """Whether what readers see is this person's concern."""
    return user.is_active and user.has_perm("news.publish_article")


def sees_all(user) -> bool:
    return user.has_perm("news.edit_any_article") or user.has_perm("news.publish_article")


def visible(user, articles: QuerySet) -> QuerySet:
    """Those articles that this person may see: the queryset twin of `may_see`."""
    return articles if sees_all(user) else articles.filter(created_by=user)


def require(user, verb: Verb, article: Article) -> None:
    """PermissionDenied unless they may."""
    if not may(user, verb, article):
        raise PermissionDenied(f"{user} may not {verb} article {article.pk}")


def may_arrange(user) -> bool:
    """Whether this person may place articles on the home page and at the top of sections."""
    return user.is_active and user.has_perm("news.arrange_front")
