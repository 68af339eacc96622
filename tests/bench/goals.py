"""The goals of the benchmark, and whether a run met them."""

from collections.abc import Iterable
from dataclasses import dataclass
from statistics import median

from .load import Cost
from .results import EACH_HEAD, GZIP, PAGES, Results

MET, MISSED, SKIPPED = "met", "missed", "skipped"


@dataclass(frozen=True)
class Row:
    """A goal and its result. If nothing could be measured, `found` says why."""

    what: str
    goal: str
    found: str
    ratio: str
    verdict: str


def at_most(what: str, found: float | None, limit: float, unit: str, why: str = "") -> Row:
    goal = f"at most {limit:g} {unit}" if limit else f"no {unit}"
    if found is None:
        return Row(what, goal, why, "", SKIPPED)
    ratio = f"{found / limit:.2f}" if limit else ""
    return Row(what, goal, f"{amount(found)} {unit}", ratio, MET if found <= limit else MISSED)


def times(what: str, ours: Cost, theirs: Cost | None, limit: float, whose: str, why: str) -> Row:
    """The goal that ours costs at most `limit` times as much as theirs."""
    goal = f"at most {limit:g} × {whose}"
    if theirs is None:
        return Row(what, goal, why, "", SKIPPED)
    ratio = ours.whole / theirs.whole
    found = f"{spelled(ours.whole)}, {whose}: {spelled(theirs.whole)}"
    return Row(what, goal, found, f"{ratio:.2f}", MET if ratio <= limit else MISSED)


def cheaper(what: str, ours: Cost, theirs: Cost | None, limit: float, whose: str, why: str) -> Row:
    """The goal that theirs costs at least `limit` times as much as ours."""
    goal = f"{limit:g} × cheaper than {whose}"
    if theirs is None:
        return Row(what, goal, why, "", SKIPPED)
    ratio = theirs.whole / ours.whole
    found = f"{spelled(ours.whole)}, {whose}: {spelled(theirs.whole)}"
    return Row(what, goal, found, f"{ratio:.1f}", MET if ratio >= limit else MISSED)


def rows(found: Results) -> list[Row]:
    return [*_cpu(found), *_felt(found), *_weight(found)]


def _cpu(found: Results) -> Iterable[Row]:
    what, ours = "CPU of a cached article", found.cached[EACH_HEAD]
    missing = _missing(found)
    yield times(what, ours, found.cached.get(f"nginx, {GZIP}"), 1.5, "nginx", missing)
    wagtail = found.cached.get(f"Wagtail, {GZIP}")
    yield cheaper(what, ours, wagtail, 20, "Wagtail's hit", missing)
    for page, limit in zip(PAGES, (1.0, 1.5, 1.5), strict=True):
        what, ours = f"CPU of an uncached {page}", found.uncached[f"portal, {page}"]
        yield at_most(what, ours.whole / 1000, limit, "ms")
        yield cheaper(what, ours, found.uncached.get(f"Wagtail, {page}"), 10, "Wagtail", missing)


def _felt(found: Results) -> Iterable[Row]:
    for name, where in (("portal", ""), ("Varnish", ", behind Varnish")):
        edited, published = found.edited.get(name), found.published.get(name)
        slow, late = (25, 50) if name == "portal" else (5, 250)
        missing = _missing(found)
        felt = edited and edited.busy[name].p99
        yield at_most(f"p99 of cached pages while staff work{where}", felt, slow, "ms", missing)
        seen = published and published.seen[1]
        yield at_most(f"p99 from a publish to all pages{where}", seen, late, "ms", missing)
        old = published and published.old
        yield at_most(f"old pages once a publish is answered{where}", old, 0, "old pages", missing)


def _weight(found: Results) -> Iterable[Row]:
    yield at_most(
        "memory of the serving process, cache full",
        found.filled.memory["Rss"] if found.filled.full else None,
        120,
        "MB",
        f"{found.articles:,} articles do not fill it",
    )
    first, second = (
        median(getattr(each, name) for each in found.starts) for name in ("first", "seconds")
    )
    yield at_most("first page after a start", first, 300, "ms")
    yield at_most("setup and serve, the second time", second, 5, "s")


def _missing(found: Results) -> str:
    return (found.lacks and f"missing here: {', '.join(found.lacks)}") or ""


def summary(goals: list[Row]) -> str:
    """`9 met, 4 missed, 1 skipped`"""
    verdicts = [row.verdict for row in goals]
    return ", ".join(f"{verdicts.count(word)} {word}" for word in (MET, MISSED, SKIPPED))


def spelled(microseconds: float) -> str:
    """`14 µs`, `1.3 ms`"""
    if microseconds < 1000:
        return f"{amount(microseconds)} µs"
    return f"{amount(microseconds / 1000)} ms"


def amount(value: float) -> str:
    """The number with three significant digits; from 100 on as a whole number."""
    return f"{value:.0f}" if value >= 100 else f"{value:.3g}"
