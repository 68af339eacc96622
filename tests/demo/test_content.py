"""The demo city: every reference resolves, no text repeats another, every picture is there."""

import itertools
import re
import unicodedata
from collections import defaultdict
from datetime import datetime, timedelta, timezone

import pytest
from PIL import Image

from demo import content, seeding
from demo.content import ContentError, load
from demo.loading import PICTURES
from demo.markup import MarkupError, parse
from text.dates import relative_times

RESERVED = (
    "admin api static tep healthz readyz tim-kiem theo-ngay xac-minh b tac-gia chu-de the "
    "nguon-tin thu-vien-anh video van-ban dinh-chinh so-do-trang xem-duyet du-lieu-ca-nhan ban-in "
    "nhe"
).split()
# Matches the new style of tone marks (`hoà`). The demo has the old style: in open syllables with
# oa, oe, uy the mark is on the first vowel (`hòa`, `khỏe`, `thủy`); `quý` is qu + y.
NEW_STYLE_MARK = re.compile(r"(?:o[àáảãạèéẻẽẹ]|(?<![qQ])u[ỳýỷỹỵ])(?!\w)")
HAI_LAM = timezone(timedelta(hours=7))


@pytest.fixture(scope="module")
def demo():
    return load()


@pytest.fixture(scope="module")
def texts():
    """The contents of all text files, by name."""
    files = [*content.HERE.glob("*.toml"), *content.HERE.glob("*/*.html")]
    return {path.name: path.read_text(encoding="utf-8") for path in files}


def paragraphs_of(article):
    captions = [line for figure in article.figures() for line in figure.caption.split("\n")]
    shown = [text for text in article.parsed.paragraphs if text not in captions]
    return [article.lead, *shown]


def sentences_of(article):
    text = "\n".join(paragraphs_of(article))
    parts = (re.sub(r"[^\w\s]", "", part).lower() for part in re.split(r"[.!?…:;\n]", text))
    return {" ".join(part.split()) for part in parts if len(part.split()) > 8}


def shingles_of(article, size=9):
    words = re.sub(r"[^\w\s]", "", "\n".join(paragraphs_of(article))).lower().split()
    return {tuple(words[i : i + size]) for i in range(len(words) - size + 1)}


def numbers_in(text):
    return set(re.findall(r"\d+(?:[.,]\d+)*", text))


def test_the_city_has_what_its_portal_promises(demo):
    assert len(demo.sections) == 8
    assert {bool(section.parent) for section in demo.sections} == {True, False}
    assert {page.slug for page in demo.pages} == {"gioi-thieu", "lien-he", "english"}
    assert len(demo.articles) >= 20
    assert {article.genre for article in demo.articles} == set(content.GENRES)
    assert {section.key for section in demo.sections} == {
        key for article in demo.articles for key in (article.section, *article.extra_sections)
    }


def test_lengths_differ_as_in_a_newspaper(demo):
    lengths = sorted(len(" ".join(paragraphs_of(article)).split()) for article in demo.articles)

    assert 180 <= lengths[0] < 300
    assert 1_200 < lengths[-1] <= 1_900


def test_no_heading_skips_a_level(demo):
    skipping = {}
    for each in (*demo.articles, *demo.pages):
        levels = [1, *map(int, re.findall(r"<h([2-6])", each.body))]
        if any(below > above + 1 for above, below in itertools.pairwise(levels)):
            skipping[each.slug] = levels
    assert skipping == {}


def test_no_two_articles_share_a_paragraph(demo):
    # Short cells of tables are left out: two tables may both end with “Cộng”.
    seen = [p for each in demo.articles for p in set(paragraphs_of(each)) if len(p.split()) > 3]

    assert sorted(seen) == sorted(set(seen))


def test_no_two_articles_share_a_sentence_of_more_than_eight_words(demo):
    shared = [
        (one.slug, other.slug, sentence)
        for one, other in itertools.combinations(demo.articles, 2)
        for sentence in sentences_of(one) & sentences_of(other)
    ]

    assert shared == []


def test_no_two_articles_share_nine_words_in_a_row(demo):
    shared = [
        (one.slug, other.slug, " ".join(words))
        for one, other in itertools.combinations(demo.articles, 2)
        for words in shingles_of(one) & shingles_of(other)
    ]

    assert shared == []


