"""If a section moves, all sections below move with it, and every old address still works."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.test import Client

from delivery import stale_marks
from news.models import Article
from sections.models import Section
from sections.old_paths import OldPath
from sections.tree import tree
from tests.factories import make_article, make_publisher, make_section, publish
from tests.threads import at_once

pytestmark = pytest.mark.django_db


@pytest.fixture
def city():
    """The sections kinh-te › dau-tu › cong-nghiep, and doi-song."""
    top = make_section("Kinh tế", slug="kinh-te")
    middle = make_section("Đầu tư", slug="dau-tu", parent=top)
    leaf = make_section("Công nghiệp", slug="cong-nghiep", parent=middle)
    other = make_section("Đời sống", slug="doi-song")
    return top, middle, leaf, other


def paths():
    return sorted(Section.objects.values_list("path", flat=True))


def old_paths():
    return dict(OldPath.objects.values_list("path", "section__path"))


def fresh(section):
    return Section.objects.get(pk=section.pk)


def move(section, **fields):
    section = fresh(section)
    for name, value in fields.items():
        setattr(section, name, fresh(value) if isinstance(value, Section) else value)
    section.full_clean()
    section.save()


def forget():
    """Forget cached values. In these tests no transaction is committed, so no purge does it."""
    stale_marks.mark([])


def answer(client, address):
    forget()
    response = client.get(address)
    return response.status_code, response.headers.get("Location")


def test_a_renamed_node_takes_its_subtree_along(city):
    move(city[0], slug="kinh-te-bien")

    assert paths() == [
        "doi-song",
        "kinh-te-bien",
        "kinh-te-bien/dau-tu",
        "kinh-te-bien/dau-tu/cong-nghiep",
    ]
    assert old_paths() == {
        "kinh-te": "kinh-te-bien",
        "kinh-te/dau-tu": "kinh-te-bien/dau-tu",
        "kinh-te/dau-tu/cong-nghiep": "kinh-te-bien/dau-tu/cong-nghiep",
    }


def test_every_old_address_leads_there_in_one_step_however_often_it_moved(client, city):
    _, middle, _, other = city
    move(middle, parent=other)
    move(other, slug="song")
    move(middle, slug="von")
    move(middle, parent=None)

    assert paths() == ["kinh-te", "song", "von", "von/cong-nghiep"]
    for old, now in {
        "/kinh-te/dau-tu/": "/von/",
        "/doi-song/dau-tu/": "/von/",
        "/song/dau-tu/": "/von/",
        "/song/von/": "/von/",
        "/kinh-te/dau-tu/cong-nghiep/": "/von/cong-nghiep/",
        "/doi-song/dau-tu/cong-nghiep/": "/von/cong-nghiep/",
        "/song/von/cong-nghiep/": "/von/cong-nghiep/",
        "/doi-song/": "/song/",
    }.items():
        assert answer(client, old) == (301, now), old
    for now in ("/von/", "/von/cong-nghiep/", "/song/", "/kinh-te/"):
        assert answer(client, now)[0] == 200, now


def test_articles_of_a_moved_node_lead_to_their_new_address(client, city):
    edition = publish(make_article("Cảng mới", section=city[1]))
    old = f"/kinh-te/dau-tu/{edition.slug}-{edition.article_id}/"
    move(city[1], parent=city[3])

    assert answer(client, old) == (301, f"/doi-song/dau-tu/{edition.slug}-{edition.article_id}/")


def test_a_node_that_takes_over_an_old_address_and_leaves_it_is_the_one_that_it_leads_to(
    client, city
):
    move(city[0], slug="kinh-te-bien")
    newer = make_section("Kinh tế mới", slug="kinh-te")
    move(newer, slug="kinh-te-moi")

    assert answer(client, "/kinh-te/") == (301, "/kinh-te-moi/")


def test_a_node_that_returns_to_its_old_address_answers_there(client, city):
    move(city[0], slug="kinh-te-bien")
    move(city[0], slug="kinh-te")

    assert answer(client, "/kinh-te/dau-tu/cong-nghiep/")[0] == 200
    assert answer(client, "/kinh-te-bien/dau-tu/") == (301, "/kinh-te/dau-tu/")
    assert "kinh-te" not in old_paths()


def test_a_name_that_begins_alike_does_not_move_along(city):
    make_section("Kinh tế số", slug="kinh-te-so")
    make_section("Kinh", slug="kinh")
    move(city[0], slug="tien")

    assert {"kinh-te-so", "kinh"} <= set(paths())


def test_two_nodes_change_places(client, city):
    move(city[0], slug="tam")
    move(city[3], slug="kinh-te")
    move(city[0], slug="doi-song")

    assert answer(client, "/doi-song/dau-tu/cong-nghiep/")[0] == 200
    assert answer(client, "/tam/") == (301, "/doi-song/")
    assert tree().by_path["kinh-te"].pk == city[3].pk


def test_an_address_of_a_deleted_node_is_unknown(client, city):
    move(city[3], slug="song")
    fresh(city[3]).delete()

    assert (answer(client, "/song/")[0], answer(client, "/doi-song/")[0]) == (404, 404)


@pytest.mark.parametrize("below", [0, 1, 2])
def test_a_node_is_not_moved_below_itself(city, below):
    with pytest.raises(ValidationError) as refused:
        move(city[0], parent=city[below])

    assert list(refused.value.message_dict) == ["parent"]
    assert "kinh-te/dau-tu/cong-nghiep" in paths()


def test_a_move_that_would_make_an_address_below_too_long_is_refused():
    deep = None
    for _ in range(3):
        deep = make_section(slug="a" * 100, parent=deep)
    mover = make_section(slug="m")
    make_section(slug="b" * 100, parent=make_section(slug="c" * 100, parent=mover))

    with pytest.raises(ValidationError) as refused:
        move(mover, parent=deep)

    assert list(refused.value.message_dict) == ["slug"]


def test_each_change_purges_every_page(purged, city):
    top, middle, _, other = city
    purged()

    move(top, description="Mô tả mới")
    described = purged()
    move(middle, parent=other)
    moved = purged()
    new = make_section("Mới")
    made = purged()
    new.delete()
    deleted = purged()

    assert [described, moved, made, deleted] == [["site"]] * 4


# Two people at the same moment


def form(section, **fields):
    return {
        "title": section.title, "slug": section.slug, "kind": "section", "order": "100",
        "language": "vi", "in_menu": "on", "on_home": "on", "body": "", "description": "",
        "parent": section.parent_id or "",
        "old_paths-TOTAL_FORMS": "0", "old_paths-INITIAL_FORMS": "0", **fields,
    }  # fmt: skip


def address_of(section):
    return f"/admin/sections/section/{section.pk}/change/"


def two_browsers():
    user = make_publisher()
    both = Client(), Client()
    for each in both:
        each.force_login(user)
    return both


@pytest.mark.django_db(transaction=True)
def test_two_moves_at_once_make_no_cycle():
    first, second = two_browsers()
    for number in range(6):
        one = make_section("Một", slug=f"mot-{number}x")
        two = make_section("Hai", slug=f"hai-{number}x")

        answers = at_once(
            lambda a=one, b=two: first.post(address_of(a), form(a, parent=b.pk)),
            lambda a=one, b=two: second.post(address_of(b), form(b, parent=a.pk)),
        )

        assert sorted(each.status_code for each in answers) == [200, 302], answers
        ends = {fresh(one).path, fresh(two).path}
        assert ends in (
            {f"mot-{number}x", f"mot-{number}x/hai-{number}x"},
            {f"hai-{number}x", f"hai-{number}x/mot-{number}x"},
        )


@pytest.mark.django_db(transaction=True)
def test_two_new_nodes_of_the_same_address_at_once_make_one():
    first, second = two_browsers()
    make_section("Có sẵn")
    add = "/admin/sections/section/add/"
    for number in range(6):
        new = Section(title="Mới", slug=f"moi-{number}x")

        answers = at_once(
            lambda n=new: first.post(add, form(n)),
            lambda n=new: second.post(add, {**form(n), "order": "7"}),
        )

        assert sorted(each.status_code for each in answers) == [200, 302], answers
        assert Section.objects.filter(path=new.slug).count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_node_and_an_article_put_into_it_at_once_never_end_without_each_other():
    first, _ = two_browsers()
    for number in range(4):
        section = make_section("Sắp xóa", slug=f"xoa-{number}x")

        at_once(
            lambda s=section: first.post(
                f"/admin/sections/section/{s.pk}/delete/", {"post": "yes"}
            ),
            lambda s=section: make_article(section=s),
        )

        held = Article.objects.filter(section=section.pk).exists()
        assert held is Section.objects.filter(pk=section.pk).exists()


def test_the_database_refuses_two_nodes_of_one_address(city):
    with pytest.raises(IntegrityError):
        Section.objects.bulk_create([Section(title="x", slug="kinh-te", path="kinh-te")])
