"""One run of the benchmark: starts everything, measures in turn, and ends everything."""

import os
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import replace
from subprocess import CalledProcessError

from . import servers, wagtail_site
from .desk import Desk
from .editing import KEPT, Edited, edited
from .load import Case, Cost, costs, get, page
from .publishing import published
from .results import BROWSER, EACH_HEAD, GZIP, PAGES, Results
from .servers import Server
from .stage import Stage, stage
from .starting import filled, started

DEFAULTS = {"articles": 10_000, "rounds": 5, "seconds": 2, "publishes": 50}
STARTS = 3
PAUSE = 0.5
# The settings module without a page cache.
KEEPING_NOTHING = "tests.bench.uncached"
# Readers of a cached article; each sends another head, as real readers do.
READERS = 5_000
# Seconds for which staff work.
EDITING = 12.0

Say = Callable[[str], None]


def measured(
    lacks: list[str], say: Say, *, articles: int, rounds: int, seconds: int, publishes: int
) -> Results:
    """Measure what the installed programs allow. Without Wagtail, its name is added to `lacks`."""
    if "Redis" not in lacks:
        try:
            say(f"Wagtail's environment: {wagtail_site.python()}")
        except (OSError, CalledProcessError) as error:
            say(f"Wagtail cannot be installed: {error}")
            lacks.append("Wagtail")
    load = os.getloadavg()[0]
    timing = {"rounds": rounds, "seconds": seconds, "pause": PAUSE}
    with_wagtail = not {"Redis", "Wagtail"} & set(lacks)
    with stage(articles, with_wagtail=with_wagtail, say=say) as set_up, ExitStack() as stack:
        say(f"{STARTS} starts …")
        starts = []
        for _ in range(STARTS - 1):
            with started(set_up) as (_, start):
                starts.append(start)
        portal, start = stack.enter_context(started(set_up))
        starts.append(start)
        around, behind = {}, None
        if "nginx" not in lacks:
            around["nginx"] = stack.enter_context(_nginx(set_up, portal))
        if "Varnish" not in lacks:
            front = servers.fronted(set_up.fronted, set_up.folder / "varnish")
            around["Varnish"], behind = stack.enter_context(front)
        say("pages that are cached …")
        cached = _cached(set_up, portal, around, timing)
        say("pages that are not …")
        uncached = _uncached(set_up, timing)
        say("while staff work …")
        desks = {"portal": Desk.signed_in(portal.address, "admin", set_up.embedded.password)}
        readers = {"portal": portal}
        if behind:
            password = set_up.fronted.password
            desks["Varnish"] = Desk.signed_in(behind.address, "admin", password)
            readers["Varnish"] = around["Varnish"]
        nginx = around.get("nginx")
        felt = {
            name: _edited(set_up, desk, name, readers[name], nginx) for name, desk in desks.items()
        }
        say(f"{publishes} publishes …")
        section = set_up.addresses["section"]
        seen = {
            name: published(desk, readers[name].address, section, publishes)
            for name, desk in desks.items()
        }
        say("a full page cache …")
        full = filled(portal, set_up.addresses["articles"], section["path"])
        versions = servers.versions(set_up.wagtail and set_up.wagtail.python)
        return Results(
            articles, seconds, rounds, starts, cached, uncached, felt, seen, full,
            versions, lacks, load,
        )  # fmt: skip


def _nginx(set_up: Stage, portal: Server):
    article = set_up.addresses["article"]
    # The portal compresses a page well only when it is requested more often.
    packed = [page(portal.address, article, GZIP) for _ in range(3)][-1]
    return servers.nginx(set_up.folder / "nginx", packed)


def _cached(
    set_up: Stage, portal: Server, around: dict[str, Server], timing: dict
) -> dict[str, Cost]:
    article = set_up.addresses["article"]
    cases = []
    if "nginx" in around:
        cases.append(_case("nginx", around["nginx"], [f"/{GZIP}.html"]))
    if "Varnish" in around:
        cases.append(_case("Varnish", around["Varnish"], [article]))
    cases.append(replace(_case("portal", portal, [article]), name=EACH_HEAD, readers=READERS))
    with ExitStack() as stack:
        if set_up.wagtail:
            wagtail = stack.enter_context(set_up.wagtail.served(cached=True))
            cases.append(_case("Wagtail", wagtail, [article]))
            page(wagtail.address, article)
            if get(wagtail.address, article).headers["x-wagtail-cache"] != "hit":
                raise AssertionError("Wagtail does not keep its page")
        for case in cases:
            page(case.address, case.paths[0], case.coding)
        return costs(cases, **timing)


def _case(name: str, server: Server, paths: list[str]) -> Case:
    return Case(f"{name}, {GZIP}", server.address, paths, server.roots, server.database, GZIP)


def _uncached(set_up: Stage, timing: dict) -> dict[str, Cost]:
    with ExitStack() as stack:
        keeping_nothing = servers.portal(set_up.embedded, DJANGO_SETTINGS_MODULE=KEEPING_NOTHING)
        asked = {"portal": stack.enter_context(keeping_nothing)}
        if set_up.wagtail:
            asked["Wagtail"] = stack.enter_context(set_up.wagtail.served(cached=False))
            free = set_up.wagtail.served(cached=False, free=True)
            asked["Wagtail on all cores"] = stack.enter_context(free)
        addresses = set_up.addresses
        paths = {
            "article": addresses["articles"],
            "home": ["/"],
            "section": [addresses["section"]["path"]],
        }
        cases = [
            Case(
                f"{name}, {each}", server.address, paths[each], server.roots, server.database,
                BROWSER, connections=4,
            )
            for each in PAGES
            for name, server in asked.items()
        ]  # fmt: skip
        for case in cases:
            page(case.address, case.paths[0], GZIP)
        return costs(cases, **timing)


def _edited(set_up: Stage, desk: Desk, name: str, reader: Server, nginx: Server | None) -> Edited:
    articles = set_up.addresses["articles"]
    # An article that is not among those that are read, though a save would not change its page.
    number = articles[KEPT].rstrip("/").rpartition("-")[2]
    readers = {name: (reader, articles[:KEPT])}
    if nginx:
        readers["nginx"] = (nginx, ["/gzip.html"])
    for server, paths in readers.values():
        for path in paths:
            page(server.address, path)
    return edited(desk, f"/admin/news/article/{number}/change/", readers, EDITING)
