"""The portal of a small town, its content, and a state machine of what its staff do to it."""

from collections.abc import Iterable
from contextlib import contextmanager, suppress
from datetime import timedelta
from itertools import count
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from agency.models import Agency, Notice, SocialLink
from media import renditions
from media.models import Photo
from news.counting import ranking
from news.counting.models import ReadDay
from news.desk import steps
from news.editions import lifecycle
from news.fronts import arrange
from news.fronts.placements import Slot
from news.models import (
    Article,
    Author,
    Edition,
    Front,
    RelatedArticle,
    Source,
    Tag,
    Topic,
)
from news.taxonomy.models import OldSlug
from portal import urls
from redirects import missed_addresses
from redirects.models import MissedAddress
from sections.models import Link, LinkList, Section
from tests import factories
from tests.delivery.delivered import Delivered
from tests.fixtures.memory import forget_marks
from tests.portal import addresses
from tests.portal.town_addresses import ARGUMENTS, NAMED, values_of_queries


def build() -> None:
    """Make the content with which every sequence begins."""
    logo, portrait, lead = (factories.make_photo() for _ in range(3))
    factories.make_agency(logo=logo, fanpage_url="https://fanpage.example/")
    economy = factories.make_section("Kinh tế", slug="kinh-te")
    ports = factories.make_section("Cảng biển", slug="cang-bien", parent=economy)
    factories.make_section("Đời sống", slug="doi-song")
    factories.make_section("Giới thiệu", slug="gioi-thieu", kind=Section.Kind.PAGE)
    author = Author.objects.create(name="Lâm Thủy", portrait=portrait)
    source = factories.make_source(logo=logo)
    topic, tag = Topic.objects.create(name="Cảng mới"), Tag.objects.create(name="Cảng")
    Topic.objects.create(name="Chưa có bài")
    Link.objects.create(
        list=LinkList.objects.create(title="Liên kết"), title="A", url="https://a.example/"
    )
    first = factories.make_article("Cảng đón tàu", section=ports, authors=[author], lead_photo=lead)
    first.topics.add(topic)
    second = factories.make_article("Chợ họp lại", section=economy, source=source)
    second.tags.add(tag)
    RelatedArticle.objects.create(article=second, other=first)
    for article in (first, second):
        factories.publish(article)
    factories.publish(first, correction="Tàu dài 300 m")
    now = timezone.now()
    MissedAddress.objects.create(path="/khong-co/", count=1, first_seen=now, last_seen=now)


def look(portal: Delivered, seen: dict[str, None]) -> dict[str, tuple[int, int]]:
    """The addresses whose page is stale, among all present ones and those in `seen`, to which the
    present ones are added."""
    seen |= dict.fromkeys(addresses.paths(urls, ARGUMENTS))
    stale = portal.stale(seen)
    values = values_of_queries()
    more = [
        address
        for path in seen
        if "?" not in path
        for address in addresses.queries(path, portal.looked_at(path), values)
    ]
    stale |= portal.stale(address for address in more if address not in seen)
    seen |= dict.fromkeys(more)
    return stale


which = st.integers(0, 7)
hours = st.sampled_from([1, 2, 26, 50])
perhaps = st.none() | hours


def ahead(by: int | None):
    return by and timezone.now() + timedelta(hours=by)


