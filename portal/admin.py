"""Accounts and groups as Vietnamese staff read them.

Django keeps the names of permissions in English in the database ("Can add article"), and shows
booleans by pictures that say "True".
"""

from django import forms
from django.contrib import admin
from django.contrib.auth.admin import GroupAdmin, UserAdmin
from django.contrib.auth.forms import AdminPasswordChangeForm
from django.contrib.auth.models import Group, Permission, User
from django.contrib.contenttypes.models import ContentType
from django.db.models import Field, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext, pgettext
from django.utils.translation import gettext_lazy as _

from media.staff import SoundListMixin
from news.admin.beats import BeatInline
from portal import missed_admin  # noqa: F401 -- Django looks for admins here only

ACTIONS = {
    "add": _("may add"),
    "change": _("may change"),
    "delete": _("may delete"),
    "view": _("may see"),
}


def permission_name(permission: Permission) -> str:
    """`Tin tức | bài viết | được thêm`."""
    model = permission.content_type.model_class()
    if model is None:
        return str(permission)
    action = ACTIONS.get(permission.codename.split("_")[0])
    own = permission.codename.partition("_")[2] != model._meta.model_name
    words = gettext(permission.name) if own or action is None else action
    return f"{permission.content_type.app_labeled_name} | {words}"


class PermissionsField(forms.ModelMultipleChoiceField):
    def label_from_instance(self, permission: Permission) -> str:
        return permission_name(permission)


def permissions_in_use() -> QuerySet[Permission]:
    """Those that some page of the admin asks for; the others would only puzzle."""
    models = set()
    for model, model_admin in admin.site._registry.items():
        models |= {model, *(inline.model for inline in model_admin.inlines)}
    kinds = ContentType.objects.get_for_models(*models, for_concrete_models=False)
    found = Permission.objects.filter(content_type__in=kinds.values())
    return found.select_related("content_type").order_by("content_type", "codename")


class PermissionNamesMixin:
    def formfield_for_manytomany(self, db_field: Field, request: HttpRequest, **kwargs):
        if db_field.remote_field.model is Permission:
            kwargs["form_class"] = PermissionsField
            kwargs["queryset"] = permissions_in_use()
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    def get_deleted_objects(self, objs, request: HttpRequest):
        """Without the rows that join accounts, groups and rights: they say nothing to people."""
        _found, _counts, needed, protected = super().get_deleted_objects(objs, request)
        return [str(each) for each in objs], {}, needed, protected


@admin.display(description=_("staff status"))
def staff_status(user: User) -> str:
    return pgettext("account", "yes") if user.is_staff else pgettext("account", "no")


class PasswordForm(AdminPasswordChangeForm):
    """Django's own, one sentence of which no catalogue can reach."""

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        if "usable_password" in self.fields:
            self.fields["usable_password"].help_text = _(
                "Whether this account may sign in with a password. Switched off, its present "
                "password is lost."
            )


admin.site.unregister(User)
admin.site.unregister(Group)


@admin.register(User)
class AccountAdmin(SoundListMixin, PermissionNamesMixin, UserAdmin):
    change_password_form = PasswordForm
    inlines = [BeatInline]

    list_display = ["username", "last_name", "first_name", "email", staff_status]

    def save_model(self, request: HttpRequest, obj: User, form, change: bool) -> None:
        # Who is added here is to work here; Django would add an account that cannot sign in.
        obj.is_staff = obj.is_staff or not change
        super().save_model(request, obj, form, change)


@admin.register(Group)
class RoleAdmin(SoundListMixin, PermissionNamesMixin, GroupAdmin):
    pass
