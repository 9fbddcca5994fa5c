import factory

from publisher.models import ONLY, Publisher


class PublisherFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Publisher

    pk = ONLY
    name_sq, name_sr, name_en = "Ministria", "Ministarstvo", "Ministry"
    email = "forume@example.org"
