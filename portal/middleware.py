"""Headers that each answer of the portal carries, whatever page it is of."""

# The portal uses none of these, and a script that got in shall not either.
UNUSED = ("camera", "display-capture", "geolocation", "microphone", "payment", "serial", "usb")
PERMISSIONS = ", ".join(f"{feature}=()" for feature in UNUSED)


class HeadersMiddleware:
    """Says what the browser may use, and lets nobody keep what was answered to one person.

    The latter holds for every answer to a signed-in user or the holder of a key, and for each that
    sets a cookie; what the public reads keeps the rules that its own page gave it.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        response.headers["Permissions-Policy"] = PERMISSIONS
        user = getattr(request, "user", None)
        if response.cookies or (user and user.is_authenticated):
            response.headers["Cache-Control"] = "private, no-store"
        return response
