"""The beats of a person, in the form of the account."""

import re

import pytest
from django.contrib.auth.models import Group
from django.test import Client

from accounts import roles
from news.models import Beat
from tests.factories import make_section, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def form():
    """An administrator's browser, the address of an account that has beats in two sections, and
    three sections."""
    client, who = Client(), make_user()
    client.force_login(make_user(is_superuser=True))
    sections = [make_section(name) for name in ("Kinh tế", "Văn hóa", "Thể thao")]
    for section in sections[:2]:
        Beat.objects.create(user=who, section=section, group=editors())
    return client, f"/admin/auth/user/{who.pk}/change/", sections


def editors():
    return Group.objects.get(name=roles.EDITORS)


def looked_after():
    return sorted((str(beat.section), beat.group.name) for beat in Beat.objects.all())


def sent(page, **changed):
    """The fields of the page's form as a browser sends them, with these changes."""
    form = page.context["adminform"].form
    values = {name: form[name].value() for name in ("username", "is_active", "is_staff")}
    for formset in (each.formset for each in page.context["inline_admin_formsets"]):
        bound = [*formset.management_form, *(field for row in formset for field in row)]
        values |= {field.html_name: field.value() for field in bound}
    return {name: value for name, value in {**values, **changed}.items() if value is not None}


def test_a_row_that_is_there_offers_its_own_section_alone(form):
    client, address, sections = form

    text = client.get(address).content.decode()

    select = re.search(r'<select name="beats-0-section".*?</select>', text, re.DOTALL)[0]
    assert re.findall(r'value="(\d*)"', select) == ["", str(sections[0].pk)]
    new = re.search(r'<select name="beats-2-section".*?</select>', text, re.DOTALL)[0]
    assert re.findall(r'value="(\d+)"', new) == [str(section.pk) for section in sections]


def test_saved_as_it_stands_nothing_changes(form):
    client, address, _sections = form

    answer = client.post(address, sent(client.get(address)))

    assert answer.status_code == 302
    assert looked_after() == [("Kinh tế", roles.EDITORS), ("Văn hóa", roles.EDITORS)]


def test_a_section_is_added_and_another_given_up(form):
    client, address, sections = form
    new = {"beats-2-section": sections[2].pk, "beats-2-group": editors().pk}

    client.post(address, sent(client.get(address), **new, **{"beats-0-DELETE": "on"}))

    assert looked_after() == [("Thể thao", roles.EDITORS), ("Văn hóa", roles.EDITORS)]


def test_a_row_that_is_there_takes_no_other_section(form):
    client, address, sections = form

    page = client.get(address)
    answer = client.post(address, sent(page, **{"beats-0-section": sections[2].pk}))

    assert answer.status_code == 200
    assert looked_after() == [("Kinh tế", roles.EDITORS), ("Văn hóa", roles.EDITORS)]


def test_the_form_costs_the_same_for_any_number_of_sections(form, django_assert_num_queries):
    client, address, _sections = form
    client.get(address)
    with django_assert_num_queries(16):
        client.get(address)
    who = Beat.objects.first().user
    for number in range(20):
        section = make_section(f"Mục {number}")
        Beat.objects.create(user=who, section=section, group=editors())
    # This loads the tree of sections again.
    client.get(address)

    with django_assert_num_queries(16):
        client.get(address)
