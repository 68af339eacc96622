"""Each change that staff make in a form of the admin leaves a row in the audit log. The tests take
every registered admin with such a form. For a new one, make a row in `everything`, or say in
`ELSEWHERE` why it leaves no row in the log.
"""

from functools import partial

import pytest
from django.contrib import admin
from django.contrib.auth.models import Group
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import Resolver404, resolve
from django.utils.text import capfirst

from agency.models import Agency
from audit.models import Entry
from tests.audit.entries import told
from tests.audit.forms import moment, opened, other, send
from tests.factories import NEW_PASSWORD, picture_bytes
from tests.media import office
from tests.staff.staff_views import everything

pytestmark = pytest.mark.django_db

# Forms that leave no row in the audit log, and why.
ELSEWHERE = {
    "news.article": "each save leaves its whole text in the article's own history",
    "audit.entry": "nobody changes a row of the log",
}
# Staff cannot add such a row: readers cause it.
MADE_BY_READERS = {"redirects.missedaddress"}
# Their changes are of the kind `rights` (docs/audit.md).
RIGHTS = {"auth.user", "auth.group"}
# What is sent for a field that does not accept just any other value; empty if it accepts none.
OTHER = {
    ("agency.agency", "measuring_script"): {
        "measuring_script": ["https://do.thu.example/do.js"],
        "measuring_integrity": [f"sha256-{'A' * 43}="],
    },
    ("agency.agency", "measuring_integrity"): {"measuring_integrity": [f"sha384-{'A' * 64}"]},
    ("agency.notice", "level"): {"level": ["warning"], **moment("expires_at", 11)},
    ("agency.notice", "link"): {"link": ["/kinh-te/"]},
    ("auth.user", "section"): {},  # a stored beat offers only its own section
    ("auth.user", "without_role"): {},  # only confirms something, and is not stored
    ("redirects.missedaddress", "target"): {"target": ["/"]},
    ("sections.section", "kind"): {},  # makes another form of it: see test_changes
}
# Fields that have another name in the log.
NAMES = {"groups": "Nhóm", "user_permissions": "Quyền", "permissions": "Quyền"}
NAMES |= {"wants_second_factor": "Bắt buộc xác thực hai lớp"}


def has_form(model):
    try:
        view = resolve(f"/admin/{model._meta.label_lower.replace('.', '/')}/1/change/")
    except Resolver404:
        # This admin has other pages: see test_every_page.
        return False
    return view.func.__name__ == "change_view"


FORMS = {each._meta.label_lower: each for each in admin.site._registry if has_form(each)}
OURS = sorted(FORMS.keys() - ELSEWHERE.keys())


@pytest.fixture
def made():
    """A row of each model that can be changed, by the model's label."""
    found = {label.replace("/", "."): thing for label, thing in everything().items()}
    found["auth.user"].groups.add(found["auth.group"])
    return found


@pytest.fixture
def since(made):
    """Call it for these fields of the rows in the log since the last call, or since the fixture."""
    seen = [Entry.objects.latest("pk").pk]

    def rows(*fields):
        found = told("pk", *fields, pk__gt=seen[0])
        seen[0] = found[-1][0] if found else seen[0]
        return [row[1:] for row in found]

    return rows


def address_of(label, page):
    return f"/admin/{label.replace('.', '/')}/{page}/"


def expected(label, thing):
    return ("rights" if label in RIGHTS else "change", "quan-tri", label, thing.pk)


ASKED = ("kind", "who", "about_model", "about_key", "detail")


@pytest.mark.parametrize("label", OURS)
def test_each_field_of_its_form_leaves_a_row_with_who_and_what(label, desk, made, since):
    thing, model = made[label], FORMS[label]
    here = address_of(label, f"{thing.pk}/change")
    untold = []
    for name, field in opened(desk, here)[0]["adminform"].form.fields.items():
        _page, sent = opened(desk, here)
        new = OTHER[label, name] if (label, name) in OTHER else other(field, name, sent)
        if field.disabled or not new:
            continue
        send(desk, here, {**sent, **new})
        rows = since(*ASKED)
        words = NAMES.get(name) or capfirst(model._meta.get_field(name).verbose_name)
        if [row[:4] for row in rows] != [expected(label, thing)] or f"{words}: " not in rows[0][4]:
            untold.append((name, rows))

    assert untold == []


