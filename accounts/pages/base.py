"""What all pages of a person's own account share."""

from typing import Any

from django.contrib.admin import site
from django.http import HttpRequest
from django.template.response import TemplateResponse


def staff_page(request: HttpRequest, template: str, **context: Any) -> TemplateResponse:
    """The page, with what the admin's base template needs."""
    return TemplateResponse(request, template, {**site.each_context(request), **context})
