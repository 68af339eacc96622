"""The benchmark's goals and its report: whether each goal is met, missed or skipped."""

from dataclasses import replace
from xml.etree import ElementTree

import pytest

from tests.bench import goals, plot, report
from tests.bench.editing import Edited, Felt
from tests.bench.load import Cost
from tests.bench.publishing import Published, Publishes
from tests.bench.results import EACH_HEAD, Results
from tests.bench.starting import Filled, Start


def costing(microseconds: float) -> Cost:
    """A cost of so many microseconds, a quarter of them in the database."""
    cpu, database = microseconds * 3 / 4, microseconds / 4
    return Cost(cpu, database, rate=100, p50=1, p99=2, bytes=3000)


FELT = {name: Felt(p50=0.3, p99=4.0, worst=9.0) for name in ("portal", "Varnish", "nginx")}
FOUND = Results(
    articles=10_000,
    seconds=2,
    rounds=5,
    starts=[Start(seconds=4, first=200), Start(seconds=7, first=400), Start(seconds=4, first=250)],
    cached={
        "nginx, gzip": costing(8),
        "Varnish, gzip": costing(12),
        EACH_HEAD: costing(12),
        "Wagtail, gzip": costing(480),
    },
    uncached={
        "portal, article": costing(900),
        "Wagtail, article": costing(9100),
        "portal, home": costing(1600),
        "Wagtail, home": costing(9000),
        "portal, section": costing(1500),
        "Wagtail, section": costing(15000),
    },
    edited={name: Edited(FELT, FELT, saves=18, uploads=3) for name in ("portal", "Varnish")},
    published={
        "portal": Publishes.of([Published(100, 20, 0), Published(110, 25, 0)]),
        "Varnish": Publishes.of([Published(100, 20, 0), Published(110, 300, 0)]),
    },
    filled=Filled(4000, True, 800, 200, {"Rss": 119.0, "Pss": 100.0}, 210.0),
    versions={"django": "5.2.19"},
    lacks=[],
    load=0.1,
)


def verdicts(found: Results) -> list[str]:
    return [row.verdict for row in goals.rows(found)]


def test_each_goal_has_its_verdict():
    assert [(row.what, row.verdict) for row in goals.rows(FOUND)] == [
        ("CPU of a cached article", "met"),
        ("CPU of a cached article", "met"),
        ("CPU of an uncached article", "met"),
        ("CPU of an uncached article", "met"),
        ("CPU of an uncached home", "missed"),
        ("CPU of an uncached home", "missed"),
        ("CPU of an uncached section", "met"),
        ("CPU of an uncached section", "met"),
        ("p99 of cached pages while staff work", "met"),
        ("p99 from a publish to all pages", "met"),
        ("old pages once a publish is answered", "met"),
        ("p99 of cached pages while staff work, behind Varnish", "met"),
        ("p99 from a publish to all pages, behind Varnish", "missed"),
        ("old pages once a publish is answered, behind Varnish", "met"),
        ("memory of the serving process, cache full", "met"),
        ("first page after a start", "met"),
        ("setup and serve, the second time", "met"),
    ]
    assert goals.summary(goals.rows(FOUND)) == "14 met, 3 missed, 0 skipped"


def test_the_limit_itself_is_within():
    assert goals.at_most("", 25.0, 25, "ms").verdict == "met"
    assert goals.at_most("", 25.1, 25, "ms").verdict == "missed"


def test_a_database_counts_with_its_server():
    ours, nginx = Cost(10, 7, 1, 1, 1, 1), Cost(8, 0, 1, 1, 1, 1)

    assert goals.times("", ours, nginx, 2, "nginx", "").verdict == "missed"


def test_one_old_page_is_one_too_many():
    seen = Publishes.of([Published(1, 1, 0), Published(1, 1, 1)])
    found = replace(FOUND, published={"portal": seen, "Varnish": FOUND.published["Varnish"]})

    assert goals.summary(goals.rows(found)) == "13 met, 4 missed, 0 skipped"


def test_what_could_not_be_had_is_skipped_with_its_reason():
    alone = {EACH_HEAD: FOUND.cached[EACH_HEAD]}
    pages = {name: cost for name, cost in FOUND.uncached.items() if name.startswith("portal")}
    felt = {"portal": FELT["portal"]}
    found = replace(
        FOUND,
        cached=alone,
        uncached=pages,
        edited={"portal": Edited(felt, felt, 18, 3)},
        published={"portal": FOUND.published["portal"]},
        lacks=["nginx", "Varnish", "Redis"],
    )

    skipped = [row for row in goals.rows(found) if row.verdict == "skipped"]
    assert {row.found for row in skipped} == {"missing here: nginx, Varnish, Redis"}
    assert goals.summary(goals.rows(found)) == "8 met, 1 missed, 8 skipped"
    assert "8 skipped" in report.document(found)


def test_a_cache_that_was_not_filled_is_not_judged():
    found = replace(FOUND, filled=replace(FOUND.filled, full=False))

    assert goals.summary(goals.rows(found)) == "13 met, 3 missed, 1 skipped"


@pytest.mark.parametrize(
    ("microseconds", "words"),
    [(0.5, "0.5 µs"), (14.23, "14.2 µs"), (999, "999 µs"), (1300, "1.3 ms"), (174_321, "174 ms")],
)
def test_times_are_spelled_with_three_digits(microseconds, words):
    assert goals.spelled(microseconds) == words


def test_every_table_of_the_page_is_whole():
    lines = report.document(FOUND).splitlines()
    tables = [line.count("|") for line in lines if line.startswith("| ---")]
    rows = [line.count("|") for line in lines if line.startswith("|")]

    assert len(tables) == 6
    assert set(rows) == set(tables)


def test_bars_are_as_long_as_their_powers_of_ten():
    drawing = ElementTree.fromstring(plot.svg([("CPU", [("nginx", 10), ("portal", 1000)])]))

    bars = [
        (bar.get("class"), float(bar.get("width")))
        for bar in drawing.iter("{http://www.w3.org/2000/svg}rect")
    ]
    assert bars == [("other", 0.0), ("portal", 360.0)]
