"""The desk copy: what staff write. Readers never see it; they see editions made of it."""

from datetime import datetime

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from database.folded_search import FoldedIndex, FoldedQuerySet
from media.models import Document, Photo
from sections.models import Section
from text.fold import fold

from ..enums import DeskState, Genre, Role
from ..taxonomy.models import Author, Source, Tag, Topic

TITLE_LENGTH = 250
LEAD_LENGTH = 2000
# Characters of a body's mark-up: a very long read has 60,000.
BODY_LENGTH = 1_000_000
# Of one text for readers about an article: a correction, or why it was withdrawn.
MAX_PUBLIC_REASON_CHARACTERS = 1000


class ArticleQuerySet(FoldedQuerySet):
    def for_form(self) -> "ArticleQuerySet":
        """With all related rows that the form needs."""
        return self.select_related("source", "lead_photo", "read_total").prefetch_related(
            "extra_sections", "topics", "tags", "bylines", "attachments", "related_rows"
        )


class Article(models.Model):
    """An article's identity, state and desk copy. Saving it changes nothing that readers see."""

    kicker = models.CharField(
        _("kicker"), max_length=100, blank=True, help_text=_("A few words above the title.")
    )
    title = models.CharField(
        _("title"), max_length=TITLE_LENGTH, help_text=_("40 to 90 characters read best.")
    )
    lead = models.TextField(
        _("lead"),
        max_length=LEAD_LENGTH,
        blank=True,
        help_text=_("What happened, where, when: two or three sentences."),
    )
    body = models.TextField(_("body"), blank=True)
    signature = models.CharField(
        _("signature"),
        max_length=200,
        blank=True,
        help_text=_(
            "Made from authors and source when empty: “Nguyễn Hải - hailam.example”. "
            "What you type here is printed to the letter."
        ),
    )

    section = models.ForeignKey(
        Section,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="articles",
        limit_choices_to={"kind": Section.Kind.SECTION},
        verbose_name=_("section"),
    )
    extra_sections = models.ManyToManyField(
        Section,
        blank=True,
        related_name="+",
        limit_choices_to={"kind": Section.Kind.SECTION},
        verbose_name=_("also listed in"),
    )
    genre = models.CharField(_("genre"), max_length=10, choices=Genre, default=Genre.NEWS)
    authors = models.ManyToManyField(Author, through="Byline", related_name="+")
    source = models.ForeignKey(
        Source,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("source"),
        help_text=_("Empty for a text of our own."),
    )
    source_url = models.URLField(_("address of the original"), max_length=500, blank=True)
    topics = models.ManyToManyField(Topic, blank=True, related_name="+", verbose_name=_("topics"))
    tags = models.ManyToManyField(Tag, blank=True, related_name="+", verbose_name=_("tags"))
    related = models.ManyToManyField(
        "self", through="RelatedArticle", symmetrical=False, related_name="+"
    )
    documents = models.ManyToManyField(Document, through="Attachment", related_name="+")

    lead_photo = models.ForeignKey(
        Photo, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("lead photo")
    )
    lead_alt = models.CharField(
        _("alternative text"),
        max_length=300,
        blank=True,
        help_text=_("The photo's own when empty."),
    )
    lead_caption = models.TextField(
        _("caption"), max_length=1000, blank=True, help_text=_("May run over two lines.")
    )
    lead_credit = models.CharField(_("credit"), max_length=200, blank=True)

    slug = models.SlugField(
        _("address part"),
        max_length=160,
        blank=True,
        help_text=_("Made from the title when empty."),
    )
    description = models.CharField(
        _("description for search engines"),
        max_length=300,
        blank=True,
        help_text=_("The lead when empty."),
    )

    released_at = models.DateTimeField(
        _("shown as published at"),
        null=True,
        blank=True,
        help_text=_("Empty: the moment of publishing. An older text may bear its old date."),
    )
    publish_at = models.DateTimeField(
        _("publish at"),
        null=True,
        blank=True,
        help_text=_("Empty: at once when published."),
    )
    expire_at = models.DateTimeField(
        _("expires at"),
        null=True,
        blank=True,
        help_text=_("From then on readers no longer see it."),
    )
    # Published with the next edition, and empty from then on.
    correction = models.TextField(
        _("correction (public)"),
        max_length=MAX_PUBLIC_REASON_CHARACTERS,
        blank=True,
        help_text=_(
            "What was wrong and what is right: “The bridge is 420 m long, not 240 m.” As soon as "
            "the update is published, readers find it below the article and on the page of all "
            "corrections, with its time. Leave it empty for misspellings and other small fixes. "
            "Once published it stays; only another correction can put it right."
        ),
    )

    assignee = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("assigned to"),
    )
    # When its assignee, or whoever it waits for, should have finished.
    due_at = models.DateTimeField(_("due at"), null=True, editable=False)
    # When people were told that this assignment is overdue; NULL: not yet.
    overdue_at = models.DateTimeField(null=True, editable=False)
    state = models.CharField(
        _("desk state"),
        max_length=8,
        choices=DeskState,
        default=DeskState.DRAFT,
        editable=False,
    )
    # When it was archived last. That holds until another edition begins.
    archived_at = models.DateTimeField(null=True, editable=False)
    # When it was withdrawn last. Beside the end of the last edition it tells whether that edition
    # was withdrawn or expired.
    withdrawn_at = models.DateTimeField(null=True, editable=False)
    # What readers are told of the latest withdrawal; empty when that is not public.
    public_reason = models.TextField(
        editable=False, default="", max_length=MAX_PUBLIC_REASON_CHARACTERS
    )
    # Since when it is approved with changes that are neither published nor scheduled.
    ready_since = models.DateTimeField(null=True, editable=False)
    # The number of its latest edition; 0 while it has none.
    last_number = models.PositiveIntegerField(default=0, editable=False)
    # Counts saves of the desk copy. A form that was opened on an older version is refused.
    version = models.PositiveIntegerField(default=0, editable=False)
    # The key of the form that made it, so that a form posted twice makes one article. NULL: no form
    # made it.
    form_key = models.CharField(max_length=32, unique=True, null=True, editable=False)  # noqa: DJ001
    created_at = models.DateTimeField(_("created at"), auto_now_add=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("created by"),
    )
    changed_at = models.DateTimeField(_("changed at"), auto_now=True)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("changed by"),
    )
    folded = models.TextField(editable=False)

    # Not columns: state and assignee when the present step began (`steps.base.remember`).
    state_before: str
    assigned_before: int | None = None

    objects = ArticleQuerySet.as_manager()

    class Meta:
        verbose_name = _("article")
        verbose_name_plural = _("articles")
        ordering = ["-pk"]
        permissions = [
            ("edit_any_article", _("Can edit articles of others, return them and send them on")),
            ("approve_article", _("Can approve articles")),
            (
                "publish_article",
                _("Can publish, schedule, update, bring back and archive articles"),
            ),
            ("withdraw_article", _("Can withdraw articles")),
            (
                "override_second_eyes",
                _("Can approve their own text where a second pair of eyes is needed"),
            ),
            ("redact_edition", _("Can redact editions and saved texts")),
        ]
        indexes = [
            models.Index(fields=["created_at", "id"], name="article_created"),
            models.Index(fields=["created_by", "-id"], name="article_own"),
            models.Index(fields=["state", "-id"], name="article_state"),
            models.Index(
                fields=["assignee", "-id"],
                condition=models.Q(assignee__isnull=False),
                name="article_assigned",
            ),
            models.Index(
                fields=["due_at"], condition=models.Q(due_at__isnull=False), name="article_due"
            ),
            models.Index(fields=["section", "-id"], name="article_section"),
            models.Index(fields=["genre", "-id"], name="article_genre"),
            models.Index(
                fields=["-id"], condition=models.Q(last_number=0), name="article_without_edition"
            ),
            models.Index(
                fields=["ready_since"],
                condition=models.Q(ready_since__isnull=False),
                name="article_ready",
            ),
            models.Index(
                fields=["-id"],
                condition=models.Q(withdrawn_at__isnull=False),
                name="article_withdrawn",
            ),
            models.Index(
                fields=["-id"],
                condition=models.Q(archived_at__isnull=False),
                name="article_archived",
            ),
            FoldedIndex(fields=["folded"], name="article_folded"),
        ]

    def __str__(self) -> str:
        return self.title

    def save(self, **kwargs) -> None:
        self.folded = self.folded_text()
        if kwargs.get("update_fields") is not None:
            kwargs["update_fields"] = {*kwargs["update_fields"], "folded"}
        super().save(**kwargs)

    @property
    def times(self) -> dict[str, datetime | None]:
        """The times that were typed, by field name."""
        return {name: getattr(self, name) for name in ("released_at", "publish_at", "expire_at")}

    def folded_text(self) -> str:
        """What the list's search looks in, without accents and capitals."""
        return fold(f"{self.title} {self.kicker} {self.signature}")


