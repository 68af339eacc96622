"""Restoring: the words of an edition or of an earlier save become the desk copy again."""

from django.utils.translation import gettext, gettext_lazy as _

from sections.models import Section

from ...editions.compose import MEMBERS, composed
from ...editions.document import REDACTED, Document
from ...enums import DeskState, NotificationKind, Verb
from ...models import Act, Article, Edition
from ...rights import permissions
from .step import Step, StepRefused
from .text import note_photos


@Step.declare(
    Verb.RESTORE,
    label=_("Put on the desk"),
    message=_("The earlier text is the desk copy again."),
    right=permissions.CHANGE,
    rule=permissions.may_edit,
    needs_text_seen=True,
    notifies=NotificationKind.CHANGED,
    settles=(NotificationKind.WAITING,),  # an assignee stays
)
def restore(article: Article, source: Edition | Act, *, by) -> None:
    """Make the words of an edition, or of an act that kept its text, the desk copy again. Readers
    see no change. Raises StepRefused when they were redacted."""
    content = type(source).objects.get(pk=source.pk).content  # it may have been redacted meanwhile
    if content.title == REDACTED:
        raise StepRefused(gettext("Its words were redacted."))
    copy_to_desk(article, content, by, source if isinstance(source, Edition) else None)


def copy_to_desk(article: Article, content: Document, by, edition: Edition | None = None) -> None:
    """Write the document into the desk copy; its sections as far as `by` may put the article
    there."""
    allowed, listed = permissions.sections_for(by, article), content.extra_sections
    if allowed is None or content.section in allowed:
        article.section_id = content.section
    if allowed is not None:
        allowed |= set(article.extra_sections.values_list("pk", flat=True))
        listed = allowed.intersection(listed)
    article.extra_sections.set(Section.objects.filter(pk__in=listed))
    for name, member in MEMBERS.items():
        if member.restore:
            member.restore(article, getattr(content, name))
    article.state, article.ready_since = DeskState.DRAFT, None
    article.version += 1
    article.changed_by = by
    article.save()
    note_photos(article)
    restore.record(article, by, edition=edition, text=composed(article).to_json())
