from django.http import HttpResponseNotAllowed

METHODS = ("GET", "HEAD", "OPTIONS", "POST")


def refuse_other_methods(get_response):
    """Answer 405 to what no page knows; Django's form views would take a PUT for a POST."""

    def answer(request):
        if request.method not in METHODS:
            return HttpResponseNotAllowed(METHODS)
        return get_response(request)

    return answer
