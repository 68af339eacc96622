"""Which slugs a section may have. docs/addresses.md lists the reserved ones."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from text.slug import slugify

RESERVED_AT_TOP = frozenset(
    "admin api static tep healthz readyz tim-kiem theo-ngay xac-minh b tac-gia chu-de the "
    "nguon-tin thu-vien-anh video van-ban dinh-chinh so-do-trang xem-duyet du-lieu-ca-nhan".split()
)
RESERVED_ANYWHERE = frozenset({"ban-in", "nhe"})
_SHAPE = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_ARTICLE_SLUG = re.compile(r".*-\d+")


class SlugField(forms.CharField):
    """A field that makes a slug from what was typed: “Kinh tế” becomes “kinh-te”."""

    def __init__(self, *, allow_unicode: bool = False, **kwargs: Any) -> None:
        # Django's model field passes `allow_unicode`; our slugs are ASCII.
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> str:
        typed = super().to_python(value)
        slug = slugify(typed, max_length=self.max_length or 160)
        if typed and not slug:
            raise ValidationError(
                _("Nothing of this can stand in an address; type letters or digits."),
                code="shape",
            )
        return slug


def validate_shape(slug: str) -> None:
    """Raises ValidationError for a text that does not look like a slug."""
    if not _SHAPE.fullmatch(slug):
        raise ValidationError(
            _("Use small letters without accents, digits and single hyphens: “kinh-te”."),
            code="shape",
        )


def validate_slug(slug: str, *, top: bool) -> None:
    """Raises ValidationError if `validate_shape` does, and if a section with that slug would hide
    another address. `top` is true for a section without a parent."""
    validate_shape(slug)
    if slug in RESERVED_ANYWHERE or (top and slug in RESERVED_AT_TOP):
        raise ValidationError(
            _("“%(slug)s” is an address of the portal itself; choose another."),
            params={"slug": slug},
            code="reserved",
        )
    if _ARTICLE_SLUG.fullmatch(slug):
        raise ValidationError(
            _(
                "An address that ends in a hyphen and a number is an article's; this one would "
                "hide article %(number)s. Put the number elsewhere: “nam-2030-tam-nhin”."
            ),
            params={"number": slug.rpartition("-")[2]},
            code="hides",
        )
