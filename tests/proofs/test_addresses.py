"""The addresses that the measurements request can be requested. (The measurements are seldom
run.)"""

import pytest
from django.test import Client, override_settings

from accounts import roles
from tests.factories import make_photo, make_user
from tests.proofs import library


@pytest.mark.django_db
def test_the_librarys_addresses_are_answered_by_ours_and_by_djangos_admin():
    make_photo()
    client = Client()
    client.force_login(make_user(roles.PUBLISHERS))

    with override_settings(ROOT_URLCONF="tests.proofs.plain"):
        found = {
            name: client.get(address).status_code
            for name, address in library.addresses().items()
            # With only one photo there is no page 27.
            if "page 27" not in name
        }

    assert found == dict.fromkeys(found, 200)
