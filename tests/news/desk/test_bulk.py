"""Actions on articles that were chosen in the list: each article has its own transaction and its
own result."""

import pytest
from django.contrib.auth.models import Group
from django.db.models.signals import post_save
from django.test import Client

from accounts import roles
from news.desk import steps
from news.editions.public_status import public_status
from news.enums import DeskState, Verb
from news.models import Act, Article, Beat, Tag
from tests.factories import make_article, make_publisher, make_section, make_user, publish
from tests.news.desk.form_data import LIST, in_hours
from tests.news.people import person, state_of_everything

pytestmark = pytest.mark.django_db


def bulk(act):
    return f"{LIST}bulk/{act}/"


def seen(article):
    article = Article.objects.get(pk=article.pk)
    return f"{article.version}.{article.last_number}"


def press(client, act, *articles, **fields):
    """Press the button of the action's page, as somebody who saw the articles as they are now."""
    sent = {"bai": [article.pk for article in articles]}
    sent |= {f"seen-{article.pk}": seen(article) for article in articles}
    # The `seen` of this action covers more than text and editions.
    if act == "assign":
        asked = client.get(bulk(act), {"bai": ",".join(map(str, sent["bai"]))}).context or {}
        sent |= {f"seen-{row.article.pk}": row.seen for row in asked.get("rows", [])}
    return client.post(bulk(act), {**sent, **fields})


def results(answer):
    """By title, whether the article's action was done and its message; None if it was not tried."""
    rows = answer.context["rows"]
    return {row.article.title: (row.done, row.message) if row.message else None for row in rows}


def approved(title, **fields):
    return make_article(title, state=DeskState.APPROVED, **fields)


@pytest.fixture
def publisher():
    client, user = Client(), make_publisher()
    client.force_login(user)
    client.user = user
    return client


def test_what_is_approved_is_published_and_the_rest_says_why_not(publisher):
    good, draft, empty = approved("Tốt"), make_article("Nháp"), approved("Rỗng", section=None)
    live, later = approved("Đang chạy"), approved("Hẹn giờ", publish_at=in_hours(2))
    publish(live)

    answer = press(publisher, "publish", good, draft, empty, live, later)

    said = results(answer)
    assert said.pop("Hẹn giờ")[1].startswith("Đã hẹn giờ: bạn đọc sẽ thấy bài lúc ")
    assert said == {
        "Tốt": (True, "Đã đăng."),
        "Nháp": (False, "Bài chưa được duyệt: hãy mở ra đọc trước."),
        "Rỗng": (False, "Hãy chọn chuyên mục đăng bài."),
        "Đang chạy": (False, "Bạn đọc đang thấy đúng nội dung này rồi."),
    }
    counts = {article.title: article.last_number for article in Article.objects.all()}
    assert counts == {"Tốt": 1, "Nháp": 0, "Rỗng": 0, "Đang chạy": 1, "Hẹn giờ": 1}


def test_what_another_edition_is_scheduled_of_is_left_to_its_form(publisher):
    article = approved("Có bản hẹn")
    publish(article)
    article.title = "Bản hẹn"
    article.save()
    steps.publish(article, by=publisher.user, at=in_hours(2))
    article.title = "Bản nữa"
    article.save()

    answer = press(publisher, "publish", article)

    said = "Bài đang có một bản hẹn giờ: hãy mở bài để quyết định về bản đó."
    assert results(answer) == {"Bản nữa": (False, said)}
    assert Article.objects.get().last_number == 2


def test_an_article_that_changed_since_it_was_seen_is_not_published(publisher):
    article, other = approved("Đã xem"), approved("Cũng xem")
    old = seen(article)
    steps.saved(article, by=publisher.user, created=False)

    answer = press(publisher, "publish", article, other, **{f"seen-{article.pk}": old})

    said = results(answer)
    assert said["Cũng xem"] == (True, "Đã đăng.")
    done, words = said["Đã xem"]
    assert (done, words.partition(": ")[0]) == (False, "Chưa thực hiện")
    assert Article.objects.get(title="Đã xem").last_number == 0
    again = publisher.post(
        bulk("publish"),
        {"bai": [article.pk], f"seen-{article.pk}": answer.context["rows"][0].seen},
    )
    assert results(again) == {"Đã xem": (True, "Đã đăng.")}


def test_many_are_withdrawn_for_one_reason(publisher):
    articles = [approved(name) for name in ("Một", "Hai")]
    for article in articles:
        publish(article)
    never = approved("Chưa đăng")

    answer = press(publisher, "withdraw", *articles, never, reason="Sai số liệu")

    said = "Đã gỡ: bạn đọc không còn thấy bài."
    assert {title: done for title, (done, _) in results(answer).items()} == {
        "Một": True, "Hai": True, "Chưa đăng": False,
    }  # fmt: skip
    assert results(answer)["Một"][1] == said
    notes = Act.objects.filter(verb=Verb.WITHDRAW).values_list("article__title", "note")
    assert sorted(notes) == [("Hai", "Sai số liệu"), ("Một", "Sai số liệu")]


