"""Choices about articles: states, kinds and verbs, with their names for people."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class DeskState(TextChoices):
    """How far the desk copy is on its way to approval. Stored in `Article.state`."""

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
    """What a list of articles is about. The kind and the key of its target also make the cache tag
    of the list's pages."""

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
    EXPLAIN = "explain", _("changed what readers are told of the withdrawal")
    BRING_BACK = "bring_back", _("brought back")
    ARCHIVE = "archive", _("archived")
    UNARCHIVE = "unarchive", _("taken out of the archive")
    ASSIGN = "assign", _("assigned")
    EXPIRE = "expire", _("changed the expiry")
    RESTORE = "restore", _("restored an edition to the desk")
    REDACT = "redact", _("redacted")


class Level(TextChoices):
    """What the remarks of a check do. An administrator sets the level of each check
    (`news.checks.levels`)."""

    BLOCK = "block", _("Blocks")
    ADVISE = "advise", _("Advises")
    OFF = "off", _("Off")


class CheckKind(TextChoices):
    """What an article is checked for. Kinds that concern its words have the values of
    `text.proof.ProofKind`."""

    NO_TITLE = "no-title", _("No title")
    NO_SECTION = "no-section", _("No section")
    NO_TEXT = "no-text", _("Neither text nor lead")

    TITLE_LENGTH = "title-length", _("Length of the title")
    NO_LEAD = "no-lead", _("No lead")
    LEAD_LENGTH = "lead-length", _("Length of the lead")
    NO_NAMES = "no-names", _("Neither author nor source")
    NO_AUTHOR = "no-author", _("No author")
    NO_SOURCE = "no-source", _("No source")
    NO_LEAD_PHOTO = "no-lead-photo", _("No lead photo")
    NO_ALT = "no-alt", _("Photo without alternative text")
    NO_CAPTION = "no-caption", _("Photo without caption")
    NO_CREDIT = "no-credit", _("Photo without credit")
    HEADINGS = "headings", _("Headings that skip a level")
    TABLE_HEADER = "table-header", _("Table without header cells")
    LINK_WORDS = "link-words", _("Link whose words say nothing")
    RELATIVE_TIME = "relative-time", _("Notice that does not say which day it means")

    DEAD_LINK = "dead-link", _("Link to a page of ours that readers do not see")
    DEAD_EXTERNAL = "dead-external", _("Link to a page elsewhere that is gone")
    SAME_TITLE = "same-title", _("Title that readers have seen already")

    LEGACY = "legacy", _("Text in TCVN3 or VNI")
    DECOMPOSED = "decomposed", _("Letters and marks apart (NFD)")
    NO_BREAK = "no-break", _("No-break and other unusual spaces")
    INVISIBLE = "invisible", _("Characters that nobody sees")
    DOUBLE_SPACE = "double-space", _("Two spaces and more")
    SPACE_BEFORE = "space-before", _("Space before a full stop or comma")
    DOUBLED = "doubled", _("Doubled words")
    MISSPELT = "misspelt", _("Misspelt syllables")
    TONE_STYLE = "tone-style", _("Tones placed both ways (hòa, hoà)")
    CONFUSION = "confusion", _("Likely confusions of words")
    WEEKDAY = "weekday", _("Weekday that does not fit its date")
    NUMBER = "number", _("Number of the title that the text has not")
    DATE = "date", _("Day that no calendar has")
    TIME = "time", _("Time that no clock has")


class NotificationKind(TextChoices):
    """Kinds of notifications. Each person chooses which of them to get."""

    ASSIGNED = "assigned", _("An article is assigned to me")
    WAITING = "waiting", _("An article waits for an editor or for approval in my sections")
    OVERDUE = "overdue", _("An article that I was assigned, or that I assigned, is overdue")
    RETURNED = "returned", _("An article of mine is returned")
    CHANGED = "changed", _("Somebody else changes an article that I have in hand, or takes it over")
    APPROVED = "approved", _("An article of mine is approved")
    PUBLISHED = "published", _("An article of mine is published, scheduled or brought back")
    WITHDRAWN = "withdrawn", _("An article of mine is withdrawn, or its schedule cancelled")


class ReceiptKind(TextChoices):
    """Whether a receipt proves that an edition is on the public pages, or that it is gone."""

    SHOWN = "shown", _("on the site")
    GONE = "gone", _("off the site")


class PageKind(TextChoices):
    """Kinds of public pages that a receipt reads: they show an edition or name its article."""

    ARTICLE = "article", _("Article page")
    PRINT = "print", _("Print version")
    SECTION = "section", _("Section")
    HOME = "home", _("Home page")
    FEED = "feed", "RSS"
    SITEMAP = "sitemap", _("Sitemap for search engines")
    SEARCH = "search", _("Search")
    FILE = "file", _("File")