def _joined(related: str, *columns: str) -> models.Manager:
    """A manager that reads each row joined with `related`. If columns are named, only these are
    read."""

    class Joined(models.Manager):
        def get_queryset(self) -> models.QuerySet:
            rows = super().get_queryset().select_related(related)
            return rows.only(*columns) if columns else rows

    return Joined()


class Byline(models.Model):
    article = models.ForeignKey(Article, models.CASCADE, related_name="bylines")
    author = models.ForeignKey(Author, models.PROTECT, related_name="+", verbose_name=_("author"))
    role = models.CharField(_("role"), max_length=5, choices=Role, default=Role.TEXT)
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    objects = _joined("author")

    class Meta:
        verbose_name = _("byline")
        verbose_name_plural = _("bylines")
        ordering = ["order", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["article", "author", "role"], name="byline_once_for_each_role"
            )
        ]

    def __str__(self) -> str:
        return self.author.name


class RelatedArticle(models.Model):
    article = models.ForeignKey(Article, models.CASCADE, related_name="related_rows")
    other = models.ForeignKey(
        Article, models.CASCADE, related_name="+", verbose_name=_("related article")
    )
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    # Reads only the title of the other article, and what decides who may see it.
    objects = _joined(
        "other",
        *("article", "other", "order", "other__title"),
        *("other__created_by", "other__assignee", "other__section"),
    )

    class Meta:
        verbose_name = _("related article")
        verbose_name_plural = _("related articles")
        ordering = ["order", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["article", "other"], name="related_once"),
            models.CheckConstraint(
                condition=~models.Q(article=models.F("other")),
                name="related_to_another",
                violation_error_message=_("An article is not related to itself."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.other)


class Attachment(models.Model):
    article = models.ForeignKey(Article, models.CASCADE, related_name="attachments")
    document = models.ForeignKey(
        Document, models.PROTECT, related_name="+", verbose_name=_("document")
    )
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    objects = _joined("document")

    class Meta:
        verbose_name = _("attachment")
        verbose_name_plural = _("attachments")
        ordering = ["order", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["article", "document"], name="attached_once")
        ]

    def __str__(self) -> str:
        return str(self.document)


class PhotoUse(models.Model):
    """A photo in a desk copy; derived from body and lead photo on each save."""

    article = models.ForeignKey(Article, models.CASCADE, related_name="photo_uses")
    photo = models.ForeignKey(Photo, models.PROTECT, related_name="uses")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["article", "photo"], name="photo_used_once")]

    def __str__(self) -> str:
        return f"{self.photo_id} in {self.article_id}"