class Town(RuleBasedStateMachine):
    """After each step every public address must show the same as if its page were made anew."""

    by: Any
    clock: Any
    # A context manager that calls the `on_commit` callbacks of a block at its end.
    commits: Any
    # The portal before the first step, with all its pages in memory.
    first: Delivered

    def __init__(self) -> None:
        super().__init__()
        self.outer = transaction.atomic()
        self.outer.__enter__()
        forget_marks()
        self.start, self.numbers = self.clock.now, count(1)
        self.portal, self.seen, self.changed = self.first.copy(), {}, False

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.outer.__exit__(None, None, None)
        self.clock.now = self.start

    @invariant()
    def nothing_is_stale(self) -> None:
        if not self.changed:
            return
        self.changed = False
        stale = look(self.portal, self.seen)
        if stale:
            raise AssertionError(f"stale: {stale}")

    @contextmanager
    def act(self):
        """A block for an act, which takes a second. An act that is refused changes nothing."""
        self.clock.move(seconds=1)
        with suppress(steps.StepRefused, ValidationError), self.commits(execute=True):
            with transaction.atomic():
                yield
            self.changed = True

    def pick(self, rows: Iterable, number: int):
        rows = list(rows)
        if not rows:
            raise steps.StepRefused("nothing to choose from")
        return rows[number % len(rows)]

    def article(self, number: int, **having) -> Article:
        return self.pick(Article.objects.filter(**having).distinct().order_by("pk"), number)

    def running(self, number: int) -> Article:
        return self.article(number, editions__in=Edition.objects.public())

    def coming(self, number: int) -> Article:
        return self.article(number, editions__in=Edition.objects.ahead())

    # Articles

    @rule(number=which, at=perhaps, expires=perhaps, days=st.sampled_from([0, 0, 3]))
    def publish(self, number, at, expires, days) -> None:
        with self.act():
            article = factories.make_article(
                f"Bài {next(self.numbers)} về cảng",
                section=self.pick(Section.objects.filter(kind="section"), number),
                authors=list(Author.objects.all())[: number % 2],
                source=Source.objects.first() if number % 3 == 0 else None,
                lead_photo=Photo.objects.last() if number % 4 == 0 else None,
                expire_at=ahead(expires and expires + (at or 0)),
                released_at=ahead(-24 * days) if days else None,
            )
            article.topics.set([self.pick(Topic.objects.all(), number)])
            article.tags.set(list(Tag.objects.all())[: number % 2])
            steps.publish(article, by=self.by, at=ahead(at))

    @rule(
        number=which,
        change=st.sampled_from(
            ["title", "slug", "section", "extra", "topics", "author", "source", "photo", "related"]
        ),
        at=perhaps,
        scheduled=st.sampled_from([steps.KEEP, steps.CANCEL, steps.REWORK]),
    )
    def edit(self, number, change, at, scheduled) -> None:
        with self.act():
            article = self.article(number)
            new = next(self.numbers)
            if change in {"title", "slug"}:
                setattr(article, change, f"cang-{new}")
            elif change == "section":
                article.section = self.pick(Section.objects.filter(kind="section"), new)
            elif change == "extra":
                article.extra_sections.set(Section.objects.filter(kind="section")[new % 2 :])
            elif change == "topics":
                article.topics.set(list(Topic.objects.all())[new % 2 :])
            elif change == "author":
                article.bylines.all().delete()
            elif change == "source":
                article.source = None if article.source else Source.objects.first()
            elif change == "photo":
                article.lead_photo = self.pick(Photo.objects.all(), new)
            else:
                other = self.pick(Article.objects.exclude(pk=article.pk).order_by("pk"), new)
                article.related_rows.get_or_create(other=other)
            article.save()
            steps.publish(article, by=self.by, at=ahead(at), scheduled=scheduled)

    @rule(number=which, at=perhaps)
    def correct(self, number, at) -> None:
        with self.act():
            article = self.article(number, last_number__gt=0)
            new, keep = f"Sửa {next(self.numbers)}", steps.KEEP
            steps.publish(article, by=self.by, at=ahead(at), correction=new, scheduled=keep)

    @rule(number=which, told=st.booleans())
    def withdraw(self, number, told) -> None:
        with self.act():
            live = Edition.objects.public() | Edition.objects.ahead()
            steps.withdraw(
                self.article(number, editions__in=live),
                by=self.by,
                reason="Sai",
                public_reason=f"Sai {next(self.numbers)}" if told else "",
            )

    @rule(number=which)
    def explain(self, number) -> None:
        with self.act():
            withdrawn = self.article(number, withdrawn_at__isnull=False)
            reason = f"Sai {next(self.numbers)}" if number % 2 else ""
            steps.explain(withdrawn, by=self.by, public_reason=reason)

    @rule(number=which)
    def bring_back(self, number) -> None:
        with self.act():
            gone = Article.objects.exclude(editions__in=Edition.objects.public())
            steps.bring_back(
                self.pick(gone.exclude(last_number=0).order_by("pk"), number), by=self.by
            )

    @rule(number=which)
    def archive(self, number) -> None:
        with self.act():
            steps.archive(self.running(number), by=self.by)

    @rule(number=which)
    def unarchive(self, number) -> None:
        with self.act():
            steps.unarchive(self.running(number), by=self.by)

    @rule(number=which, to=hours)
    def reschedule(self, number, to) -> None:
        with self.act():
            steps.move(self.coming(number), by=self.by, at=ahead(to))

    @rule(number=which)
    def cancel(self, number) -> None:
        with self.act():
            steps.cancel(self.coming(number), by=self.by)

    @rule(number=which, until=perhaps)
    def expire(self, number, until) -> None:
        with self.act():
            live = Edition.objects.public() | Edition.objects.ahead()
            article = self.article(number, editions__in=live)
            steps.set_expiry(article, by=self.by, until=ahead(until))

    # What stands around them

    @rule(number=which, change=st.sampled_from(["title", "slug", "parent", "order", "new"]))
    def section(self, number, change) -> None:
        with self.act():
            section = self.pick(Section.objects.order_by("pk"), number)
            new = next(self.numbers)
            if change == "new":
                section = Section(title="Mục mới", slug=f"muc-moi-{new}", parent=None)
            elif change in {"title", "slug"}:
                setattr(section, change, f"muc-{new}x")
            elif change == "parent":
                above = Section.objects.filter(kind="section", parent=None).exclude(pk=section.pk)
                section.parent = None if section.parent else self.pick(above.order_by("pk"), new)
            else:
                section.order, section.in_menu = new, not section.in_menu
            section.full_clean()
            section.save()

    @rule()
    def page(self) -> None:
        with self.act():
            page = self.pick(Section.objects.filter(kind=Section.Kind.PAGE), 0)
            page.body = f"<p>Lời {next(self.numbers)}</p>"
            page.save()

    @rule(
        kind=st.sampled_from(sorted(NAMED)),
        number=which,
        change=st.sampled_from(["name", "slug", "both", "new"]),
    )
    def rename(self, kind, number, change) -> None:
        with self.act():
            row = self.pick(NAMED[kind].objects.order_by("pk"), number)
            new = next(self.numbers)
            if change == "new":
                row = NAMED[kind](name=f"Tên {new}")
            # An address that another name had.
            elif change == "both":
                old = OldSlug.objects.filter(kind=kind).first()
                row.slug = old.slug if old else f"ten-{new}x"
            else:
                setattr(row, change, f"ten-{new}x")
            row.full_clean(exclude=["folded", "slug"])
            row.save()

    @rule(number=which)
    def render(self, number) -> None:
        with self.act():
            renditions.render(self.pick(Photo.objects.waiting(), number))

    @rule(change=st.sampled_from(["phone", "indexed", "fanpage", "social", "link", "unlink"]))
    def agency(self, change) -> None:
        with self.act():
            agency, new = Agency.objects.get(), next(self.numbers)
            if change == "social":
                SocialLink(agency=agency, name="Zalo", url=f"https://z.example/{new}").save()
            elif change == "link":
                Link(list=LinkList.objects.get(), title=f"L{new}", url="https://l.example/").save()
            elif change == "unlink":
                self.pick(Link.objects.all(), 0).delete()
            else:
                agency.phone = f"0{new}"
                agency.indexed = agency.indexed != (change == "indexed")
                agency.fanpage_url = "" if change == "fanpage" else agency.fanpage_url
                agency.save()

    @rule(start=perhaps, end=hours)
    def notice(self, start, end) -> None:
        with self.act():
            Notice(
                text=f"Mưa {next(self.numbers)}",
                starts_at=ahead(start),
                expires_at=ahead((start or 0) + end),
            ).save()

    @rule(number=which, place=st.integers(0, 3), start=perhaps, end=perhaps, top=st.booleans())
    def pin(self, number, place, start, end, top) -> None:
        with self.act():
            section = self.pick(Section.objects.filter(kind="section"), number).pk if top else None
            now = timezone.now()
            kept = [
                (row.pk, arrange.as_slot(row)) for row in arrange.current_placements(section, now)
            ]
            placed = Slot(
                0 if top else place,
                self.article(number).pk,
                ahead(start) or now,
                ahead(end and end + (start or 0)),
            )
            front = Front.objects.filter(section=section).first()
            arrange.arrange(
                section,
                [*kept[number % 2 :], (None, placed)],
                by=self.by,
                version=front.version if front else 0,
            )

    @rule(number=which)
    def read(self, number) -> None:
        with self.act():
            today = timezone.localdate()
            row, _made = ReadDay.objects.get_or_create(
                day=today, article=self.running(number).pk, defaults={"count": 0}
            )
            ReadDay.objects.filter(pk=row.pk).update(count=10 * next(self.numbers))
            ranking.update_ranking()

    @rule(number=which, to=st.sampled_from(["/", "/kinh-te/", ""]))
    def lead_on(self, number, to) -> None:
        """Staff set a redirect for an address without a page that readers have requested."""
        with self.act():
            now = timezone.now()
            nothing = [path for path in self.seen if missed_addresses.may_be_ours(path)]
            nothing = [path for path in nothing if missed_addresses.what_stands_at(path) is None]
            row, _made = MissedAddress.objects.get_or_create(
                path=self.pick(nothing, number),
                defaults={"count": 1, "first_seen": now, "last_seen": now},
            )
            row.target = to and missed_addresses.final_target(row.path, to)
            missed_addresses.set_target(row)

    # Time

    @rule(by=st.sampled_from([0.5, 1, 2, 25, 49, 24 * 8]))
    def time_passes(self, by) -> None:
        with self.act():
            self.clock.move(hours=by)

    @rule()
    def sweep(self) -> None:
        with self.act():
            lifecycle.sweep(timezone.now())
