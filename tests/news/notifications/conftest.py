import pytest


@pytest.fixture
def mails(settings, monkeypatch):
    """A portal with an address of its own. The mail server counts as working, and the sender waits
    long enough for it."""
    from news.notifications import mail
    from tests.factories import make_agency

    monkeypatch.setattr(mail, "_rests_until", 0.0)
    monkeypatch.setattr(mail, "MAX_WAIT_SECONDS", 60.0)
    settings.PUBLIC_URL = "https://hailam.example"
    settings.DEFAULT_FROM_EMAIL = "Cổng tin <cong-tin@hailam.example>"
    make_agency(name="Cổng tin thành phố Hải Lâm", short_name="Hải Lâm")
