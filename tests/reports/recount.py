"""A plain recount of every figure, written from the definitions alone.

Lists of all records and Python: no query with a meaning, nothing of the code that it checks but the
shape of a figure. It is slow and easy to read; the portal is fast and has to agree with it. The
rules of the reference data are told here again as numbers.
"""

from collections import Counter
from datetime import date, timedelta
from statistics import median

from django.utils import timezone

from committees.models import Committee, Course, Membership, Participation
from compensation.models import SettlementRun
from establishment.models import EstablishmentRequest
from meetings.models import (
    Action,
    Activity,
    Attendance,
    CompensationReport,
    Concern,
    ItemText,
    JointCommittee,
    Meeting,
    NilReport,
    WorkPlan,
)
from places.models import Municipality, PopulationCount

DUE, FLOOR, GRACE = 6, 50, 30
COUNTING = ("regular", "extraordinary")
TOOK_PART = ("present", "late", "left_early", "represented")
IN_BEING = ("established", "inactive", "mandate_expired")
POLICE = ("police_officer", "station_commander")


def share(flags):
    """(how many are met, how many there are), or nothing where there is none."""
    flags = list(flags)
    return (sum(flags), len(flags), {}) if flags else None


def number(rows, names=()):
    rows = list(rows)
    return (len(rows), None, Counter(names)) if rows else None


