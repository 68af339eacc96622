"""`make proof`: 20,000 requests while a portal is upgraded and brought back."""

from .test_under_load import pytestmark, upgraded_under_load

__all__ = ["pytestmark"]


def test_an_upgrade_and_the_way_back_fail_none_of_20_000_requests(portal, tmp_path, capfd):
    upgraded_under_load(portal, tmp_path, 4_000)
