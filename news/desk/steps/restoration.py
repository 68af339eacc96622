"""Earlier words, of an edition or of a save, made the desk copy again."""

from django.utils.translation import gettext as _

from sections.models import Section

from ...editions.compose import MEMBERS, compose
from ...editions.document import REDACTED, Document
from ...enums import DeskState, Verb
from ...models import Act, Article, Edition
from ...rights.permissions import sections_for
from .step import StepRefused, acting, note_photos, record_step


def restore(article: Article, edition: Edition, *, by) -> None:
    """Make an edition's words the desk copy again. Readers see no change. `NotNow` when they were
    redacted."""
    with acting(article, by, Verb.RESTORE) as locked:
        edition = Edition.objects.get(pk=edition.pk)  # as it stands now: a redaction may have come
        if edition.redacted_at:
            raise StepRefused(_("Its words were redacted."))
        copy_to_desk(locked, edition.content, by, edition)


def restore_save(article: Article, act: Act, *, by) -> None:
    """Make the words of an earlier save (an act with a text) the desk copy again. `NotNow` when
    they were redacted."""
    with acting(article, by, Verb.RESTORE) as locked:
        content = Document.from_json(Act.objects.get(pk=act.pk).text)
        if content.title == REDACTED:
            raise StepRefused(_("Its words were redacted."))
        copy_to_desk(locked, content, by)


def copy_to_desk(article: Article, content: Document, by, edition: Edition | None = None) -> None:
    """Its words; and its sections, as far as `by` may put the article there."""
    allowed, listed = sections_for(by, article), content.extra_sections
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
    record_step(article, by, Verb.RESTORE, edition=edition, text=compose(article).to_json())