def test_without_its_reason_nothing_is_withdrawn(publisher):
    article = approved("Một")
    publish(article)

    answer = press(publisher, "withdraw", article, reason=" ")

    assert list(answer.context["form"].errors) == ["reason"]
    assert (results(answer), public_status(article).running is not None) == ({"Một": None}, True)


def test_many_are_given_to_one_person(publisher):
    articles, who = [make_article(name) for name in ("Một", "Hai")], make_user(roles.EDITORS)

    press(publisher, "assign", *articles, to=who.pk, due_0="", due_1="", note="Gấp")

    assert set(Article.objects.values_list("assignee", flat=True)) == {who.pk}


def test_the_same_given_twice_is_told_once(publisher):
    article, who = make_article("Một"), make_user(roles.EDITORS)
    press(publisher, "assign", article, to=who.pk, note="Gấp")

    again = press(publisher, "assign", article, to=who.pk, note="Gấp")
    other = press(publisher, "assign", article, to=who.pk, note="Rất gấp")

    assert results(again) == {"Một": (False, "Bài đã như vậy rồi.")}
    assert results(other) == {"Một": (True, "Đã giao.")}
    assert Act.objects.filter(verb=Verb.ASSIGN).count() == 2


def test_moved_readers_see_them_in_their_new_section_only_if_that_is_all_that_is_new(publisher):
    old, new = make_section("Cũ"), make_section("Mới")
    plain, edited, draft = (approved(name, section=old) for name in ("Nguyên", "Đã sửa", "Nháp"))
    for article in (plain, edited):
        publish(article)
    Article.objects.filter(pk=edited.pk).update(lead="Sapo chưa duyệt.")

    answer = press(publisher, "move", plain, edited, draft, section=new.pk, republish="on")

    assert results(answer) == {
        "Nguyên": (True, "Đã xong và đã xuất bản."),
        "Đã sửa": (
            True,
            "Đã xong trên bàn biên tập. Bài còn thay đổi khác: hãy xuất bản từ biểu mẫu của bài.",
        ),
        "Nháp": (True, "Đã xong."),
    }
    assert set(Article.objects.values_list("section", flat=True)) == {new.pk}
    running = {a.title: public_status(a).running for a in (plain, edited)}
    assert (running["Nguyên"].section_id, running["Đã sửa"].section_id) == (new.pk, old.pk)
    assert running["Đã sửa"].lead != "Sapo chưa duyệt."


def test_moved_without_being_published_readers_see_no_change(publisher):
    article, new = approved("Nguyên"), make_section("Mới")
    publish(article)

    answer = press(publisher, "move", article, section=new.pk)

    said = "Đã xong trên bàn biên tập; bạn đọc thấy khi bài được xuất bản."
    assert results(answer) == {"Nguyên": (True, said)}
    assert Article.objects.get().last_number == 1


def test_what_could_not_be_published_again_is_not_moved_either(publisher):
    old, new = make_section("Cũ", second_eyes=True), make_section("Mới")
    article = approved("Nguyên", section=old, created_by=publisher.user)
    publish(article)
    steps.publish(article, by=publisher.user, at=in_hours(2))

    answer = press(publisher, "move", article, section=new.pk, republish="on")

    said = "Bài đang có một bản hẹn giờ: hãy mở bài để quyết định về bản đó."
    assert results(answer) == {"Nguyên": (False, said)}
    assert Article.objects.get().section == old


def test_tags_are_added_and_taken_away(publisher):
    bridge, road = Tag.objects.create(name="cầu"), Tag.objects.create(name="đường")
    one, two = make_article("Một"), make_article("Hai")
    one.tags.set([road])

    answer = press(publisher, "tag", one, two, tags=[bridge.pk], without=[road.pk])

    assert results(answer) == {"Một": (True, "Đã xong."), "Hai": (True, "Đã xong.")}
    assert [list(article.tags.all()) for article in (one, two)] == [[bridge], [bridge]]
    assert Act.objects.filter(verb=Verb.SAVE).exclude(text="").count() == 2
    again = press(publisher, "tag", one, tags=[bridge.pk])
    assert results(again) == {"Một": (False, "Bài đã như vậy rồi.")}


def test_one_is_done_by_itself_where_a_script_asks_for_it(publisher):
    one, two = approved("Một"), approved("Hai")

    answer = press(publisher, "publish", one, two, one=two.pk)

    assert results(answer) == {"Một": None, "Hai": (True, "Đã đăng.")}
    assert Article.objects.get(title="Một").last_number == 0


