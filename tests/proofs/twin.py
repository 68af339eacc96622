"""What the twin of the article page, written for Django's engine, needs of a tag library."""

from django import template
from django.http import HttpRequest
from django.template.backends.django import DjangoTemplates

from agency.models import current as current_agency
from agency.notices import shown as notices
from news.addresses import absolute
from news.rendering import ShownFigure
from portal import templating
from sections.tree import links, tree
from text import dates

register = template.Library()
register.filter("absolute", absolute)
register.filter("at", lambda mapping, key: mapping.get(key))
register.filter("is_figure", lambda part: isinstance(part, ShownFigure))
register.filter("iso", lambda moment: moment.isoformat(timespec="seconds"))
register.filter("lines", templating.lines)
register.filter("short", dates.short)
register.filter("size", templating.size)
register.filter("stamp", dates.stamp)


def everywhere(request: HttpRequest) -> dict:
    """What every page's templates know; the Jinja2 environment holds the same as globals."""
    return {"site": current_agency(), "tree": tree(), "links": links(), "notices": notices()}


def engine(folder: str) -> DjangoTemplates:
    """Django's engine as a project would set it up; templates are compiled once and kept."""
    return DjangoTemplates(
        {
            "NAME": "twin",
            "DIRS": [folder],
            "APP_DIRS": False,
            "OPTIONS": {
                "builtins": [
                    "django.templatetags.i18n",
                    "django.templatetags.static",
                    "tests.proofs.twin",
                ],
                "context_processors": ["tests.proofs.twin.everywhere"],
                "loaders": [
                    (
                        "django.template.loaders.cached.Loader",
                        ["django.template.loaders.filesystem.Loader"],
                    )
                ],
            },
        }
    )
