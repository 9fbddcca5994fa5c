"""The demonstration names an invented publisher and is open to everybody."""

from django.utils import timezone

from accounts.models import User
from portal.demo.sign_ins import address
from publisher.models import ONLY, Publisher


def open_to_all():
    """Enter the publisher and open the portal; like all of the demonstration without a history."""
    Publisher.objects.bulk_create(
        [
            Publisher(
                pk=ONLY,
                name_sq="Sekretariati i sajuar i forumeve të sigurisë",
                name_sr="Izmišljeni sekretarijat foruma za bezbednost",
                name_en="Invented secretariat of the safety forums",
                email=address("publisher"),
                opened_at=timezone.now(),
                opened_by=User.objects.get(email=address("administrator")),
            )
        ]
    )
