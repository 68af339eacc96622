"""Choosing a node of the tree in a form, each with its whole way from the top."""

from django import forms

from .models import Section


def way(section: Section, titles: dict[str, str]) -> str:
    """`Kinh tế › Đầu tư`."""
    parts = section.path.split("/")
    paths = ["/".join(parts[: depth + 1]) for depth in range(len(parts))]
    return " › ".join(titles.get(path, path) for path in paths)


class _Ways:
    """Labels of one rendering, from one query."""

    def __init__(self, *, articles_only: bool = False, **kwargs) -> None:
        nodes = Section.objects.all()
        if articles_only:
            nodes = nodes.filter(kind=Section.Kind.SECTION)
        super().__init__(queryset=nodes.order_by("path"), **kwargs)

    def label_from_instance(self, section: Section) -> str:
        return way(section, self._titles())

    def _titles(self) -> dict[str, str]:
        if not hasattr(self, "_known"):
            self._known = dict(Section.objects.values_list("path", "title"))
        return self._known


class NodeChoiceField(_Ways, forms.ModelChoiceField):
    pass


class NodeMultipleChoiceField(_Ways, forms.ModelMultipleChoiceField):
    widget = forms.CheckboxSelectMultiple
