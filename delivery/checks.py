from django.core.checks import Error, register
from django.utils.module_loading import import_string

from .conf import conf


@register
def engines_exist(app_configs, **kwargs) -> list[Error]:
    errors = []
    for path in conf("ENGINES"):
        try:
            import_string(path)
        except ImportError as error:
            errors.append(
                Error(
                    f"DELIVERY['ENGINES'] names {path!r}: {error}",
                    hint="Each entry is the dotted path of a callable that takes a list of tags.",
                    id="delivery.E001",
                )
            )
    return errors
