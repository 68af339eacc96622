"""`/du-lieu-ca-nhan/`: what is kept about people, and how long."""

import pytest

from portal import personal_data
from sections.models import Section
from tests.factories import make_agency, make_section

pytestmark = pytest.mark.django_db


def test_the_times_are_those_of_the_settings(settings):
    settings.AUDIT_KEEP_DAYS = 365
    settings.SESSION_IDLE_MINUTES, settings.SESSION_ABSOLUTE_HOURS = 45, 9

    times = [row.time for row in personal_data.of_staff()]

    assert times == [
        "Chừng nào còn tài khoản.",
        "Đến khi đăng xuất, sau 45 phút không dùng, hoặc 9 giờ sau khi đăng nhập.",
        "Lần không thành công: 60 phút. Lần thành công gần nhất: 60 ngày.",
        "365 ngày",
        "Đã đọc: 90 ngày; chưa đọc: 365 ngày.",
        "30 ngày",
    ]


def test_the_page_says_whom_to_write_to(client):
    make_agency(address="1 Lê Lợi", phone="0225 3 842 000", email="lien-he@thu.example")

    page = client.get("/du-lieu-ca-nhan/").content.decode()

    main = page.partition("<main")[2].partition("</main>")[0]
    assert "1 Lê Lợi" in main
    assert 'href="mailto:lien-he@thu.example"' in main


@pytest.mark.parametrize(("script", "is_named"), [("https://do.example/do.js", True), ("", False)])
def test_who_measures_visits_is_named(client, settings, script, is_named):
    settings.ADMIN_URL = "https://quan-tri.hailam.example"
    make_agency(measuring_script=script)

    page = client.get("/du-lieu-ca-nhan/").content.decode()

    assert ("đoạn mã từ do.example" in page) is is_named


def test_a_section_at_its_address_is_hidden(client):
    # As an earlier version let it be made.
    make_section("Chính sách dữ liệu")
    Section.objects.update(slug="du-lieu-ca-nhan", path="du-lieu-ca-nhan")

    page = client.get("/du-lieu-ca-nhan/").content.decode()

    assert "<h1>Dữ liệu cá nhân</h1>" in page
