"""Every kind of page, by who meets it; the pictures of `make shots` are taken of the same."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils import timezone

from accounts.choices import Role
from accounts.models import RoleGrant
from committees.choices import CommitteeKind
from committees.models import (
    Committee,
    Mandate,
    Membership,
    Participation,
    Person,
    Seat,
    Training,
)
from committees.persons import alike_pairs, with_places
from compensation.choices import RunStatus
from compensation.models import Entitlement, Rate, SettlementRun
from concerns.models import Project
from establishment.choices import RequestStatus, Route
from establishment.models import Decision, EstablishmentRequest
from meetings.choices import ActivityState, MeetingStatus, MinutesStatus
from meetings.findings import BY_CODE
from meetings.models import (
    Action,
    ActionProof,
    Concern,
    Dismissal,
    Meeting,
    Minutes,
    WorkPlan,
)
from places.models import Municipality, PoliceStation, StationRegion
from portal.demo.sign_ins import PASSWORD, address
from reports.choices import EditionStatus
from reports.models import Edition, SavedView
from tests.files import PDF

COUNCIL = "kksb-prizren"


@dataclass(frozen=True)
class Page:
    """A page and its address; `then` does in the browser what no address can say."""

    name: str
    path: str
    then: Callable | None = None
    # The pages that most people meet are looked at more closely in every language.
    is_main: bool = False

    def open(self, page, language, examples):
        """Open the page in a language; return its status."""
        answer = page.goto(f"/{language}/{self.path.format(**examples)}")
        if self.then:
            self.then(page)
        return answer.status


def examples():
    """Return what stands in the braces of the addresses, found in the demonstration data."""
    today = timezone.localdate()
    meetings = Meeting.objects.filter(committee__slug=COUNCIL).newest_first()
    grant = RoleGrant.objects.get(user__email=address("monitor"))
    return {
        "council": f"committees/{COUNCIL}",
        "year": today.year,
        "last_year": today.year - 1,
        "saved_view": SavedView.objects.filter(role="", created_by=grant.user).earliest("pk").pk,
        "held": _address(
            meetings.held()
            .filter(concerns__isnull=False)
            .exclude(minutes__in=Minutes.objects.locked())
            .first()
        ),
        "planned": _address(meetings.upcoming(today).first()),
        "to_convene": _address(
            meetings.upcoming(today).filter(status=MeetingStatus.PLANNED).first()
        ),
        "joint": _address(meetings.exclude(partners=None).first()),
        "urgent": _address(meetings.exclude(call_reason="").first()),
        **_examples_of_findings(),
        "awaiting": _address(meetings.awaiting_report(today).first()),
        "membership": Membership.objects.filter(seat__committee__slug=COUNCIL)
        .in_force(today)
        .in_order()
        .first()
        .pk,
        **_examples_of_minutes(),
        **_examples_of_concerns(),
        **_examples_of_plans(today),
        **_examples_of_rosters(today),
        "account": grant.user_id,
        "grant": grant.pk,
        **_examples_of_requests(today),
        **_examples_of_trainings(),
        **_examples_of_compensation(),
        **_examples_of_editions(),
    }


def _examples_of_editions():
    def page(**wanted):
        return f"figures/editions/{Edition.objects.filter(**wanted).latest('pk').pk}"

    return {
        "edition": page(kind=CommitteeKind.KKSB, status=EditionStatus.PUBLISHED),
        "edition_superseded": page(status=EditionStatus.SUPERSEDED),
        "edition_in_review": page(status=EditionStatus.IN_REVIEW),
    }


def drafts_by_item():
    """Return the council's drafts in which something was written; scans have one of their own."""
    return Minutes.objects.filter(
        meeting__committee__slug=COUNCIL,
        meeting__agenda__texts__isnull=False,
        status=MinutesStatus.DRAFT,
    ).distinct()


