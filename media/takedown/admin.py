"""The admin's page on which staff take a photo or document down, with a reason."""

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.translation import gettext as _, gettext_lazy

from audit.models import Entry, Kind
from staff.base_admin import reopened
from staff.fields import TidyCharField
from staff.rights import requires_right

from .. import usage
from ..models import LibraryFile, Takedown
from ..public_files.refresh import files_left
from ..rights import may_take_down
from .take_down import receipt_url, take_down


class TakedownForm(forms.Form):
    reason = TidyCharField(
        label=gettext_lazy("Reason"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3, "class": "vLargeTextField"}),
        help_text=gettext_lazy(
            "Who asks for it and why, without the words that are to go: the log keeps it."
        ),
    )
    words = forms.BooleanField(
        label=gettext_lazy("Its words go too"),
        required=False,
        help_text=gettext_lazy(
            "Readers see no caption, credit, alternative text or title any more either."
        ),
    )


class TakedownMixin(admin.ModelAdmin):
    """For the ModelAdmins of photos and documents: the page, and the state in lists and forms."""

    take_down_title: Promise | str

    def get_urls(self) -> list[URLPattern]:
        view = requires_right(
            self.has_take_down_permission, self.take_down_view, reauthenticate=True
        )
        # `accounts.form_recovery` reads it.
        view.reopens = True
        name = f"media_{self.opts.model_name}_take_down"
        route = path("<int:pk>/take-down/", self.admin_site.admin_view(view), name=name)
        return [route, *super().get_urls()]

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict | None = None,
    ) -> HttpResponse:
        context = {
            "may_take_down": self.has_take_down_permission(request),
            "take_down_title": self.take_down_title,
            **(extra_context or {}),
        }
        return super().changeform_view(request, object_id, form_url, context)

    def has_take_down_permission(self, request: HttpRequest) -> bool:
        return may_take_down(request.user, self.opts.model_name)

    def take_down_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Show the form; take the file down when it is sent."""
        file = self.get_object(request, str(pk))
        if file is None:
            raise Http404
        if not self.has_view_permission(request, file):
            raise PermissionDenied
        back = reverse(f"admin:media_{self.opts.model_name}_change", args=[pk])
        is_sent = request.method == "POST" and not reopened(request)
        form = TakedownForm(request.POST if request.method == "POST" else None)
        if is_sent and form.is_valid():
            take_down(file.ref, by=request.user, **form.cleaned_data)
            self._tell(request, file)
            return HttpResponseRedirect(back)
        context = {
            **self.admin_site.each_context(request),
            "title": self.take_down_title,
            "opts": self.opts,
            "file": file,
            "form": form,
            "back": back,
            "places": usage.usage_of([pk], self.opts.model_name).get(pk, []),
        }
        request.current_app = self.admin_site.name
        return render(request, "media/take_down.html", context, using="staff")

    def _tell(self, request: HttpRequest, file: LibraryFile) -> None:
        if files_left(file.ref):
            messages.warning(
                request,
                _(
                    "Readers are told that it was taken down, but the disk refused to delete its "
                    "files. The portal goes on trying; tell whoever looks after it."
                ),
            )
        else:
            messages.success(request, _("Taken down: its files are deleted."))

    def takedown_state(self, file: LibraryFile) -> str:
        """What was taken down, when, by whom and why."""
        if not file.takedown:
            return "–"
        about = {"about_model": file._meta.label_lower, "about_key": file.pk}
        entry = Entry.objects.filter(kind=Kind.TAKE_DOWN, **about).order_by("-pk").first()
        said = entry.detail if entry else Takedown(file.takedown).label
        url = receipt_url(file.ref)
        if url is None:
            return said
        return format_html('{} <a href="{}">{}</a>', said, url, _("Receipt"))
