"""The tree in memory: order, menus, languages, trails."""

import pytest

from sections.models import Section
from sections.tree import tree
from tests.factories import make_section

pytestmark = pytest.mark.django_db


def titles(nodes):
    return [node.title for node in nodes]


def test_siblings_stand_in_their_order_then_by_the_vietnamese_alphabet():
    for title, order in [
        ("Đời sống", 100), ("Du lịch", 100), ("Ẩm thực", 100), ("Xã hội", 10), ("Bạn đọc", 200),
    ]:  # fmt: skip
        make_section(title, order=order)

    assert titles(tree().top) == ["Xã hội", "Ẩm thực", "Du lịch", "Đời sống", "Bạn đọc"]


def test_children_stand_in_their_order_too():
    top = make_section("Kinh tế")
    for title, order in [("Đầu tư", 3), ("Cảng", 1), ("Thuế", 2)]:
        make_section(title, parent=top, order=order)

    assert titles(tree().by_id[top.pk].children) == ["Cảng", "Thuế", "Đầu tư"]


def test_menus_leave_out_what_is_not_for_them_and_its_address_goes_on_working(client):
    top = make_section("Kinh tế")
    make_section("Trong mục", parent=top)
    hidden = make_section("Ẩn", parent=top, in_menu=False)
    make_section("Ẩn ở đầu", in_menu=False)

    assert titles(tree().menu) == ["Kinh tế"]
    assert titles(tree().by_id[top.pk].menu) == ["Trong mục"]
    assert client.get(hidden.get_absolute_url()).status_code == 200


def test_a_trail_leads_from_the_top_down():
    top = make_section("Kinh tế", slug="kinh-te")
    leaf = make_section("Cảng", parent=make_section("Đầu tư", slug="dau-tu", parent=top), slug="cang")

    node = tree().by_id[leaf.pk]

    assert titles(node.trail) == ["Kinh tế", "Đầu tư", "Cảng"]
    assert (node.url, node.path) == ("/kinh-te/dau-tu/cang/", leaf.path)
    assert titles(tree().by_id[top.pk].subtree()) == ["Kinh tế", "Đầu tư", "Cảng"]


def test_the_tree_is_read_once(django_assert_num_queries):
    make_section()

    with django_assert_num_queries(1):
        tree()
        tree()


def test_a_static_page_shows_its_cleaned_text(client):
    page = make_section("Giới thiệu", kind=Section.Kind.PAGE)
    Section.objects.filter(pk=page.pk).update(
        body='<p>Thành phố Thử</p><script>alert(1)</script><p onclick="x()">Hết</p>'
    )

    shown = client.get(page.get_absolute_url()).content.decode()

    assert "<p>Thành phố Thử</p><p>Hết</p>" in shown
    assert "alert(1)" not in shown


def test_a_static_page_has_no_feed(client):
    page = make_section("Giới thiệu", kind=Section.Kind.PAGE)

    assert client.get(f"{page.get_absolute_url()}rss.xml").status_code == 404


def test_an_english_page_says_so(client):
    page = make_section("About", kind=Section.Kind.PAGE, language="en")

    assert 'lang="en"' in client.get(page.get_absolute_url()).content.decode()
