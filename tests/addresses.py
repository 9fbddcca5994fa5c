"""The addresses of the portal, for tests that ask something of each."""

from django.urls import URLPattern, get_resolver


def routes(patterns=None, namespace="", route=""):
    """Yield name, whole route and function of every address."""
    for pattern in patterns or get_resolver().url_patterns:
        whole = route + str(pattern.pattern)
        if isinstance(pattern, URLPattern):
            yield f"{namespace}{pattern.name}", whole, pattern.callback
        else:
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from routes(pattern.url_patterns, inner, whole)


def views():
    """Yield name and function of every address."""
    for name, _route, view in routes():
        yield name, view