def _examples_of_minutes():
    minutes = Minutes.objects.select_related("meeting")
    of_council = {"meeting__committee__slug": COUNCIL}
    return {
        "written": _address(drafts_by_item().latest("meeting__starts_on").meeting),
        "approved_minutes": _address(
            minutes.filter(status=MinutesStatus.APPROVED).latest("meeting__starts_on").meeting
        ),
        "published_minutes": _address(minutes.get(status=MinutesStatus.PUBLISHED).meeting),
        "action": Action.objects.filter(**of_council).exclude(item=None).open().latest("pk").pk,
        "answered": ActionProof.objects.get().action_id,
    }


def _examples_of_concerns():
    ladder = Concern.objects.filter(referrals__to_ministry="mia").earliest("pk")
    of_council = Concern.objects.filter(committee__slug=COUNCIL)
    return {
        "ladder": ladder.number,
        "local": f"committees/{ladder.committee.slug}",
        "serious": of_council.get(is_serious=True).number,
        "project": f"committees/{COUNCIL}/projects/{Project.objects.get().pk}",
        "open_concern": of_council.open().earliest("pk").number,
        "council_answer": of_council.filter(published_at__isnull=False).earliest("pk").number,
        "no_answers": Committee.objects.exclude(concerns__published_at__isnull=False)
        .earliest("pk")
        .slug,
        "unpublished": of_council.get(
            status="resolved", published_at=None, sensitivity="public"
        ).number,
    }


def _examples_of_plans(today):
    plans = WorkPlan.objects.filter(committee__slug=COUNCIL)
    plan, draft = (plans.get(year=year) for year in (today.year, today.year + 1))
    return {
        "plan": f"committees/{COUNCIL}/plans/{plan.year}",
        "draft_plan": f"committees/{COUNCIL}/plans/{draft.year}",
        "activity": plan.activities.filter(state=ActivityState.DONE).earliest("pk").pk,
        "draft_activity": draft.activities.earliest("pk").pk,
        "old_year": today.year - 9,
    }


def _examples_of_rosters(today):
    seats = Seat.objects.filter(committee__slug=COUNCIL).there_on(today)
    persons = Person.objects.known().filter(
        memberships__seat__committee__municipality=Municipality.objects.get(code="20")
    )
    pair = alike_pairs(with_places(persons.distinct().order_by("pk")))[0]
    mandate = Mandate.objects.get(municipality__code="20")
    never = Mandate.objects.exclude(municipality__committees__kind=CommitteeKind.KKSB).earliest(
        "pk"
    )
    return {
        "seat": seats.in_order().first().pk,
        "person": pair.one.pk,
        "pair": f"{pair.one.pk}/{pair.other.pk}",
        "mandate": f"committees/mandates/{mandate.pk}",
        "never": f"committees/mandates/{never.pk}",
        "nomination": mandate.nominations.earliest("pk").pk,
    }


def _examples_of_findings():
    """Return an open finding in the council, and one that was dismissed."""
    council = Committee.objects.filter(slug=COUNCIL)
    rule = BY_CODE["awaiting-report"]
    record = rule.entries(council, timezone.localdate()).order_by("pk").first()
    dismissal = Dismissal.objects.filter(withdrawn_at=None).earliest("pk")
    return {
        "finding": f"fix-it/{rule.code}/{record.pk}",
        "dismissal": f"fix-it/dismissals/{dismissal.pk}",
    }


def _examples_of_requests(today):
    requests = EstablishmentRequest.objects.filter(station__code="prizren").order_by("pk")
    at_level = requests.filter(status=RequestStatus.AT_LEVEL)
    drafts = requests.filter(status=RequestStatus.DRAFT)
    placed = StationRegion.objects.in_force(today).values("station")
    founding = Decision.objects.earliest("pk")
    return {
        "citizens_draft": _request(drafts.filter(route=Route.CITIZENS)),
        "commanders_draft": _request(drafts.filter(route=Route.COMMANDER)),
        "at_station": _request(at_level.filter(step__role=Role.STATION_COMMANDER)),
        "at_region": _request(at_level.filter(step__role=Role.REGIONAL_DIRECTOR)),
        "corrected": _request(at_level.filter(round__gt=1)),
        "returned": _request(requests.filter(status=RequestStatus.RETURNED)),
        "rejected": _request(requests.filter(status=RequestStatus.REJECTED)),
        "approved": f"requests/{founding.request.number}",
        "founded": f"committees/{founding.committee.slug}",
        "check": f"check/{founding.code}",
        "unplaced": PoliceStation.objects.exclude(pk__in=placed).earliest("pk").code,
    }


