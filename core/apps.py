from django.apps import AppConfig


class CoreConfig(AppConfig):
    name = "core"

    def ready(self):
        from core import paths, refusals  # noqa: F401, PLC0415 -- Django's start-up hook
