"""Two people save the same article: what only one of them changed is kept, and where both changed
something, the one who saves later chooses."""

import html
import re

import pytest

from accounts import roles
from news.desk import steps
from news.models import Article, Beat, Tag
from tests.factories import make_article, make_section
from tests.news.desk.form_data import ADD, as_typed, change, in_hours, sent
from tests.news.people import person
from text.dates import datetime_with_zone

pytestmark = pytest.mark.django_db

BODY = "<p>Câu một.</p><p>Câu hai.</p><p>Câu ba.</p>"


@pytest.fixture
def two():
    """The browsers of two editors, and an article that has a save in its log."""
    mine, me = person("editor")
    theirs, _ = person("editor")
    article = make_article("Tên đầu", lead="Sapo đầu.", body=BODY, created_by=me)
    steps.saved(article, by=me, created=True)
    return mine, theirs, article


def fields(article, **changed):
    stored = {
        "title": "Tên đầu", "lead": "Sapo đầu.", "body": BODY, "section": article.section_id,
        "seen_version": 1,
    }  # fmt: skip
    return sent(**{**stored, **changed})


def spans(rows, side):
    """The changed words on that side of a comparison."""
    return [
        span.text
        for row in rows
        for span in getattr(row, side)
        if span.kind in {"added", "removed"}
    ]


def test_what_only_the_other_changed_stands_in_the_form_and_is_shown(two):
    mine, theirs, article = two
    theirs.post(change(article), fields(article, lead="Sapo của họ."))

    answer = mine.post(change(article), fields(article, title="Tên của tôi"))

    form = answer.context["adminform"].form
    assert (form["title"].value(), form["lead"].value()) == ("Tên của tôi", "Sapo của họ.")
    assert [label for label, _ in form.merge.taken] == ["Sapo"]
    assert (form.merge.conflicts, answer.context["conflict"]) == ([], [])
    assert Article.objects.get().title == "Tên đầu"
    assert "Chưa lưu" in answer.content.decode()


@pytest.mark.parametrize("seen", ["1", "x"], ids=["known", "unknown"])
def test_that_it_is_not_saved_is_said_once_above_what_is_shown(two, seen):
    mine, theirs, article = two
    theirs.post(change(article), fields(article, title="Tên của họ", lead="Sapo của họ."))

    answer = mine.post(change(article), fields(article, title="Tên của tôi", seen_version=seen))

    page = answer.content.decode()
    assert page.count("Chưa lưu: ") == 1
    assert page.index("Chưa lưu: ") < page.index('class="conflict"')


def test_saved_again_both_changes_are_there(two):
    mine, theirs, article = two
    theirs.post(change(article), fields(article, lead="Sapo của họ."))
    answer = mine.post(change(article), fields(article, title="Tên của tôi"))
    form = answer.context["adminform"].form

    shown = {name: form[name].value() for name in ("title", "lead", "seen_version")}
    mine.post(change(article), fields(article, **shown))

    stored = Article.objects.get()
    assert (stored.title, stored.lead) == ("Tên của tôi", "Sapo của họ.")


def test_of_what_both_changed_each_sees_all_three_and_keeps_their_own_text(two):
    mine, theirs, article = two
    theirs.post(change(article), fields(article, title="Tên của họ"))

    answer = mine.post(change(article), fields(article, title="Tên của tôi"))

    form = answer.context["adminform"].form
    (conflict,) = form.merge.conflicts
    assert (conflict.name, conflict.label) == ("title", "Tiêu đề")
    assert (spans(conflict.theirs, "before"), spans(conflict.theirs, "after")) == (
        ["đầu"],
        ["của họ"],
    )
    assert spans(conflict.mine, "after") == ["của tôi"]
    assert form["title"].value() == "Tên của tôi"
    mine.post(change(article), fields(article, title="Tên của tôi", seen_version=2))
    assert Article.objects.get().title == "Tên của tôi"


def test_or_takes_what_the_other_saved(two):
    mine, theirs, article = two
    theirs.post(change(article), fields(article, title="Tên của họ"))
    mine.post(change(article), fields(article, title="Tên của tôi", kicker="Giao thông"))

    chosen = {"_theirs": ["title"], "kicker": "Giao thông", "seen_version": 2}
    mine.post(change(article), fields(article, title="Tên của tôi", **chosen))

    stored = Article.objects.get()
    assert (stored.title, stored.kicker) == ("Tên của họ", "Giao thông")


def test_paragraphs_of_a_body_that_only_one_changed_are_merged(two):
    mine, theirs, article = two
    their_body = BODY.replace("Câu hai", "Câu hai sửa")
    theirs.post(change(article), fields(article, body=their_body))

    my_body = BODY.replace("Câu một", "Câu một mới")
    answer = mine.post(change(article), fields(article, body=my_body))

    form = answer.context["adminform"].form
    ((label, rows),) = form.merge.taken
    assert (label, spans(rows, "after")) == ("Nội dung", [" sửa"])
    assert (form.merge.conflicts, answer.context["conflict"]) == ([], [])
    merged = "<p>Câu một mới.</p><p>Câu hai sửa.</p><p>Câu ba.</p>"
    assert (form["body"].value(), Article.objects.get().body) == (merged, their_body)


