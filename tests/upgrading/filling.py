"""Fills a small portal with a row in every table, as staff, readers and the worker do."""

from datetime import timedelta

from django.apps import apps
from django.contrib.admin.models import ADDITION, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.backends.db import SessionStore
from django.utils import timezone

from accounts import roles
from accounts.throttling import Attempt
from agency.models import Notice, SocialLink
from delivery.models import Purge
from news.checks import external_links, levels
from news.counting import ranking, readers
from news.desk import steps
from news.enums import CheckKind, Level, NotificationKind
from news.fronts.arrange import arrange
from news.fronts.placements import Slot
from news.models import Article, BadAddress, Beat
from news.notifications.choices import Channels, save_choices
from news.review_links import comments, links
from news.search import index
from news.sittings import open_forms
from redirects.models import MissedAddress
from sections.models import Link, LinkList
from tests.factories import make_agency, make_article, make_publisher, make_section, make_user
from tests.news.editions.full_articles import make_filled
from tests.news.redaction.redacting import make_redactor, make_rewritten, redact

# The User-Agent of a browser; a request without one does not count as a reader.
BROWSER = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/140.0 Safari/537.36"


def fill() -> None:
    """Fill an empty database. AssertionError names the tables that stayed empty."""
    publisher = make_publisher()
    editor = make_user(email="bien-tap@thu.example")
    _agency()
    article = _published(publisher, editor)
    redactor = make_redactor()
    redact(make_rewritten(redactor), redactor)
    _newsroom(article, publisher, editor)
    _readers(article)
    empty = [
        model._meta.label
        for model in apps.get_models(include_auto_created=True)
        if model._meta.managed and not model._base_manager.exists()
    ]
    assert empty == [], empty


def _agency() -> None:
    agency = make_agency()
    SocialLink.objects.create(agency=agency, name="Zalo", url="https://zalo.me/thu")
    Notice.objects.create(text="Mất điện ở phường Trầm", starts_at=timezone.now())
    elsewhere = LinkList.objects.create(title="Liên kết")
    Link.objects.create(list=elsewhere, title="Cổng quốc gia", url="https://quocgia.example/")


def _published(publisher, editor) -> Article:
    """Make an article with everything, withdrawn and brought back; one that is scheduled for
    tomorrow; a section and an author that had another address. Returns the first."""
    section = make_section("Cảng biển")
    Beat.objects.create(user=editor, section=section, group=roles.group(roles.EDITORS))
    article = make_filled(section=section)
    steps.saved(article, by=publisher, created=True)
    steps.publish(article, by=publisher)
    steps.withdraw(article, by=publisher, reason="Sai số liệu", public_reason="Đang kiểm tra")
    steps.bring_back(article, by=publisher)
    waiting = make_article("Ngày mai", section=section)
    steps.publish(waiting, by=publisher, at=timezone.now() + timedelta(days=1))
    author = article.authors.first()
    for renamed, slug in ((section, "cang-va-bien"), (author, "ten-khac")):
        renamed.slug = slug
        renamed.save()
    return article


def _newsroom(article: Article, publisher, editor) -> None:
    """Make what belongs to the newsroom: a review link, comments, an open form, a front …"""
    link, _token = links.create_link(article, by=publisher, recipient="Sở Giao thông")
    links.add_opinion(link, name="Bà Lan", text="Đồng ý", agrees=True)
    comments.add_comment(article, by=editor, text="Xem lại đoạn hai")
    open_forms.heartbeat(publisher, "a" * 32, article, typed="title=Đang gõ")
    steps.assign(article, by=publisher, to=editor, note="Cập nhật")
    save_choices(editor, {NotificationKind.RETURNED: Channels(in_admin=True, by_mail=False)})
    BadAddress.objects.create(
        person=editor, address="cu@thu.example", said="550", at=timezone.now()
    )
    levels.set_levels({CheckKind.NO_LEAD: Level.BLOCK})
    external_links.remember_urls(["https://bao.example/"], timezone.now())
    arrange(None, [(None, Slot(0, article.pk, timezone.now(), None))], by=publisher, version=0)
    about = ContentType.objects.get_for_model(article)
    LogEntry.objects.create(
        user=editor, content_type=about, object_id=article.pk, object_repr="Bài",
        action_flag=ADDITION, change_message="",
    )  # fmt: skip


def _readers(article: Article) -> None:
    """Make what the portal counts: readers, missed addresses, attempts to sign in."""
    now = timezone.now()
    readers.renew_daily_secret(now)
    readers.queue_reading(article.pk, "192.0.2.1", BROWSER)
    readers.count_queued()
    ranking.update_ranking()
    MissedAddress.objects.create(
        path="/trang-cu/", count=3, target="/", first_seen=now, last_seen=now
    )
    Attempt("ai-do", "192.0.2.1").begin()
    index.rebuild_next_batch()
    # A purge that was not settled.
    Purge.objects.create(tags="site")
    session = SessionStore()
    session["seen"] = True
    session.save()
