"""Writes the demo's articles that are not public yet, and the accounts of those who wrote them.

Nobody can sign in with these accounts. They are switched off at the end, so that the dashboard
still proposes to add colleagues.
"""

import tomllib
from collections.abc import Mapping
from datetime import datetime, time, timedelta
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from accounts import roles
from media.models import Photo
from news.desk import steps
from news.models import Article, Author, Byline, Tag
from news.review_links import comments
from sections.models import Section
from text.body.clean import clean_body

from . import content
from .loading import MARK


def load(demo: content.Demo) -> None:
    """Write everything. Call it after `loading.load`."""
    table = _read()
    with transaction.atomic():
        people = {each["username"]: _account(each) for each in table["people"]}
        for number, each in enumerate(table["articles"], start=1):
            article = _write(each, f"{MARK}desk-{number}", people[each["by"]], demo)
            for step in each["steps"]:
                _take(article, step, people[step["by"]])
        people_of_the_demo().update(is_active=False)


def people_of_the_demo() -> QuerySet[User]:
    """The accounts of the demo's writers, found by their usernames."""
    return User.objects.filter(username__in=[each["username"] for each in _read()["people"]])


def tags() -> set[str]:
    """The names of the tags of these articles."""
    return {tag for each in _read()["articles"] for tag in each["tags"]}


def _read() -> dict[str, Any]:
    return tomllib.loads((content.HERE / "unpublished.toml").read_text(encoding="utf-8"))


def _account(each: Mapping[str, str]) -> User:
    names = {name: each[name] for name in ("username", "last_name", "first_name")}
    user = User.objects.create_user(is_staff=True, **names)
    user.groups.add(roles.group(each["group"]))
    return user


def _write(each: Mapping[str, Any], key: str, by: User, demo: content.Demo) -> Article:
    photo = next((photo for photo in demo.photos if photo.key == each.get("photo")), None)
    author = next(author for author in demo.authors if author.key == each["author"])
    section = next(section for section in demo.sections if section.key == each["section"])
    article = Article(
        title=each["title"],
        lead=each["lead"],
        body=clean_body(each["body"]).html,
        section=Section.objects.get(title=section.title),
        lead_photo=photo and Photo.objects.get(alt=photo.alt),
        lead_caption=photo.caption if photo else "",
        lead_credit=photo.credit if photo else "",
        form_key=key,
        created_by=by,
    )
    article.save()
    Byline.objects.create(article=article, author=Author.objects.get(slug=author.slug), order=0)
    article.tags.set([Tag.objects.get_or_create(name=name)[0] for name in each["tags"]])
    steps.saved(article, by=by, created=True)
    return article


def _take(article: Article, step: Mapping[str, str], by: User) -> None:
    says = step.get("says", "")
    if step["does"] == "comment":
        comments.add_comment(article, by=by, text=says)
    elif step["does"] == "schedule":
        day = timezone.localdate() + timedelta(days=1)
        at = datetime.combine(day, time.fromisoformat(step["at"]))
        steps.publish(article, by=by, at=timezone.make_aware(at))
    elif step["does"] == "send_back":
        steps.send_back(article, by=by, reason=says)
    else:
        {
            "submit": steps.submit,
            "pass_on": steps.pass_on,
            "approve": steps.approve,
        }[step["does"]](article, by=by)
