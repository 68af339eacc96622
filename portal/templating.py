"""The Jinja2 environment of public pages."""

from collections.abc import Callable
from functools import lru_cache, partial
from typing import Any

from django.templatetags.static import static
from django.utils import translation
from django.utils.formats import number_format
from jinja2 import Environment, StrictUndefined
from jinja2.runtime import Macro
from markupsafe import Markup

from agency.current import current_agency, notices_in_force as notices
from news.addresses import absolute, format_code, name_path
from news.pages import content
from sections.tree import links, tree
from text import dates
from text.display import render


def _rendered(macro: Callable[..., Markup], *values: Any, **named: Any) -> Markup:
    """The output of a macro of `MACROS` for these values. It may be cached, because the macro reads
    nothing else that changes while the process runs (tests/portal/test_templating.py)."""
    return macro(*values, **named)


# Typed, because a text is equal to the same text as mark-up.
fragment = lru_cache(maxsize=4096, typed=True)(_rendered)
# For output as long as an article: 256 of these take about 4 MB.
long_fragment = lru_cache(maxsize=256, typed=True)(_rendered)


@lru_cache(maxsize=1024, typed=True)
def translate(text: str, **values: Any) -> Markup:
    """The text in Vietnamese, the only language of public pages."""
    return Markup(translation.gettext(text)) % values


@lru_cache(maxsize=1024, typed=True)
def with_line_breaks(text: str) -> Markup:
    """A text as HTML, with `<br>` for each line end."""
    return Markup("<br>").join(Markup(render.plain_text(line)) for line in text.splitlines())


@lru_cache(maxsize=4096, typed=True)
def headline(text: str) -> Markup:
    """A title, or another text of one line, as HTML."""
    return Markup(render.plain_line(text))


def file_size(octets: int) -> str:
    """`1,4 MB`, as readers of Vietnamese write it; number and unit stay on one line."""
    units = ["B", "kB", "MB", "GB"]
    amount, unit = float(octets), units.pop(0)
    while amount >= 1024 and units:
        amount, unit = amount / 1024, units.pop(0)
    decimals = 1 if amount < 10 and unit != "B" else 0
    return f"{number_format(amount, decimals)}\N{NO-BREAK SPACE}{unit}"


# The templates that hold only macros; pages call these as `parts.name`.
MACROS = (
    "parts/assets", "parts/breadcrumb", "parts/footer", "parts/header", "parts/icons",
    "parts/macros", "parts/notices", "parts/social", "parts/utilities", "news/story",
)  # fmt: skip


class Parts:
    """The macros of `MACROS` by name. They are compiled when a page asks for the first one: each
    `manage.py` makes the environment for its checks, and few of them render a page."""

    def __init__(self, env: Environment) -> None:
        self._env = env

    def __getattr__(self, name: str) -> Macro:
        """Called for what is not there yet. All are imported at once, because they call each other
        as `parts.name` too."""
        for template in MACROS:
            module = vars(self._env.get_template(f"{template}.html").module)
            macros = {key: each for key, each in module.items() if isinstance(each, Macro)}
            vars(self).update(macros)
        if name not in vars(self):
            raise AttributeError(name)
        return vars(self)[name]


def environment(**options) -> Environment:
    """Make the environment that `settings.TEMPLATES` names."""
    # A misspelt variable raises an error, so tests find it.
    options["undefined"] = StrictUndefined
    env = Environment(
        trim_blocks=True, lstrip_blocks=True, extensions=["jinja2.ext.i18n"], **options
    )
    env.install_gettext_callables(translation.gettext, translation.ngettext, newstyle=True)
    # Vietnamese letters unescaped take half the bytes; `tojson` escapes what HTML would interpret.
    env.policies["json.dumps_kwargs"] = {"ensure_ascii": False, "separators": (",", ":")}
    env.globals.update(
        _=translate,
        absolute=absolute,
        agency=current_agency,
        described=content.news_article_json,
        fragment=fragment,
        long_fragment=long_fragment,
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
    env.globals["parts"] = Parts(env)
    return env
