"""The forms of accounts and groups."""

import re
from typing import Any

from django import forms
from django.contrib.auth.forms import (
    AdminPasswordChangeForm,
    AdminUserCreationForm,
    UserChangeForm,
)
from django.contrib.auth.models import Permission, User
from django.utils.translation import gettext_lazy as _

from accounts.models import Credentials
from accounts.second_factor import demands
from audit.accounts import permission_name
from audit.origin import current_account
from news.models import Beat
from staff.base_admin import StaffForm
from staff.fields import KeysOnlyMixin


class GroupsField(KeysOnlyMixin, forms.ModelMultipleChoiceField):
    """A choice of rows by checkboxes, which shows all of them with their names."""

    widget = forms.CheckboxSelectMultiple


class PermissionsField(GroupsField):
    def label_from_instance(self, permission: Permission) -> str:
        return permission_name(permission)


class RoleRequiredMixin(forms.ModelForm):
    """Refuses an account without a role, which could sign in but do nothing. A checkbox then
    appears beside the error, and a person who ticks it may save."""

    without_role = forms.BooleanField(
        required=False, widget=forms.HiddenInput, label=_("Save this account without a role")
    )

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        if self._lacks_role() and not self.cleaned_data.get("without_role"):
            self.fields["without_role"].widget = forms.CheckboxInput()
            self.add_error(
                "without_role",
                _(
                    "This account has no role: whoever signs in with it finds nothing to do. "
                    "Choose a group, or a section below; or confirm that you mean it."
                ),
            )
        return cleaned

    def _lacks_role(self) -> bool:
        # If one of these fields has an error, it is not known whether there is a role.
        if self.errors.keys() & {"groups", "user_permissions"}:
            return False
        typed = self.cleaned_data
        works_here = typed.get("is_staff", True) and typed.get("is_active", True)
        held = any(typed.get(name) for name in ("is_superuser", "groups", "user_permissions"))
        return works_here and not held and not self._has_beats()

    def _has_beats(self) -> bool:
        """Whether a row of the inline names a section and is not marked for deletion."""
        prefix = Beat._meta.get_field("user").remote_field.get_accessor_name()
        row = re.compile(rf"{prefix}-(\d+)-section")
        numbers = (row.fullmatch(name) for name, section in self.data.items() if section)
        return any(f"{prefix}-{each[1]}-DELETE" not in self.data for each in numbers if each)


class AccountForm(RoleRequiredMixin, StaffForm, UserChangeForm):
    """The form of an existing account."""


class NewAccountForm(RoleRequiredMixin, StaffForm, AdminUserCreationForm):
    """The form of a new account, with its password."""


def must_change_password(user_key: int) -> None:
    """Whoever signs in with this account has to choose their own password first: somebody else set
    the present one."""
    Credentials.objects.update_or_create(user_id=user_key, defaults={"must_change_password": True})


class PasswordForm(AdminPasswordChangeForm):
    """Django's form, with a help text that Django's catalogue does not translate. Whoever gets a
    password of somebody else's has to choose another one."""

    usable_password_help_text = _(
        "Whether this account may sign in with a password. Switched off, its present password is "
        "lost."
    )

    def save(self, commit: bool = True) -> User:
        user = super().save(commit)
        if user != current_account():
            must_change_password(user.pk)
        return user


class RoleForm(StaffForm):
    """The form of a group, with the demand of a second factor."""

    wants_second_factor = forms.BooleanField(
        label=demands.DEMAND_LABEL,
        required=False,
        help_text=_(
            "Whoever is of this group, in all sections or in some, has a day from the next sign-in "
            "to set up a second factor."
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.fields["wants_second_factor"].initial = demands.of_group(self.instance)
