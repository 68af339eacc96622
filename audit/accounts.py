"""What changes in accounts and groups: who may sign in, and who may do what.

Seen wherever it is done, in the admin, by a command or in a shell, as long as it goes through the
models; what is written past them (`QuerySet.update`) is not.
"""

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.db.models import Model
from django.db.models.signals import m2m_changed, post_save, pre_delete, pre_save
from django.dispatch import receiver
from django.utils.text import capfirst
from django.utils.translation import gettext, pgettext
from django.utils.translation import gettext_lazy as _

from .models import Kind
from .recording import one_entry_per_account, record, record_rights_change

User = get_user_model()
GROUPS, PERMISSIONS = User.groups.through, User.user_permissions.through
OF_GROUP = Group.permissions.through
# Of each table: whose it is, what they are given, and what that is called.
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
    """`Tin tức | bài viết | được thêm`: Django keeps an English name in the database."""
    model = permission.content_type.model_class()
    if model is None:
        return str(permission)
    action = ACTIONS.get(permission.codename.split("_")[0])
    own = permission.codename.partition("_")[2] != model._meta.model_name
    words = gettext(permission.name) if own or action is None else action
    return f"{permission.content_type.app_labeled_name} | {words}"


@receiver(pre_save, sender=User)
@receiver(pre_save, sender=Group)
def before_save(sender, instance, raw: bool, update_fields, **_about: object) -> None:
    """What stands in the database while it still does. A sign-in saves nothing that is watched."""
    instance._stood = None
    fields = [
        each for each in LOGGED_FIELDS[sender] if update_fields is None or each in update_fields
    ]
    if raw or not fields or instance._state.adding:
        return
    instance._stood = sender._default_manager.filter(pk=instance.pk).values(*fields).first()
    if instance._stood and _only_hashed_anew(instance, update_fields):
        instance._stood = None


def _only_hashed_anew(instance, update_fields) -> bool:
    """Django makes the hash of an old password stronger when its owner signs in."""
    return set(update_fields or ()) == {"password"} and instance._password is None


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
                    record_rights_change(instance, _label(instance, flag), _said(True))
        for field, was in (instance._stood or {}).items():
            now = getattr(instance, field)
            if field == "password" and was != now:
                record_rights_change(
                    instance, _label(instance, field), pgettext("account", "changed")
                )
            elif was != now:
                record_rights_change(
                    instance, _label(instance, field), f"{_said(was)} → {_said(now)}"
                )


@receiver(pre_delete, sender=User)
@receiver(pre_delete, sender=Group)
def deleted(sender, instance, **_about: object) -> None:
    with one_entry_per_account():
        record_rights_change(instance, _kind(instance), pgettext("account", "deleted"))
        for through, (whose, _what, _words) in RIGHTS_TABLES.items():
            if through._meta.get_field(whose).related_model is sender:
                _taken_all(through, instance, whose)
        if sender is Group:
            _taken_all(GROUPS, instance, "group")


@receiver(m2m_changed, sender=GROUPS)
@receiver(m2m_changed, sender=PERMISSIONS)
@receiver(m2m_changed, sender=OF_GROUP)
def given_or_taken(
    sender, instance, action: str, reverse: bool, model, pk_set, **_about: object
) -> None:
    whose, what, _words = RIGHTS_TABLES[sender]
    if action == "pre_clear":
        _taken_all(sender, instance, what if reverse else whose)
    elif action in ("post_add", "post_remove"):
        others = _named(model._default_manager.filter(pk__in=pk_set))
        pairs = [(other, instance) if reverse else (instance, other) for other in others]
        _tell(sender, pairs, "+" if action == "post_add" else "−")


def _taken_all(through: type[Model], instance: Model, side: str) -> None:
    """All rows of that table that have the instance on that side."""
    whose, what, _words = RIGHTS_TABLES[through]
    rows = through._default_manager.filter(**{side: instance}).select_related(whose, what)
    _tell(through, [(getattr(row, whose), getattr(row, what)) for row in rows], "−")


def _tell(through: type[Model], pairs: list[tuple[Model, Model]], sign: str) -> None:
    with one_entry_per_account():
        for holder, thing in pairs:
            name = permission_name(thing) if isinstance(thing, Permission) else str(thing)
            record_rights_change(holder, RIGHTS_TABLES[through][2], f"{sign} {name}")


def _named(rows):
    return rows.select_related("content_type") if rows.model is Permission else rows


def _kind(instance: Model) -> str:
    return capfirst(instance._meta.verbose_name)


def _label(instance: Model, field: str) -> str:
    return capfirst(instance._meta.get_field(field).verbose_name)


def _said(value: object) -> str:
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
    """Django has taken the password out of what it tells."""
    record_failed_sign_in(str(credentials.get(get_user_model().USERNAME_FIELD, "")))


def record_failed_sign_in(name: str, detail: str = "") -> None:
    """The name that was typed, and the account if there is one."""
    users = get_user_model()
    account = users._default_manager.filter(**{users.USERNAME_FIELD: name}).first()
    record(Kind.REFUSED, account, words=name, detail=detail)
