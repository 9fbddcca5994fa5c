import factory
from django.utils import timezone

from notices.models import Mail
from tests.factories.accounts import UserFactory


class MailFactory(factory.django.DjangoModelFactory):
    """A mail whose turn has come."""

    class Meta:
        model = Mail

    key = factory.Sequence("occasion:{}".format)
    to = factory.SubFactory(UserFactory)
    subject = "KLSP Zhur: a request waits for you"
    text = "Read it in the portal.\n"
    written_at = factory.LazyFunction(timezone.now)
    next_try_at = factory.LazyFunction(timezone.now)
