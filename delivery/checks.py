from urllib.parse import urlsplit

from django.core.checks import Error, register

from .conf import conf
from .engines.base import SCHEMES, name_of


@register
def engines_exist(app_configs, **kwargs) -> list[Error]:
    errors = []
    for url in conf("ENGINES"):
        if urlsplit(url).scheme not in SCHEMES or not urlsplit(url).hostname:
            errors.append(
                Error(
                    f"DELIVERY['ENGINES'] names {name_of(url)!r}",
                    hint=f"Each entry is an address that begins with one of {', '.join(SCHEMES)}.",
                    id="delivery.E001",
                )
            )
    return errors
