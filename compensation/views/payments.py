"""What the treasury paid: recorded, taken back, and the list from which it pays."""

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.functional import cached_property
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views import View
from django.views.generic import FormView

from audit.actions import append_event
from committees.models import Membership
from compensation.actions import Outdated, open_sums, record_payments, withdraw_payment
from compensation.exporting import PaymentListResource
from compensation.forms import PayForm
from compensation.models import Payment
from compensation.money import euro
from compensation.papers import payment_list
from compensation.sheet import sheet_of
from compensation.views.under import RunMixin, breadcrumbs
from core.forms import ReasonForm
from core.views import KeptTextMixin, PolicyMixin, export_response


class PaymentsRecord(KeptTextMixin, RunMixin, FormView):
    """Records what was paid: all open sums at once, or to one member."""

    form_class = PayForm
    template_name = "compensation/pay_form.html"
    action = "pay"

    @property
    def title(self):
        return _("Record payments")

    @cached_property
    def open_sums(self):
        return open_sums(self.run)

    @cached_property
    def members(self):
        """The members with an open sum, in the order of their seats."""
        return {
            row.pk: row
            for row in Membership.objects.filter(pk__in=self.open_sums)
            .select_related("person")
            .in_order()
        }

    def get_form_kwargs(self):
        choices = [
            (pk, f"{row.person}: {euro(self.open_sums[pk])}") for pk, row in self.members.items()
        ]
        return super().get_form_kwargs() | {"members": choices}

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            left=sum(self.open_sums.values()), submit_label=_("Record payments"), **kwargs
        )

    def form_valid(self, form):
        asked = form.cleaned_data
        membership = self.members.get(asked.pop("member"))
        try:
            paid = record_payments(self.run, membership=membership, **asked, by=self.request.user)
        except ValidationError as error:
            form.add_error(None, error)
            return self.form_invalid(form)
        text = ngettext(
            "%(count)s payment is recorded.", "%(count)s payments are recorded.", len(paid)
        )
        messages.success(self.request, text % {"count": len(paid)})
        return redirect(self.run)


class PaymentWithdraw(KeptTextMixin, PolicyMixin, FormView):
    """Takes a payment back, with the reason."""

    form_class = ReasonForm
    template_name = "compensation/withdraw_form.html"
    action = "withdraw"

    @cached_property
    def payment(self):
        payment = get_object_or_404(
            Payment.objects.visible_to(self.request.user).select_related(
                "run__committee__municipality", "membership__person"
            ),
            pk=self.kwargs["pk"],
        )
        self.require(self.action, payment)
        return payment

    def get_context_data(self, **kwargs):
        run = self.payment.run
        return super().get_context_data(
            payment=self.payment,
            title=_("Take a payment back"),
            submit_label=_("Take back"),
            cancel_url=run.get_absolute_url(),
            breadcrumbs=breadcrumbs(
                run.committee,
                (str(run), run.get_absolute_url()),
                (_("Take a payment back"), None),
            ),
            **kwargs,
        )

    def form_valid(self, form):
        reason = form.cleaned_data["comment"]
        try:
            withdraw_payment(self.payment, reason=reason, by=self.request.user)
        except Outdated as error:
            form.add_error(None, error)
            return self.form_invalid(form)
        messages.success(self.request, _("The payment is taken back. It stays on record."))
        return redirect(self.payment.run)


class PaymentListMixin(RunMixin):
    """The list of a closed run: of a draft there is none yet."""

    action = "view_names"

    def dispatch(self, request, *args, **kwargs):
        if request.user.is_authenticated and not self.run.is_closed:
            raise Http404
        return super().dispatch(request, *args, **kwargs)


class PaymentListExport(PaymentListMixin, View):
    """The payment list as CSV, XLSX or JSON."""

    def get(self, request, extension, **_kwargs):
        run = self.run
        rows = sheet_of(run).paid_rows
        response = export_response(PaymentListResource(run), rows, run.number, extension)
        append_event("export.payment_list", by=request.user, subject=run, format=extension)
        return response


class PaymentListPaper(PaymentListMixin, View):
    """The payment list as PDF, in the language asked for or the reader's."""

    def get(self, request, **_kwargs):
        run = self.run
        language = request.GET.get("language") or get_language()
        if language not in dict(settings.LANGUAGES):
            raise Http404
        pdf = payment_list(run, sheet_of(run), language=language)
        append_event("paper.print", by=request.user, subject=run, paper="payment_list")
        response = HttpResponse(pdf, content_type="application/pdf")
        response["Content-Disposition"] = f'inline; filename="{run.number}.pdf"'
        return response