def _examples_of_trainings():
    waiting = Training.objects.newest_first().first()
    certified = Participation.objects.certified().select_related("committee").earliest("pk")
    return {
        "training": f"trainings/{certified.training_id}",
        "training_to_certify": f"trainings/{waiting.pk}",
        "participation": certified.pk,
        "certificate": f"certificates/{certified.code}",
        "trained": f"committees/{certified.committee.slug}",
    }


def _examples_of_compensation():
    """Return a run in the making, one partly paid, one paid, and a payment and a rate of them."""
    runs = SettlementRun.objects.filter(committee__slug=COUNCIL)
    part, whole = runs.closed().newest_first()[:2]
    path = f"committees/{COUNCIL}/compensation/"
    return {
        "run_draft": f"{path}{runs.get(status=RunStatus.DRAFT).pk}",
        "run_part": f"{path}{part.pk}",
        "run_paid": f"{path}{whole.pk}",
        "payment": part.payments.standing().earliest("pk").pk,
        "rate": Rate.objects.latest("pk").pk,
        "entitlement": Entitlement.objects.earliest("pk").pk,
    }


def _request(requests):
    return f"requests/{requests.first().number}"


def _address(meeting):
    return f"committees/{COUNCIL}/meetings/{meeting.public_id}"


def send(page):
    """Send the form as it is."""
    page.locator("main form[method=post] button[type=submit]").first.click()


def say_why(page):
    """Give a reason: the page then tells what the step touches."""
    page.fill("[name=comment]", "Rresht i gabuar")
    send(page)


def say_wrong_password(page):
    page.fill("[name=login]", "nobody@example.org")
    page.fill("[name=password]", "wrong")
    send(page)


def overlap(page):
    """Hand over so that two hold the office at once: the page asks whether that is meant."""
    page.fill("[name=given_name]", "Drita")
    page.fill("[name=family_name]", "Shembulli")
    page.fill("[name=on]", "2999-01-01")
    page.fill("[name=until_on]", "2999-01-01")
    page.select_option("[name=end_reason]", index=1)
    send(page)


def confirm_password(page):
    """Type the password again where the portal asks for it."""
    if page.url.partition("?")[0].endswith("/reauthenticate/"):
        page.fill("[name=password]", PASSWORD)
        send(page)


def make_calendar_address(page):
    confirm_password(page)
    send(page)


def log_with_mistakes(page):
    page.fill("[name=starts_on]", "2999-01-01")
    page.fill("[name=residents_women]", "-3")
    page.select_option("[name=concerns-0-category]", index=1)
    send(page)


def raise_nonsense(page):
    page.fill("[name=raised_on]", "2999-01-01")
    page.check("[name=is_serious]")
    page.check("[name=reach][value=named]")
    send(page)


def give_one_name(page):
    page.fill("[name=given_name]", "Drita")
    send(page)


def return_without_reason(page):
    page.click('main button[formaction$="/step/return/"]')


def vote_without_numbers(page):
    page.click("details.c-more summary >> nth=1")
    page.check("[name^=resolution_][value=vote] >> nth=1")
    send(page)


def upload_a_photo(page):
    page.set_input_files(
        "[name=document]",
        {"name": "fleta.pdf", "mimeType": "application/pdf", "buffer": PDF},
    )
    send(page)


def check_another_file(page):
    page.set_input_files(
        "[name=upload]",
        {"name": "vendimi.pdf", "mimeType": "application/pdf", "buffer": PDF},
    )
    send(page)


def invite_nonsense(page):
    page.fill("[name=invited_emails]", "salla e komunës\nmusafiri@example.org")
    send(page)


def look_for_no_certificate(page):
    page.fill("[name=number]", "CERT-2026-9999")
    page.fill("[name=code]", "nothing")
    send(page)