@pytest.fixture
def conflict(two):
    """Both changed the first sentence, and each changed another one alone. Returns the browser that
    saves later, the article, and the answer to that save."""
    mine, theirs, article = two
    their_body = "<p>Câu của họ.</p><p>Câu hai sửa.</p><p>Câu ba.</p>"
    theirs.post(change(article), fields(article, body=their_body))
    my_body = "<p>Câu của tôi.</p><p>Câu hai.</p><p>Câu ba.</p><h2>Tít phụ</h2>"
    answer = mine.post(change(article), fields(article, body=my_body))
    return mine, article, answer


def test_of_a_paragraph_that_both_changed_each_sees_all_three(conflict):
    _mine, _article, answer = conflict

    form = answer.context["adminform"].form

    (met,) = form.merge.conflicts
    assert (spans(met.theirs, "after"), spans(met.mine, "after")) == (
        ["của họ", " sửa"],
        ["của tôi", "Tít phụ"],
    )
    mine = "<p>Câu của tôi.</p><p>Câu hai sửa.</p><p>Câu ba.</p><h2>Tít phụ</h2>"
    assert form["body"].value() == mine


def test_or_takes_the_others_paragraph_and_loses_none_of_the_rest(conflict):
    mine, article, answer = conflict
    form = answer.context["adminform"].form
    sent = re.search(r'name="_their_body" value="([^"]*)"', answer.content.decode())[1]

    shown = {"body": form["body"].value(), "seen_version": form["seen_version"].value()}
    chosen = {"_theirs": ["body"], "_their_body": html.unescape(sent)}
    mine.post(change(article), fields(article, **shown, **chosen))

    stored = Article.objects.get().body
    assert stored == "<p>Câu của họ.</p><p>Câu hai sửa.</p><p>Câu ba.</p><h2>Tít phụ</h2>"


def test_a_body_offered_back_is_cleaned_like_any_other(conflict):
    mine, article, _answer = conflict
    hostile = "<p onclick='x()'>Chữ<script>x()</script></p>"

    mine.post(
        change(article),
        fields(article, seen_version=2, _theirs=["body"], _their_body=hostile),
    )

    assert Article.objects.get().body == "<p>Chữ</p>"


def test_a_body_offered_back_that_cannot_be_taken_is_said_beside_the_field(conflict):
    mine, article, _answer = conflict
    long = "<p>" + "a" * 1_000_001

    answer = mine.post(
        change(article), fields(article, seen_version=2, _theirs=["body"], _their_body=long)
    )

    assert list(answer.context["adminform"].form.errors) == ["body"]


def test_sections_tags_and_the_like_are_merged_too(two):
    mine, theirs, article = two
    elsewhere, tag = make_section("Văn hóa"), Tag.objects.create(name="cầu")
    theirs.post(change(article), fields(article, section=elsewhere.pk, tags=[tag.pk]))

    answer = mine.post(change(article), fields(article, title="Tên của tôi"))

    form = answer.context["adminform"].form
    assert form["section"].value() == str(elsewhere.pk)
    assert [str(each) for each in form["tags"].value()] == [str(tag.pk)]
    assert {label for label, _ in form.merge.taken} == {"Chuyên mục", "Thẻ"}


def test_the_same_change_by_both_is_none(two):
    mine, theirs, article = two
    theirs.post(change(article), fields(article, title="Tên chung"))

    answer = mine.post(change(article), fields(article, title="Tên chung"))

    form = answer.context["adminform"].form
    assert (form.merge.taken, form.merge.conflicts) == ([], [])


@pytest.mark.parametrize("seen", ["", "0", "x", "99", "-1", "1" * 30])
def test_of_a_version_that_nobody_knows_both_texts_are_shown(two, seen):
    mine, theirs, article = two
    theirs.post(change(article), fields(article, title="Tên của họ"))

    answer = mine.post(change(article), fields(article, title="Tên của tôi", seen_version=seen))

    assert answer.status_code == 200
    assert "Tiêu đề" in [label for label, _ in answer.context["conflict"]]
    assert answer.context["adminform"].form.merge is None


def test_what_cannot_be_taken_is_said_beside_its_field_and_the_rest_merged(two):
    mine, theirs, article = two
    theirs.post(change(article), fields(article, lead="Sapo của họ."))

    answer = mine.post(change(article), fields(article, title="", genre="zzz"))

    form = answer.context["adminform"].form
    assert {"title", "genre"} <= set(form.errors)
    assert form["lead"].value() == "Sapo của họ."