def test_where_one_fails_in_the_middle_the_others_are_whole(publisher):
    """The second is refused because it would expire before it is published. It leaves no act."""
    one, two, three = (approved(name) for name in ("Một", "Hai", "Ba"))
    Article.objects.filter(pk=two.pk).update(expire_at=in_hours(-1))

    answer = press(publisher, "publish", one, two, three)

    assert [result[0] for result in results(answer).values()] == [True, False, True]
    acts = Act.objects.values_list("article__title", "verb")
    assert sorted(acts) == [("Ba", "publish"), ("Một", "publish")]


def test_one_that_a_colleague_deletes_meanwhile_stops_none_of_the_others(publisher):
    first, gone, last = make_article("Một"), make_article("Đã xóa"), make_article("Ba")

    def colleague(**_about):
        Article.objects.filter(pk=gone.pk).delete()

    post_save.connect(colleague, sender=Act)
    try:
        answer = press(publisher, "assign", first, gone, last, to=make_user(roles.EDITORS).pk)
    finally:
        post_save.disconnect(colleague, sender=Act)

    assert results(answer) == {
        "Một": (True, "Đã giao."),
        "Đã xóa": (False, "Bài này không còn nữa."),
        "Ba": (True, "Đã giao."),
    }


def test_where_all_is_done_nothing_is_left_to_press(publisher):
    good, draft = approved("Tốt"), make_article("Nháp")

    some, every = press(publisher, "publish", good, draft), press(publisher, "tag", draft, tags=[])
    done = press(publisher, "assign", draft, to=make_user(roles.EDITORS).pk)

    counts = [answer.content.decode().partition('bulk-count">')[2][:3] for answer in (some, every)]
    assert counts == ["(1)", "(1)"]
    assert 'bulk-count"' not in done.content.decode()


def test_of_what_nobody_says_they_saw_nothing_is_published(publisher):
    article = approved("Tốt")

    answer = publisher.post(bulk("publish"), {"bai": [article.pk]})

    assert results(answer)["Tốt"][0] is False
    assert Article.objects.get().last_number == 0


# Rights


def test_an_editor_of_one_section_moves_nothing_out_of_others(client):
    here, elsewhere = make_section("Kinh tế"), make_section("Văn hóa")
    editor = make_user()
    Beat.objects.create(user=editor, section=here, group=Group.objects.get(name=roles.EDITORS))
    client.force_login(editor)
    own, foreign = make_article("Của mục", section=here), make_article("Bí mật", section=elsewhere)

    answer = press(client, "move", own, foreign, section=here.pk)
    refused = press(client, "move", own, section=elsewhere.pk)

    assert list(results(answer)) == ["Của mục"]
    assert "Bí mật" not in answer.content.decode()
    assert list(refused.context["form"].errors) == ["section"]
    assert Article.objects.get(title="Bí mật").section == elsewhere
    assert Article.objects.get(title="Của mục").section == here


@pytest.mark.parametrize("kind", ["anonymous", "nobody", "reader", "contributor"])
@pytest.mark.parametrize("act", ["publish", "move", "tag", "assign", "withdraw"])
def test_who_may_not_gets_no_word_and_changes_nothing(kind, act):
    client, _ = person(kind)
    article = approved("Bí mật của phép thử")
    publish(article)
    before = state_of_everything()

    address = f"{bulk(act)}?bai={article.pk}"
    answers = [client.get(address), press(client, act, article, reason="x", section=1)]

    assert {answer.status_code for answer in answers} <= {302, 403}
    assert "Bí mật" not in "".join(answer.content.decode() for answer in answers)
    assert state_of_everything() == before


def test_the_list_offers_what_a_person_may_do():
    offered = {}
    for kind in ("contributor", "editor", "publisher", "superuser"):
        client, _ = person(kind)
        make_article()
        form = client.get(LIST).context.get("action_form")
        offered[kind] = (
            [value for value, _ in form.fields["action"].choices if value] if form else []
        )

    assert offered == {
        "contributor": [],
        "editor": ["move", "tag", "assign"],
        "publisher": ["publish", "move", "tag", "assign", "withdraw"],
        "superuser": ["publish", "move", "tag", "assign", "withdraw"],
    }


def test_the_list_leads_to_the_chosen_articles(publisher):
    one, two, _three = approved("Một"), approved("Hai"), approved("Ba")

    sent = {"action": "publish", "_selected_action": [one.pk, two.pk, "x' OR 1", ""]}
    answer = publisher.post(LIST, sent, follow=True)

    assert list(results(answer)) == ["Hai", "Một"]
    assert Act.objects.count() == 0


@pytest.mark.parametrize(
    "query", ["", "?bai=", "?bai=x", "?bai=-1", "?bai=" + "9" * 40, "?bai=" + ",".join("1" * 201)]
)
def test_what_names_no_articles_is_not_found(publisher, query):
    assert publisher.get(bulk("publish") + query).status_code in (200, 404)


def test_an_act_that_there_is_not_is_not_found(publisher):
    assert publisher.get(bulk("delete") + "?bai=1").status_code == 404
