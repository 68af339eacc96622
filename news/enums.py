from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class DeskState(TextChoices):
    """Where the desk copy stands on its way to being approved. Stored."""

    DRAFT = "draft", _("Draft")
    EDITING = "editing", _("Waiting for an editor")
    APPROVAL = "approval", _("Waiting for approval")
    APPROVED = "approved", _("Approved")


class PublicState(TextChoices):
    """What readers can see of an article. Derived from its editions, never stored."""

    UNPUBLISHED = "unpublished", _("Not published")
    SCHEDULED = "scheduled", _("Scheduled")
    LIVE = "live", _("Published")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    EXPIRED = "expired", _("Expired")
    ARCHIVED = "archived", _("Archived")


class Genre(TextChoices):
    NEWS = "news", _("News")
    REPORT = "report", _("Report")
    FEATURE = "feature", _("Feature")
    INTERVIEW = "interview", _("Interview")
    ROUNDUP = "roundup", _("Round-up")
    NOTICE = "notice", _("Notice")
    PROFILE = "profile", _("Profile")
    PHOTOS = "photos", _("Photo story")
    OPINION = "opinion", _("Opinion")


class Role(TextChoices):
    """What an author did for an article."""

    TEXT = "text", _("Text")
    PHOTO = "photo", _("Photos")


class ListKind(TextChoices):
    """What a list of articles is about; with its target it is also the tag of that list's pages."""

    ALL = "newest", _("All articles")
    SECTION = "section", _("Section")
    TOPIC = "topic", _("Topic")
    AUTHOR = "author", _("Author")
    TAG = "tag", _("Tag")
    SOURCE = "source", _("Source")
    DAY = "day", _("Day")


class Verb(TextChoices):
    """What is done to an article, as its log names it."""

    CREATE = "create", _("created")
    SAVE = "save", _("saved")
    SUBMIT = "submit", _("sent to the editors")
    PASS_ON = "pass_on", _("sent for approval")
    SEND_BACK = "send_back", _("returned")
    APPROVE = "approve", _("approved")
    OVERRIDE = "override", _("approved without a second pair of eyes")
    PUBLISH = "publish", _("published")
    SCHEDULE = "schedule", _("scheduled")
    MOVE = "move", _("moved the scheduled time")
    CANCEL = "cancel", _("cancelled the scheduled edition")
    WITHDRAW = "withdraw", _("withdrawn")
    BRING_BACK = "bring_back", _("brought back")
    ARCHIVE = "archive", _("archived")
    UNARCHIVE = "unarchive", _("taken out of the archive")
    ASSIGN = "assign", _("assigned")
    EXPIRE = "expire", _("changed the expiry")
    RESTORE = "restore", _("restored an edition to the desk")


class ReceiptKind(TextChoices):
    """What public pages are read for."""

    SHOWN = "shown", _("on the site")
    GONE = "gone", _("off the site")


class PageKind(TextChoices):
    """A public page that shows an edition, or names its article."""

    ARTICLE = "article", _("Article page")
    PRINT = "print", _("Print version")
    SECTION = "section", _("Section")
    HOME = "home", _("Home page")
    FEED = "feed", "RSS"
    SITEMAP = "sitemap", _("Sitemap for search engines")
    SEARCH = "search", _("Search")
