"""The admin of accounts and groups, with everything in Vietnamese: Django stores the names of
permissions in English ("Can add article"), and shows booleans as pictures with the text "True"."""

from collections import Counter
from typing import Any

from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.contrib.auth.admin import GroupAdmin, UserAdmin
from django.contrib.auth.models import Group, Permission, User
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import Field, QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext, gettext_lazy as _, ngettext, pgettext
from django_otp.plugins.otp_totp import admin as _otp_admin  # noqa: F401  It registers its page.
from django_otp.plugins.otp_totp.models import TOTPDevice

from accounts.pages import factor_reset
from accounts.second_factor import demands, factor
from audit.models import Entry
from audit.origin import current_account
from audit.recording import one_entry_per_account
from news.rights.admin import BeatInline
from staff.base_admin import InlineLabelMixin, RecoverableFormMixin, SafeListMixin
from staff.rights import requires_right

from .account_forms import (
    AccountForm,
    GroupsField,
    NewAccountForm,
    PasswordForm,
    PermissionsField,
    RoleForm,
    must_change_password,
)


def permissions_in_use() -> QuerySet[Permission]:
    """The permissions for models that have a page or an inline in the admin; others have no use."""
    pages = [page for own in admin.site._registry.values() for page in (own, *own.inlines)]
    kinds = ContentType.objects.get_for_models(
        *(page.model for page in pages), for_concrete_models=False
    )
    found = Permission.objects.filter(content_type__in=kinds.values())
    return found.order_by("content_type", "codename")


class RightsFormMixin(RecoverableFormMixin):
    """Shows rights by their Vietnamese names, and records the changes of a form as one audit entry
    for each account."""

    reauthenticate = True

    def changeform_view(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if request.method != "POST":
            return super().changeform_view(request, *args, **kwargs)
        with transaction.atomic(), one_entry_per_account():
            return super().changeform_view(request, *args, **kwargs)

    def formfield_for_manytomany(self, db_field: Field, request: HttpRequest, **kwargs):
        if db_field.remote_field.model is Permission:
            kwargs["form_class"] = PermissionsField
            kwargs["queryset"] = permissions_in_use()
        elif db_field.remote_field.model is Group:
            kwargs["form_class"] = GroupsField
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    def get_deleted_objects(self, objs, request: HttpRequest):
        """Leave out the rows of many-to-many tables, which mean nothing to people."""
        _found, _counts, needed, protected = super().get_deleted_objects(objs, request)
        return [str(each) for each in objs], {}, needed, protected


@admin.display(description=_("staff status"))
def staff_status(user: User) -> str:
    return pgettext("account", "yes") if user.is_staff else pgettext("account", "no")


@admin.display(description=_("role"))
def role_names(user: User) -> str:
    """The groups of an account, for all sections or by its beats; “–” if it has none."""
    if user.is_superuser:
        return gettext("administrator")
    beats = Counter(beat.group.name for beat in user.beats.all())
    held = [
        *(group.name for group in user.groups.all()),
        *(
            ngettext("%(role)s in %(count)d section", "%(role)s in %(count)d sections", count)
            % {"role": name, "count": count}
            for name, count in beats.items()
        ),
    ]
    return "; ".join(held) or "–"


class AccountChangeList(ChangeList):
    """Reads what `role_names` needs with a few queries for all rows."""

    def get_queryset(self, *args: Any, **kwargs: Any) -> QuerySet:
        return super().get_queryset(*args, **kwargs).prefetch_related("groups", "beats__group")


admin.site.unregister(User)
admin.site.unregister(Group)
# It would show the secrets of all apps.
admin.site.unregister(TOTPDevice)


# Vietnamese names begin with the family name.
_PERSONAL_FIELDSET = (_("Personal info"), {"fields": ["last_name", "first_name", "email"]})


def _fieldset(name: str | None, options: dict) -> tuple:
    """Django's fieldset, with the family name first, and the checkbox of `RoleRequiredMixin`."""
    fields = [*options["fields"]]
    if "password" in fields:
        fields.append("factor_state")
    if "email" in fields:
        return _PERSONAL_FIELDSET
    if "groups" in fields:
        fields.insert(fields.index("groups") + 1, "without_role")
    return name, {**options, "fields": fields}


@admin.register(User)
class AccountAdmin(InlineLabelMixin, SafeListMixin, RightsFormMixin, UserAdmin):
    form = AccountForm
    add_form = NewAccountForm
    change_password_form = PasswordForm
    inlines = [BeatInline]
    readonly_fields = ["last_login", "date_joined", "factor_state"]
    fieldsets = [_fieldset(*each) for each in UserAdmin.fieldsets]
    filter_horizontal = ()
    add_fieldsets = [
        (None, {"fields": ["username", "usable_password", "password1", "password2"]}),
        _PERSONAL_FIELDSET,
        (
            _("Permissions"),
            {
                "fields": ["groups", "without_role"],
                "description": _(
                    "Who is in a group works in every section. For some sections only, choose no "
                    "group, and name the sections below."
                ),
            },
        ),
    ]

    list_display = ["username", "last_name", "first_name", "email", role_names, staff_status]

    def get_urls(self) -> list[URLPattern]:
        view = requires_right(factor_reset.may_reset, factor_reset.reset, reauthenticate=True)
        # `form_recovery` reads it.
        view.reopens = True
        view = self.admin_site.admin_view(view)
        return [path("<int:id>/factor-reset/", view, name="factor_reset"), *super().get_urls()]

    @admin.display(description=_("second factor"))
    def factor_state(self, user: User) -> str:
        """Whether the account has one, with the way to reset it; one's own is changed elsewhere."""
        if user == current_account():
            address, words = reverse("admin:account"), gettext("My account")
        else:
            address = reverse("admin:factor_reset", args=[user.pk])
            words = gettext("Reset the second factor")
        if factor.app_of(user) is None:
            return gettext("not set up")
        return format_html('{} · <a href="{}">{}</a>', gettext("set up"), address, words)

    def get_changelist(self, request: HttpRequest, **kwargs) -> type[ChangeList]:
        return AccountChangeList

    def get_deleted_objects(self, objs, request: HttpRequest):
        """Protect an account that has audit entries: it can be switched off instead. Django would
        list everything that the account did."""
        acted = [user for user in objs if Entry.objects.filter(by=user).exists()]
        if not acted:
            return super().get_deleted_objects(objs, request)
        why = gettext(
            "%(account)s: what was done with this account stands in the audit log. Switch it off "
            "instead."
        )
        return [str(each) for each in objs], {}, set(), [why % {"account": user} for user in acted]

    def user_change_password(self, request: HttpRequest, id: str, form_url: str = ""):
        # The password, its audit entry and the mark of `PasswordForm` are saved together.
        with transaction.atomic():
            return super().user_change_password(request, id, form_url)

    # Its URL pattern knows no ModelAdmin.
    user_change_password.reauthenticate = True

    def save_model(self, request: HttpRequest, obj: User, form, change: bool) -> None:
        # A new account may open the admin; Django's default is that it may not.
        obj.is_staff = obj.is_staff or not change
        super().save_model(request, obj, form, change)
        if not change:
            must_change_password(obj.pk)


@admin.register(Group)
class RoleAdmin(SafeListMixin, RightsFormMixin, GroupAdmin):
    form = RoleForm
    fields = ["name", "wants_second_factor", "permissions"]
    filter_horizontal = ()

    def save_related(self, request: HttpRequest, form: RoleForm, formsets, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        demands.set_for_group(form.instance, form.cleaned_data["wants_second_factor"])