def test_digits_in_a_title_stand_in_the_text(demo):
    missing = [
        (article.title, number)
        for article in demo.articles
        for number in numbers_in(article.title)
        - numbers_in("\n".join((article.lead, *article.parsed.paragraphs)))
    ]

    assert missing == []


LOADED = [datetime(2016, 2, 28, 23, 59, tzinfo=HAI_LAM) + timedelta(days=n) for n in range(8)]


@pytest.mark.parametrize("loaded_at", LOADED)
def test_its_notices_say_which_day_they_mean_whenever_it_is_loaded(demo, loaded_at):
    articles = [each.dated(loaded_at) for each in demo.articles]
    open_ended = [
        text[first:last]
        for each in articles
        if each.genre == "thông báo"
        for text in (each.kicker, each.title, *paragraphs_of(each))
        for first, last in relative_times(text)
    ]

    assert open_ended == []
    assert [each.slug for each in articles if "{" in f"{each.lead}{each.title}{each.body}"] == []


def test_the_days_of_its_notices_are_those_after_they_were_published(demo):
    loaded_at = datetime(2020, 12, 31, 12, 0, tzinfo=HAI_LAM)
    leads = {each.number: each.dated(loaded_at).lead for each in demo.articles}

    assert "từ 22 giờ ngày 1/1 đến 4 giờ ngày 2/1," in leads[7]
    assert "Cả 4 chuyến ngày 1/1 phải hủy" in leads[21]
    assert "bắt đầu từ sáng 9/1." in leads[22]
    assert "bắt đầu từ thứ Hai, 30/11." in leads[57]


def test_every_text_is_in_nfc_and_keeps_one_style_of_tone_marks(texts):
    assert [
        name for name, text in texts.items() if unicodedata.normalize("NFC", text) != text
    ] == []
    assert {name: NEW_STYLE_MARK.findall(text) for name, text in texts.items()} == {
        name: [] for name in texts
    }


def test_every_address_ends_in_example(texts):
    hosts = {
        host.lower()
        for text in texts.values()
        for host in re.findall(r"(?:https?://|mailto:|@)(?:[\w.+-]+@)?([\w.-]+\w)", text)
    }

    assert hosts
    assert [host for host in hosts if not host.endswith(".example") and "." in host] == []


def test_addresses_do_not_take_what_the_portal_reserves(demo):
    slugs = {node.slug for node in (*demo.sections, *demo.pages)}

    assert slugs & set(RESERVED) == set()


def test_every_photo_is_used_and_every_picture_is_a_photo(demo):
    used = {figure.photo for article in demo.articles for figure in article.figures()}

    assert used == {photo.key for photo in demo.photos}
    assert {f"{photo.key}.webp" for photo in demo.photos} == {
        each.name for each in PICTURES.iterdir()
    }
    assert all(
        figure.credit.startswith("Minh họa: ") for a in demo.articles for figure in a.figures()
    )


def lists_of(demo):
    """The articles of each list on readers' pages, in no particular order."""
    articles = [each for each in demo.articles if not each.withdrawn]
    parents = {section.key: section.parent for section in demo.sections}
    lists = defaultdict(list, {"all": articles})
    for each in articles:
        sections = {each.section, *each.extra_sections}
        sections |= {parents[key] for key in sections} - {""}
        for name in (*sections, *each.topics, *each.tags, *(by.author for by in each.authors)):
            lists[name].append(each)
    return lists


def same_beside_another(articles, now):
    """The pictures that two neighbouring cards of a list share: side by side, or one below the
    other in the two columns of a wide screen."""
    ordered = sorted(articles, key=lambda each: each.released_at(now))
    shown = [each.lead_photo and each.lead_photo.photo for each in ordered]
    pairs = [*itertools.pairwise(shown), *zip(shown, shown[2:], strict=False)]
    return {one for one, other in pairs if one and one == other}


def test_no_two_neighbours_in_a_list_show_the_same_picture_at_whatever_hour_it_is_loaded(demo):
    hours = [datetime(2099, 3, 4, hour, 30, tzinfo=HAI_LAM) for hour in range(24)]
    same = {
        name: found
        for name, articles in lists_of(demo).items()
        if (found := set.union(*(same_beside_another(articles, now) for now in hours)))
    }

    assert same == {}


def test_no_two_of_the_newest_articles_which_the_home_page_shows_share_a_picture(demo):
    newest = sorted(demo.articles, key=lambda each: each.days_ago)[:44]
    shown = [each.lead_photo.photo for each in newest if each.lead_photo]

    assert sorted(shown) == sorted(set(shown))


