"""What disclosure control lets pass, and an attack on it by trying all answers there can be."""

from collections import Counter, defaultdict
from functools import partial
from itertools import pairwise, product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reports.disclosure.rules import (
    are_enough,
    newcomers,
    protected,
    rounded,
)

COMMUNITIES = "abc"
SILENT = ""


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        # Each is at or above the threshold, nobody is hidden.
        ({"a": 34, "b": 12}, (45, {"a": 30, "b": 10})),
        # Primary suppression; the hidden rest of 12 holds enough people.
        ({"a": 34, "b": 14, "c": 9, "d": 3}, (60, {"a": 30, "b": 10})),
        # Complementary suppression: the rest of 3 would be too few, so the smallest cell goes too.
        ({"a": 34, "b": 20, "c": 11, "d": 3}, (65, {"a": 30, "b": 20})),
        # Of two cells one goes the same way, and a single one says who is everybody.
        ({"a": 34, "b": 12, "c": 3}, (45, {})),
        ({"a": 99}, (95, {})),
        ({"a": 9, "b": 9, "c": 9}, (25, {})),
        ({"a": 3}, (0, {})),
        ({}, (0, {})),
    ],
)
def test_what_passes(answers, expected):
    assert protected(answers) == expected


@given(st.dictionaries(st.sampled_from("abcdefg"), st.integers(0, 60)))
@settings(max_examples=100, deadline=None)
def test_every_shown_number_is_rounded_and_large_and_the_rest_is_none_or_many(answers):
    answered, cells = protected(answers)
    total = sum(answers.values())
    assert answered <= total < answered + 5
    assert len(cells) != 1
    assert all(answers[code] >= 10 and n == rounded(answers[code]) for code, n in cells.items())
    assert list(cells) == sorted(cells), "the order tells nothing"
    rest = total - sum(answers[code] for code in cells)
    assert not cells or rest == 0 or rest >= 10


@pytest.mark.parametrize(
    ("members", "shown"), [(20, {}), (24, {}), (25, {"a": 10, "b": 10}), (50, {"a": 10, "b": 10})]
)
def test_few_members_of_whom_nearly_all_answered_are_not_told_apart(members, shown):
    """Whoever knows the ten Serbs of twenty, by their seats, would know what the other ten said."""
    assert protected({"a": 10, "b": 10}, members=members) == (20, shown)


def test_members_of_one_or_two_bodies_make_no_table():
    assert are_enough(20, bodies=3)
    assert not are_enough(200, bodies=2)


# --- The attack ---------------------------------------------------------------------------------
# Small enough that every world can be tried: cells of two, numbers rounded to two.
SMALL = {"least": 2, "base": 2}


def possible_answers(worlds, published):
    """Return `{output: [answers possible for each person]}` over all worlds with that output."""
    found = defaultdict(list)
    for world in worlds:
        output = published(world)
        if output not in found:
            found[output] = [set() for _person in world]
        for known, answer in zip(found[output], world, strict=True):
            known.add(answer)
    return found


def recovered(found):
    """Return how many persons are left with fewer than two communities, over all outputs."""
    return sum(len(known - {SILENT}) < 2 for persons in found.values() for known in persons)


def public_table(world, persons, rule=protected):
    answered, cells = rule(Counter(world[p] for p in persons if world[p] != SILENT))
    return len(persons), answered, tuple(cells.items())


def small(answers):
    return protected(answers, **SMALL)


def exact(answers):
    return sum(answers.values()), dict(sorted(answers.items()))


def only_rounded(answers):
    return rounded(sum(answers.values()), 2), {
        c: rounded(n, 2) for c, n in exact(answers)[1].items()
    }


def by_years(years, rule, *, each_once):
    """Return the function that publishes the tables of the years for a world."""
    tables, counted = [], set()
    for members in years:
        persons = newcomers(members, counted) if each_once else frozenset(members)
        if are_enough(len(persons), least=2):
            tables.append(sorted(persons))
            counted |= persons

    def published(world):
        return tuple(public_table(world, persons, rule) for persons in tables)

    return published


# Who sat in the first, second and third year: one joins, one leaves, all are new, one is in both
# kinds of body; each is tried with all answers of all persons.
CHANGES = {
    "one joins": (6, [range(5), range(6)]),
    "one leaves": (6, [range(6), range(5)]),
    "four join one who stays": (8, [range(4), range(3, 8)]),
    "three years": (8, [range(4), range(5), range(8)]),
    "two kinds": (8, [range(4), [0, 4, 5, 6, 7]]),
}


