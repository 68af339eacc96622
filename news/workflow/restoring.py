"""Earlier words, of an edition or of a save, made the desk copy again."""

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from sections.models import Section

from ..composing import compose
from ..document import HOLE, Document
from ..enums import DeskState, Verb
from ..models import (
    Act,
    Article,
    Attachment,
    Author,
    Byline,
    Edition,
    RelatedArticle,
    Source,
    Tag,
    Topic,
)
from ..permissions import sections_for
from .acting import NotNow, acting, log, note_photos


def restore(article: Article, edition: Edition, *, by) -> None:
    """Make an edition's words the desk copy again. Readers see no change. `NotNow` when they were
    redacted."""
    with acting(article, by, Verb.RESTORE) as locked:
        edition = Edition.objects.get(pk=edition.pk)  # as it stands now: a redaction may have come
        if edition.redacted_at:
            raise NotNow(_("Its words were redacted."))
        to_desk(locked, edition.content, by, edition)


def restore_save(article: Article, act: Act, *, by) -> None:
    """Make the words of an earlier save (an act with a text) the desk copy again. `NotNow` when
    they were redacted."""
    with acting(article, by, Verb.RESTORE) as locked:
        content = Document.from_json(Act.objects.get(pk=act.pk).text)
        if content.title == HOLE:
            raise NotNow(_("Its words were redacted."))
        to_desk(locked, content, by)


def to_desk(article: Article, content: Document, by, edition: Edition | None = None) -> None:
    """Its words; and its sections, as far as `by` may put the article there."""
    lead = content.lead_photo or {}
    allowed, listed = sections_for(by, article), content.extra_sections
    if allowed is None or content.section in allowed:
        article.section_id = content.section
    if allowed is not None:
        allowed |= set(article.extra_sections.values_list("pk", flat=True))
        listed = allowed.intersection(listed)
    for name in ("title", "kicker", "lead", "body", "signature", "source_url", "description"):
        setattr(article, name, getattr(content, name))
    article.genre, article.slug = content.genre, content.slug
    article.source = _there(Source, [content.source]).first() if content.source else None
    article.lead_photo_id = lead.get("photo")
    article.lead_alt = lead.get("alt", "")
    article.lead_caption, article.lead_credit = lead.get("caption", ""), lead.get("credit", "")
    article.state, article.ready_since = DeskState.DRAFT, None
    article.version += 1
    article.changed_by = by
    article.save()
    authors = {author.pk for author in _there(Author, content.authors)}
    article.bylines.all().delete()
    Byline.objects.bulk_create(
        Byline(article=article, author_id=each["id"], role=each["role"], order=order)
        for order, each in enumerate(content.authors)
        if each["id"] in authors
    )
    article.extra_sections.set(Section.objects.filter(pk__in=listed))
    article.topics.set(_there(Topic, content.topics))
    article.tags.set(_there(Tag, content.tags))
    others = set(Article.objects.filter(pk__in=content.related).values_list("pk", flat=True))
    article.related_rows.all().delete()
    RelatedArticle.objects.bulk_create(
        RelatedArticle(article=article, other_id=other, order=order)
        for order, other in enumerate(content.related)
        if other in others
    )
    article.attachments.all().delete()
    Attachment.objects.bulk_create(
        Attachment(article=article, document_id=each["id"], order=order)
        for order, each in enumerate(content.attachments)
    )
    note_photos(article)
    log(article, by, Verb.RESTORE, edition=edition, text=compose(article).to_json())


def _there(model: type, frozen: list[dict]) -> QuerySet:
    """Those of an edition's authors, topics … that still exist: some may be deleted since."""
    return model._default_manager.filter(pk__in=[each["id"] for each in frozen])
