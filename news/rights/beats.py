"""Beats: rights in some sections only. A person with a beat has the rights of its group in that
section and below it.

Django's groups give rights in all sections. Rights by a beat are asked with the article:
`user.has_perm("news.publish_article", article)`.
"""

from collections.abc import Set
from dataclasses import dataclass
from itertools import chain

from django.contrib.auth.backends import BaseBackend, ModelBackend
from django.contrib.auth.models import Permission
from django.db.models.signals import post_save, pre_delete, pre_save
from django.dispatch import receiver
from django.utils.translation import gettext_lazy as _

from audit.recording import one_entry_per_account, record_rights_change
from sections.tree import tree

from ..models import Article, Beat

_ARTICLE_RIGHTS = {"news.view_article", "news.add_article", "news.change_article"}
_NAME_MODELS = ("author", "source", "topic", "tag")


def is_section_free(right: str) -> bool:
    """Whether a right that a beat gives holds everywhere, because it does not concern a section:
    rights to photos, authors and the like, and the right to open the list of articles."""
    label, _, name = right.partition(".")
    if label == "news":
        return right in _ARTICLE_RIGHTS or name.partition("_")[2] in _NAME_MODELS
    if label == "media":
        # What is taken down is gone from articles of all sections.
        return not name.startswith("take_down_")
    return right == "sections.view_section"


@dataclass(frozen=True)
class SectionRights:
    """One person's rights by section, sections below included."""

    by_section: dict[int, frozenset[str]]

    def rights(self, section: int | None) -> Set[str]:
        return self.by_section.get(section, frozenset())

    def sections(self, *rights: str) -> frozenset[int]:
        """The sections in which they have one of those rights."""
        return frozenset(
            section for section, had in self.by_section.items() if not had.isdisjoint(rights)
        )

    @property
    def everywhere(self) -> frozenset[str]:
        """The rights that hold everywhere (`is_section_free`)."""
        return frozenset(filter(is_section_free, chain.from_iterable(self.by_section.values())))


_NONE = SectionRights({})


def beats(user) -> SectionRights:
    """This person's rights by section, read once for each request."""
    if not user.is_active or user.is_anonymous or user.is_superuser:
        # They may do nothing at all, or everything everywhere.
        return _NONE
    if not hasattr(user, "_beats"):
        user._beats = _read(user)
    return user._beats


def _read(user) -> SectionRights:
    held = list(Beat.objects.filter(user=user).order_by().values_list("section", "group"))
    if not held:
        return _NONE
    rights: dict[int, set[str]] = {}
    granted = Permission.objects.filter(group__in={group for _, group in held}).order_by()
    for group, label, name in granted.values_list("group", "content_type__app_label", "codename"):
        rights.setdefault(group, set()).add(f"{label}.{name}")
    by_section: dict[int, frozenset[str]] = {}
    nodes = tree().by_id
    for section, group in held:
        for node in nodes[section].sections if section in nodes else ():
            by_section[node.pk] = by_section.get(node.pk, frozenset()) | rights.get(group, set())
    return SectionRights(by_section)


class BeatBackend(BaseBackend):
    """The authentication backend that grants the rights of beats."""

    def has_perm(self, user_obj, perm: str, obj: object = None) -> bool:
        if obj is None:
            return perm in beats(user_obj).everywhere
        return isinstance(obj, Article) and perm in beats(user_obj).rights(obj.section_id)

    def has_module_perms(self, user_obj, app_label: str) -> bool:
        return any(right.startswith(f"{app_label}.") for right in beats(user_obj).everywhere)


def has_everywhere(user, right: str) -> bool:
    """Whether this person has the right in all sections, without a beat."""
    return user.is_active and (user.is_superuser or ModelBackend().has_perm(user, right))


AUDIT_LABEL = _("Sections looked after")


@receiver(pre_save, sender=Beat)
def keep_old_beat(instance: Beat, **_about: object) -> None:
    """Keep the stored row, for the audit log."""
    stored = Beat.objects.filter(pk=instance.pk).select_related("user", "section", "group")
    instance._old_beat = stored.first() if instance.pk else None


@receiver(post_save, sender=Beat)
def record_changed_beat(instance: Beat, raw: bool, **_about: object) -> None:
    old = instance._old_beat
    if raw or (old and _all_of(old) == _all_of(instance)):
        return
    with one_entry_per_account():
        if old:
            record_rights_change(old.user, AUDIT_LABEL, f"− {_named(old)}")
        record_rights_change(instance.user, AUDIT_LABEL, f"+ {_named(instance)}")


@receiver(pre_delete, sender=Beat)
def record_deleted_beat(instance: Beat, **_about: object) -> None:
    record_rights_change(instance.user, AUDIT_LABEL, f"− {_named(instance)}")


def _named(beat: Beat) -> str:
    return f"{beat.section} ({beat.group})"


def _all_of(beat: Beat) -> tuple[int, int, int]:
    return beat.user_id, beat.section_id, beat.group_id
