"""Review links, and comments: those of staff, and the opinions that reviewers give by a link."""

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext, gettext_lazy as _

from ..desk.models import Article
from ..editions.document import Document
from ..rights.people import full_name

MAX_COMMENT_CHARACTERS = 2000
MAX_NAME_CHARACTERS = 100


class ReviewLinkQuerySet(models.QuerySet):
    def working(self, at: datetime | None = None) -> "ReviewLinkQuerySet":
        """The links that are neither expired nor revoked at that moment."""
        return self.filter(revoked_at=None, expires_at__gt=at or timezone.now())


class ReviewLink(models.Model):
    """Lets somebody without an account read one saved version and give an opinion."""

    article = models.ForeignKey(Article, models.CASCADE, related_name="review_links")
    # SHA-256 of the token. The token itself is not stored.
    digest = models.CharField(max_length=64, unique=True)
    recipient = models.CharField(max_length=MAX_NAME_CHARACTERS)
    # The version of the desk copy that `document` holds.
    version = models.PositiveIntegerField()
    document = models.TextField()
    # The times that the page shows: as if the article had been published when the link was made.
    released_at = models.DateTimeField()
    updated_at = models.DateTimeField(null=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)

    objects = ReviewLinkQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.recipient}: {self.article}"

    @property
    def creator(self) -> str:
        return full_name(self.created_by)

    @property
    def content(self) -> Document:
        return Document.from_json(self.document)

    def works(self, at: datetime | None = None) -> bool:
        """Whether the link is neither expired nor revoked at that moment, as in `working`."""
        return self.revoked_at is None and self.expires_at > (at or timezone.now())


class Comment(models.Model):
    """A comment on an article by a member of staff (`by`) or by a reviewer (`link`). It changes no
    state, no version and no approval. It can be resolved; its words change only by a redaction."""

    article = models.ForeignKey(Article, models.CASCADE, related_name="comments")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("who")
    )
    link = models.ForeignKey(ReviewLink, models.CASCADE, null=True, related_name="opinions")
    # The name of a reviewer: the one that they gave, or the link's recipient. Empty for staff.
    name = models.CharField(max_length=MAX_NAME_CHARACTERS, blank=True)
    text = models.TextField(max_length=MAX_COMMENT_CHARACTERS, blank=True)
    # Whether the reviewer agrees to the article's text.
    agrees = models.BooleanField(default=False)
    at = models.DateTimeField()
    resolved_at = models.DateTimeField(null=True)
    resolved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(by__isnull=False, link__isnull=True, agrees=False)
                | Q(by__isnull=True, link__isnull=False),
                name="comment_of_staff_or_reviewer",
            ),
            models.CheckConstraint(
                condition=Q(agrees=True) | ~Q(text=""), name="comment_says_something"
            ),
            models.CheckConstraint(
                condition=Q(resolved_at=None, resolved_by=None)
                | Q(resolved_at__isnull=False, resolved_by__isnull=False),
                name="comment_resolved_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.who}: {self.text[:60]}"

    @property
    def who(self) -> str:
        """Who wrote it. A reviewer may give any name, so the link's recipient is named too."""
        if self.by:
            return full_name(self.by)
        if self.name == self.link.recipient:
            return gettext("%s, by a link") % self.name
        names = {"name": self.name, "who": self.link.recipient}
        return gettext("%(name)s, by the link for %(who)s") % names

    @property
    def resolved_who(self) -> str:
        return full_name(self.resolved_by) if self.resolved_by else ""
