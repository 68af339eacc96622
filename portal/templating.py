"""The Jinja2 environment of public pages."""

from collections.abc import Callable
from functools import lru_cache, partial
from types import SimpleNamespace
from typing import Any

from django.templatetags.static import static
from django.utils import translation
from django.utils.formats import number_format
from jinja2 import Environment, StrictUndefined
from jinja2.runtime import Macro
from markupsafe import Markup

from agency.current import current_agency
from agency.current import notices_in_force as notices
from news.addresses import absolute, format_code, name_path
from news.pages import content
from sections.tree import links, tree
from text import dates
from text.display import render


def _written(macro: Callable[..., Markup], *values: Any, **named: Any) -> Markup:
    """What a macro of `MACROS` writes for these values. It sees nothing else (`UNCHANGING` apart),
    so what it wrote once is true for as long as it is kept."""
    return macro(*values, **named)


# Typed, for a text and the same text as mark-up are equal.
kept = lru_cache(maxsize=4096, typed=True)(_written)
# For what is as long as an article: 256 of them take some 4 MB.
kept_long = lru_cache(maxsize=256, typed=True)(_written)


@lru_cache(maxsize=1024, typed=True)
def translate(text: str, **values: Any) -> Markup:
    """In the language of public pages, which all have the same."""
    return Markup(translation.gettext(text)) % values


@lru_cache(maxsize=1024, typed=True)
def with_line_breaks(text: str) -> Markup:
    """A text of several lines, as HTML shows it."""
    return Markup("<br>").join(Markup(render.plain_text(line)) for line in text.splitlines())


@lru_cache(maxsize=4096, typed=True)
def headline(text: str) -> Markup:
    """A title or another text that stands in a link."""
    return Markup(render.plain_line(text))


def file_size(octets: int) -> str:
    """`1,4 MB`, as readers of Vietnamese write it; number and unit stay on one line."""
    if octets < 1024:
        return f"{octets}\N{NO-BREAK SPACE}B"
    for unit in ("kB", "MB", "GB"):
        octets /= 1024
        if octets < 1024 or unit == "GB":
            return f"{number_format(octets, 0 if octets >= 10 else 1)}\N{NO-BREAK SPACE}{unit}"
    raise AssertionError


# The globals that stay the same for as long as the process runs: all that kept macros may use.
UNCHANGING = {
    "_", "absolute", "described", "kept", "named_path", "ngettext", "parts", "static", "trail",
}  # fmt: skip


# The files that hold nothing but macros; pages have them all under `parts`.
MACROS = (
    "parts/assets", "parts/breadcrumb", "parts/footer", "parts/header", "parts/icons",
    "parts/macros", "parts/notices", "parts/social", "parts/utilities", "news/story",
)  # fmt: skip


def environment(**options) -> Environment:
    options["undefined"] = StrictUndefined  # a misspelt name fails, in tests and not at a reader
    env = Environment(
        trim_blocks=True, lstrip_blocks=True, extensions=["jinja2.ext.i18n"], **options
    )
    env.install_gettext_callables(translation.gettext, translation.ngettext, newstyle=True)
    # Letters as they are, in half the bytes; `tojson` escapes what HTML could take for its own.
    env.policies["json.dumps_kwargs"] = {"ensure_ascii": False, "separators": (",", ":")}
    env.globals.update(
        _=translate,
        absolute=absolute,
        agency=current_agency,
        described=content.news_article_json,
        kept=kept,
        kept_long=kept_long,
        links=links,
        named_path=name_path,
        notices=notices,
        static=static,
        trail=content.breadcrumb_json,
        tree=tree,
    )
    env.filters.update(
        day=dates.short_date,
        headline=headline,
        iso=lambda moment: moment.isoformat(timespec="seconds"),
        lines=with_line_breaks,
        number=partial(number_format, force_grouping=True),
        short=dates.short_datetime,
        size=file_size,
        spelled=format_code,
        stamp=dates.long_datetime,
    )
    # Imported once, and not by each page; macros find each other there, too.
    env.globals["parts"] = parts = SimpleNamespace()
    for name in MACROS:
        found = vars(env.get_template(f"{name}.html").module).items()
        vars(parts).update({name: each for name, each in found if isinstance(each, Macro)})
    return env
