"""Decides who may do what with an article; steps and views ask here. docs/roles.md has the
table."""

from collections.abc import Collection, Iterable

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.db.models import Q, QuerySet

from ..editions.public_status import cached_status
from ..enums import DeskState
from ..models import Article, Beat
from .beats import beats, has_everywhere

EDIT, APPROVE = "news.edit_any_article", "news.approve_article"
PUBLISH, WITHDRAW = "news.publish_article", "news.withdraw_article"
OVERRIDE = "news.override_second_eyes"
REDACT = "news.redact_edition"
ADD, DELETE = "news.add_article", "news.delete_article"
CHANGE = "news.change_article"
# A person with one of these rights works on articles.
_DESK_RIGHTS = "news.view_article", CHANGE


def has_right(user, right: str, article: Article) -> bool:
    """Whether this person has that right in every section, or in the article's."""
    return user.is_active and (has_everywhere(user, right) or user.has_perm(right, article))


def has_right_where_shown(user, right: str, article: Article, editions: Collection[str]) -> bool:
    """Whether this person also has that right in the sections of those editions, which are named as
    attributes of `PublicStatus`. So nobody gets a right over what readers see in one section by
    moving the desk copy into another section."""
    if not editions or has_everywhere(user, right):
        return True
    shown = (getattr(cached_status(article), name) for name in editions)
    return all(right in beats(user).rights(each.section_id) for each in shown if each)


def may_see(user, article: Article) -> bool:
    """Whether this person may see the article. Contributors see articles that they began or were
    assigned; editors and publishers see all articles in their sections."""
    return works_on_articles(user) and (
        is_theirs(user, article)
        or has_right(user, EDIT, article)
        or has_right(user, PUBLISH, article)
    )


def is_theirs(user, article: Article) -> bool:
    """Whether this person began the article, or has it assigned."""
    return user.pk in (article.created_by_id, article.assignee_id)


def may_edit(user, article: Article) -> bool:
    """Whether this person may change the desk copy as it now stands.

    A contributor may until it is sent to the editors, an editor until it is approved, a publisher
    always.
    """
    if not user.has_perm(CHANGE) or not may_see(user, article):
        return False
    if has_right(user, PUBLISH, article):
        return True
    if has_right(user, EDIT, article):
        return article.state != DeskState.APPROVED
    return article.state == DeskState.DRAFT


def may_delete(user, article: Article) -> bool:
    """Whether this person may delete the article, if it was never published."""
    # An article that is only assigned to this person belongs to somebody else.
    own = article.created_by_id == user.pk
    return (own or has_right(user, DELETE, article)) and may_edit(user, article)


def has_in_any_section(user, right: str) -> bool:
    """Whether this person has that right in at least one section."""
    return has_everywhere(user, right) or bool(beats(user).sections(right))


def sees_all(user) -> bool:
    """Whether this person may see the articles of all sections."""
    return has_everywhere(user, EDIT) or has_everywhere(user, PUBLISH)


def visible_q(user, path: str = "") -> Q:
    """The condition for articles that this person may see: `may_see` for querysets. `path` is the
    lookup from the rows to the article (`article__`)."""
    if sees_all(user):
        return Q()
    own = Q(**{f"{path}created_by": user.pk}) | Q(**{f"{path}assignee": user.pk})
    sections = beats(user).sections(EDIT, PUBLISH)
    return own | Q(**{f"{path}section__in": sections}) if sections else own


def visible(user, articles: QuerySet) -> QuerySet:
    """Those of the articles that this person may see."""
    return articles.filter(visible_q(user))


def sections_for(user, article: Article | None = None) -> frozenset[int] | None:
    """The keys of the sections into which this person may put `article`, or a new one (None). The
    article's present section is always among them. Returns None for all sections."""
    may_add = article is None or is_theirs(user, article)
    rights = (EDIT, PUBLISH, ADD) if may_add else (EDIT, PUBLISH)
    if any(has_everywhere(user, right) for right in rights):
        return None
    return beats(user).sections(*rights) | ({article.section_id} if article else set())


def may_arrange(user) -> bool:
    """Whether this person may place articles on the home page and at the top of sections."""
    return has_everywhere(user, "news.arrange_front")


def may_set_levels(user) -> bool:
    """Whether this person may set which checks block publishing; no group has that right at
    first."""
    return has_everywhere(user, "news.set_check_levels")


def works_on_articles(user) -> bool:
    """Whether this person may see the list of articles, or change articles, at all."""
    return any(user.has_perm(right) for right in _DESK_RIGHTS)


def staff_working_on_articles() -> Q:
    """The condition for accounts of staff who work on articles: `works_on_articles` for
    querysets."""
    return Q(is_active=True, is_staff=True) & people_with(*_DESK_RIGHTS)


def people_with(*rights: str, sections: Iterable[int] | None = None) -> Q:
    """The condition for accounts that have one of those rights everywhere, or by a beat in one of
    those sections. Without `sections`, a beat in any section counts."""
    people, wanted = get_user_model(), Q()
    for right in rights:
        app, name = right.split(".")
        wanted |= Q(content_type__app_label=app, codename=name)
    granted = Permission.objects.filter(wanted)
    of_group = people.groups.through.objects.filter(group__permissions__in=granted)
    of_person = people.user_permissions.through.objects.filter(permission__in=granted)
    of_beat = Beat.objects.filter(group__permissions__in=granted).order_by()
    if sections is not None:
        of_beat = of_beat.filter(section__in=sections)
    return (
        Q(is_superuser=True)
        | Q(pk__in=of_group.values("user"))
        | Q(pk__in=of_person.values("user"))
        | Q(pk__in=of_beat.values("user"))
    )
