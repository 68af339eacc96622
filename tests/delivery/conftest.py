import pytest


@pytest.fixture
def engine(settings, monkeypatch):
    """Call it with URLs to configure these engines. Returns the first one, if any."""
    # Imported late: models are not loaded yet when this module is imported.
    from delivery.engines.base import ENGINE_CLASSES, engines

    monkeypatch.setitem(ENGINE_CLASSES, "test", "tests.delivery.listeners.Listener")
    monkeypatch.setitem(ENGINE_CLASSES, "forgetful", "tests.delivery.listeners.Forgetful")

    def use(*urls: str):
        settings.DELIVERY = {"ENGINES": list(urls)}
        return next(iter(engines().values()), None)

    return use
