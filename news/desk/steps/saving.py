"""Steps that change the words of the desk copy: it is saved, or an earlier text is restored."""

from collections.abc import Collection

from django.core.exceptions import PermissionDenied
from django.utils import timezone
from django.utils.translation import gettext, gettext_lazy as _

from sections.models import Section

from ...editions.compose import MEMBERS, composed, photo_ids
from ...editions.document import REDACTED, Document, document_hash
from ...editions.public_status import public_status
from ...enums import DeskState, NotificationKind, Verb
from ...models import Act, Article, Edition, PhotoUse, Tag
from ...notifications import notify
from ...rights import permissions
from .. import second_eyes
from .base import Step, StepRefused, remember


@Step.declare(
    Verb.SAVE,
    label=_("Save"),
    message=_("Saved. Readers see no change until you publish."),
    right=permissions.EDIT,
    rule=permissions.may_edit,
    # The text is in the article's own log.
    is_always_audited=False,
    notifies=notify.notify_of_save,
)
def save(
    article: Article,
    *,
    by,
    section: Section | None = None,
    tags: Collection[Tag] = (),
    without: Collection[Tag] = (),
) -> None:
    """Change section or tags of the desk copy without its form: add `tags`, remove `without`.
    Raises PermissionDenied if this person may not put the article into that section, StepRefused
    if nothing would change."""
    allowed = permissions.sections_for(by, article)
    if section and allowed is not None and section.pk not in allowed:
        raise PermissionDenied(f"{by} may not put article {article.pk} into {section}")
    before = set(article.tags.all())
    after = (before | set(tags)) - set(without)
    if after == before and (section is None or section.pk == article.section_id):
        raise StepRefused(gettext("It stands so already."))
    if section:
        article.section = section
        article.extra_sections.remove(section)
        article.save(update_fields=["section"])
    article.tags.set(after)
    saved(article, by=by, created=False)


def saved(article: Article, *, by, created: bool) -> None:
    """Record a save. Call it after each change of a desk copy's text, in the same transaction.

    An approved article becomes a draft again, unless the person who saved it may approve it, and
    either the text is the same or the section does not ask for second eyes.
    """
    article.version += 1
    article.changed_by = by
    remember(article)
    text = composed(article).to_json()
    if article.state == DeskState.APPROVED:
        before = article.acts.exclude(text="").values_list("text", flat=True).first()
        if not permissions.has_right(by, permissions.APPROVE, article) or (
            text != before and second_eyes.needs_second_eyes(article)
        ):
            article.state, article.ready_since = DeskState.DRAFT, None
        elif not has_unpublished_changes(article):
            article.ready_since = None
        elif article.ready_since is None:
            article.ready_since = timezone.now()
    article.save(update_fields=["version", "changed_by", "changed_at", "state", "ready_since"])
    note_photos(article)
    save.record(article, by, text=text, verb=Verb.CREATE if created else None)


def note_photos(article: Article) -> None:
    """Update the rows of the photos that the desk copy uses, which the photo library reads."""
    used = photo_ids(article)
    noted = set(article.photo_uses.values_list("photo", flat=True))
    article.photo_uses.filter(photo__in=noted - used).delete()
    PhotoUse.objects.bulk_create(
        [PhotoUse(article=article, photo_id=photo) for photo in sorted(used - noted)]
    )


@Step.declare(
    Verb.RESTORE,
    label=_("Put on the desk"),
    message=_("The earlier text is the desk copy again."),
    right=permissions.CHANGE,
    rule=permissions.may_edit,
    needs_text_seen=True,
    notifies=NotificationKind.CHANGED,
    # What asks the assignee to do something stays unread.
    settles=(NotificationKind.WAITING,),
)
def restore(article: Article, source: Edition | Act, *, by) -> None:
    """Make the words of an edition, or of an act that kept its text, the desk copy again. Readers
    see no change. Raises StepRefused if the words were redacted."""
    # The content may have been redacted meanwhile.
    content = type(source).objects.get(pk=source.pk).content
    if content.title == REDACTED:
        raise StepRefused(gettext("Its words were redacted."))
    copy_to_desk(article, content, by, source if isinstance(source, Edition) else None)


def copy_to_desk(article: Article, content: Document, by, edition: Edition | None = None) -> None:
    """Write the document into the desk copy and record it. Of its sections only those are written
    into which `by` may put the article; the portal itself (None) may put it anywhere."""
    allowed = permissions.sections_for(by, article) if by else None
    listed = content.extra_sections
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


def has_unpublished_changes(article: Article) -> bool:
    """Whether the desk copy differs from what readers saw last and from what is scheduled."""
    status = public_status(article)
    return has_changes(article, status.last, status.ahead)


def has_changes(article: Article, *editions: Edition | None) -> bool:
    """Whether the desk copy has a correction, or would read differently from all these editions if
    it were published."""
    return bool(article.correction) or document_hash(composed(article).to_json()) not in {
        each.digest for each in editions if each
    }
