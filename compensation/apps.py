from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CompensationConfig(AppConfig):
    name = "compensation"
    verbose_name = _("compensation")

    def ready(self):
        from committees.consequences import tell_consequences_by  # noqa: PLC0415 -- as below
        from compensation import permissions  # noqa: F401, PLC0415 -- Django's start-up hook
        from compensation.corrections import runs_touched  # noqa: PLC0415 -- as below
        from compensation.yearly import answers_of  # noqa: PLC0415 -- Django's start-up hook
        from meetings.derived import answer_compensation_by  # noqa: PLC0415 -- as above

        answer_compensation_by(answers_of)
        tell_consequences_by(runs_touched)
