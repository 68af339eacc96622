"""Every public address of a portal, from its URL configuration: a view that is added joins by
itself, or is named because nobody has said what its addresses are made of."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from urllib.parse import urlencode

from django.urls import NoReverseMatch, URLPattern, URLResolver, resolve
from django.urls.resolvers import RegexPattern

# What lies there is no page.
STAFF = ("/admin", "/static/", "/tep/", "/xem-duyet")

Values = dict[str, object]
# By the names of a pattern's parts, the values that they take together.
Arguments = Mapping[frozenset[str], Callable[[], Iterable[Values]]]


def patterns(urlconf) -> list[URLPattern]:
    """Those of public pages."""
    found = [each for each in urlconf.urlpatterns if isinstance(each, URLPattern)]
    return [each for each in found if not f"/{_route(each)}".startswith(STAFF)]


def _route(pattern: URLPattern) -> str:
    return str(pattern.pattern).removeprefix("^")


def names_of(pattern: URLPattern) -> frozenset[str]:
    return frozenset(pattern.pattern.regex.groupindex)


def paths(urlconf, arguments: Arguments) -> list[str]:
    """At least one of each pattern; LookupError names those that have none."""
    found: dict[str, None] = {}
    for pattern in patterns(urlconf):
        one = URLResolver(RegexPattern(r"^/"), [pattern])
        for values in arguments.get(names_of(pattern), tuple)():
            try:
                found[f"/{one.reverse(pattern.callback, **values)}"] = None
            except NoReverseMatch:
                continue  # of another pattern whose parts have the same names
    reached = {resolve(path, urlconf).route for path in found}
    routes = [str(each.pattern) for each in patterns(urlconf)]
    if left := [route for route in routes if route not in reached]:
        raise LookupError(f"no addresses are known of {left}")
    return list(found)


def queries(path: str, looked_at: Iterable[str], values: Mapping[str, str]) -> Iterator[str]:
    """That path with parts of a query that its page looks at: what is searched for, alone and with
    all filters; of a list one of its parts, by the path which. LookupError for a part whose values
    nobody has said."""
    names = sorted(looked_at)
    if unknown := [name for name in names if name not in values]:
        raise LookupError(f"no values are known of {unknown} at {path}")
    one = names[len(path) % len(names)] if names else ""
    for parts in [["q"], names] if "q" in names else [[one]] if one else []:
        yield f"{path}?{urlencode({name: values[name] for name in parts})}"
