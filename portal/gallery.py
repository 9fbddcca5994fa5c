"""The gallery page: every component with invented contents."""

from types import SimpleNamespace

from django import forms
from django.core.paginator import Paginator
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView

from accounts.views import AdministratorMixin
from core.forms import LayoutMixin


class GalleryForm(LayoutMixin, forms.Form):
    """One field of each kind."""

    place = forms.CharField(label=_("Place"), help_text=_("As people on the spot call it."))
    number = forms.IntegerField(label=_("Residents present"), min_value=0)
    kind = forms.ChoiceField(
        label=_("Kind"), choices=[("", "–"), ("regular", _("regular")), ("extra", _("extra"))]
    )
    answer = forms.ChoiceField(
        label=_("Was there a quorum?"),
        widget=forms.RadioSelect,
        choices=[("yes", _("Yes")), ("no", _("No"))],
    )
    note = forms.CharField(label=_("Note"), required=False, widget=forms.Textarea)
    open = forms.BooleanField(label=_("Open to the public"), required=False)
    file = forms.FileField(label=_("Attendance list"), required=False)


class Gallery(AdministratorMixin, TemplateView):
    """Shows all components, for administrators and those who build pages."""

    template_name = "gallery.html"

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            breadcrumbs=[(_("Home"), "#"), (_("Components"), None)],
            tabs=[
                {"label": _("Overview"), "url": "#", "active": True},
                {"label": _("History"), "url": "#history", "active": False},
            ],
            status=SimpleNamespace(label=_("submitted"), tone="act", symbol="→"),
            facts=[
                (_("Municipality"), "Prizren"),
                (_("Written request"), "27.10.2026"),
                (_("Police representative"), None),
            ],
            steps=[
                {"title": _("Police station"), "state": "done", "detail": "29.10.2026"},
                {"title": _("Returned"), "state": "returned", "note": _("A signature is missing.")},
                {"title": _("Regional director"), "state": "current"},
                {"title": _("General Director"), "state": "next"},
            ],
            chips=[{"label": _("Year 2026"), "remove_url": "?"}],
            page_obj=Paginator(range(460), 50).page(3),
            form=GalleryForm({"number": "-1", "place": ""}),
            **kwargs,
        )
