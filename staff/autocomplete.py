"""The view behind form fields that search while staff type; it offers only what a person may
choose."""

from typing import Any

from django.contrib.admin.views.autocomplete import AutocompleteJsonView
from django.core.exceptions import PermissionDenied
from django.db.models import Model, QuerySet
from django.http import HttpRequest

from .changelist import CappedPaginator


class Autocomplete(AutocompleteJsonView):
    """Django's view, but a ModelAdmin with `offered` and `offered_labels` decides what this person
    may choose, and its labels. A person may choose more rows than they may open."""

    def process_request(self, request: HttpRequest) -> tuple:
        term, model_admin, source_field, to_field_name = super().process_request(request)
        # A reverse relation is not a field of any form, and Django fails on it.
        if source_field.auto_created:
            raise PermissionDenied
        return term[:200], model_admin, source_field, to_field_name

    def get_queryset(self) -> QuerySet:
        if hasattr(self.model_admin, "offered"):
            return self.model_admin.offered(self.request, self.term)
        return super().get_queryset()

    def get_paginator(self, *args, **kwargs) -> CappedPaginator:
        """Not the paginator of the changelist: its pages may hold keys, not rows
        (`KeyPaginator`)."""
        return CappedPaginator(*args, **kwargs)

    def get_context_data(self, **kwargs) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        if hasattr(self.model_admin, "offered_labels"):
            rows = list(context["object_list"])
            self._labels = self.model_admin.offered_labels(self.request, rows, self.term)
            context["object_list"] = [row for row in rows if row.pk in self._labels]
        return context

    def serialize_result(self, obj: Model, to_field_name: str) -> dict[str, str]:
        if hasattr(self.model_admin, "offered_labels"):
            return {"id": str(obj.pk), "text": self._labels[obj.pk]}
        return super().serialize_result(obj, to_field_name)
