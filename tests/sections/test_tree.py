import pytest
from django.core.exceptions import ValidationError

from delivery.models import Purge
from sections.models import Link, LinkList, Section
from sections.old_paths import OldPath
from sections.slugs import RESERVED_ANYWHERE, RESERVED_AT_TOP
from sections.tree import links, section_formerly_at, tree
from tests.factories import make_section

pytestmark = pytest.mark.django_db


def paths():
    return sorted(Section.objects.values_list("path", flat=True))


def test_a_slug_is_made_from_the_title():
    section = Section(title="Tin tức – Sự kiện")
    section.full_clean()
    section.save()

    assert (section.slug, section.path) == ("tin-tuc-su-kien", "tin-tuc-su-kien")


def test_an_address_is_the_way_from_the_top():
    parent = make_section("Kinh tế", slug="kinh-te")

    assert make_section("Đầu tư", slug="dau-tu", parent=parent).path == "kinh-te/dau-tu"


def test_siblings_stand_in_their_order_and_hidden_ones_are_in_no_menu():
    make_section("Ba", order=3)
    make_section("Một", order=1)
    make_section("Ẩn", order=2, in_menu=False)

    assert [node.title for node in tree().top] == ["Một", "Ẩn", "Ba"]
    assert [node.title for node in tree().menu] == ["Một", "Ba"]


def test_a_trail_leads_from_the_top_to_the_node():
    parent = make_section("Kinh tế")
    child = make_section("Đầu tư", parent=parent)

    assert [node.title for node in tree().by_id[child.pk].trail] == ["Kinh tế", "Đầu tư"]


@pytest.mark.parametrize("slug", sorted(RESERVED_AT_TOP | RESERVED_ANYWHERE))
def test_addresses_of_the_portal_are_refused_at_the_top(slug):
    with pytest.raises(ValidationError) as refused:
        make_section(slug=slug)

    assert set(refused.value.message_dict) == {"slug"}


@pytest.mark.parametrize("slug", sorted(RESERVED_ANYWHERE))
def test_parts_of_an_articles_address_are_refused_everywhere(slug):
    with pytest.raises(ValidationError):
        make_section(slug=slug, parent=make_section())


def test_what_is_reserved_at_the_top_may_stand_below():
    assert make_section(slug="video", parent=make_section()).slug == "video"


@pytest.mark.parametrize("slug", ["bai-42", "nam-2030", "x-0"])
def test_an_address_that_would_hide_an_article_is_refused(slug):
    with pytest.raises(ValidationError) as refused:
        make_section(slug=slug)

    assert set(refused.value.message_dict) == {"slug"}


@pytest.mark.parametrize("slug", ["Kinh-te", "kinh te", "kinh/te", "-kinh", "kinh--te", "đầu-tư"])
def test_a_slug_of_another_shape_is_refused(slug):
    with pytest.raises(ValidationError):
        make_section(slug=slug)


def test_a_title_of_which_nothing_can_stand_in_an_address_asks_for_a_slug():
    with pytest.raises(ValidationError) as refused:
        make_section("???", slug="")

    assert set(refused.value.message_dict) == {"slug"}


def test_two_siblings_never_share_an_address():
    make_section(slug="kinh-te")

    with pytest.raises(ValidationError) as refused:
        make_section(slug="kinh-te")

    assert "slug" in refused.value.message_dict


def test_a_section_cannot_stand_below_itself_or_its_child():
    parent = make_section()
    child = make_section(parent=parent)
    for above in (parent, child):
        parent.parent = above
        with pytest.raises(ValidationError) as refused:
            parent.full_clean()
        assert "parent" in refused.value.message_dict


def test_the_save_itself_refuses_a_cycle_that_no_form_saw():
    parent = make_section()
    child = make_section(parent=parent)
    parent.parent = child

    with pytest.raises(ValueError, match="below itself"):
        parent.save()


def test_a_moved_subtree_keeps_all_its_old_addresses_working(client):
    top = make_section(slug="kinh-te")
    child = make_section(slug="dau-tu", parent=top)
    make_section(slug="cang", parent=child)
    other = make_section(slug="tin-tuc")

    child.parent = other
    child.save()

    assert paths() == ["kinh-te", "tin-tuc", "tin-tuc/dau-tu", "tin-tuc/dau-tu/cang"]
    for old, new in (
        ("/kinh-te/dau-tu/", "/tin-tuc/dau-tu/"),
        ("/kinh-te/dau-tu/cang/", "/tin-tuc/dau-tu/cang/"),
        ("/kinh-te/dau-tu/rss.xml", "/tin-tuc/dau-tu/rss.xml"),
    ):
        response = client.get(old)
        assert (response.status_code, response["Location"]) == (301, new)


def test_a_chain_of_moves_is_one_step_for_readers(client):
    section = make_section(slug="mot")
    for slug in ("hai", "ba"):
        section.slug = slug
        section.save()

    assert [client.get(f"/{old}/")["Location"] for old in ("mot", "hai")] == ["/ba/", "/ba/"]


def test_going_back_to_an_old_address_ends_its_redirect(client):
    section = make_section(slug="mot")
    for slug in ("hai", "mot"):
        section.slug = slug
        section.save()

    assert client.get("/mot/").status_code == 200
    assert client.get("/hai/")["Location"] == "/mot/"
    assert list(OldPath.objects.values_list("path", flat=True)) == ["hai"]


def test_an_old_address_belongs_to_whoever_takes_it_over(client):
    section = make_section(slug="mot")
    section.slug = "hai"
    section.save()

    make_section("Mục mới", slug="mot")

    assert "<h1>Mục mới</h1>" in client.get("/mot/").content.decode()
    assert section_formerly_at("mot") is None


def test_a_change_of_the_tree_makes_every_page_stale():
    section = make_section()
    Purge.objects.all().delete()

    section.title = "Tên khác"
    section.save()

    tags = {name for row in Purge.objects.all() for name in row.tags.split()}
    assert tags == {"site"}


def test_a_static_page_is_a_node_with_a_text_of_its_own(client):
    make_section(
        "English", slug="english", kind=Section.Kind.PAGE, language="en", body="<p>Hello</p>"
    )

    page = client.get("/english/").content.decode()

    assert "<p>Hello</p>" in page
    assert '<main id="noi-dung" tabindex="-1" lang="en">' in page


def test_the_body_of_a_static_page_is_cleaned_when_it_is_shown(client):
    make_section(
        slug="gioi-thieu", kind=Section.Kind.PAGE, body='<p onclick="x()">A</p><script>x()</script>'
    )

    body = client.get("/gioi-thieu/").content.decode().split("<main")[1].split("</main>")[0]

    assert "<p>A</p>" in body
    assert "x()" not in body


def test_a_static_page_has_no_feed(client):
    make_section(slug="gioi-thieu", kind=Section.Kind.PAGE)

    assert client.get("/gioi-thieu/rss.xml").status_code == 404


def test_links_to_other_agencies_stand_in_the_footer_by_list_and_order(client):
    group = LinkList.objects.create(title="Sở, ngành")
    Link.objects.create(list=group, title="Sở Y tế", url="https://soyte.example/", order=2)
    Link.objects.create(list=group, title="Sở Xây dựng", url="https://soxd.example/", order=1)
    LinkList.objects.create(title="Danh sách rỗng")

    assert links()[0] == (
        "Sở, ngành",
        (("Sở Xây dựng", "https://soxd.example/"), ("Sở Y tế", "https://soyte.example/")),
    )
    footer = client.get("/").content.decode().split("<footer")[1]
    assert "https://soyte.example/" in footer
    assert "Danh sách rỗng" not in footer
