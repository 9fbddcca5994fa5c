"""The list of accounts: here, because it shows who has which office on a committee."""

from urllib.parse import urlencode

from django.db.models import Exists, Prefetch
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views import View
from django.views.generic import ListView

from accounts.models import RoleGrant, User
from accounts.permissions import factors_of_row, is_administrator, roles_to_give
from accounts.views import CareMixin
from audit.actions import append_event
from committees.exporting import AccountResource
from committees.filters import ACCOUNT_ORDERS, AccountFilter
from committees.models import Membership
from core.views import PagesMixin, export_response


class AccountsMixin(CareMixin):
    """The accounts that the reader cares for, as the address narrows and orders them."""

    @cached_property
    def order(self):
        asked = self.request.GET.get("order")
        return asked if asked in ACCOUNT_ORDERS else "email"

    @cached_property
    def filterset(self):
        return AccountFilter(self.request.GET, request=self.request, queryset=self.cared_for())

    def cared_for(self):
        """Return the accounts with what the list says of each, under names of their own.

        These are `has_factor`, `seen_grants` and, of its person, `seen_offices`.
        """
        user = self.request.user
        rows = User.objects.visible_to(user)
        if not is_administrator(user):
            rows = rows.exclude(pk=user.pk)
        offices = Membership.objects.visible_to(user).in_force(timezone.localdate())
        offices = offices.select_related("seat__committee").order_by("seat__committee", "pk")
        grants = RoleGrant.objects.visible_to(user).with_scope().order_by("-from_on", "-pk")
        return (
            rows.annotate(has_factor=Exists(factors_of_row()))
            .prefetch_related(
                Prefetch("grants", grants, to_attr="seen_grants"),
                Prefetch("person__memberships", offices, to_attr="seen_offices"),
            )
            .order_by(*ACCOUNT_ORDERS[self.order])
        )


class AccountList(AccountsMixin, PagesMixin, ListView):
    """The accounts with roles and offices, to be searched, narrowed and ordered."""

    template_name = "committees/account_list.html"

    def get_queryset(self):
        return self.filterset.qs

    def get_context_data(self, **kwargs):
        user = self.request.user
        waiting = RoleGrant.objects.permitted(user, "refuse").with_scope()
        return super().get_context_data(
            filter=self.filterset,
            chips=self.chips(self.filterset),
            clear_url="?",
            order=self.order,
            columns=self.columns(),
            waiting=waiting.select_related("user").order_by("given_at", "pk"),
            may_confirm=is_administrator(user),
            may_make=bool(roles_to_give(user)),
            **kwargs,
        )

    def columns(self):
        """The heads of the table, each with the address that orders by it, where one does."""
        heads = [
            (_("E-mail address"), "email"),
            (pgettext("of a person", "Name"), "name"),
            (_("Roles"), None),
            (_("Offices on committees"), None),
            (_("Second factor"), None),
            (_("Last signed in"), "last_login" if self.order == "-last_login" else "-last_login"),
        ]
        kept = {name: value for name, value in self.request.GET.items() if value}
        kept.pop("page", None)
        return [
            {
                "label": label,
                "url": f"?{urlencode(kept | {'order': order})}" if order else "",
                "is_in_order": order and self.order.strip("-") == order.strip("-"),
                "is_descending": self.order.startswith("-"),
            }
            for label, order in heads
        ]


class AccountExport(AccountsMixin, View):
    """The filtered list of accounts as CSV, XLSX or JSON."""

    def get(self, request, extension):
        response = export_response(
            AccountResource(), self.filterset.qs, "forumi-accounts", extension
        )
        append_event(
            "export.accounts", by=request.user, format=extension, filter=request.GET.urlencode()
        )
        return response
