"""Signal receivers that end all sessions of an account when its password, its role or its rights
change. The session in which a person changes their own account stays.

They see what goes through the models, as those of the audit log do. What a group may do is no
change of an account: rights are asked at each request.
"""

from collections.abc import Collection

from django.contrib.auth import get_user_model
from django.db.models import Model
from django.db.models.signals import m2m_changed, post_delete, post_save
from django.dispatch import receiver

from audit.accounts import FLAGS, GROUPS, PERMISSIONS, values_before
from news.models import Beat

from .store import end_sessions

User = get_user_model()


@receiver(post_save, sender=User)
def account_saved(instance: Model, **_about: object) -> None:
    if values_before(instance).keys() & {"password", *FLAGS}:
        end_sessions([instance])


@receiver(m2m_changed, sender=GROUPS)
@receiver(m2m_changed, sender=PERMISSIONS)
def role_changed(
    instance: Model, action: str, reverse: bool, pk_set: Collection[int] | None, **_about: object
) -> None:
    if action not in {"post_add", "post_remove", "pre_clear"}:
        return
    if not reverse:
        end_sessions([instance])
    elif pk_set is None:
        end_sessions(instance.user_set.values_list("pk", flat=True))
    else:
        end_sessions(pk_set)


@receiver(post_save, sender=Beat)
@receiver(post_delete, sender=Beat)
def beat_changed(instance: Beat, **_about: object) -> None:
    end_sessions([instance.user_id])
