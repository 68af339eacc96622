"""No mail is sent to people who may no longer see the article, or who need not be told."""

import pytest
from django.core import mail
from django.utils import timezone

from accounts import roles
from news.enums import NotificationKind
from news.models import Article, Beat, Notification
from news.notifications import choices, mail as notifications_mail
from tests.factories import make_section
from tests.news.notifications.mailed import returned, send_next, soon

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("mails")]


def may_not_see(lan, article):
    Article.objects.update(created_by=None)


def lost_the_section(lan, article):
    """Lan is now an editor of another section only: the beat was changed, or the article moved."""
    lan.groups.clear()
    Article.objects.update(created_by=None)
    group = roles.group(roles.EDITORS)
    Beat.objects.create(user=lan, section=make_section("Văn hóa"), group=group)


def left(lan, article):
    lan.is_active = False
    lan.save()


def off_the_staff(lan, article):
    lan.is_staff = False
    lan.save()


def lost_the_group(lan, article):
    lan.groups.clear()


def without_address(lan, article):
    lan.email = ""
    lan.save()


def has_read_it(lan, article):
    Notification.objects.mark_read()


def switched_off(lan, article):
    own = choices.channels(lan)
    off = choices.Channels(in_admin=True, by_mail=False)
    choices.save_choices(lan, {**own, NotificationKind.RETURNED: off})


def long_ago(lan, article):
    Notification.objects.update(at=timezone.now() - notifications_mail.MAX_AGE)


@pytest.mark.parametrize(
    "why",
    [
        may_not_see,
        lost_the_section,
        left,
        off_the_staff,
        lost_the_group,
        without_address,
        has_read_it,
        switched_off,
        long_ago,
    ],
)
def test_nothing_is_sent_to_whom_it_must_not_or_need_not(lan, chief, why):
    article = returned(lan, chief)
    why(lan, article)

    send_next(soon())

    assert mail.outbox == []
    one = Notification.objects.get()
    assert (one.mail_after, one.mailed_at) == (None, None)


def test_what_may_not_be_seen_is_left_out_of_a_mail_of_several(lan, chief):
    secret = returned(lan, chief, "Chuyện mật", "Lý do mật")
    returned(lan, chief, "Bài thường", "Lý do thường")
    Article.objects.filter(pk=secret.pk).update(created_by=chief)

    send_next(soon())

    (sent,) = mail.outbox
    assert "mật" not in sent.subject + sent.body
    assert "Bài thường" in sent.subject
