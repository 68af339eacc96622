"""Comments beside an article's form are added, resolved and reopened, and change nothing else of
the article."""

import pytest

from news.desk import second_eyes
from news.enums import DeskState
from news.models import Article, Comment
from news.review_links import comments as review_links_comments
from tests.factories import make_article, make_publisher, make_section, make_user
from tests.news.desk.form_data import LIST, change, sent
from tests.news.pages.page_text import text_of
from tests.news.people import person, state_of_everything
from tests.news.rights.test_secrets import SECRET, secret_article

pytestmark = pytest.mark.django_db


def comments(article) -> str:
    return f"/admin/news/article/{getattr(article, 'pk', article)}/comments/"


def stored() -> list[tuple]:
    return [
        (each.who, each.text, bool(each.resolved_at), each.resolved_who)
        for each in Comment.objects.all()
    ]


@pytest.fixture
def lan(client):
    user = make_user(is_superuser=True, first_name="Lan", last_name="Trần")
    client.force_login(user)
    return user


def test_a_comment_stands_beside_the_form_and_on_its_page(client, lan):
    article = make_article()

    answer = client.post(
        comments(article), {"do": "comment", "text": " Thiếu số liệu.\r\nXem lại. "}
    )

    assert (answer.status_code, answer["Location"]) == (302, comments(article))
    assert stored() == [("Trần Lan", "Thiếu số liệu.\nXem lại.", False, "")]
    for page in (change(article), comments(article)):
        text = text_of(client.get(page))
        assert "Thiếu số liệu.<br>Xem lại." in text
        assert 'data-count="1"' in text


def test_it_is_dealt_with_and_opened_again(client, lan):
    article = make_article()
    first = review_links_comments.add_comment(article, by=lan, text="Một")
    review_links_comments.add_comment(article, by=lan, text="Hai")

    client.post(comments(article), {"do": f"resolve:{first.pk}"})
    dealt_with = stored()
    page = client.get(comments(article))
    client.post(comments(article), {"do": f"reopen:{first.pk}"})

    assert dealt_with == [("Trần Lan", "Một", True, "Trần Lan"), ("Trần Lan", "Hai", False, "")]
    assert [each.text for each in page.context["comments"]] == ["Hai"]
    assert [each.text for each in page.context["comments_done"]] == ["Một"]
    assert stored() == [("Trần Lan", "Một", False, ""), ("Trần Lan", "Hai", False, "")]


def test_who_is_quicker_has_dealt_with_it(client, lan):
    article = make_article()
    said = review_links_comments.add_comment(article, by=lan, text="Một")
    review_links_comments.resolve(article, said.pk, by=lan)
    other = make_user(is_superuser=True, username="hung")

    review_links_comments.resolve(article, said.pk, by=other)

    assert stored() == [("Trần Lan", "Một", True, "Trần Lan")]


def test_open_ones_come_first_in_the_order_they_were_said_then_the_latest_dealt_with(lan):
    article = make_article()
    said = [review_links_comments.add_comment(article, by=lan, text=text) for text in "ABCD"]
    for each in (said[0], said[2]):
        review_links_comments.resolve(article, each.pk, by=lan)

    waiting, done = review_links_comments.split_comments(article)

    assert ([each.text for each in waiting], [each.text for each in done]) == (
        ["B", "D"], ["C", "A"]
    )  # fmt: skip


def test_it_touches_neither_the_article_nor_its_log_and_no_open_form_conflicts(client, lan):
    article = make_article("Tên đầu")
    before = state_of_everything()

    client.post(comments(article), {"do": "comment", "text": "Một"})
    client.post(comments(article), {"do": f"resolve:{Comment.objects.get().pk}"})
    after = state_of_everything()
    saved = client.post(change(article), sent(title="Tên sau", seen_version=0))

    assert after == before
    assert (saved.status_code, Article.objects.get().title) == (302, "Tên sau")


def test_who_comments_has_not_changed_the_text(lan):
    section = make_section(second_eyes=True)
    article = make_article(section=section)

    review_links_comments.add_comment(article, by=lan, text="Được")

    assert not second_eyes.needs_other_approver(article, lan)


def test_the_list_tells_how_many_are_open(client, lan):
    article, other = make_article("Có ý kiến"), make_article("Không có")
    for text in ("Một", "Hai", "Ba"):
        last = review_links_comments.add_comment(article, by=lan, text=text)
    review_links_comments.resolve(article, last.pk, by=lan)
    review_links_comments.resolve(
        other, review_links_comments.add_comment(other, by=lan, text="Xong").pk, by=lan
    )

    page = text_of(client.get(LIST))

    assert page.count("headline-comments") == 1
    assert '<span class="headline-comments">2 ý kiến</span>' in page


