"""The admin of sections, static pages, and lists of links."""

from collections.abc import Iterator

from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.html import format_html
from django.utils.text import capfirst
from django.utils.translation import gettext, gettext_lazy as _, ngettext

from delivery.hosts import public_url
from delivery.purging import gathered_purges
from editor.fields import BodyField, EditorPageMixin, cleaning_messages
from staff.base_admin import LabelledFormSet, StaffForm, StaffModelAdmin, TidyFieldsMixin
from staff.rights import nobody

from .fields import NodeChoiceField
from .models import MAX_NAMED_REFERRERS, Link, LinkList, Section, lock_tree
from .old_paths import OldPath
from .slugs import SlugField

# A static page does not have these fields.
SECTION_ONLY_FIELDS = {"on_home", "second_eyes"}


class SectionForm(StaffForm):
    parent = NodeChoiceField(required=False, label=capfirst(_("parent")))
    body = BodyField(max_length=500_000, required=False, label=capfirst(_("text of the page")))

    class Meta:
        model = Section
        # `SectionAdmin.fieldsets` names them.
        fields = ()
        field_classes = {"slug": SlugField}


class OldPathInline(admin.TabularInline):
    model = OldPath
    formset = LabelledFormSet
    extra = 0
    fields = ["path", "left_at"]
    readonly_fields = ["path", "left_at"]
    verbose_name_plural = _("old addresses that lead here")

    has_add_permission = nobody


@admin.register(Section)
class SectionAdmin(EditorPageMixin, StaffModelAdmin):
    form = SectionForm
    list_display = ["indented", "address", "kind", "order", "menu"]
    list_filter = ["kind", "in_menu"]
    search_fields = ["title", "path"]
    list_per_page = 500
    # Sections are deleted one by one, by `delete_view`.
    actions = None
    inlines = [OldPathInline]
    fieldsets = [
        (None, {"fields": ["title", "parent", "kind", "description"]}),
        (_("In menus"), {"fields": ["order", "in_menu", "on_home"]}),
        (_("Approval"), {"fields": ["second_eyes"]}),
        (_("Address"), {"fields": ["slug"]}),
        (_("Static page"), {"fields": ["language", "body"], "classes": ["page-only"]}),
    ]

    def get_fieldsets(self, request: HttpRequest, obj: Section | None = None):
        """Leave out SECTION_ONLY_FIELDS for a static page: it has no strip on the home page, and
        nobody approves it."""
        fieldsets = super().get_fieldsets(request, obj)
        if obj is None or obj.kind != Section.Kind.PAGE:
            return fieldsets
        return [
            (
                title,
                {
                    **options,
                    "fields": [
                        each for each in options["fields"] if each not in SECTION_ONLY_FIELDS
                    ],
                },
            )
            for title, options in fieldsets
            if not SECTION_ONLY_FIELDS.issuperset(options["fields"])
        ]

    def changeform_view(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        """Lock the tree, so that what the form checks stays true until it is saved."""
        if request.method != "POST":
            return super().changeform_view(request, *args, **kwargs)
        with gathered_purges():
            lock_tree()
            return super().changeform_view(request, *args, **kwargs)

    def save_model(self, request: HttpRequest, obj: Section, form, change: bool) -> None:
        super().save_model(request, obj, form, change)
        for note in cleaning_messages(form.fields["body"].notes):
            messages.warning(request, note)

    @admin.display(description=_("title"), ordering="path")
    def indented(self, section: Section) -> str:
        depth = min(section.path.count("/"), 6)
        return format_html('<span class="depth-{}">{}</span>', depth, section.title)

    @admin.display(description=_("in the menu"))
    def menu(self, section: Section) -> str:
        return gettext("yes") if section.in_menu else gettext("no")

    @admin.display(description=_("address"))
    def address(self, section: Section) -> str:
        path = section.get_absolute_url()
        return format_html('<a href="{}">{}</a>', public_url(path), path)

    def view_on_site(self, section: Section) -> str:
        return public_url(section.get_absolute_url())

    def get_deleted_objects(self, objs, request: HttpRequest):
        # Django would load every article of the section. `delete_view` refuses to delete a section
        # that has any.
        return [str(each) for each in objs], {}, set(), []

    def delete_view(
        self, request: HttpRequest, object_id: str, extra_context: dict | None = None
    ) -> HttpResponse:
        """Refuse to delete a section while anything is in it, and name what it is."""
        with gathered_purges():
            if request.method == "POST":
                # Wait for transactions that put an article into the section.
                lock_tree()
            section = self.get_object(request, object_id)
            may_delete = section is not None and self.has_delete_permission(request, section)
            obstacles = list(deletion_obstacles(section)) if may_delete else []
            for sentence in obstacles:
                messages.error(request, sentence)
            if obstacles:
                return redirect("admin:sections_section_change", section.pk)
            return super().delete_view(request, object_id, extra_context)


def deletion_obstacles(section: Section) -> Iterator[str]:
    """Sentences that tell why a section cannot be deleted: the nodes below it, and all that refers
    to it. None if it can."""
    children = [child.title for child in section.children.all()[:MAX_NAMED_REFERRERS]]
    if children:
        yield gettext("The section cannot be deleted; below it stand: %s.") % ", ".join(children)
    for kind, found in section.referring_objects():
        titles = "; ".join(f"“{each}”" for each in found[:MAX_NAMED_REFERRERS])
        more = " …" if len(found) > MAX_NAMED_REFERRERS else ""
        yield ngettext(
            "The section cannot be deleted; it holds this %(kind)s: %(titles)s.",
            "The section cannot be deleted; it holds these %(kind)s: %(titles)s.",
            len(found),
        ) % {"kind": kind, "titles": titles + more}


class LinkInline(TidyFieldsMixin, admin.TabularInline):
    model = Link
    formset = LabelledFormSet
    extra = 1


@admin.register(LinkList)
class LinkListAdmin(StaffModelAdmin):
    list_display = ["title", "order"]
    inlines = [LinkInline]
