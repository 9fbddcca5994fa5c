"""What may leave of a count of people's communities or religions; nothing here knows a database.

The words are those of the Handbook on Statistical Disclosure Control (Hundepool and others, ESSnet
SDC; the chapter on frequency tables): *primary suppression* hides cells below a threshold,
*complementary suppression* hides further ones so that no hidden cell follows by subtraction, and
*rounding* leaves room around every number that is shown.

Why nothing can be recovered. Whoever is counted in one table is told apart by nothing but the
answer, so a person may have given every answer that some set of answers with the same table holds.
A table shows two communities or more, or none; shown ones hold at least `LEAST` people, so each
person may belong to either. Where none is shown the same table also comes from answers that hold
other communities. Nobody is counted in two tables (`newcomers`), so tables of different years or
kinds have no person in common and subtracting them says nothing. There is one level, the country,
and one table for everybody: monitors are shown no other, for two tables with people in common
give groups of them away even where ten came and ten left. Who is counted depends on the lists of
members alone, never on an answer. `tests/reports/test_disclosure_attack.py` tries all answers there
can be.
"""

# A cell with fewer people is not shown; it is also what a hidden rest must hold, or nobody.
LEAST = 10
# Numbers are rounded down to a multiple of it.
BASE = 5
# Members of fewer bodies make no table: of one or two it would speak.
BODIES = 3
# Of fewer members whoever knows some learns the others, where all but a few answered.
FEW = 50


def newcomers(members, counted):
    """Return the persons of a year whom no published table holds yet."""
    return frozenset(members) - frozenset(counted)


def are_enough(members, bodies=BODIES, *, least=LEAST):
    """Say whether so many people of so many bodies may make a table: two cells must fit.

    It hangs on no answer.
    """
    return members >= 2 * least and bodies >= BODIES


def protected(answers, *, members=FEW, least=LEAST, base=BASE):
    """Return (answered, cells) as the public may see them; `answers` is `{code: people}`.

    `cells` is empty when fewer than two remain: a single one would say who is everybody. So it is
    where nearly all of few `members` answered: nobody could have said nothing.
    """
    answered = sum(answers.values())
    if members < FEW and answered + base > members:
        return rounded(answered, base), {}
    shown = sorted((n, code) for code, n in answers.items() if n >= least)
    while shown and 0 < answered - sum(n for n, _code in shown) < least:
        shown.pop(0)
    if len(shown) < 2:
        shown = []
    # In the order of the codes: the order of the numbers would tell more than the rounded ones.
    cells = {code: rounded(n, base) for code, n in sorted((code, n) for n, code in shown)}
    return rounded(answered, base), cells


def rounded(number, base=BASE):
    """Return the multiple of the base at or below the number: «at least so many»."""
    return number - number % base
