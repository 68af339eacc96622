"""What somebody types in a form is stored while they type, for that person alone, and is offered
when they open the form again."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from news.models import Article, Sitting
from news.sittings import open_forms
from tests.factories import make_article, make_section
from tests.news.desk.form_data import ADD, change, said, sent
from tests.news.people import person
from text.dates import datetime_with_zone

pytestmark = pytest.mark.django_db

KEY, OTHER = "a1" * 16, "b2" * 16


def address(article=None) -> str:
    return (change(article).removesuffix("change/") if article else "/admin/news/article/") + (
        "sitting/"
    )


def type_in(client, article=None, key=KEY, **fields):
    form = sent(**{"seen_version": article.version if article else "", **fields})
    return client.post(address(article), {**form, "_sitting": key, "_typed": "1"})


def heartbeat(client, article=None, key=KEY, **more):
    return client.post(address(article), {"_sitting": key, **more})


def offered(client, article=None) -> list[str]:
    page = client.get(change(article) if article else ADD)
    return [each.key for each in page.context["unsaved"]]


def test_what_was_typed_is_offered_when_the_form_is_opened_again():
    client, _ = person("editor")
    article = make_article("Tên đã lưu")

    answer = type_in(client, article, title="Tên gõ dở")

    assert answer.json()["kept"] is True
    assert re.fullmatch(r"\d\d:\d\d:\d\d GMT\+7", answer.json()["at"])
    assert offered(client, article) == [KEY]
    page = client.get(change(article)).content.decode()
    assert "Bạn đã gõ ở đây tới" in page and "Tên gõ dở" in page
    assert Article.objects.get().title == "Tên đã lưu"


def test_it_is_opened_beside_what_is_stored_and_is_not_saved():
    client, _ = person("editor")
    article = make_article("Tên đã lưu", body="<p>Câu cũ.</p>")
    type_in(client, article, title="Tên gõ dở", body="<p>Câu gõ d</p>")

    page = client.post(change(article), {"_reopen": "1", "_sitting": KEY})

    form = page.context["adminform"].form
    assert (form["title"].value(), form["body"].value()) == ("Tên gõ dở", "<p>Câu gõ d</p>")
    assert {label for label, _ in form.reopened} >= {"Tiêu đề", "Nội dung"}
    assert (page.context["sitting"], Article.objects.get().title) == (KEY, "Tên đã lưu")


def test_saving_ends_it_and_what_comes_in_late_is_not_offered():
    client, _ = person("editor")
    article = make_article()
    type_in(client, article, title="Tên gõ dở")

    client.post(change(article), sent(title="Tên cuối", seen_version=0, _sitting=KEY))
    late = type_in(client, article, title="Tên gõ dở hơn")

    assert (late.json()["kept"], offered(client, article)) == (False, [])
    assert Article.objects.get().title == "Tên cuối"


def test_a_late_word_of_a_new_article_that_is_saved_is_of_no_matter():
    client, _ = person("contributor")
    form = sent(title="Bài mới", section=make_section().pk, _sitting=KEY)
    client.post(ADD, form)

    late = type_in(client, title="Bài mới, gõ dở")

    assert (late.status_code, late.json()["kept"], offered(client)) == (200, False, [])


def test_a_save_that_is_refused_leaves_it():
    client, _ = person("editor")
    article = make_article()
    type_in(client, article, title="Tên gõ dở")

    answer = client.post(change(article), sent(title="", seen_version=0, _sitting=KEY))

    assert answer.status_code == 200
    assert answer.context["sitting"] == KEY
    assert offered(client, article) == [KEY]


def test_a_new_article_is_offered_on_the_form_for_new_ones():
    client, _ = person("contributor")
    type_in(client, title="Bài chưa kịp lưu")

    assert offered(client) == [KEY]
    page = client.post(ADD, {"_reopen": "1", "_sitting": KEY})
    assert page.context["adminform"].form["title"].value() == "Bài chưa kịp lưu"
    assert not Article.objects.exists()

    form = sent(title="Bài chưa kịp lưu", section=make_section().pk, _sitting=KEY)
    client.post(ADD, form)

    assert (Article.objects.count(), offered(client)) == (1, [])


def test_what_was_typed_into_a_draft_that_somebody_deleted_is_offered_for_a_new_one():
    client, _ = person("editor")
    article = make_article()
    type_in(client, article, title="Tên gõ dở")

    article.delete()

    assert offered(client) == [KEY]


def test_what_was_put_aside_can_be_opened_all_the_same():
    client, _ = person("editor")
    article = make_article()
    type_in(client, article, title="Tên gõ dở")

    client.post(address(article) + "drop/", {"_sitting": KEY})

    (aside,) = client.get(change(article)).context["unsaved"]
    assert aside.dropped_at
    page = client.post(change(article), {"_reopen": "1", "_sitting": KEY})
    assert page.context["adminform"].form["title"].value() == "Tên gõ dở"


def delete(client, article=None, key=KEY, **said):
    return client.post(address(article) + "delete/", {"_sitting": key, **said})


def put_aside(client, article=None, key=KEY, **fields):
    type_in(client, article, key, **fields)
    client.post(address(article) + "drop/", {"_sitting": key})


@pytest.mark.parametrize("is_new", [True, False])
def test_what_was_put_aside_is_deleted_for_good_once_its_person_has_seen_what_it_is(is_new):
    client, _ = person("editor")
    article = None if is_new else make_article()
    put_aside(client, article, title="Tên gõ dở", body="<p>Câu gõ d</p>")
    put_aside(client, article, OTHER, title="Bản khác")

    asked = delete(client, article)
    kept = set(offered(client, article))
    done = delete(client, article, sure="1")

    words = asked.content.decode().split('id="content-main"')[1]
    assert (asked.status_code, kept) == (200, {KEY, OTHER})
    assert "Tên gõ dở" in words and "Câu gõ d" in words and "Bản khác" not in words
    assert (done.status_code, offered(client, article)) == (302, [OTHER])
    assert "gõ d" not in Sitting.objects.get(key=KEY).fields


def test_what_is_not_put_aside_or_was_typed_into_since_is_not_deleted():
    client, _ = person("editor")
    article = make_article()
    type_in(client, article, title="Còn đang gõ")
    assert delete(client, article, sure="1").status_code == 302

    put_aside(client, article, OTHER, title="Gác lại")
    delete(client, article, OTHER)
    type_in(client, article, OTHER, title="Lại gõ tiếp")
    answer = delete(client, article, OTHER, sure="1")

    assert said(answer) == [
        ("info", "Không có gì bị xóa: bản này không còn trong danh sách đã gác lại.")
    ]
    assert set(offered(client, article)) == {KEY, OTHER}


def test_nobody_deletes_anothers_nor_that_of_another_article():
    mine, _ = person("editor")
    theirs, _ = person("publisher")
    article, other = make_article(), make_article("Bài kia")
    put_aside(mine, article, title="Chuyện riêng")

    answers = [delete(theirs, article), delete(theirs, article, sure="1"), delete(mine, other)]

    assert [each.status_code for each in answers] == [302] * 3
    assert (Sitting.objects.get(key=KEY).dropped_at is None, offered(mine, article)) == (
        False,
        [KEY],
    )


def test_of_those_put_aside_three_stand_there_and_the_others_are_folded():
    client, _ = person("editor")
    keys = [f"{number:032x}" for number in range(5)]
    for number, key in enumerate(keys):
        put_aside(client, key=key, title=f"Tên {number}")
    type_in(client, title="Còn đang gõ")

    page = client.get(ADD).content.decode()
    shown, folded = page.partition("<details>")[::2]
    named = re.compile(r'class="put-aside-name">([^<]*)<')

    assert (named.findall(shown), named.findall(folded)) == (
        ["Tên 4", "Tên 3", "Tên 2"],
        ["Tên 1", "Tên 0"],
    )
    assert "Còn 2 bản nữa" in folded
    assert shown.count("Bạn đã gõ ở đây tới") == 1


def test_it_is_nobody_elses():
    mine, _ = person("editor")
    theirs, _ = person("publisher")
    article = make_article("Tên đã lưu")
    type_in(mine, article, title="Chuyện riêng")

    page = theirs.get(change(article))
    opened = theirs.post(change(article), {"_reopen": "1", "_sitting": KEY}, follow=True)
    theirs.post(address(article) + "drop/", {"_sitting": KEY})
    taken = type_in(theirs, article, title="Chen vào")

    assert page.context["unsaved"] == []
    assert "Chuyện riêng" not in page.content.decode() + opened.content.decode()
    assert taken.status_code == 400
    assert (Sitting.objects.get().dropped_at, offered(mine, article)) == (None, [KEY])


def test_one_of_another_article_is_not_opened_here():
    client, _ = person("editor")
    article, other = make_article(), make_article("Bài kia")
    type_in(client, article, title="Tên gõ dở")

    answer = client.post(change(other), {"_reopen": "1", "_sitting": KEY})

    assert (answer.status_code, answer["Location"]) == (302, change(other))
    assert type_in(client, other, title="Tên").status_code == 400


@pytest.mark.parametrize("kind", ["anonymous", "nobody", "contributor"])
def test_who_may_not_edit_an_article_neither_types_into_it_nor_sits_there(kind):
    client, _ = person(kind)
    article = make_article()

    answers = [type_in(client, article), heartbeat(client, article)]
    answers.append(client.post(address(article) + "drop/", {"_sitting": KEY}))

    assert {each.status_code for each in answers} <= {302, 403}
    assert not Sitting.objects.exists()


def test_an_editor_of_an_approved_text_is_told_no():
    client, _ = person("editor")
    article = make_article(state="approved")

    assert type_in(client, article).status_code == 403


@pytest.mark.parametrize("key", ["", "zz", "a" * 33, "A1" * 16, "../x", "\x00" * 32])
def test_a_key_that_is_none_is_refused(key):
    client, _ = person("editor")

    assert type_in(client, make_article(), key=key).status_code == 400
    assert not Sitting.objects.exists()


def test_each_sees_who_else_is_there():
    mine, _ = person("editor")
    theirs, other = person("publisher")
    other.first_name, other.last_name = "Lan", "Trần Thị"
    other.save()
    article = make_article()

    assert heartbeat(theirs, article, OTHER).json()["others"] == []
    (seen,) = heartbeat(mine, article).json()["others"]

    assert seen.startswith("Trần Thị Lan, từ ")


def test_each_is_named_once_however_many_windows_they_have():
    mine, _ = person("editor")
    theirs, other = person("publisher")
    other.first_name, other.last_name = "Lan", "Trần Thị"
    other.save()
    article = make_article()
    # A form that was opened more than a day ago would be deleted (`open_forms._sweep`).
    opened = [timezone.now() - timedelta(minutes=60 - number) for number in range(6)]
    for number, client in enumerate([mine, theirs, mine, theirs, mine, theirs]):
        heartbeat(client, article, f"{number:032x}")
        Sitting.objects.filter(key=f"{number:032x}").update(opened_at=opened[number])

    seen = heartbeat(mine, article, f"{0:032x}").json()["others"]

    assert seen == [
        f"Trần Thị Lan, từ {datetime_with_zone(opened[1])} (3 cửa sổ)",
        f"chính bạn, ở 2 cửa sổ khác, từ {datetime_with_zone(opened[2])}",
    ]


def test_nobody_is_there_any_more_who_has_left():
    mine, _ = person("editor")
    theirs, _ = person("publisher")
    article = make_article()
    heartbeat(theirs, article, OTHER)

    heartbeat(theirs, article, OTHER, _left="1")

    assert heartbeat(mine, article).json()["others"] == []


def test_nor_who_has_not_been_heard_of():
    mine, _ = person("editor")
    theirs, _ = person("publisher")
    article = make_article()
    heartbeat(theirs, article, OTHER)

    Sitting.objects.update(seen_at=timezone.now() - timedelta(seconds=41))

    assert heartbeat(mine, article).json()["others"] == []


def test_nor_who_has_saved_and_gone_on():
    mine, _ = person("editor")
    theirs, _ = person("publisher")
    article = make_article()
    heartbeat(theirs, article, OTHER)

    theirs.post(change(article), sent(seen_version=0, _sitting=OTHER))

    assert heartbeat(mine, article).json()["others"] == []


def test_old_ones_go_when_new_ones_come():
    client, _ = person("editor")
    article = make_article()
    type_in(client, article, title="Tên gõ dở")
    heartbeat(client, article, OTHER)
    long_ago = timezone.now() - timedelta(days=31)
    Sitting.objects.update(opened_at=long_ago)
    Sitting.objects.filter(key=KEY).update(typed_at=long_ago)

    heartbeat(client, article, "c3" * 16)

    assert [each.key for each in Sitting.objects.all()] == ["c3" * 16]


def test_of_a_person_so_many_are_kept_and_the_latest(monkeypatch):
    monkeypatch.setattr(open_forms, "MAX_UNSAVED_PER_PERSON", 2)
    client, _ = person("editor")
    article = make_article()
    keys = [f"{number:032x}" for number in range(4)]

    for number, key in enumerate(keys):
        type_in(client, article, key=key, title=f"Tên {number}")
    heartbeat(client, article, OTHER)

    assert {each.key for each in Sitting.objects.unsaved()} == set(keys[2:])


def test_it_is_asked_with_post_alone():
    client, _ = person("editor")
    article = make_article()

    assert client.get(address(article)).status_code == 405
    assert client.get(address(article) + "drop/").status_code == 405


def test_a_long_article_is_kept():
    client, _ = person("editor")
    article = make_article()

    answer = type_in(client, article, body="<p>" + "ế" * 900_000 + "</p>")

    assert (answer.json()["kept"], offered(client, article)) == (True, [KEY])


def test_what_is_longer_than_what_is_kept_is_told_so():
    client, _ = person("editor")

    answer = type_in(client, make_article(), body="a" * (open_forms.MAX_FORM_CHARACTERS + 1))

    assert (answer.status_code, Sitting.objects.count()) == (413, 0)


def test_what_was_taken_back_is_unsaved_no_more():
    client, _ = person("editor")
    article = make_article()
    type_in(client, article, title="Tên gõ dở")

    heartbeat(client, article, _typed="1")

    assert offered(client, article) == []
