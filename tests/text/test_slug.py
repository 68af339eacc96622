import re

import pytest
from hypothesis import given, strategies as st

from text.slug import slugify


@pytest.mark.parametrize(
    "title, slug",
    [
        ("Đảng viên", "dang-vien"),
        ("Trồng 1.240 ha sen – vượt kế hoạch", "trong-1-240-ha-sen-vuot-ke-hoach"),
        ("  “Những người giữ hồ”!  ", "nhung-nguoi-giu-ho"),
        ("Mở rộng thêm 20 m²", "mo-rong-them-20-m2"),
        ("Uỷ ban\u00a0phường", "uy-ban-phuong"),
        ("Smørrebrød, Łódź", "smorrebrod-lodz"),
        ("!!! –", ""),
        ("日本", ""),
        ("", ""),
    ],
)
def test_a_title_becomes_a_slug(title, slug):
    assert slugify(title) == slug


@pytest.mark.parametrize(
    "length, slug",
    [(17, "hoi-nghi-tong-ket"), (16, "hoi-nghi-tong"), (13, "hoi-nghi-tong"), (2, "ho")],
)
def test_a_long_slug_is_cut_where_a_word_ends(length, slug):
    assert slugify("Hội nghị tổng kết", max_length=length) == slug


@given(st.text(), st.integers(min_value=1, max_value=40))
def test_a_slug_is_always_fit_for_an_address(value, length):
    slug = slugify(value, length)

    assert re.fullmatch(r"(?:[a-z0-9]+(?:-[a-z0-9]+)*)?", slug) and len(slug) <= length
