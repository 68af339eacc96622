"""The Jinja2 environment of public pages."""

from django.templatetags.static import static
from django.utils import translation
from jinja2 import Environment, StrictUndefined


def environment(**options) -> Environment:
    env = Environment(
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
        **{key: value for key, value in options.items() if key != "undefined"},
    )
    env.install_gettext_callables(translation.gettext, translation.ngettext, newstyle=True)
    env.globals["static"] = static
    return env
