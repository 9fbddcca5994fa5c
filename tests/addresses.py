"""All addresses of the portal, for tests that ask something of each."""

from django.urls import URLPattern, get_resolver


def views(patterns=None, namespace=""):
    """Yield name and function of every address."""
    for pattern in patterns or get_resolver().url_patterns:
        if isinstance(pattern, URLPattern):
            yield f"{namespace}{pattern.name}", pattern.callback
        else:
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from views(pattern.url_patterns, inner)
