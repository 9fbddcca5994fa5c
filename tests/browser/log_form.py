"""Filling in the form that logs a meeting, as a coordinator does."""

LOG = "committees/kksb-prizren/meetings/log/"
PLACE = "Shtëpia e kulturës"
AGENDA = "Siguria rreth shkollave\nNdriçimi i rrugëve"
GUEST = "Toger i KFOR-it"
SUMMARY = "U fol për rrugën pa ndriçim te shkolla."
CONCERN = "Banorët e lagjes kërkojnë ndriçim te shkolla."


def say_when_and_where(page):
    """Fill in what there is of a meeting before anybody speaks; the day is today."""
    page.fill("[name=place]", PLACE)
    page.fill("[name=agenda]", AGENDA)
    page.fill("[name=participants]", GUEST)
    page.fill("[name=summary]", SUMMARY)


def note_concern(page):
    """Note one concern that affects a community."""
    page.fill("[name=concerns-0-description]", CONCERN)
    page.select_option("[name=concerns-0-category]", index=1)
    more = page.locator("details.c-more:has([name=concerns-0-communities])")
    if more.get_attribute("open") is None:
        more.locator("summary").click()
    page.check("[name=concerns-0-communities] >> nth=1")


def save(page):
    page.click(".c-form__buttons button[type=submit]")
