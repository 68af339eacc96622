"""Staff add, change and delete sections, static pages and link lists in the admin."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from delivery.models import Purge
from news.models import Article
from sections.models import Link, LinkList, Section
from sections.old_paths import OldPath
from sections.tree import tree
from tests.factories import make_article, make_section, publish
from tests.news.desk.form_data import said

pytestmark = pytest.mark.django_db

LIST = "/admin/sections/section/"
ADD = f"{LIST}add/"
HUGE = "9" * 30


def change(section):
    return f"{LIST}{section.pk}/change/"


def delete(section):
    return f"{LIST}{section.pk}/delete/"


def sent(section=None, **fields):
    old = section.old_paths.count() if section else 0
    plain = {"title": "Kinh tế", "kind": "section", "order": "100", "language": "vi"}
    if section:
        plain |= {"title": section.title, "slug": section.slug, "kind": section.kind,
                  "parent": section.parent_id or ""}  # fmt: skip
        for number, row in enumerate(section.old_paths.all()):
            plain[f"old_paths-{number}-id"] = row.pk
            plain[f"old_paths-{number}-section"] = section.pk
    return {
        "parent": "", "slug": "", "description": "", "body": "", "in_menu": "on", "on_home": "on",
        "old_paths-TOTAL_FORMS": old, "old_paths-INITIAL_FORMS": old, **plain, **fields,
    }  # fmt: skip


def faults(response):
    assert response.status_code == 200, response
    form = response.context["adminform"].form
    return {name: list(map(str, errors)) for name, errors in form.errors.items()}


def test_a_section_is_made_with_an_address_of_its_own(desk):
    response = desk.post(ADD, sent(title="Tin tức – Sự kiện"))

    assert response.status_code == 302
    assert Section.objects.get().path == "tin-tuc-su-kien"


def test_a_typed_address_is_put_right(desk):
    desk.post(ADD, sent(slug="Tin Nóng_mới"))

    assert Section.objects.get().slug == "tin-nong-moi"


def test_a_missing_title_is_said_beside_it_and_the_text_stays(desk):
    response = desk.post(ADD, sent(title="", kind="page", body="<p>Đã gõ</p>"))

    assert faults(response) == {"title": ["Trường này là bắt buộc."]}
    assert "Đã gõ" in response.content.decode()


@pytest.mark.parametrize("slug", ["admin", "tim-kiem", "ban-in", "nhe", "covid-19"])
def test_an_address_of_the_portal_is_refused_beside_it(desk, slug):
    assert list(faults(desk.post(ADD, sent(slug=slug)))) == ["slug"]
    assert not Section.objects.exists()


def test_an_address_that_is_taken_is_said_beside_it(desk):
    make_section(slug="kinh-te")

    assert list(faults(desk.post(ADD, sent(slug="Kinh tế")))) == ["slug"]


def test_the_same_address_below_another_section_is_fine(desk):
    parent = make_section(slug="kinh-te")

    desk.post(ADD, sent(parent=parent.pk))

    assert tree().by_path["kinh-te/kinh-te"].parent.pk == parent.pk


def test_a_section_is_not_moved_below_its_own_child(desk):
    top = make_section("Kinh tế", slug="kinh-te")
    child = make_section("Đầu tư", parent=top, slug="dau-tu")

    response = desk.post(change(top), sent(top, parent=child.pk))

    assert list(faults(response)) == ["parent"]
    assert Section.objects.get(pk=top.pk).parent is None


ODD = [
    {"parent": "abc"},
    {"parent": HUGE},
    {"parent": "\0"},
    {"kind": "zzz"},
    {"order": HUGE},
    {"order": "-1"},
    {"language": "xx"},
    {"title": "a\0b"},
    {"title": "a\u202eb"},
    {"title": "x" * 200},
    {"description": "\u2066"},
    {"body": "x" * 2_000_000},
    {"body": "<p>a\0b</p>"},
    {"slug": "…"},
]


@pytest.mark.parametrize("odd", ODD)
def test_odd_values_are_said_beside_their_field(desk, odd):
    section = make_section()

    for address, form in ((ADD, sent()), (change(section), sent(section))):
        assert list(faults(desk.post(address, form | odd))) == list(odd)
    assert Section.objects.get() == section


@pytest.mark.parametrize("count", ["", "x", "100000", None])
def test_odd_counts_of_rows_are_no_error(desk, count):
    form = sent()
    form.pop("old_paths-TOTAL_FORMS")
    if count is not None:
        form["old_paths-TOTAL_FORMS"] = count

    assert desk.post(ADD, form).status_code in {200, 302}


def test_the_body_of_a_page_is_cleaned_and_what_was_removed_is_told(desk):
    response = desk.post(ADD, sent(kind="page", body="<p>Giữ</p><script>x</script>"))

    assert Section.objects.get().body == "<p>Giữ</p>"
    assert "warning" in [level for level, _ in said(response)]


def test_a_section_does_not_stand_below_a_static_page(desk):
    page = make_section("Giới thiệu", kind="page")

    assert list(faults(desk.post(ADD, sent(parent=page.pk)))) == ["parent"]


def test_a_section_with_articles_does_not_become_a_static_page(desk):
    section, above = make_section(), make_section()
    make_article(section=section)
    make_section(parent=above)

    for each in (section, above):
        assert list(faults(desk.post(change(each), sent(each, kind="page")))) == ["kind"]


def test_an_empty_section_becomes_a_static_page(desk):
    section = make_section()

    desk.post(change(section), sent(section, kind="page"))

    assert Section.objects.get().kind == "page"


def test_an_old_address_is_let_go_in_the_form(desk):
    section = make_section(slug="cu")
    section.slug = "moi"
    section.save()

    desk.post(change(section), sent(section, **{"old_paths-0-DELETE": "on"}))

    assert not OldPath.objects.exists()


# Deleting


def test_an_empty_section_is_deleted(desk):
    section = make_section()

    assert desk.get(delete(section)).status_code == 200
    desk.post(delete(section), {"post": "yes"})

    assert not Section.objects.exists()


def refusal(desk, section):
    for method in (desk.get, desk.post):
        response = method(delete(section), {"post": "yes"})
        assert (response.status_code, response["Location"]) == (302, change(section))
        # Shows the messages, so that they are not among the next ones.
        desk.get("/admin/")
    response = desk.post(delete(section), {"post": "yes"})
    assert Section.objects.filter(pk=section.pk).exists()
    return [text for level, text in said(response) if level == "error"]


def test_a_section_with_sections_below_is_kept_naming_them(desk):
    section = make_section()
    make_section("Đầu tư", parent=section)
    make_section("Cảng biển", parent=section)

    (sentence,) = refusal(desk, section)

    assert ("Đầu tư" in sentence, "Cảng biển" in sentence) == (True, True)


def test_a_section_with_articles_is_kept_naming_them(desk):
    section = make_section()
    make_article("Cầu mới", section=section)

    assert refusal(desk, section) == [
        "Không xóa được chuyên mục; trong đó còn bài viết: “Cầu mới”."
    ]


def test_a_section_that_lists_articles_besides_is_kept_naming_them(desk):
    section = make_section()
    make_article("Cảng mới").extra_sections.add(section)

    assert refusal(desk, section) == [
        "Không xóa được chuyên mục; trong đó còn bài viết: “Cảng mới”."
    ]


def test_a_section_of_an_edition_is_kept_even_when_the_desk_copy_has_left_it(desk):
    section = make_section()
    article = make_article("Đã đăng ở đây", section=section)
    publish(article)
    Article.objects.filter(pk=article.pk).update(section=make_section())

    (sentence,) = refusal(desk, section)

    assert "Đã đăng ở đây" in sentence


def test_a_section_of_many_articles_names_ten_and_reads_no_more(desk):
    section = make_section()
    Article.objects.bulk_create(
        Article(title=f"Bài {number}", body="x" * 1000, section=section) for number in range(500)
    )

    with CaptureQueriesContext(connection) as asked:
        (sentence,) = refusal(desk, section)

    rows = [
        each["sql"]
        for each in asked
        if 'FROM "news_' in each["sql"] and "LIMIT" not in each["sql"]
        # Except the person's beats, and the receipts for what the admin says of the worker.
        if not any(
            f'FROM "news_{name}"' in each["sql"] for name in ("beat", "receipt", "filereceipt")
        )
    ]
    bodies = [each["sql"] for each in asked if '"news_article"."body"' in each["sql"]]
    assert (rows, bodies, sentence.count("“"), sentence[-3:]) == ([], [], 10, " ….")


def test_the_list_has_no_action_that_deletes_many(desk):
    section = make_section()

    desk.post(LIST, {"action": "delete_selected", "_selected_action": [section.pk], "post": "yes"})

    assert Section.objects.exists()
    assert 'value="delete_selected"' not in desk.get(LIST).content.decode()


def test_the_list_shows_the_tree(desk):
    top = make_section("Kinh tế", slug="kinh-te")
    make_section("Đầu tư", slug="dau-tu", parent=top)
    make_section("An ninh", slug="an-ninh")

    rows = [row.path for row in desk.get(LIST).context["cl"].result_list]

    assert rows == ["an-ninh", "kinh-te", "kinh-te/dau-tu"]


# Links to other agencies


def links_form(title="Liên kết", *links, first=None):
    data = {"title": title, "order": "1"}
    known = [first] if first else []
    data |= {"links-TOTAL_FORMS": len(links), "links-INITIAL_FORMS": len(known)}
    for number, (name, url) in enumerate(links):
        data |= {f"links-{number}-title": name, f"links-{number}-url": url,
                 f"links-{number}-order": number}  # fmt: skip
        if number < len(known):
            data |= {f"links-{number}-id": known[number].pk,
                     f"links-{number}-list": known[number].list_id}  # fmt: skip
    return data


def footer(client):
    return client.get("/").content.decode()


def test_links_stand_in_the_footer_at_once(desk, django_capture_on_commit_callbacks):
    assert "quoc-hoi.example" not in footer(desk)

    with django_capture_on_commit_callbacks(execute=True):
        desk.post(
            "/admin/sections/linklist/add/",
            links_form("Trung ương", ("Quốc hội", "https://quoc-hoi.example/")),
        )
    made = footer(desk)
    group = LinkList.objects.get()
    with django_capture_on_commit_callbacks(execute=True):
        desk.post(
            f"/admin/sections/linklist/{group.pk}/change/",
            links_form("Trung ương", ("Chính phủ", "https://cp.example/"), first=group.links.get()),
        )
    changed = footer(desk)
    with django_capture_on_commit_callbacks(execute=True):
        desk.post(
            "/admin/sections/linklist/",
            {"action": "delete_selected", "_selected_action": [group.pk], "post": "yes"},
        )

    assert ('href="https://quoc-hoi.example/"' in made, "Trung ương" in made) == (True, True)
    assert ("quoc-hoi.example" in changed, 'href="https://cp.example/"' in changed) == (False, True)
    assert not LinkList.objects.exists()
    assert "cp.example" not in footer(desk)


@pytest.mark.parametrize("url", ["javascript:alert(1)", "//x", "khong phai", "data:text/html,x"])
def test_a_link_that_is_none_is_refused(desk, url):
    response = desk.post("/admin/sections/linklist/add/", links_form("Tên", ("Xấu", url)))

    assert response.status_code == 200
    assert not Link.objects.exists()


def test_a_form_with_many_links_is_one_purge(desk):
    Purge.objects.all().delete()
    links = [(name, f"https://{name}.example/") for name in ("b", "c", "d")]

    desk.post("/admin/sections/linklist/add/", links_form("A", *links))

    assert (Link.objects.count(), Purge.objects.count()) == (3, 1)


def test_each_change_of_links_purges_the_site(desk, purged):
    purged()
    desk.post("/admin/sections/linklist/add/", links_form("A", ("B", "https://b.example/")))
    made = purged()
    group = LinkList.objects.get()
    desk.post(
        f"/admin/sections/linklist/{group.pk}/change/",
        links_form("A", ("C", "https://c.example/"), first=group.links.get()),
    )
    changed = purged()
    desk.post(f"/admin/sections/linklist/{group.pk}/delete/", {"post": "yes"})

    assert [made, changed, purged()] == [["site"]] * 3


@pytest.mark.parametrize(("kind", "asked"), [("section", True), ("page", False)])
def test_only_a_section_is_asked_for_its_strip_on_the_home_page(desk, kind, asked):
    node = make_section("Giới thiệu", kind=kind)

    fields = desk.get(change(node)).context["adminform"].form.fields

    assert ("on_home" in fields) is asked
