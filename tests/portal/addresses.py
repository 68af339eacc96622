"""Every public address of a portal, from its URL configuration. The addresses of a new view are
included by themselves, or LookupError names it because the values for its pattern are missing."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from urllib.parse import urlencode

from django.urls import NoReverseMatch, URLPattern, URLResolver, resolve
from django.urls.resolvers import RegexPattern

# Addresses that begin with one of these are no public pages.
STAFF = ("/admin", "/static/", "/tep/", "/xem-duyet")

Values = dict[str, object]
# By the names of a pattern's groups: functions that give values for all of them.
Arguments = Mapping[frozenset[str], Callable[[], Iterable[Values]]]


def patterns(urlconf) -> list[URLPattern]:
    """The URL patterns of public pages."""
    found = [each for each in urlconf.urlpatterns if isinstance(each, URLPattern)]
    return [each for each in found if not f"/{_route(each)}".startswith(STAFF)]


def _route(pattern: URLPattern) -> str:
    return str(pattern.pattern).removeprefix("^")


def names_of(pattern: URLPattern) -> frozenset[str]:
    return frozenset(pattern.pattern.regex.groupindex)


def paths(urlconf, arguments: Arguments) -> list[str]:
    """At least one path for each pattern. LookupError names the patterns that have none."""
    found: dict[str, None] = {}
    for pattern in patterns(urlconf):
        one = URLResolver(RegexPattern(r"^/"), [pattern])
        for values in arguments.get(names_of(pattern), tuple)():
            try:
                found[f"/{one.reverse(pattern.callback, **values)}"] = None
            except NoReverseMatch:
                # Values for another pattern whose groups have the same names.
                continue
    reached = {resolve(path, urlconf).route for path in found}
    routes = [str(each.pattern) for each in patterns(urlconf)]
    if left := [route for route in routes if route not in reached]:
        raise LookupError(f"no addresses are known of {left}")
    return list(found)


def queries(path: str, looked_at: Iterable[str], values: Mapping[str, str]) -> Iterator[str]:
    """This path with some of the query parameters that its page reads. A search gets its words
    alone, then with all filters; another page gets one parameter, which the path decides.
    LookupError for a parameter without a value in `values`."""
    names = sorted(looked_at)
    if unknown := [name for name in names if name not in values]:
        raise LookupError(f"no values are known of {unknown} at {path}")
    one = names[len(path) % len(names)] if names else ""
    for parts in [["q"], names] if "q" in names else [[one]] if one else []:
        yield f"{path}?{urlencode({name: values[name] for name in parts})}"