def test_each_use_of_a_photo_has_a_caption_of_its_own(demo):
    captions = [figure.caption for article in demo.articles for figure in article.figures()]

    assert sorted(captions) == sorted(set(captions))
    assert any("\n" in caption for caption in captions)


def test_every_topic_has_articles_and_every_author_writes(demo):
    topics = [topic for article in demo.articles for topic in article.topics]
    writers = {byline.author for article in demo.articles for byline in article.authors}

    assert {topic.slug: topics.count(topic.slug) >= 2 for topic in demo.topics} == {
        topic.slug: True for topic in demo.topics
    }
    assert writers == {author.key for author in demo.authors}


def test_both_editions_of_an_updated_article_are_whole(demo):
    updated = [article for article in demo.articles if article.update]

    assert updated
    for article in updated:
        first = article.first_edition()
        assert first["body"] != article.body
        assert parse(first["body"]).paragraphs


@pytest.mark.parametrize("hour", [0, 9, 23])
def test_articles_are_published_before_the_demo_is_loaded(demo, hour):
    now = datetime(2099, 3, 4, hour, 30, tzinfo=HAI_LAM)

    for article in demo.articles:
        released = article.released_at(now)
        last = article.withdrawn or article.update
        after = last.after_hours if last else 0
        assert released + timedelta(hours=after) < now, article.slug
        assert now - released < timedelta(days=180)


def test_each_picture_is_a_whole_webp_1600_pixels_wide_and_no_larger_than_it_needs():
    kinds, largest = set(), 0
    for path in PICTURES.iterdir():
        with Image.open(path) as picture:
            picture.load()
            kinds.add((picture.format, picture.width, picture.mode))
        largest = max(largest, path.stat().st_size)

    assert kinds == {("WEBP", 1600, "RGB")}
    assert largest < 150_000


@pytest.mark.parametrize(
    ("body", "complaint"),
    [
        ("<div>x</div>", "<div> is not allowed"),
        ('<p class="x">x</p>', "may carry only"),
        ("<p>x", "never closed"),
        ("<p></p>", "an empty <p>"),
        ("loose", "loose text"),
        ('<figure data-photo="a"><figcaption>x</figcaption></figure>', "ends with its <cite>"),
    ],
)
def test_a_slip_in_the_markup_is_an_error(body, complaint):
    with pytest.raises(MarkupError, match=re.escape(complaint)):
        parse(body)


@pytest.fixture
def copy(tmp_path):
    """A copy of the demo's texts, in which the test makes mistakes."""
    for path in [*content.HERE.glob("*.toml"), *content.HERE.glob("*/*.html")]:
        target = tmp_path / path.relative_to(content.HERE)
        target.parent.mkdir(exist_ok=True)
        target.write_bytes(path.read_bytes())
    return tmp_path


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        ('section = "cang-bien"', 'section = "cang"', "no such section: cang"),
        ('photo = "bai-container"', 'photo = "bai"', "no such photo: bai"),
        ('author = "nguyen-khoi"', 'author = "ai-do"', "no such author: ai-do"),
        ('genre = "tin"', 'genre = "thơ"', "no such genre: thơ"),
        ("days_ago = 3.0", "days_ago = -1", "published before the demo is loaded"),
        ('kicker = "Luồng Cửa Trầm"', 'kickr = "Luồng Cửa Trầm"', "unknown kickr"),
        ('related = ["ba-du-an', 'related = ["bon-du-an', "no such article: bon-du-an"),
    ],
)
def test_a_slip_in_an_article_is_told_with_its_place(copy, old, new, complaint):
    path = next(copy.glob("articles/03-*.html"))
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1
    path.write_text(text.replace(old, new), encoding="utf-8")

    with pytest.raises(ContentError, match=rf"03-.*{complaint}"):
        load(copy)


def test_two_articles_with_one_slug_are_refused(copy):
    path = next(copy.glob("articles/03-*.html"))
    path.with_name(path.name.replace("03-", "99-")).write_bytes(path.read_bytes())

    with pytest.raises(ContentError, match="two articles"):
        load(copy)


@pytest.mark.django_db
def test_seeding_needs_a_portal_to_stand_in():
    with pytest.raises(LookupError):
        list(seeding.seed(1))
