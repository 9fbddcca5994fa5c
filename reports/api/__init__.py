"""The JSON interface, read only: the figures and the lists of the pages, described by OpenAPI.

Who signs in (by the session of the browser or with a personal key) sees what their pages show;
without a sign-in the answers hold the public part. Names follow Popolo and OParl where they have
one.
"""

from ninja import NinjaAPI
from ninja.errors import ValidationError

from reports.api import (
    actions,
    committees,
    concerns,
    editions,
    figures,
    meetings,
    plans,
    receipts,
    reference,
    requests,
)
from reports.api.access import FIGURES, RECORDS, REFERENCE, Limit, served


class Interface(NinjaAPI):
    """Tells the pages beside a page in the header `Link` as well."""

    def create_response(self, request, data, **kwargs):
        response = super().create_response(request, data, **kwargs)
        if isinstance(data, dict):
            links = [f'<{data[rel]}>; rel="{rel}"' for rel in ("next", "previous") if data.get(rel)]
            if links:
                response["Link"] = ", ".join(links)
        return response


api = Interface(
    title="Forumi",
    version="1",
    description="Local safety forums of Kosovo: figures, editions, committees, meetings, concerns, "
    "actions, work plans, requests and reference data. Read only.",
    throttle=[Limit()],
    urls_namespace="api",
    # The description is at openapi.json; a page that runs scripts of its own has no place here.
    docs_url=None,
)
for auth, modules in (
    (FIGURES, (figures, receipts, editions)),
    (RECORDS, (committees, meetings, concerns, actions, plans, requests)),
    (REFERENCE, (reference,)),
):
    for module in modules:
        api.add_router("", module.router, auth=auth)


@api.exception_handler(ValidationError)
def refuse_parameters(request, problem):
    """Say of a parameter of the wrong type what the filters say of a wrong value."""
    wrong = {str(error["loc"][-1]): [error["msg"]] for error in problem.errors}
    return api.create_response(request, {"errors": wrong}, status=422)


def addresses():
    """The addresses of the interface, which asks for the sign-in itself."""
    patterns, *names = api.urls
    for pattern in patterns:
        pattern.callback = served(pattern.callback)
    return (patterns, *names)