def import_file(text):
    """Return a step that hands in a file of meetings."""

    def hand_in(page):
        page.check("[name=kind][value=meetings]")
        page.set_input_files(
            "[name=file]",
            {"name": "takimet-2025.csv", "mimeType": "text/csv", "buffer": text.encode()},
        )
        send(page)

    return hand_in


GOOD_FILE = "external_id,committee,date,status,place\nA1,kksb:20,2025-03-12,held,Salla\n"
BAD_FILE = "external_id,committee,date,status\nA1,kksb:99,2025-02-30,held\n,kksb:20,,perhaps\n"

PAGES = {
    "public": [
        Page("home", "", is_main=True),
        Page("place-search", "find/?q=prizern", is_main=True),
        Page("place-search-none", "find/?q=xyzxyz"),
        Page("councils", "committees/?kind=kksb", is_main=True),
        Page("local-committees", "committees/?kind=klsp"),
        Page("committee", "{council}/", is_main=True),
        Page("mandate", "{mandate}/", is_main=True),
        Page("mandate-without-council", "{never}/"),
        Page("committee-meetings", "{council}/meetings/", is_main=True),
        Page("meeting-joint", "{joint}/"),
        Page("meetings", "meetings/?municipality=20&year={year}", is_main=True),
        Page("meetings-none", "meetings/?q=qqqq"),
        Page("meeting-held", "{held}/", is_main=True),
        Page("meeting-planned", "{planned}/"),
        Page("meeting-awaiting", "{awaiting}/"),
        Page("minutes-published", "{published_minutes}/", is_main=True),
        Page("dashboard", "figures/", is_main=True),
        Page("dashboard-before-records", "figures/?year=2001"),
        Page("dashboard-of-one", "figures/?kind=klsp&municipality=20"),
        Page("figures-composition", "figures/composition/"),
        Page("figures-working", "figures/working/?kind=klsp"),
        Page("figures-follow-up", "figures/follow-up/", is_main=True),
        Page("receipt", "figures/receipts/meetings_held/?municipality=20"),
        Page("receipt-communities", "figures/receipts/unrepresented_communities/?municipality=17"),
        Page("figures-map", "figures/map/", is_main=True),
        Page("figures-map-answers", "figures/map/?indicator=work_plan&year={last_year}"),
        Page("figures-compare", "figures/compare/", is_main=True),
        Page("figures-compare-kinds", "figures/compare/?by=kinds&indicator=all"),
        Page("figures-compare-shares", "figures/compare/?by=regions&indicator=work_plan"),
        Page("figures-series", "figures/series/", is_main=True),
        Page("figures-series-of-one", "figures/series/?municipality=20&peers=size"),
        Page("methodology", "figures/methodology/"),
        Page("editions", "figures/editions/", is_main=True),
        Page("editions-none", "figures/editions/?year=2001"),
        Page("edition", "{edition}/", is_main=True),
        Page("edition-differences", "{edition_superseded}/differences/", is_main=True),
        Page("edition-unchanged", "{edition}/differences/"),
        Page("fact-sheet", "figures/sheet/"),
        Page("published-figures", "figures/published/"),
        Page("open-data", "figures/open-data/", is_main=True),
        Page("privacy", "privacy/"),
        Page("accessibility", "accessibility/", is_main=True),
        Page("interface", "api/"),
        Page("check", "{check}/", is_main=True),
        Page("check-another-file", "{check}/", check_another_file),
        Page("certificate", "{certificate}/", is_main=True),
        Page("answered", "{local}/answered/", is_main=True),
        Page("answered-none", "committees/{no_answers}/answered/"),
        Page("certificate-find", "certificates/"),
        Page("certificate-not-found", "certificates/", look_for_no_certificate),
        Page("sign-in", "accounts/login/", is_main=True),
        Page("sign-in-wrong", "accounts/login/", say_wrong_password),
        Page("password-reset", "accounts/password/reset/"),
        Page("password-reset-sent", "accounts/password/reset/done/"),
        Page("not-found", "nowhere/"),
    ],
    "coordinator": [
        Page("work", "", is_main=True),
        Page("committee", "{council}/"),
        Page("committee-history", "{council}/history/"),
        Page("committee-meetings", "{council}/meetings/?year={year}"),
        Page("committee-concerns", "{council}/concerns/"),
        Page("committee-documents", "{council}/documents/"),
        Page("committee-findings", "{council}/fix-it/", is_main=True),
        Page("meeting-urgent", "{urgent}/"),
        Page("findings", "fix-it/", is_main=True),
        Page("findings-dismissed", "fix-it/?state=dismissed"),
        Page("finding-dismiss", "{finding}/dismiss/"),
        Page("findings-dismiss", "fix-it/without-attendance/dismiss/", is_main=True),
        Page("finding-dismiss-no-reason", "{finding}/dismiss/", send),
        Page("dismissal-withdraw", "{dismissal}/withdraw/"),
        Page("new-member", "{council}/members/new/"),
        Page("end-of-membership", "{council}/members/{membership}/end/"),
        Page("handover", "{council}/members/{membership}/hand-over/", is_main=True),
        Page("handover-overlap", "{council}/members/{membership}/hand-over/", overlap),
        Page("term", "{council}/members/{membership}/term/"),
        Page("correction", "{council}/members/{membership}/correct/", is_main=True),
        Page("correction-mistakes", "{council}/members/{membership}/correct/", send),
        Page("strike-preview", "{council}/members/{membership}/strike/", say_why, is_main=True),
        Page("membership-history", "{council}/members/{membership}/history/"),
        Page("beyond-term", "committees/beyond-term/"),
        Page("beyond-term-none", "committees/beyond-term/?q=qqqq"),
        Page("seats-missing", "{council}/seats/open/", is_main=True),
        Page("seat-new", "{council}/seats/new/"),
        Page("seat", "{council}/seats/{seat}/"),
        Page("seat-close", "{council}/seats/{seat}/close/"),
        Page("meeting-held", "{held}/", is_main=True),
        Page("meeting-planned", "{planned}/"),
        Page("meeting-awaiting", "{awaiting}/"),
        Page("meeting-history", "{held}/history/"),
        Page("plan", "{council}/meetings/plan/"),
        Page("plan-year", "{council}/meetings/year/{year}/", is_main=True),
        Page("log", "{council}/meetings/log/", is_main=True),
        Page("log-mistakes", "{council}/meetings/log/", log_with_mistakes, is_main=True),
        Page("report", "{held}/report/"),
        Page("minutes-draft", "{written}/", is_main=True),
        Page("minutes-write", "{written}/minutes/", is_main=True),
        Page("minutes-write-vote", "{written}/minutes/", vote_without_numbers),
        Page("minutes-revisions", "{written}/minutes/revisions/"),
        Page("minutes-approve", "{written}/minutes/approve/"),
        Page("minutes-publish", "{approved_minutes}/minutes/publish/"),
        Page("agenda", "{planned}/agenda/", is_main=True),
        Page("invitations", "{planned}/invitations/", is_main=True),
        Page("concerns", "concerns/", is_main=True),
        Page("concerns-filtered", "concerns/?status=all_open&incident=yes"),
        Page("concern-map", "concerns/map/", is_main=True),
        Page("concern", "concerns/{ladder}/", is_main=True),
        Page("concern-serious", "concerns/{serious}/", is_main=True),
        Page("concern-open", "concerns/{open_concern}/"),
        Page("concern-new", "{council}/concerns/new/", is_main=True),
        Page("concern-mistakes", "{council}/concerns/new/", raise_nonsense),
        Page("concern-edit", "concerns/{serious}/edit/"),
        Page("concern-history", "concerns/{ladder}/history/"),
        Page("concern-words", "concerns/{serious}/words/en/"),
        Page("concern-response", "concerns/{serious}/response/"),
        Page("concern-problem", "concerns/{open_concern}/problem/"),
        Page("projects", "{council}/projects/"),
        Page("project", "{project}/"),
        Page("project-new", "{council}/projects/new/"),
        Page("project-finish-mistakes", "{project}/finish/", send),
        Page("concern-attach", "concerns/{serious}/attach/"),
        Page("concern-refer", "concerns/{serious}/refer/"),
        Page("concern-resolve-no-reason", "concerns/{serious}/resolve/", send),
        Page("concern-duplicate", "concerns/{serious}/duplicate/"),
        Page("concern-withdraw", "concerns/{council_answer}/withdraw/"),
        Page("concern-publish", "concerns/{unpublished}/publish/"),
        Page("committee-actions", "{council}/actions/"),
        Page("actions", "actions/", is_main=True),
        Page("actions-none", "actions/?q=qqqqqq"),
        Page("actions-overdue", "actions/overdue/", is_main=True),
        Page("action", "actions/{action}/", is_main=True),
        Page("action-edit", "actions/{action}/edit/"),
        Page("action-done", "actions/{action}/step/report-done/"),
        Page("action-done-mistakes", "actions/{action}/step/report-done/", send),
        Page("action-withdraw", "actions/{action}/step/drop/"),
        Page("evidence", "evidence/"),
        Page("evidence-choice", "evidence/", upload_a_photo),
        Page("step-postpone", "{planned}/step/postpone/"),
        Page("convene", "{to_convene}/step/convene/", is_main=True),
        Page("convene-mistakes", "{to_convene}/step/convene/", invite_nonsense),
        Page("step-no-reason", "{held}/step/retract/", send),
        Page("answers", "{council}/answers/"),
        Page("answers-of-year", "{council}/answers/{year}/"),
        Page("work-plans", "plans/", is_main=True),
        Page("work-plan", "{plan}/", is_main=True),
        Page("work-plan-draft", "{draft_plan}/"),
        Page("work-plan-start", "{council}/plans/{old_year}/start/"),
        Page("work-plan-adopt", "{draft_plan}/step/adopt/"),
        Page("work-plan-adopt-mistakes", "{draft_plan}/step/adopt/", send),
        Page("work-plan-reopen", "{plan}/step/reopen/"),
        Page("work-plan-history", "{plan}/history/"),
        Page("activity", "{plan}/activities/{activity}/", is_main=True),
        Page("activity-new", "{draft_plan}/activities/new/", is_main=True),
        Page("activity-new-mistakes", "{draft_plan}/activities/new/", send),
        Page("activity-remove", "{draft_plan}/activities/{draft_activity}/remove/"),
        Page("activity-progress", "{plan}/activities/{activity}/progress/", is_main=True),
        Page("activity-history", "{plan}/activities/{activity}/history/"),
        Page("settlement-runs", "{council}/compensation/", is_main=True),
        Page("settlement-run-draft", "{run_draft}/", is_main=True),
        Page("settlement-run-partly-paid", "{run_part}/", is_main=True),
        Page("settlement-run-paid", "{run_paid}/"),
        Page("settlement-run-new", "{council}/compensation/new/"),
        Page("settlement-run-new-mistakes", "{council}/compensation/new/", send),
        Page("settlement-run-period", "{run_draft}/period/"),
        Page("settlement-run-close", "{run_draft}/step/close/"),
        Page("settlement-run-reopen-no-reason", "{run_part}/step/reopen/", send),
        Page("settlement-run-history", "{run_part}/history/"),
        Page("payments", "{run_part}/pay/"),
        Page("payments-mistakes", "{run_part}/pay/", send),
        Page("payment-withdraw", "compensation/payments/{payment}/withdraw/"),
        Page("rates", "compensation/rates/"),
        Page("my-account", "me/"),
        Page("declaration", "me/declaration/", is_main=True),
        Page("declaration-no-consent", "me/declaration/", send),
        Page("take-consent-back", "me/declaration/withdraw/"),
        Page("declaration-on-paper", "{council}/members/{membership}/declaration/"),
        Page("declaration-on-paper-mistakes", "{council}/members/{membership}/declaration/", send),
        Page("key", "accounts/me/keys/new/", confirm_password),
        Page("own-sessions", "accounts/me/end-sessions/", confirm_password),
        Page("calendar-address", "calendar/new/", confirm_password),
        Page("calendar-address-made", "calendar/new/", make_calendar_address),
        Page("password", "accounts/password/change/"),
        Page("password-again", "accounts/reauthenticate/?next=/"),
        Page("second-step", "accounts/2fa/", confirm_password),
        Page("second-step-app", "accounts/2fa/totp/activate/", confirm_password),
        Page("second-step-keys", "accounts/2fa/webauthn/", confirm_password),
        Page("second-step-new-key", "accounts/2fa/webauthn/add/", confirm_password),
        Page("sign-out", "accounts/logout/"),
        Page("not-allowed", "accounts/users/"),
    ],
    "monitor": [
        Page("dashboard-computed-anew", "figures/?live=1"),
        Page("figures-views", "figures/map/", is_main=True),
        Page("view-new", "figures/views/new/?address=/en/figures/map/", is_main=True),
        Page("view-new-no-name", "figures/views/new/?address=/en/figures/map/", send),
        Page("view-rename", "figures/views/{saved_view}/rename/"),
        Page("view-end", "figures/views/{saved_view}/end/"),
        Page("work", ""),
        Page("declared", "figures/declared/", is_main=True),
        Page("declared-no-purpose", "figures/declared/", send),
        Page("edition-new", "figures/editions/new/"),
        Page("edition-in-review", "{edition_in_review}/"),
        Page("edition-step", "{edition_in_review}/step/return/"),
        Page("edition-history", "{edition}/history/"),
        Page("mandates", "committees/mandates/", is_main=True),
        Page("meeting-held", "{held}/"),
        Page("answers", "{council}/answers/"),
        Page("work-plan", "{plan}/"),
        Page("settlement-runs", "{council}/compensation/"),
        Page("settlement-run", "{run_part}/"),
        Page("findings", "fix-it/"),
        Page("requests", "requests/"),
        Page("request", "{corrected}/"),
        Page("trainings", "trainings/"),
        Page("training", "{training}/"),
        Page("who-is-trained", "trainings/members/", is_main=True),
        Page("trainings-of-committee", "{trained}/trainings/"),
    ],
    "station-commander": [
        Page("work", ""),
        Page("action-answered", "actions/{answered}/", is_main=True),
        Page("requests", "requests/", is_main=True),
        Page("requests-none", "requests/?q=qqqq"),
        Page("request-to-decide", "{at_station}/", is_main=True),
        Page("request-approved", "{approved}/"),
        Page("request-history", "{approved}/history/"),
        Page("step-withdraw-no-reason", "{commanders_draft}/step/withdraw/", send),
        Page("draft", "{citizens_draft}/", is_main=True),
        Page("new-request", "requests/new/"),
        Page("part-area", "{citizens_draft}/part/area/"),
        Page("part-reasons", "{citizens_draft}/part/reasons/"),
        Page("part-letter", "{citizens_draft}/part/letter/"),
        Page("part-analysis", "{commanders_draft}/part/analysis/"),
        Page("part-consent", "{commanders_draft}/part/consent/"),
        Page("members", "{citizens_draft}/members/"),
        Page("new-member", "{citizens_draft}/members/new/"),
        Page("new-member-mistakes", "{citizens_draft}/members/new/", give_one_name),
        Page("documents", "{citizens_draft}/documents/"),
        Page("documents-no-file", "{citizens_draft}/documents/", send),
        Page("chain", "requests/chain/"),
        Page("times", "requests/times/"),
        Page("committee-founded", "{founded}/"),
    ],
    "station-officer": [
        Page("work", ""),
        Page("request-returned", "{returned}/", is_main=True),
    ],
    "regional-director": [
        Page("work", ""),
        Page("requests-that-wait", "requests/?mine=on", is_main=True),
        Page("request-to-decide", "{at_region}/", is_main=True),
        Page("return-no-reason", "{at_region}/", return_without_reason, is_main=True),
        Page("request-rejected", "{rejected}/"),
    ],
    "community-policing": [
        Page("request-corrected", "{corrected}/"),
        Page("trainings", "trainings/"),
        Page("trainings-none", "trainings/?q=qqqq"),
        Page("training", "{training}/", is_main=True),
        Page("new-training", "trainings/new/"),
        Page("new-training-mistakes", "trainings/new/", send),
        Page("edit-training", "{training}/edit/"),
        Page("give-certificates", "{training_to_certify}/certify/"),
        Page("add-participants", "{trained}/{training}/participants/"),
        Page("add-participants-none", "{trained}/{training}/participants/", send),
        Page("withdraw-certificate", "participations/{participation}/step/withdraw/"),
        Page("trainings-of-committee", "{trained}/trainings/", is_main=True),
        Page("step-send-back", "{corrected}/step/send-back/"),
    ],
    "station-commander-ferizaj": [
        Page("work", ""),
        Page("committee", "{council}/"),
        Page("meeting-held", "{held}/"),
        Page("not-allowed", "{held}/report/"),
    ],
    "administrator": [
        Page("first-steps", "first-steps/", is_main=True),
        Page("publisher", "publisher/"),
        Page("my-account", "me/"),
        Page("users", "accounts/users/"),
        Page("user", "accounts/users/{account}/"),
        Page("user-name", "accounts/users/{account}/correct/", confirm_password),
        Page("user-address", "accounts/users/{account}/address/", confirm_password),
        Page("user-person", "accounts/users/{account}/person/?q=a", confirm_password),
        Page("user-sessions", "accounts/users/{account}/end-sessions/", confirm_password),
        Page("user-close", "accounts/users/{account}/close/", confirm_password),
        Page("roles-confirm", "accounts/roles/confirm/", confirm_password),
        Page("new-user", "accounts/users/new/", confirm_password),
        Page("new-role", "accounts/users/{account}/roles/new/", confirm_password),
        Page("end-of-role", "accounts/roles/{grant}/end/", confirm_password),
        Page("access", "{council}/members/{membership}/access/", confirm_password, is_main=True),
        Page("contact", "{council}/members/{membership}/contact/", is_main=True),
        Page("contact-mistakes", "{council}/members/{membership}/contact/", send),
        Page("mandates", "committees/mandates/"),
        Page("mandates-open", "committees/mandates/open/"),
        Page("mandate", "{mandate}/"),
        Page("mandate-step", "{mandate}/notice/"),
        Page("mandate-step-mistakes", "{mandate}/decision/", send),
        Page("mandate-oath", "{mandate}/oath/"),
        Page("mandate-end", "{mandate}/end/"),
        Page("mandate-history", "{mandate}/history/"),
        Page("nomination-new", "{mandate}/nominations/new/"),
        Page("nomination", "{mandate}/nominations/{nomination}/"),
        Page("persons-alike", "committees/persons/", is_main=True),
        Page("person-merge", "committees/persons/{pair}/"),
        Page("person-history", "committees/persons/{person}/history/"),
        Page("new-committee", "committees/new/"),
        Page("committee", "{council}/"),
        Page("edit-committee", "{council}/edit/"),
        Page("step-suspend", "{council}/step/suspend/"),
        Page("import", "meetings/import/"),
        Page("import-preview", "meetings/import/", import_file(GOOD_FILE)),
        Page("import-mistakes", "meetings/import/", import_file(BAD_FILE)),
        Page("mail", "accounts/mail/"),
        Page("addressees", "actions/addressees/", is_main=True),
        Page("chain", "requests/chain/"),
        Page("new-chain", "requests/chain/new/"),
        Page("new-chain-mistakes", "requests/chain/new/", send),
        Page("region-of-station", "requests/chain/stations/{unplaced}/"),
        Page("rates", "compensation/rates/", is_main=True),
        Page("rate-new", "compensation/rates/new/"),
        Page("rate-new-mistakes", "compensation/rates/new/", send),
        Page("rate", "compensation/rates/{rate}/"),
        Page("entitlement-new", "compensation/entitled/new/"),
        Page("entitlement", "compensation/entitled/{entitlement}/"),
        Page("gallery", "ui/"),
    ],
}
# What a page answers, where that is not 200.
STATUS = {"not-found": 404, "not-allowed": 403}
