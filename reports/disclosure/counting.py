"""Counts declarations for the table of a year.

The answers come through the one door (`committees.actions.profiles`), which notes the reading.
"""

from collections import defaultdict

from committees.actions.profiles import NOT_DECLARED, WITHHELD, count_answers
from committees.models import Person
from core.transactions import atomic
from places.models import Community, ReligiousCommunity
from reports.disclosure import rules
from reports.indicators import Period
from reports.indicators.committees import voting_members
from reports.models import CountedPerson, DeclaredTable
from reports.yearbook import in_each_language

NAMED = {"community": Community, "religion": ReligiousCommunity}
YEARLY = "table of the year, after disclosure control"


@atomic()
def freeze_declared(edition, by, comment):
    """Make the table of the edition's kind and year, unless it is made already."""
    kind, year = edition.kind, edition.year
    if DeclaredTable.objects.filter(kind=kind, year=year).exists():
        return
    bodies_of = _members(Period(kind, year))
    persons = rules.newcomers(bodies_of, _counted())
    bodies = set().union(*(bodies_of[person] for person in persons))
    is_made = rules.are_enough(len(persons), len(bodies))
    table = DeclaredTable.objects.create(
        kind=kind,
        year=year,
        frozen_at=edition.cut_off,
        frozen_by=by,
        content={
            "least": rules.LEAST,
            "base": rules.BASE,
            "members": len(persons),
            "questions": _questions(persons, edition, by) if is_made else {},
        },
    )
    if is_made:
        CountedPerson.objects.bulk_create(
            CountedPerson(table=table, person_id=person) for person in sorted(persons)
        )


def _members(period):
    """Return {person: their bodies} of those who had a vote all the year, to its reference day.

    Whoever came within the year waits for the next table: nobody is singled out by people who were
    seated around them. Who sits on two bodies is one person.
    """
    rows = voting_members(period).filter(from_on__lt=period.first_day).order_by()
    found = defaultdict(set)
    for person, body in rows.values_list("person", "seat__committee"):
        found[person].add(body)
    return dict(found)


def _counted():
    """Who stands in a table already, also by a row that was another of the same person."""
    counted = more = set(CountedPerson.objects.values_list("person", flat=True))
    while more:
        same = Person.objects.filter(merged__in=more).values_list("pk", flat=True)
        more = set(same) - counted
        counted |= more
    return counted


def _questions(persons, edition, by):
    counts = count_answers(
        {"": persons}, by=by, purpose=YEARLY, kind=edition.kind, year=edition.year
    )[""]
    questions = {}
    for question, answers in counts.items():
        said = {code: n for code, n in answers.items() if code not in (WITHHELD, NOT_DECLARED)}
        answered, cells = rules.protected(said, members=len(persons))
        rows = NAMED[question].objects.filter(code__in=cells).order_by("code")
        questions[question] = {
            "answered": answered,
            "cells": cells,
            "names": {row.code: in_each_language(lambda row=row: row.name) for row in rows},
        }
    return questions
