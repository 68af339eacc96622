from urllib.parse import urlsplit

from django.core.checks import Error, register

from .conf import conf
from .engines.base import ENGINE_CLASSES, url_without_password


@register
def engines_exist(app_configs, **kwargs) -> list[Error]:
    errors = []
    for url in conf("ENGINES"):
        if urlsplit(url).scheme not in ENGINE_CLASSES or not urlsplit(url).hostname:
            errors.append(
                Error(
                    f"DELIVERY['ENGINES'] names {url_without_password(url)!r}",
                    hint="Each entry is an address that begins with one of "
                    f"{', '.join(ENGINE_CLASSES)}.",
                    id="delivery.E001",
                )
            )
    return errors
