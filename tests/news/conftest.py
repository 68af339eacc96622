"""Fixtures of several files. (Imports are late: pytest may read this before Django is set up.)"""

import pytest


@pytest.fixture(autouse=True)
def passwords_cost_nothing(settings):
    """Hashing one well takes a seventh of a second, and nearly every test makes somebody."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def at_home(settings):
    """The portal's pages name themselves by a host."""
    settings.PUBLIC_URL = "https://hailam.example"


@pytest.fixture
def minute_begins(monkeypatch):
    """For tests that name moments by the minute, as people type them."""
    from django.utils import timezone

    from tests.news.fronts import from_a_minutes_start

    monkeypatch.setattr(timezone, "now", from_a_minutes_start(timezone.now))


@pytest.fixture
def desk(client):
    """A publisher's browser."""
    from tests.factories import make_publisher

    client.force_login(make_publisher())
    return client


@pytest.fixture
def section():
    from tests.factories import make_section

    return make_section("Kinh tế")


@pytest.fixture
def six(section):
    """Published there, each a day older than the one before."""
    from tests.news.fronts import live

    return live("Một", "Hai", "Ba", "Bốn", "Năm", "Sáu", section=section)


@pytest.fixture
def publisher(client):
    """Signed in."""
    from tests.factories import make_publisher

    user = make_publisher()
    client.force_login(user)
    return user


@pytest.fixture
def chief():
    from accounts import roles
    from tests.factories import make_user

    return make_user(roles.PUBLISHERS, first_name="Hải", last_name="Nguyễn")


@pytest.fixture
def lan():
    """A contributor who can be mailed."""
    from accounts import roles
    from tests.factories import make_user

    return make_user(
        roles.CONTRIBUTORS,
        first_name="Lan",
        last_name="Trần Thị",
        email="lan@hailam.example",
    )


@pytest.fixture
def mails(settings, monkeypatch):
    """A portal under an address of its own, its mail server not in disgrace and waited for."""
    from news.notifications import mail
    from tests.factories import make_agency

    monkeypatch.setattr(mail, "_rests_until", 0.0)
    monkeypatch.setattr(mail, "JOIN_SECONDS", 60.0)
    settings.PUBLIC_URL = "https://hailam.example"
    settings.DEFAULT_FROM_EMAIL = "Cổng tin <cong-tin@hailam.example>"
    make_agency(name="Cổng tin thành phố Hải Lâm", short_name="Hải Lâm")


@pytest.fixture
def redactor():
    from tests.news.redacting import make_redactor

    return make_redactor()


@pytest.fixture
def rewritten(redactor):
    from tests.news.redacting import make_rewritten

    return make_rewritten(redactor)