@pytest.mark.parametrize("label", OURS)
def test_a_save_that_changes_nothing_leaves_none(label, desk, made, since):
    here = address_of(label, f"{made[label].pk}/change")
    _page, sent = opened(desk, here)

    send(desk, here, sent)

    assert since("kind", "detail") == []


WITH_ROWS = [each for each in OURS if admin.site._registry[FORMS[each]].inlines]


def rows_of(page, prefix):
    """The rows of the formset with this prefix: the stored ones, and the empty ones to add more."""
    kinds = [each.formset for each in page["inline_admin_formsets"]]
    [formset] = [each for each in kinds if each.prefix == prefix]
    return formset.initial_forms, formset.extra_forms


def typed_in(row):
    return [each for each in row.visible_fields() if each.name != "DELETE"]


# These return what is sent to add, change or delete a row of a formset; None if that is not
# possible.


def add(_label, _there, empty, sent):
    if not empty:
        return None
    fields = [other(each.field, each.html_name, sent) for each in typed_in(empty[0])]
    return {name: value for each in fields for name, value in each.items()}


def change(number, label, there, _empty, sent):
    field = typed_in(there[0])[number]
    return None if (label, field.name) in OTHER else other(field.field, field.html_name, sent)


def take(_label, there, _empty, _sent):
    return {f"{there[0].prefix}-DELETE": ["on"]}


@pytest.mark.parametrize("label", WITH_ROWS)
def test_each_row_of_its_form_that_is_added_changed_or_taken_leaves_a_row(label, desk, made, since):
    thing, left = made[label], []
    # Each former address of a section is a row that can be deleted.
    if label == "sections.section":
        thing.slug = "noi-moi"
        thing.save()
    here = address_of(label, f"{thing.pk}/change")
    for kind in opened(desk, here)[0]["inline_admin_formsets"]:
        prefix, fields = kind.formset.prefix, typed_in(kind.formset.empty_form)
        for act in (add, *(partial(change, number) for number in range(len(fields))), take):
            page, sent = opened(desk, here)
            new = act(label, *rows_of(page, prefix), sent)
            if new is not None:
                send(desk, here, {**sent, **new})
                left.append((prefix, new, since(*ASKED)))

    assert left
    untold = [
        each
        for each in left
        if [row[:4] for row in each[2]] != [expected(label, thing)] or not each[2][0][4]
    ]
    assert untold == []


def picture():
    return SimpleUploadedFile("a.jpg", picture_bytes((96, 64), seed=77))


# What is sent to add a row, if the form for that is another one than to change it.
ADDED = {
    "auth.user": {
        "username": "moi", "usable_password": "true",
        "password1": NEW_PASSWORD, "password2": NEW_PASSWORD,
        "beats-TOTAL_FORMS": 0, "beats-INITIAL_FORMS": 0,
        "groups": lambda: [Group.objects.first().pk],
    },
    "media.photo": {"file": picture, "alt": "Cầu Trầm"},
    "media.document": {
        "file": lambda: SimpleUploadedFile("a.pdf", office.PDF + b"\n%%EOF"), "title": "Kế hoạch",
    },
}  # fmt: skip


def filled(desk, label, here):
    """What a browser sends to add a row, with something in each field."""
    if label in ADDED:
        return {name: each() if callable(each) else each for name, each in ADDED[label].items()}
    page, sent = opened(desk, here)
    for name, field in page["adminform"].form.fields.items():
        sent |= OTHER[label, name] if (label, name) in OTHER else other(field, name, sent)
    return sent


@pytest.mark.parametrize("label", sorted({*OURS} - MADE_BY_READERS))
def test_what_is_added_leaves_a_row(label, desk, made, since):
    model = FORMS[label]
    if label == "agency.agency":
        Agency.objects.all().delete()
    here = address_of(label, "add")

    since()
    send(desk, here, filled(desk, label, here))

    thing = model.objects.order_by("pk").last()
    rows = since(*ASKED)
    assert [row[:4] for row in rows] == [expected(label, thing)]
    assert rows[0][4]
