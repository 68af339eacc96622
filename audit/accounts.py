"""Signal receivers that record sign-ins and changes of accounts, groups and rights.

They see what is done in the admin, by a command or in a shell, if it goes through the models. They
do not see `QuerySet.update`.
"""

from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.contrib.contenttypes.models import ContentType
from django.db.models import Model
from django.db.models.signals import m2m_changed, post_save, pre_delete, pre_save
from django.dispatch import receiver
from django.utils.text import capfirst
from django.utils.translation import gettext, gettext_lazy as _, pgettext

from .models import Kind
from .recording import one_entry_per_account, record, record_rights_change

User = get_user_model()
GROUPS, PERMISSIONS = User.groups.through, User.user_permissions.through
OF_GROUP = Group.permissions.through
# By many-to-many table: the field of the holder, the field of what they hold, its label in the log.
RIGHTS_TABLES = {
    GROUPS: ("user", "group", _("Groups of the account")),
    PERMISSIONS: ("user", "permission", _("Rights")),
    OF_GROUP: ("group", "permission", _("Rights")),
}
FLAGS = ("is_active", "is_staff", "is_superuser")
NAMES = ("last_name", "first_name", "email")
LOGGED_FIELDS = {User: ("username", "password", *NAMES, *FLAGS), Group: ("name",)}

ACTIONS = {
    "add": _("may add"),
    "change": _("may change"),
    "delete": _("may delete"),
    "view": _("may see"),
}


def permission_name(permission: Permission) -> str:
    """`Tin tức | bài viết | được thêm`; Django stores the English name."""
    content_type = ContentType.objects.get_for_id(permission.content_type_id)
    model = content_type.model_class()
    if model is None:
        return str(permission)
    action, _line, of_what = permission.codename.partition("_")
    is_djangos = action in ACTIONS and of_what == model._meta.model_name
    words = ACTIONS[action] if is_djangos else gettext(permission.name)
    return f"{content_type.app_labeled_name} | {words}"


@receiver(pre_save, sender=User)
@receiver(pre_save, sender=Group)
def before_save(sender, instance, raw: bool, update_fields, **_about: object) -> None:
    """Note the logged fields as the database holds them before the save. A sign-in saves none."""
    fields = [name for name in LOGGED_FIELDS[sender] if not update_fields or name in update_fields]
    # When somebody signs in, Django may replace the hash of their password with a stronger one.
    is_rehash = set(update_fields or ()) == {"password"} and instance._password is None
    skips = raw or is_rehash or instance._state.adding or not fields
    stored = sender._default_manager.filter(pk=instance.pk).values(*fields)
    instance._stored_before = None if skips else stored.first()


@receiver(post_save, sender=User)
@receiver(post_save, sender=Group)
def after_save(sender, instance, created: bool, raw: bool, **_about: object) -> None:
    if raw:
        return
    with one_entry_per_account():
        if created:
            record_rights_change(instance, _kind(instance), pgettext("account", "made"))
            for flag in FLAGS:
                if getattr(instance, flag, False):
                    record_rights_change(instance, _label(instance, flag), _readable(True))
        for field, was in values_before(instance).items():
            values = f"{_readable(was)} → {_readable(getattr(instance, field))}"
            how = pgettext("account", "changed") if field == "password" else values
            record_rights_change(instance, _label(instance, field), how)


def values_before(instance: Model) -> dict[str, Any]:
    """The logged fields of the account or group that its last save changed, with the values that
    they had; empty for a new one."""
    stored = getattr(instance, "_stored_before", None) or {}
    return {field: was for field, was in stored.items() if getattr(instance, field) != was}


@receiver(pre_delete, sender=User)
@receiver(pre_delete, sender=Group)
def deleted(sender, instance, **_about: object) -> None:
    with one_entry_per_account():
        record_rights_change(instance, _kind(instance), pgettext("account", "deleted"))
        for through, sides in RIGHTS_TABLES.items():
            for side in sides[:2]:
                if through._meta.get_field(side).related_model is sender:
                    _record_all_taken(through, instance, side)


@receiver(m2m_changed, sender=GROUPS)
@receiver(m2m_changed, sender=PERMISSIONS)
@receiver(m2m_changed, sender=OF_GROUP)
def given_or_taken(
    sender, instance, action: str, reverse: bool, model, pk_set, **_about: object
) -> None:
    holder, given, _words = RIGHTS_TABLES[sender]
    if action == "pre_clear":
        _record_all_taken(sender, instance, given if reverse else holder)
    elif sign := {"post_add": "+", "post_remove": "−"}.get(action):
        others = model._default_manager.filter(pk__in=pk_set)
        pairs = [(other, instance) if reverse else (instance, other) for other in others]
        _record_pairs(sender, pairs, sign)


def _record_all_taken(through: type[Model], instance: Model, side: str) -> None:
    """Record that all rows of this table whose field `side` is the instance are removed."""
    holder, given, _words = RIGHTS_TABLES[through]
    rows = through._default_manager.filter(**{side: instance}).select_related(holder, given)
    _record_pairs(through, [(getattr(row, holder), getattr(row, given)) for row in rows], "−")


def _record_pairs(through: type[Model], pairs: list[tuple[Model, Model]], sign: str) -> None:
    with one_entry_per_account():
        for holder, given in pairs:
            name = permission_name(given) if isinstance(given, Permission) else str(given)
            record_rights_change(holder, RIGHTS_TABLES[through][2], f"{sign} {name}")


def _kind(instance: Model) -> str:
    return capfirst(instance._meta.verbose_name)


def _label(instance: Model, field: str) -> str:
    return capfirst(instance._meta.get_field(field).verbose_name)


def _readable(value: object) -> str:
    if isinstance(value, bool):
        return pgettext("account", "yes") if value else pgettext("account", "no")
    return f"“{value}”"


@receiver(user_logged_in)
def signed_in(user, **_about: object) -> None:
    record(Kind.SIGN_IN, by=user)


@receiver(user_logged_out)
def signed_out(user, **_about: object) -> None:
    if user is not None and user.is_authenticated:
        record(Kind.SIGN_OUT, by=user)


@receiver(user_login_failed)
def refused(credentials: dict, **_about: object) -> None:
    """`credentials` hold no readable password: Django has masked it."""
    record_failed_sign_in(str(credentials.get("username", "")))


def record_failed_sign_in(name: str, detail: str = "") -> None:
    """Record the user name that was typed, and the account of that name if there is one."""
    account = User._default_manager.filter(username=name).first()
    record(Kind.REFUSED, account, words=name, detail=detail)
