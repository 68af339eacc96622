"""The tree of sections in memory, from which menus and breadcrumbs are made."""

import pytest

from sections.tree import tree
from tests.factories import make_section

pytestmark = pytest.mark.django_db


def titles(nodes):
    return [node.title for node in nodes]


def test_siblings_of_one_order_stand_by_the_vietnamese_alphabet():
    for title, order in [
        ("Đời sống", 100), ("Du lịch", 100), ("Ẩm thực", 100), ("Xã hội", 10), ("Bạn đọc", 200),
    ]:  # fmt: skip
        make_section(title, order=order)

    assert titles(tree().top) == ["Xã hội", "Ẩm thực", "Du lịch", "Đời sống", "Bạn đọc"]


def test_children_stand_in_their_order_too_and_hidden_ones_in_no_menu():
    top = make_section("Kinh tế")
    for title, order in [("Đầu tư", 3), ("Cảng", 1), ("Thuế", 2)]:
        make_section(title, parent=top, order=order, in_menu=title != "Thuế")

    node = tree().by_id[top.pk]
    assert titles(node.children) == ["Cảng", "Thuế", "Đầu tư"]
    assert titles(node.menu) == ["Cảng", "Đầu tư"]


def test_a_section_in_no_menu_is_read_at_its_address(client):
    hidden = make_section("Ẩn", in_menu=False)

    assert client.get(hidden.get_absolute_url()).status_code == 200
    assert hidden.get_absolute_url() not in client.get("/").content.decode()


def test_a_subtree_is_the_node_and_all_below_it():
    top = make_section("Kinh tế")
    make_section("Cảng", parent=make_section("Đầu tư", parent=top))
    make_section("Đời sống")

    assert titles(tree().by_id[top.pk].subtree()) == ["Kinh tế", "Đầu tư", "Cảng"]


def test_the_tree_is_read_once(django_assert_num_queries):
    make_section()

    with django_assert_num_queries(1):
        tree()
        tree()