class Recount:
    """The figures of one kind of body in one year that is over; ask `of` for those of an area."""

    def __init__(self, kind, year):
        self.kind, self.year, self.last = kind, year, date(year, 12, 31)
        self.first = date(year, 1, 1)
        self.members = list(
            Membership.objects.select_related(
                "seat__represents_community", "seat__represents_religion", "person"
            )
        )
        self.committees = [c for c in Committee.objects.all() if c.kind == kind]
        self.code = {
            c.pk: c.municipality_id and c.municipality.code
            for c in Committee.objects.select_related("municipality")
        }
        self.kind_of = dict(Committee.objects.values_list("pk", "kind"))
        # Of executive meetings nothing is public, so no figure may know of them.
        self.meetings = [m for m in Meeting.objects.all() if m.kind != "executive"]
        self.joined = list(JointCommittee.objects.all())
        self.texts = list(ItemText.objects.select_related("item"))
        self.marks = list(Attendance.objects.select_related("membership__seat", "meeting"))
        self.state = {c.pk: self.state_of(c) for c in self.committees}
        self.bodies = [c for c in self.committees if self.state[c.pk] in IN_BEING]
        self.concerns = list(
            Concern.objects.select_related("meeting", "category__parent").prefetch_related(
                "communities"
            )
        )
        self.nil = {(n.committee_id, n.year, n.quarter) for n in NilReport.objects.all()}
        self.by_hand = {
            (r.committee_id, r.year): r.answer for r in CompensationReport.objects.all()
        }
        self.runs = [
            r
            for r in SettlementRun.objects.prefetch_related("meetings", "payments")
            if r.status == "closed" and r.from_on.year == year
        ]
        self.plans = [p for p in WorkPlan.objects.all() if p.year == year]
        self.activities = list(Activity.objects.prefetch_related("communities"))
        self.community = dict(self.communities())

    def communities(self):
        rows = PopulationCount.objects.exclude(community=None).select_related(
            "community", "baseline"
        )
        rows = [r for r in rows if r.baseline.counted_on.year == 2024]
        place = dict(Municipality.objects.values_list("pk", "code"))
        for code in place.values():
            yield (
                code,
                {r.community.code: r.persons for r in rows if place[r.municipality_id] == code},
            )

    # Who was there

    def on(self, member, day):
        return member.from_on <= day and (member.until_on is None or member.until_on >= day)

    def roster(self, committee, day):
        return [m for m in self.members if m.seat.committee_id == committee and self.on(m, day)]

    def votes(self, committee, day):
        there = self.roster(committee, day)
        return [m for m in there if m.seat.is_voting and m.office != "observer"]

    def state_of(self, body):
        since = body.status_on is None or body.status_on <= self.last
        if body.established_on and body.established_on > self.last:
            return "not_established"
        if body.status == "dissolved" and since:
            return "dissolved"
        if body.status == "suspended" and since:
            return "inactive"
        ever = [m for m in self.members if m.seat.committee_id == body.pk]
        over = [m for m in ever if self.has_ended(m)]
        valid = [m for m in ever if self.on(m, self.last) and not self.has_ended(m)]
        return "mandate_expired" if over and not valid else "established"

    def has_ended(self, member):
        left = member.until_on is not None and member.until_on < self.last
        term = member.mandate_until_on
        return left or (member.from_on <= self.last and term is not None and term < self.last)

    # What was held

    def in_year(self, day):
        return day is not None and self.first <= day <= self.last

    def bodies_of(self, meeting):
        """All committees of the kind that held a meeting, each once."""
        found = {j.committee_id for j in self.joined if j.meeting_id == meeting.pk}
        return {c for c in found | {meeting.committee_id} if self.kind_of[c] == self.kind}

    def all_bodies_of(self, meeting):
        """All committees that held a meeting, of whatever kind."""
        return {meeting.committee_id} | {
            j.committee_id for j in self.joined if j.meeting_id == meeting.pk
        }

    def held(self, kinds=COUNTING):
        return [
            m
            for m in self.meetings
            if m.status == "held" and m.kind in kinds and self.in_year(m.starts_on)
        ]

    def of(self, codes):
        """Return `{key: (numerator, denominator, counts)}` of some municipalities."""
        if not self.is_on_record():
            return {}
        self.codes = set(codes)
        self.here = [c for c in self.committees if self.code[c.pk] in self.codes]
        self.there = [c for c in self.bodies if self.code[c.pk] in self.codes]
        self.counted = [m for m in self.held() if self.is_here(m)]
        self.voting = [m for body in self.there for m in self.votes(body.pk, self.last)]
        parts = (self.councils, self.seats, self.lists, self.reports, self.raised, self.came_of)
        found = {}
        for part in parts:
            found |= part()
        return {key: figure for key, figure in found.items() if figure is not None}

    def is_on_record(self):
        """Whether anything of the kind that somebody entered lies in the year or before it."""
        own = {c.pk for c in self.committees}
        days = [c.established_on for c in self.committees]
        days += [m.from_on for m in self.members if m.seat.committee_id in own]
        days += [m.starts_on for m in self.meetings if self.bodies_of(m)]
        years = [day.year for day in days if day]
        years += [plan.year for plan in WorkPlan.objects.all() if plan.committee_id in own]
        years += [
            year for committee, year, *_quarter in (*self.nil, *self.by_hand) if committee in own
        ]
        return any(year <= self.year for year in years)

    def is_here(self, meeting):
        return any(self.code[body] in self.codes for body in self.bodies_of(meeting))

    def spoke(self, body):
        told = [
            m
            for m in self.meetings
            if m.status in ("held", "postponed", "cancelled")
            and self.in_year(m.starts_on)
            and body.pk in self.bodies_of(m)
        ]
        nil = {(body.pk, self.year, quarter) for quarter in range(1, 5)} & self.nil
        return bool(told or nil or self.said(body) == "not_applicable")

    def said(self, body):
        return self.by_hand.get((body.pk, self.year))

    def paid(self, body):
        """The answer of the closed runs that owe something, else the one given by hand."""
        runs = [r for r in self.runs if r.committee_id == body.pk]
        due = sum(r.total for r in runs)
        if not due:
            return self.said(body)
        paid = sum(p.amount for r in runs for p in r.payments.all() if p.withdrawn_at is None)
        settled = {m.pk for r in runs for m in r.meetings.all()}
        own = {m.pk for m in self.held() if m.committee_id == body.pk}
        if not paid:
            return "no"
        return "yes" if paid >= due and own <= settled else "partly"

    def or_zero(self, meetings):
        if meetings:
            return len(meetings), None, {}
        return (0, None, {}) if any(self.spoke(body) for body in self.there) else None

    def councils(self):
        places = {code: [c for c in self.here if self.code[c.pk] == code] for code in self.codes}
        states = Counter(
            self.state[c.pk] for c in self.here if self.state[c.pk] != "not_established"
        )
        without = [
            code
            for code, bodies in places.items()
            if all(self.state[c.pk] == "not_established" for c in bodies)
        ]
        good = [
            code
            for code, bodies in places.items()
            if any(self.state[c.pk] in ("established", "inactive") for c in bodies)
        ]
        if without:
            states["not_established"] = len(without)
        return {
            "established": (len(good), len(self.codes), states),
            "bodies_in_being": number(self.there),
            "members_serving": number(self.voting),
            "women_share": share(m.person.sex == "f" for m in self.voting if m.person.sex),
            "meetings_held": self.or_zero(self.counted),
            "meets_requirement": self.requirement(),
            "incidents_discussed": share(bool(m.incident_discussed) for m in self.counted),
            "work_plan": self.answers(self.plan_answer, ("yes", "with_activities")),
            "compensation_respected": self.compensation(),
        }

    def requirement(self):
        if self.kind != "kksb":
            return None

        def answer(body):
            if body.established_on and body.established_on.year == self.year:
                return "not_applicable"
            times = sum(body.pk in self.bodies_of(m) for m in self.held())
            if times >= DUE:
                return "yes"
            return "no" if self.spoke(body) else "no_report"

        return self.answers(answer, ("yes",), unjudged=("not_applicable",))

    def answers(self, answer_of, good, *, unjudged=()):
        answers = [answer_of(body) for body in self.there]
        if not answers:
            return None
        judged = [a for a in answers if a not in unjudged]
        told = [a for a in judged if a != "no_report"]
        met = sum(a in good for a in told) if told else None
        return met, len(judged) if judged else None, Counter(answers)

    def plan_answer(self, body):
        for plan in self.plans:
            if plan.committee_id == body.pk:
                return self.answer_of_plan(plan)
        of_kind = [p for p in self.plans if p.committee.kind == self.kind]
        return "no" if of_kind and (self.spoke(body) or self.said(body)) else "no_report"

    def answer_of_plan(self, plan):
        steps = ("adopted_on", "recommended_on", "assembly_approved_on", "given_for_information_on")
        if not any(getattr(plan, step) for step in steps):
            return "no"
        people = self.community[self.code[plan.committee_id]]
        largest = max(people, key=people.get)
        activities = [a for a in self.activities if a.plan_id == plan.pk]
        for activity in activities:
            served = {c.code for c in activity.communities.all()} - {largest}
            if activity.state != "dropped" and served:
                return "with_activities"
        reported = plan.activities_for_communities and not activities
        return "with_activities" if reported else "yes"

    def compensation(self):
        answers = [self.paid(body) or "no_report" for body in self.there]
        places = {self.code[body.pk] for body in self.there}
        answers += ["not_established"] * len(self.codes - places)
        told = [a for a in answers if a not in ("no_report", "not_established")]
        return (told.count("yes") if told else None), len(answers), Counter(answers)

    # Whom the seats stand for

    def seats(self):
        held = {m.seat_id: m.seat for m in self.voting}.values()
        stands = [s for s in held if s.represents_community]
        faiths = [s.represents_religion.code for s in held if s.represents_religion]
        names = [s.represents_community.code for s in stands]
        own = []
        for body in self.there:
            of_body = Counter(
                s.represents_community.code for s in stands if s.committee_id == body.pk
            )
            if of_body:
                own.append(of_body)
        blau = [1 - sum((n / sum(c.values())) ** 2 for n in c.values()) for c in own]
        return {
            "seats_by_community": (len(names), None, Counter(names)) if held else None,
            "religious_representatives": (len(faiths), None, Counter(faiths)) if held else None,
            "nonmajority_share": share(
                s.represents_community is not None
                and s.represents_community.code != self.majority(self.code[s.committee_id])
                for s in held
            ),
            "unrepresented_communities": self.unrepresented(stands),
            "diverse_bodies": share(len(c) > 1 for c in own),
            "diversity_index": (round(sum(blau) / len(blau), 2), None, {}) if blau else None,
        }

    def majority(self, code):
        people = self.community[code]
        return max(people, key=people.get)

    def unrepresented(self, stands):
        if self.kind != "kksb":
            return None
        asked, lacking = 0, []
        for code in {self.code[m.seat.committee_id] for m in self.voting}:
            seated = {
                s.represents_community.code for s in stands if self.code[s.committee_id] == code
            }
            for name, persons in self.community[code].items():
                if persons >= FLOOR and name not in ("other", self.majority(code)):
                    asked += 1
                    lacking += [name] if name not in seated else []
        return (len(lacking), asked, Counter(lacking)) if asked else None

    # Who came, and what was written down

    def lists(self):
        noted = {}
        for mark in self.marks:
            if mark.code != "unknown":
                noted.setdefault(mark.meeting_id, []).append(mark)
        texts = {}
        for text in self.texts:
            texts.setdefault(text.item.meeting_id, set()).add(text.language)
        listed = [m for m in self.counted if m.pk in noted]
        days = {m.pk: self.bodies_of(m) for m in self.held() if m.precision == "day"}
        entries = [
            mark
            for meeting, bodies in days.items()
            for mark in noted.get(meeting, ())
            if mark.membership.seat.committee_id in bodies
            and self.code[mark.membership.seat.committee_id] in self.codes
            and self.on(mark.membership, mark.meeting.starts_on)
        ]
        quorums = [self.quorum(m, noted[m.pk]) for m in listed if m.precision == "day"]
        return {
            "attendance_rate": share(mark.code in TOOK_PART for mark in entries),
            "police_present": share(
                any(
                    mark.code in TOOK_PART
                    and mark.membership.seat.committee_id in self.all_bodies_of(m)
                    and (
                        mark.membership.office == "police"
                        or mark.membership.seat.capacity in POLICE
                    )
                    for mark in noted[m.pk]
                )
                for m in listed
            ),
            "quorum_reached": share(q for q in quorums if q is not None),
            "interpretation": share(
                {"sq", "sr-latn"} <= texts[m.pk] for m in self.counted if m.pk in texts
            ),
            "meetings_with_residents": self.or_zero(
                [m for m in self.held(("residents",)) if self.is_here(m)]
            ),
        }

    def quorum(self, meeting, marks):
        votes = {m.pk for m in self.votes(meeting.committee_id, meeting.starts_on)}
        if not votes:
            return None
        came = sum(m.code in TOOK_PART and m.membership_id in votes for m in marks)
        return came * 2 > len(votes)

    # Who reports, who is trained, how long a request takes

    def reports(self):
        answers = [
            self.quarter(body, number)
            for body in self.there
            for number in range(1, 5)
            if body.established_on is None or body.established_on < self.end(number)
        ]
        rate = None
        if answers:
            rate = len(answers) - answers.count("missing"), len(answers), Counter(answers)
        return {
            "reporting_rate": rate,
            "trained_members": self.trained(),
            "days_to_decision": self.requests(),
        }

    def end(self, number):
        """The day after a quarter."""
        return date(self.year + number // 4, 3 * number % 12 + 1, 1)

    def quarter(self, body, number):
        begin = self.end(number - 1) if number > 1 else self.first
        met = [
            m
            for m in self.meetings
            if m.status == "held"
            and m.precision != "year"
            and m.starts_on is not None
            and begin <= m.starts_on < self.end(number)
            and body.pk in self.bodies_of(m)
        ]
        if not met:
            return "nil" if (body.pk, self.year, number) in self.nil else "missing"
        days = [timezone.localdate(m.status_at) for m in met if m.status_at]
        if not days:
            return "undated"
        return "on_time" if min(days) < self.end(number) + timedelta(days=GRACE) else "late"

    def trained(self):
        asked = {
            c.module
            for c in Course.objects.all()
            if self.kind in [need.kind for need in c.needs.all()]
        }
        if not asked:
            return None
        has = {}
        for row in Participation.objects.select_related("training__course"):
            if row.status == "certified" and row.certified_on <= self.last:
                has.setdefault(row.person_id, set()).add(row.training.course.module)
        there = [m for body in self.there for m in self.roster(body.pk, self.last)]
        return share(asked <= has.get(m.person_id, set()) for m in there if m.office != "observer")

    def requests(self):
        days = [
            (r.decided_on - r.submitted_on).days
            for r in EstablishmentRequest.objects.all()
            if (r.status, r.purpose) == ("approved", "founding")
            and self.in_year(r.decided_on)
            and r.committee_id in {c.pk for c in self.here}
        ]
        return (median(days), None, {}) if days else None

    # What was raised and planned

    def raised(self):
        here = {c.pk for c in self.here}
        open_to_all = [
            c
            for c in self.concerns
            if c.committee_id in here
            and c.sensitivity != "confidential"
            and c.status != "duplicate"
            and not (c.meeting and c.meeting.kind == "executive")
        ]
        rows = [c for c in open_to_all if self.in_year(c.raised_on)]
        days = [
            (c.answered_on - c.raised_on).days for c in open_to_all if self.in_year(c.answered_on)
        ]
        waiting = [
            (self.last - c.raised_on).days
            for c in open_to_all
            if c.raised_on <= self.last and (c.answered_on is None or c.answered_on > self.last)
        ]
        themes = [(c.category.parent or c.category).code for c in rows if c.category]
        judged = [self.answered(c) for c in rows]
        return {
            "concerns_raised": number(rows, (c.status for c in rows)),
            "concerns_answered": share(answer for answer in judged if answer is not None),
            "concerns_resolved": share(c.status == "resolved" for c in rows),
            "days_to_answer": (median(days), None, {}) if days else None,
            "concerns_waiting": number(waiting, map(self.band, waiting)),
            "concerns_by_theme": number(rows, themes),
            "concerns_by_community": number(
                rows, (community.code for c in rows for community in c.communities.all())
            ),
        }

    def band(self, days):
        bands = ((30, "month"), (90, "quarter"), (180, "half"))
        return next((name for most, name in bands if days <= most), "older")

    def answered(self, concern):
        later = [
            m.starts_on
            for m in self.meetings
            if m.status == "held"
            and m.starts_on is not None
            and m.starts_on > concern.raised_on
            and concern.committee_id in self.bodies_of(m)
        ]
        if concern.answered_on is None:
            return False if later else None
        return not later or concern.answered_on <= min(later)

    def came_of(self):
        here = {c.pk for c in self.here}
        actions = [
            a
            for a in Action.objects.select_related("meeting")
            if a.meeting.committee_id in here
            and a.meeting.kind != "executive"
            and a.status != "dropped"
            and self.in_year(a.due_on)
        ]
        plans = {
            p.pk
            for p in self.plans
            if p.committee_id in {c.pk for c in self.there} and p.status != "draft"
        }
        due = [a for a in self.activities if a.plan_id in plans and a.state != "dropped"]
        return {
            "actions_on_time": share(a.status == "done" and a.done_on <= a.due_on for a in actions),
            "plan_progress": share(a.state == "done" for a in due),
        }
