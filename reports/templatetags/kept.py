"""Parts of a page that are drawn once for all readers, until what they show changes."""

import hashlib

from django import template
from django.core.cache import caches
from django.utils.translation import get_language

register = template.Library()


class Kept(template.Node):
    def __init__(self, name, identity, nodelist):
        self.name, self.identity, self.nodelist = name, identity, nodelist

    def render(self, context):
        identity = self.identity.resolve(context)
        if not identity:
            return self.nodelist.render(context)
        words = f"{self.name} {get_language()} {identity}"
        pages, key = caches["pages"], hashlib.sha256(words.encode()).hexdigest()
        drawn = pages.get(key)
        if drawn is None:
            drawn = self.nodelist.render(context)
            pages.set(key, drawn)
        return drawn


@register.tag
def kept(parser, token):
    """`{% kept name identity %}…{% endkept %}`: nothing in it may depend on who reads.

    `identity` changes with whatever the part shows; without one the part is drawn anew.
    """
    _tag, name, identity = token.split_contents()
    nodelist = parser.parse(("endkept",))
    parser.delete_first_token()
    return Kept(name, parser.compile_filter(identity), nodelist)
