"""Sends a form of the admin as a browser does, with other values in its fields."""

from datetime import timedelta

from django import forms
from django.utils import timezone

from media.models import Photo
from sections.fields import NodeChoiceField
from tests.factories import make_photo, make_section
from tests.staff.forms import Sent


def opened(desk, address):
    """The template context of the page at this address, and what a browser would send of its form
    without a change."""
    page = desk.get(address)
    assert page.status_code == 200, (address, page)
    data = Sent(page.content.decode()).data
    return page.context, {
        name: values for name, values in data.items() if name == "_seen" or name[0] != "_"
    }


def send(desk, address, sent):
    response = desk.post(address, sent)
    assert response.status_code == 302, response.context["errors"]


def change(desk, thing, **fields):
    """Send the change form of this row with other values in these fields."""
    here = f"/admin/{thing._meta.label_lower.replace('.', '/')}/{thing.pk}/change/"
    send(desk, here, {**opened(desk, here)[1], **fields})


def other(field: forms.Field, name: str, sent: dict) -> dict[str, list]:
    """What is sent for this field when it has another value than in `sent`."""
    now = sent.get(name, [""])[0]
    if isinstance(field, forms.BooleanField):
        return {name: [] if now else ["on"]}
    if isinstance(field, NodeChoiceField):
        return {name: [make_section("Nơi khác").pk]}
    if getattr(field, "queryset", None) is not None and field.queryset.model is Photo:
        return {name: [make_photo().pk]}
    if isinstance(field, forms.ChoiceField | forms.ModelChoiceField):
        keys = [str(key) for key, _words in field.choices]
        return {name: [next(key for key in keys if key not in ("", *sent.get(name, [])))]}
    if isinstance(field, forms.IntegerField):
        return {name: [int(now or 0) + 1]}
    if isinstance(field, forms.EmailField):
        return {name: ["khac@thu.example"]}
    if isinstance(field, forms.URLField):
        return {name: [f"{now or 'https://thu.example'}/khac"]}
    if isinstance(field, forms.SplitDateTimeField):
        return moment(name, 12 if "expires" in name else 9)
    if isinstance(field, forms.DateField):
        return {name: ["26/01/2019"]}
    return {name: [f"{now}khac"]}


def moment(name: str, days: int) -> dict[str, list]:
    """What is sent for a field of date and time, so many days from now."""
    day = timezone.localdate() + timedelta(days=days)
    return {f"{name}_0": [f"{day:%d/%m/%Y}"], f"{name}_1": ["08:30"]}
