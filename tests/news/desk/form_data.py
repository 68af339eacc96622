"""Makes what a browser sends from the article's form, and reads the answers."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from django.contrib.messages import get_messages
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from news.editions.public_status import public_status
from news.enums import PublicState
from news.models import Article

ADD = "/admin/news/article/add/"
LIST = "/admin/news/article/"
INLINES = ("bylines", "attachments", "related_rows")
EMPTY = dict.fromkeys(
    "kicker signature slug description source source_url section lead_photo lead_alt lead_caption "
    "lead_credit publish_at_0 publish_at_1 expire_at_0 expire_at_1 released_at_0 released_at_1 "
    "seen_version".split(),
    "",
)


def change(article: object) -> str:
    """The address of an article's form; takes an article or anything that stands for its key."""
    return f"/admin/news/article/{getattr(article, 'pk', article)}/change/"


def step(article: object, verb: str) -> str:
    """The address of the page that a step shows before it is done."""
    return f"/admin/news/article/{getattr(article, 'pk', article)}/step/{verb}/"


def seen(article: Article) -> str:
    """The value of the hidden field `seen` of a page with steps, if it is opened now."""
    now = Article.objects.get(pk=article.pk)
    return f"{now.version}.{now.last_number}"


def press(client: Client, article: Article, verb: str, **fields: object) -> HttpResponse:
    """Do a step, as somebody who saw the article as it is now."""
    # The `seen` of these covers more than text and editions.
    if verb in ("explain", "expire", "assign"):
        asked = client.get(step(article, verb)).context or {}
        fields.setdefault("seen", str(asked.get("seen", "")))
    return client.post(step(article, verb), {"seen": seen(article), **fields})


def in_hours(hours: float) -> datetime:
    """The moment in so many hours, without seconds, as people type it."""
    return timezone.now().replace(second=0, microsecond=0) + timedelta(hours=hours)


def as_typed(name: str, moment: datetime) -> dict[str, str]:
    """A moment in the two boxes of its field."""
    local = timezone.localtime(moment)
    return {f"{name}_0": f"{local:%d/%m/%Y}", f"{name}_1": f"{local:%H:%M}"}


def sent(**fields: object) -> dict[str, object]:
    """The fields of a filled form, changed by `name=value`. For inline rows see `rows`."""
    plain = {"title": "Cầu mới thông xe", "lead": "Sáng nay.", "body": "<p>Cầu dài 420 m.</p>"}
    manage = {
        f"{prefix}-{name}": count
        for prefix in INLINES
        for name, count in (("TOTAL_FORMS", 0), ("INITIAL_FORMS", 0))
    }
    return {**EMPTY, **plain, "genre": "news", "sent_key": "a" * 32, **manage, **fields}


def rows(prefix: str, *each: Mapping[str, object]) -> dict[str, object]:
    """New rows of an inline."""
    data: dict[str, object] = {f"{prefix}-TOTAL_FORMS": len(each), f"{prefix}-INITIAL_FORMS": 0}
    for number, row in enumerate(each):
        data |= {f"{prefix}-{number}-{name}": value for name, value in row.items()}
    return data


def said(response: HttpResponse) -> list[tuple[str, str]]:
    """The messages that the person reads next, as (level, text)."""
    return [(each.level_tag, str(each)) for each in get_messages(response.wsgi_request)]


def faults(response: HttpResponse) -> dict[str, list[str]]:
    """The errors that the form shows, by field (`__all__`: above the fields), inline rows by
    prefix."""
    assert response.status_code == 200, response
    form = response.context["adminform"].form
    found = {name: [str(e) for e in errors] for name, errors in form.errors.items()}
    for each in response.context["inline_admin_formsets"]:
        formset = each.formset
        if formset.non_form_errors():
            found[formset.prefix] = [str(error) for error in formset.non_form_errors()]
        for row in formset.forms:
            for name, errors in row.errors.items():
                found[f"{row.prefix}-{name}"] = [str(error) for error in errors]
    return found


def badges(client: Client, article: Article) -> tuple[str, str]:
    """The state badges at the head of the form."""
    context = client.get(change(article)).context
    return context["original"].state, str(context["public_badge"])


def badge(state: str, words: str) -> str:
    return f'<span class="state public-{state}">{words}</span>'


def state_of(article: Article) -> PublicState:
    return public_status(Article.objects.get(pk=article.pk)).state
