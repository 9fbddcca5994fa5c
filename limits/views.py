"""Pages that are looked at only so often from one network."""

from limits.counting import count, network_of

# Looks from one network in a minute; a code of 144 bits is not found by looking.
MOST_LOOKS, MINUTE = 30, 60


class FewLooksMixin:
    """Slows down whoever tries codes of check pages; the template is told by `is_too_often`."""

    def dispatch(self, request, *args, **kwargs):
        if count(f"check:{network_of(request)}", seconds=MINUTE) > MOST_LOOKS:
            headers = {"Retry-After": str(MINUTE)}
            return self.render_to_response({"is_too_often": True}, status=429, headers=headers)
        return super().dispatch(request, *args, **kwargs)