def test_names_of_no_field_are_not_taken_from_the_other(two):
    mine, _theirs, article = two

    odd = ["version", "state", "created_by", "pk", "", "title' OR 1"]
    mine.post(change(article), fields(article, title="Tên mới", _theirs=odd))

    stored = Article.objects.get()
    assert (stored.title, stored.state) == ("Tên mới", "draft")


HELD = {"signature": "Ký của họ", "slug": "cua-ho", "lead_caption": "Ảnh của họ"}


def test_of_what_no_save_tells_what_it_was_theirs_is_shown_and_may_be_taken(two):
    mine, theirs, article = two
    at = as_typed("publish_at", in_hours(30))
    theirs.post(change(article), fields(article, **HELD, **at))

    answer = mine.post(change(article), fields(article, title="Tên của tôi"))

    conflicts = answer.context["adminform"].form.merge.conflicts
    assert {each.name: spans(each.theirs, "after") for each in conflicts} == {
        **{name: [said] for name, said in HELD.items()},
        "publish_at": [datetime_with_zone(Article.objects.get().publish_at)],
    }
    mine.post(
        change(article),
        fields(
            article,
            title="Tên của tôi",
            seen_version=2,
            _theirs=["slug", "lead_caption", "publish_at"],
        ),
    )
    stored = Article.objects.get()
    assert (stored.title, stored.slug, stored.lead_caption, stored.signature) == (
        "Tên của tôi", "cua-ho", "Ảnh của họ", "",
    )  # fmt: skip
    assert stored.publish_at is not None


def test_other_sections_in_which_it_is_listed_are_merged(two):
    mine, theirs, article = two
    other = make_section("Đời sống")
    theirs.post(change(article), fields(article, extra_sections=[other.pk]))

    answer = mine.post(change(article), fields(article, title="Tên của tôi"))

    form = answer.context["adminform"].form
    assert ([label for label, _ in form.merge.taken], form.merge.conflicts) == (
        ["Đăng thêm ở"], [],
    )  # fmt: skip
    assert form["extra_sections"].value() == [str(other.pk)]


def test_what_cannot_be_taken_does_not_hide_what_the_other_saved_there(two):
    mine, theirs, article = two
    theirs.post(change(article), fields(article, title="Tên của họ"))

    answer = mine.post(change(article), fields(article, title=""))

    [conflict] = answer.context["adminform"].form.merge.conflicts
    assert (conflict.name, "họ" in "".join(spans(conflict.theirs, "after"))) == ("title", True)


def test_what_neither_changed_is_no_choice_though_it_cannot_be_kept():
    mine, me = person("publisher")
    article = make_article("Tên đầu", expire_at=in_hours(2))
    steps.saved(article, by=me, created=True)
    opened = {**fields(article), **as_typed("expire_at", in_hours(2))}
    steps.saved(article, by=me, created=False)

    too_late = {**opened, **as_typed("publish_at", in_hours(3)), "_step": "publish"}
    form = mine.post(change(article), too_late).context["adminform"].form

    assert [conflict.name for conflict in form.merge.conflicts] == ["publish_at"]
    assert "expire_at" in form.errors


def test_a_choice_stands_in_the_form_should_it_come_back_for_another_reason(two):
    mine, theirs, article = two
    ends = in_hours(30)
    theirs.post(change(article), fields(article, title="Tên của họ", **as_typed("expire_at", ends)))
    chosen = {"title": "Tên của tôi", "_theirs": ["title", "expire_at"], "seen_version": 2}

    answer = mine.post(change(article), fields(article, genre="zzz", **chosen))

    form = answer.context["adminform"].form
    assert form["title"].value() == "Tên của họ"
    assert {name: form.data[name] for name in as_typed("expire_at", ends)} == as_typed(
        "expire_at", ends
    )


@pytest.mark.parametrize("name", ["title", "topics", "expire_at"])
def test_in_a_new_article_there_is_nothing_of_another_to_choose(name):
    client, _ = person("editor")

    client.post(ADD, sent(section=make_section().pk, _theirs=[name]))

    assert Article.objects.get().title == "Cầu mới thông xe"


def test_a_section_that_was_left_as_it_was_and_may_not_be_kept_is_taken_over():
    mine, me = person("contributor")
    theirs, _ = person("editor")
    ours, there = make_section("Kinh tế"), make_section("Pháp luật")
    me.groups.clear()
    Beat.objects.create(user=me, section=ours, group=roles.group(roles.EDITORS))
    mine.force_login(me)
    article = make_article("Tên đầu", lead="Sapo đầu.", body=BODY, section=there)
    steps.saved(article, by=me, created=True)
    theirs.post(change(article), fields(article, section=ours.pk))

    answer = mine.post(change(article), fields(article, title="Tên của tôi", section=there.pk))

    form = answer.context["adminform"].form
    assert (form["section"].value(), form["title"].value()) == (str(ours.pk), "Tên của tôi")
    assert form.merge.conflicts == []
