"""A correction is typed in the form of an article that readers have seen, or in the question that
`publish` asks while another edition is scheduled."""

from html import unescape

import pytest

from accounts import roles
from news.desk import steps
from news.models import Article
from tests.factories import make_article, make_publisher, make_user, publish
from tests.news.desk.form_data import change, faults, in_hours, press, said, sent, step
from tests.news.pages.corrections import told
from tests.news.pages.page_text import text_of, unmarked

pytestmark = pytest.mark.django_db

WORDS = "Cầu dài 420 m, không phải 240 m."


@pytest.fixture
def desk(client, publisher):
    return client


@pytest.fixture
def article():
    article = make_article()
    publish(article)
    return article


def save(desk, article, **fields):
    article.refresh_from_db()
    form = sent(section=article.section_id, seen_version=article.version, **fields)
    return desk.post(change(article), form)


@pytest.mark.parametrize(
    ("fate", "offered"),
    [("draft", False), ("scheduled", False), ("live", True), ("withdrawn", True)],
)
def test_the_field_is_there_once_readers_have_seen_the_article(desk, fate, offered):
    article = make_article()
    if fate != "draft":
        publish(article, at=in_hours(2) if fate == "scheduled" else None)
    if fate == "withdrawn":
        steps.withdraw(article, by=make_publisher(), reason="Sai")

    form = desk.get(change(article)).context["adminform"].form

    assert ("correction" in form.fields) == offered


def test_what_is_typed_goes_out_with_the_update(desk, article):
    save(desk, article, correction=f"  {WORDS}\r\n", _step="publish")

    assert told(article) == [WORDS]
    assert Article.objects.get().correction == ""


def test_it_waits_with_a_text_that_is_only_saved(desk, article):
    save(desk, article, correction=WORDS)

    page = text_of(desk.get(change(article)))

    assert told(article) == []
    assert WORDS in page
    assert "Bản đang biên tập có những thay đổi" in page or 'class="waiting"' in page


def test_an_editor_may_prepare_one_and_a_publisher_sends_it_out(client, article):
    client.force_login(make_user(roles.EDITORS))
    steps.send_back(article, by=make_publisher(), reason="Sửa số liệu")
    save(client, article, correction=WORDS, _step="publish")
    before = told(article)

    client.force_login(make_publisher())
    save(client, article, correction=WORDS, _step="publish")

    assert (before, told(article)) == ([], [WORDS])


def test_one_that_is_too_long_is_refused_beside_its_field_and_kept(desk, article):
    response = save(desk, article, correction="a" * 1001)

    assert list(faults(response)) == ["correction"]
    assert "a" * 1001 in text_of(response)


def test_the_same_one_again_is_refused_with_its_text_kept(desk, article):
    save(desk, article, correction=WORDS, _step="publish")

    response = save(desk, article, correction=WORDS, _step="publish")

    level, sentence = said(response)[-1]
    assert (level, sentence.startswith("Đã lưu nhưng chưa đăng: ")) == ("error", True)
    assert (told(article), Article.objects.get().correction) == ([WORDS], WORDS)


def test_another_who_saved_meanwhile_is_shown_what_both_wrote(desk, article):
    before = article.version
    save(desk, article, correction="Của người kia")

    form = sent(section=article.section_id, seen_version=before, correction=WORDS)
    response = desk.post(change(article), form)

    assert [label for label, _rows in response.context["conflict"]] == ["Đính chính (công khai)"]
    assert WORDS in text_of(response)


# While another edition is scheduled


@pytest.fixture
def scheduled(article):
    """The article, with a scheduled edition that has a correction."""
    publish(article, at=in_hours(2), correction=WORDS)
    return article


def test_the_question_offers_what_the_scheduled_edition_was_to_say(desk, scheduled):
    form = desk.get(step(scheduled, "publish")).context["form"]

    assert form.initial == {"correction": WORDS}


def test_it_offers_what_stands_on_the_desk_instead(desk, scheduled):
    save(desk, scheduled, correction="Của bàn biên tập")

    form = desk.get(step(scheduled, "publish")).context["form"]

    assert form.initial == {"correction": "Của bàn biên tập"}


def test_publishing_in_its_place_takes_what_stands_in_the_question(desk, scheduled):
    press(desk, scheduled, "publish", scheduled=steps.CANCEL, correction=WORDS)

    assert (told(scheduled), told(scheduled, in_hours(3))) == ([WORDS], [WORDS])


def test_keeping_it_and_saying_so_now_as_well_is_refused_beside_the_field(desk, scheduled):
    response = press(desk, scheduled, "publish", scheduled=steps.KEEP, correction=WORDS)

    form = response.context["form"]
    assert (list(form.errors), form["correction"].value()) == (["correction"], WORDS)
    assert told(scheduled) == []


def test_before_readers_have_seen_the_article_the_question_has_no_such_field(desk):
    article = make_article()
    publish(article, at=in_hours(2))

    asked = desk.get(step(article, "publish")).context["form"]
    press(desk, article, "publish", scheduled=steps.CANCEL, correction=WORDS)

    assert list(asked.fields) == ["scheduled"]
    assert told(article) == []
    assert article.editions.public().exists()


# The preview, the edition's page and the history


def test_the_preview_shows_it_above_the_earlier_ones(desk, article):
    publish(article, correction="Lần trước")
    save(desk, article, correction=WORDS)

    for part in ("preview/", "preview/print/"):
        # The first has the previewed pages in attributes of its frames.
        page = unmarked(unescape(text_of(desk.get(f"/admin/news/article/{article.pk}/{part}"))))
        box = page.split('id="dinh-chinh"')[1]
        assert 0 < box.index(WORDS) < box.index("Lần trước")


def test_an_edition_is_shown_with_what_it_began_with(desk, article):
    publish(article, correction="Một")
    publish(article, correction="Hai")

    page = text_of(desk.get(f"/admin/news/article/{article.pk}/edition/2/"))

    assert ["Một" in page, "Hai" in page] == [True, False]


def test_the_history_names_it_beside_its_edition(desk, article):
    publish(article, correction=WORDS)

    assert f"Đính chính: {WORDS}" in text_of(desk.get(f"/admin/news/article/{article.pk}/history/"))
