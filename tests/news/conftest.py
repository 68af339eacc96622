import pytest


@pytest.fixture(autouse=True)
def passwords_cost_nothing(settings):
    """Hashing one well takes a seventh of a second, and nearly every test makes somebody."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
