"""Choices that several forms offer."""

from django.utils.translation import gettext_lazy as _

YES_NO_UNSAID = [("", _("not said")), ("true", _("yes")), ("false", _("no"))]
