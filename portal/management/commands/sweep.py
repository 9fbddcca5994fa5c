from django.core.management import call_command
from django.core.management.base import BaseCommand

from meetings import kept_files


class Command(BaseCommand):
    help = "Delete what is over: sessions, and files of imports that nobody came back for."

    def handle(self, **_options):
        call_command("clearsessions")
        kept_files.remove_old()