@pytest.mark.parametrize("change", CHANGES)
def test_nobody_is_recovered_from_the_tables_of_several_years(change):
    size, years = CHANGES[change]
    worlds = product([*COMMUNITIES, SILENT], repeat=size)
    found = possible_answers(worlds, by_years(years, small, each_once=True))
    assert len(found) > 3, "something is published"
    assert any(cells for output in found for _n, _answered, cells in output)
    assert recovered(found) == 0


@pytest.mark.parametrize(
    ("rule", "each_once"), [(exact, True), (exact, False), (only_rounded, False), (small, False)]
)
def test_the_same_attack_recovers_people_from_lesser_rules(rule, each_once):
    """Exact numbers, rounding alone, and even the whole rule on overlapping years give way."""
    size, years = CHANGES["one joins"]
    worlds = product([*COMMUNITIES, SILENT], repeat=size)
    assert recovered(possible_answers(worlds, by_years(years, rule, each_once=each_once))) > 0


def vectors(members, parts):
    """Yield every way to share so many members among so many answers."""
    for bars in product(range(members + 1), repeat=parts - 1):
        if all(one <= two for one, two in pairwise(bars)):
            yield tuple(two - one for one, two in pairwise((0, *bars, members)))


SIZES = [
    *[(4, 2, 2), (7, 2, 2), (6, 3, 2), (9, 3, 2)],
    *[(10, 3, 3), (16, 4, 3), (20, 10, 5), (25, 10, 5)],
]


def answers_behind_tables(members, least, base):
    """Yield (table, people by answer) for every way to answer.

    People of one table differ by their answer alone, so it is enough to try all numbers.
    """
    assert are_enough(members, least=least)
    for *numbers, silent in vectors(members, len(COMMUNITIES) + 1):
        answers = dict(zip(COMMUNITIES, numbers, strict=True))
        answered, cells = protected(answers, least=least, base=base)
        yield (answered, tuple(cells.items())), answers | {SILENT: silent}


@pytest.mark.parametrize(("members", "least", "base"), SIZES)
def test_nobody_is_recovered_from_one_table_of_any_size(members, least, base):
    possible = defaultdict(set)
    for table, answers in answers_behind_tables(members, least, base):
        possible[table] |= {code for code in COMMUNITIES if answers[code]}
    assert all(len(codes) >= 2 for codes in possible.values())


@pytest.mark.parametrize(("members", "least", "base"), [s for s in SIZES if s[-1] > 2])
def test_nor_by_a_member_who_knows_their_own_answer(members, least, base):
    """Rounding to two is too little against them: of «fewer than two answered» they are one."""
    possible = defaultdict(set)
    for table, answers in answers_behind_tables(members, least, base):
        for own in (code for code, n in answers.items() if n):
            others = Counter(answers) - Counter([own])
            possible[table, own] |= set(others) - {SILENT}
    assert all(len(codes) >= 2 for codes in possible.values())


def around(stay, came, left, rule):
    """Return the outputs of two tables with people in common from which a group is recovered.

    `stay` sat on both days, `came` only on the second and `left` only on the first.
    """
    parts = len(COMMUNITIES) + 1
    possible = defaultdict(lambda: [set(), set(), set()])
    for groups in product(vectors(stay, parts), vectors(came, parts), vectors(left, parts)):
        there, new, gone = (dict(zip(COMMUNITIES, numbers, strict=False)) for numbers in groups)
        tables = [
            rule({code: one[code] + there[code] for code in COMMUNITIES}) for one in (gone, new)
        ]
        output = tuple((answered, tuple(cells.items())) for answered, cells in tables)
        for known, group in zip(possible[output], (there, new, gone), strict=True):
            known |= {code for code, number in group.items() if number}
    sizes = (stay, came, left)
    return [
        output
        for output, known in possible.items()
        if any(size and len(codes) < 2 for size, codes in zip(sizes, known, strict=True))
    ]


@pytest.mark.parametrize(("came", "left"), [(1, 0), (0, 1), (4, 0), (4, 1)])
def test_why_monitors_are_shown_no_table_of_the_day(came, left):
    """Readings before and after an appointment give it away, rounded and protected as they are."""
    assert around(8, came, left, partial(protected, least=4, base=2))
    assert around(8, 1, 0, exact)