def test_a_draft_takes_its_comments_with_it(client, lan):
    article = make_article()
    review_links_comments.add_comment(article, by=lan, text="Một")

    client.post(f"/admin/news/article/{article.pk}/delete/", {"post": "yes"})

    assert (Article.objects.count(), Comment.objects.count()) == (0, 0)


# Rights


@pytest.mark.parametrize("kind", ["anonymous", "nobody", "reader", "contributor"])
@pytest.mark.parametrize("do", ["comment", "resolve", "reopen"])
def test_who_may_not_see_the_article_reads_and_says_nothing(kind, do):
    article = secret_article()
    author = make_publisher()
    said = review_links_comments.add_comment(article, by=author, text=f"Nhận xét {SECRET}")
    done = review_links_comments.add_comment(article, by=author, text=f"Đã xong {SECRET}")
    review_links_comments.resolve(article, done.pk, by=author)
    before = stored()
    client, _ = person(kind)
    pk = done.pk if do == "reopen" else said.pk
    act = do if do == "comment" else f"{do}:{pk}"

    answers = [
        client.get(comments(article)),
        client.post(comments(article), {"do": act, "text": "Của tôi"}),
    ]

    assert {each.status_code for each in answers} <= {302, 403}
    assert SECRET not in "".join(text_of(each) for each in answers)
    assert stored() == before


def test_a_comment_is_dealt_with_at_its_own_article_alone():
    secret = secret_article()
    author = make_publisher()
    said = review_links_comments.add_comment(secret, by=author, text="Một")
    client, user = person("contributor")
    own = make_article("Của mình", created_by=user)

    client.post(comments(own), {"do": f"resolve:{said.pk}"})

    assert [each[2] for each in stored()] == [False]


@pytest.mark.parametrize("state", DeskState.values)
def test_a_contributor_comments_on_what_is_theirs_in_every_state(state):
    client, user = person("contributor")
    article = make_article(created_by=user, state=state)

    client.post(comments(article), {"do": "comment", "text": "Nguồn: Sở Y tế"})

    page = text_of(client.get(change(article)))
    assert "Nguồn: Sở Y tế" in page
    assert 'value="comment"' in page


# Hostile input


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"do": "comment", "text": "  \n "}, "Hãy viết ý kiến trước đã."),
        ({"do": "comment", "text": "x" * 2001}, "2000"),
        ({"do": "comment", "text": "a\0b"}, "U+0000"),
        ({"do": "comment", "text": "a\u202eb"}, "U+202E"),
        ({}, "Hãy viết ý kiến trước đã."),
    ],
)
def test_what_cannot_be_said_is_refused_beside_the_box_and_kept(client, lan, fields, words):
    response = client.post(comments(make_article()), fields)

    assert (response.status_code, stored()) == (200, [])
    assert words in " ".join(response.context["comment_form"].errors["text"])
    assert ("x" * 2001 in text_of(response)) == ("x" in fields.get("text", ""))


@pytest.mark.parametrize("act", ["resolve:", "resolve:abc", "resolve:\0", f"reopen:{'9' * 30}"])
def test_an_odd_key_does_nothing(client, lan, act):
    article = make_article()
    review_links_comments.add_comment(article, by=lan, text="Một")

    assert client.post(comments(article), {"do": act}).status_code == 302
    assert stored() == [("Trần Lan", "Một", False, "")]


def test_mark_up_is_shown_as_words(client, lan):
    article = make_article()
    review_links_comments.add_comment(article, by=lan, text='<script>alert(1)</script>"')

    for page in (change(article), comments(article)):
        assert "<script>alert" not in text_of(client.get(page))


def test_the_form_costs_the_same_for_any_number_of_comments(client, lan, django_assert_num_queries):
    article = make_article()
    costs = []
    for _ in range(3):
        review_links_comments.add_comment(article, by=make_user(is_superuser=True), text="Một")
    for pk in Comment.objects.values_list("pk", flat=True)[:2]:
        review_links_comments.resolve(article, pk, by=make_user(is_superuser=True))

    with django_assert_num_queries(1):
        waiting, done = review_links_comments.split_comments(article)
        costs = [each.who for each in (*waiting, *done)] + [each.resolved_who for each in done]

    assert len(costs) == 5
