"""What a redaction clears and what it leaves alone: the list of all places that hold words or
pictures.

`redact` goes through the list, docs/roles.md repeats its sentences, and
tests/news/redaction/test_reach.py checks that it has every model, table, storage and file of the
portal. If you make a new place for words, add it here: how a redaction clears it, or why it does
not.

A place is a model (`news.Edition`), a table without a model (`table:news_search`), a storage of
settings.STORAGES (`storage:default`), a file or folder below VAR_DIR (`var:scratch`), or something
that no test can find (`mails`).
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db import transaction

from audit import redaction as audit_redaction
from audit.form_changes import quoted
from delivery.page_cache import disk
from delivery.purging import purge
from delivery.tags import tag

from ..editions import lifecycle
from ..editions.document import REDACTED, redacted_document
from ..editions.models import EditionDocument, EditionPhoto
from ..editions.public_status import is_withdrawn, public_status
from ..models import Edition, Front, Sitting
from ..receipts import requests
from ..search import index
from .scope import RedactionScope


def _editions(redaction: RedactionScope) -> None:
    for edition in redaction.editions:
        purge(lifecycle.affected_tags(edition))
        purge([tag("article", edition.article_id)], gone=True)
        index.remove([edition])
        # Without these rows staff can delete the photos and documents from the library.
        EditionPhoto.objects.filter(edition=edition).delete()
        EditionDocument.objects.filter(edition=edition).delete()
        left = redacted_document(edition.section_id, edition.content.genre)
        Edition.objects.filter(pk=edition.pk).update(
            kicker="",
            title=left.title,
            slug=left.slug,
            lead="",
            photo=None,
            note="",
            correction="",
            document=left.to_json(),
            redacted_at=redaction.at,
        )


def _log(redaction: RedactionScope) -> None:
    # Acts that belong to an edition may repeat its note.
    redaction.article.acts.filter(edition__in=redaction.editions).exclude(note="").update(
        note=REDACTED
    )
    redaction.texts.update(text=redaction.left)
    redaction.notes.update(note=REDACTED)


def _comments(redaction: RedactionScope) -> None:
    # A reviewer's name is the recipient of their link, unless they gave another one.
    redaction.article.review_links.filter(opinions__in=redaction.comments).update(
        recipient=REDACTED
    )
    redaction.comments.filter(by=None).update(name=REDACTED)
    redaction.comments.update(text=REDACTED)


def _review_links(redaction: RedactionScope) -> None:
    redaction.article.review_links.working(redaction.at).update(revoked_at=redaction.at)
    redaction.article.review_links.update(document=redaction.left)


def _public_reason(redaction: RedactionScope) -> None:
    article = redaction.article
    if article.public_reason and not is_withdrawn(article, public_status(article, redaction.at)):
        article.public_reason = ""
        article.save(update_fields=["public_reason"])


def _sittings(redaction: RedactionScope) -> None:
    redaction.article.sittings.exclude(pk__in=Sitting.objects.there(redaction.at)).delete()


def _admin_logs(redaction: RedactionScope) -> None:
    for model, files in redaction.files.items():
        for key, now in files.items():
            named = _entries(model).filter(object_id=str(key))
            named.exclude(object_repr=now[:200]).update(object_repr=REDACTED)
    for row, name in redaction.names:
        named = _entries(type(row)).filter(object_id=str(row.pk), object_repr=name[:200])
        named.update(object_repr=REDACTED)
    for title in redaction.titles:
        # Log entries of fronts name articles by their titles in quotes (`FrontForm.in_words`).
        for entry in _entries(Front).filter(change_message__contains=f"“{title}”"):
            entry.change_message = entry.change_message.replace(f"“{title}”", f"“{REDACTED}”")
            entry.save(update_fields=["change_message"])


def _entries(model):
    return LogEntry.objects.filter(content_type=ContentType.objects.get_for_model(model))


def _audit_log(redaction: RedactionScope) -> None:
    audit_redaction.redact_former_names(
        type(redaction.article), {redaction.article.pk: redaction.article.title}
    )
    audit_redaction.redact_notes(redaction.article, redaction.note_words)
    for model, files in redaction.files.items():
        audit_redaction.redact_former_names(model, files)
        audit_redaction.redact_values(model, files)
    for row, name in redaction.names:
        audit_redaction.redact_name(row, name)
    words = {*redaction.titles, *(name for _row, name in redaction.names)}
    audit_redaction.redact_words({*map(quoted, words), *redaction.addresses})


@dataclass(frozen=True)
class Reach:
    """Places that a redaction clears or leaves alone."""

    # What goes or stays there, as docs/roles.md tells it.
    description: str
    places: tuple[str, ...]
    # Clears the places; None if they are left alone.
    clear: Callable[[RedactionScope], None] | None = None


# The order matters: later places ask which editions are redacted.
CLEARED = (
    Reach(
        "the chosen editions, which readers neither see nor are to see, with what a search finds "
        "of them, their notes and their corrections",
        ("news.Edition", "table:news_search"),
        _editions,
    ),
    Reach("the chosen saved texts and notes of its log", ("news.Act",), _log),
    Reach(
        "the chosen comments, and with a reviewer's the name that their link was for",
        ("news.Comment", "news.ReviewLink"),
        _comments,
    ),
    Reach("what its review links hold; they end", ("news.ReviewLink",), _review_links),
    Reach("what readers were told of a withdrawal that is over", ("news.Article",), _public_reason),
    Reach(
        "what was typed into its forms and never saved, but in a form that somebody has open",
        ("news.Sitting",),
        _sittings,
    ),
    Reach(
        "its addresses in receipts",
        ("news.Receipt", "news.FileReceipt"),
        lambda redaction: requests.remove_titles(redaction.article),
    ),
    Reach(
        "in the admin's histories its former titles on fronts; the former names of photos and "
        "documents that stood in what goes; of authors, sources, topics and tags the names that "
        "they had there",
        ("admin.LogEntry",),
        _admin_logs,
    ),
    Reach(
        "in the audit log its former titles and the chosen notes; of photos and documents that "
        "stood in what goes all that was added or changed, and their former names; of authors, "
        "sources, topics and tags the names that they had there; wherever else something was "
        "changed, the values that are such a title, name or address",
        ("audit.Entry",),
        _audit_log,
    ),
    Reach(
        "all pages that are cached on this machine's disk",
        ("var:pages-2.sqlite3",),
        lambda _redaction: transaction.on_commit(disk.erase, robust=True),
    ),
)
LEFT_ALONE = (
    Reach(
        "what readers see or are to see, and the desk copy's own text: other words are published "
        "and saved first",
        ("news.Article",),
    ),
    Reach(
        "words in the library, and the photos and documents themselves: they are changed before, "
        "deleted once nothing shows them, or taken down, which the page asks",
        (
            *("media.Photo", "media.Document", "storage:default", "storage:library"),
            *("storage:public", "var:uploads", "var:library", "var:tep"),
        ),
    ),
    Reach(
        "names and descriptions of authors, sources, topics and tags, and the former addresses of "
        "these",
        ("news.Author", "news.Source", "news.Topic", "news.Tag", "news.OldSlug"),
    ),
    Reach(
        "what stands on the site and is no article: sections, static pages, links, notices, the "
        "agency",
        (
            *("sections.Section", "sections.OldPath", "sections.LinkList", "sections.Link"),
            *("agency.Agency", "agency.SocialLink", "agency.Notice"),
        ),
    ),
    Reach(
        "what a draft, a photo or anything else was called that was deleted, in the logs",
        ("audit.Entry", "admin.LogEntry"),
    ),
    Reach(
        "addresses at which readers found nothing",
        ("redirects.MissedAddress", "var:spool"),
    ),
    Reach("for a month, addresses elsewhere that texts led to", ("news.ExternalLink",)),
    Reach(
        "for a day, files that a crash left in `var/scratch` while they were taken in",
        ("var:scratch",),
    ),
    Reach(
        "for half a day, what staff were told last, in their sessions and cookies",
        ("accounts.StaffSession", "sessions.Session"),
    ),
    Reach("what browsers hold: a form that is open, a page that was read", ("browsers",)),
    Reach("mails that have left", ("mails",)),
    Reach("logs of servers, in which addresses are words of titles", ("logs",)),
    Reach(
        "backups, paper, other sites",
        ("backups", "var:backup-scratch.sqlite3", "paper", "other sites"),
    ),
    Reach(
        "another machine's pages: delete its `var/pages-2.sqlite3`, the portal may run",
        ("var:pages-2.sqlite3 of another machine",),
    ),
    Reach(
        "bytes that the database has freed and not yet overwritten, among them words of the search "
        "index",
        ("var:portal.sqlite3",),
    ),
)

# Places that hold no words of articles, and what they hold.
NO_TEXT = {
    "news.Byline": "a role",
    "news.Listing": "the kind of a list",
    "news.CheckLevel": "the level of a check",
    "news.ReadSecret": "a random number",
    "news.SearchIndex": "numbers",
    "news.Notification": "a kind; its words are made of the log when they are read",
    "news.NotificationChoice": "a kind",
    "news.BadAddress": "an e-mail address and what a server said of it",
    "backups.Removal": "keys and moments",
    "var:removals-key": "a random number",
    "var:restore-unfinished": "nothing",
    "var:last-trial.json": "names of files and numbers of editions that were damaged",
    "accounts.SignInAttempt": "keyed digests",
    "accounts.RecoveryCode": "digests",
    "accounts.AccountMail": "a kind and an e-mail address",
    "accounts.FactorReset": "why a second factor is to be removed",
    "otp_totp.TOTPDevice": "random numbers",
    "delivery.Purge": "tags: kinds and numbers",
    "auth.User": "who works here",
    "auth.Group": "names of roles",
    "auth.Permission": "names of rights",
    "contenttypes.ContentType": "names of models",
    "table:django_migrations": "names of migrations",
    "storage:staticfiles": "files of the code",
    "var:static": "files of the code",
    "var:static-signature": "a digest of the code",
    "var:secret-key": "a random number",
    "var:admin-password.txt": "a password",
    "var:marks-3": "numbers",
    "var:metrics": "numbers of requests, by kind of address",
    "var:pages-2.turns": "locks",
    "var:worker-lock": "a lock",
    "var:popular-lock": "a lock",
}
