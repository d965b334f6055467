"""The bounded space of all cases about one voorziening: what a claim about everybody is about.

One person and one application. Every fact that can matter is open; what is no fact but the shape of a case (what is asked and
for how long, what went before, which limit holds, on which days) is a list of alternatives, in words and as cases. Nothing
here is solved: ``joint_space`` makes one instance of the whole space for the rules.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date, timedelta
from functools import partial
from itertools import pairwise
from typing import NamedTuple

from toetssteen.kb.case import Application, Case, Ceiling, Placement
from toetssteen.kb.dates import add_months, euro, in_words
from toetssteen.kb.law import Law, statute_states
from toetssteen.kb.terms import AtomLiteral, GroundAtom
from toetssteen.kb.vocabulary import Provision

PERSON = "Kim"
EMPLOYERS = EMPLOYER, OTHER, FORMER = "Bakkerij", "Drukkerij", "Smederij"
ASKED, APPLICANT, BEFORE, LIMIT = "vraag", "aanvrager", "eerder", "grens"
OUTCOME = ("uitkomst",)
LONGEST, CENTS = 60, 100
# The limits of the space, in euros, persons and cents; what has been granted under them is open.
BUDGET, PERSONS, PER_PERSON = 10_000, 2, 100_000
LIMITS = ("grens_bedrag", "grens_personen", "grens_per_persoon")
HISTORY = frozenset(("eerder", "verlengt", "plaatsing", "periode", "gewerkte_maanden", "volle_maand", "maand_aaneen", "tijdvak",
                     "betreft"))  # fmt: skip
WORKED = frozenset(("gewerkte_maanden", "volle_maand", "maand_aaneen", "tijdvak"))

Change = Callable[[Case], Case]


class Form(NamedTuple):
    """One alternative of a part of the shape of a case: in words, what it makes of a case, and how unusual it is.

    ``size`` orders the alternatives that are equally unusual: the least first.
    """

    words: str
    change: Change
    weight: int = 0
    size: int = 0


class Part(NamedTuple):
    """A part of the shape of a case, with its alternatives; the first is the usual one."""

    name: str
    forms: tuple[Form, ...]


class Moment(NamedTuple):
    """When a case is decided and what is asked then: the case without facts, and the parts of its shape.

    ``kinds`` is what is assessed of the college's own motion; ``weight`` how unusual the moment is.
    """

    name: str
    words: str
    case: Case
    parts: tuple[Part, ...]
    kinds: frozenset[str]
    weight: int = 0


def moments(provision: str, laws: Sequence[Law], roots: Sequence[str] = OUTCOME) -> tuple[Moment, ...]:
    """Return the moments of the space of a voorziening, the most usual one first.

    ``laws`` are the versions the space must do for: a length is tried around every number that one of them compares it with.
    """
    return _Moments(provision, laws, roots).all()


def bounds(provision: str, laws: Sequence[Law]) -> str:
    """Return in words what the space of a voorziening holds, to be printed with every claim about it."""
    found = moments(provision, laws)
    spoken = laws[0].provisions[provision].with_article
    subject = "de gemeente" if laws[0].provisions[provision].municipal else "één persoon"
    parts = {part.name: len(part.forms) for moment in found for part in moment.parts if len(part.forms) > 1}
    said = [
        f"{subject} en {spoken}",
        "alle feiten die kunnen meetellen in elke combinatie (elk feit staat vast, dus lezing I-67 doet niet mee), getallen rond "
        "elke grens van de regels",
    ]
    if not laws[0].provisions[provision].municipal:
        said.append("over een nog onbekende werkgever wat gewoon is")
    if ASKED in parts:
        said.append(f"een gevraagde duur van 1 tot en met {LONGEST} maanden (voor bedragen en einddatums rond de getallen van de "
                    "regels)")  # fmt: skip
    if BEFORE in parts:
        said.append(
            f"{parts[BEFORE]} soorten voorgeschiedenis (geen, of tot drie eerdere perioden rond de grenzen van de regels)"
        )
    if LIMIT in parts:
        said.append(f"geen of één plafond ({euro(BUDGET * 100)}, {PERSONS} personen of {euro(PER_PERSON)} per persoon; wat al is "
                    "verleend en wat het kost rond die grens)")  # fmt: skip
    said.append("wel of geen afwijking op grond van artikel 20, van elke voorwaarde")
    said.append("op deze momenten: " + "; ".join(one.words for one in found))
    return ", ".join(said)


class _Moments:
    def __init__(self, provision: str, laws: Sequence[Law], roots: Sequence[str]) -> None:
        self.key, self.laws = provision, laws
        self.item: Provision = laws[0].provisions[provision]
        self.needed = frozenset().union(*(law.reachable(provision, roots) for law in laws))
        self.lengths = _lengths(provision, laws, self.needed)
        # for an outcome every length is tried; for what follows the lengths around the numbers of the rules
        near = {around for one in self.lengths for around in (one - 1, one, one + 1)} | {LONGEST}
        self.asked = range(1, LONGEST + 1) if tuple(roots) == OUTCOME else sorted(one for one in near if 0 < one <= LONGEST)

    def all(self) -> tuple[Moment, ...]:
        states = sorted({state for law in self.laws for state in statute_states(law.statutes)})
        published = self.laws[0].identity.published
        # a day in every state of the statute after publication, late enough for an application in the same year
        days = [add_months(_first_of_month(max(state, published)), int(state > published)) for state in states]
        if self.item.municipal:
            return (*(self._municipal(day, place) for place, day in enumerate(days)),)
        if self.item.continuing:
            return (*(self._running(day, place) for place, day in enumerate(days)), *self._transition())
        found = [self._asked(day, f"{day.year}", 3 * place) for place, day in enumerate(days)]
        if self.item.own_motion or self.item.about:
            found += [self._own_motion(day, 3 * place + 1) for place, day in enumerate(days)]
        return (*found, *self._transition(), *self._late(days[-1]))

    def _late(self, day: date) -> list[Moment]:
        """Return, for what follows, a decision on the last day of the time for it, and a day later."""
        if "weken_na_aanvraag" not in self.needed:
            return []
        weeks = max(value for law in self.laws for one in law.parameters.values() if one.unit == "weken"
                    for _day, value in one.values)  # fmt: skip
        return [self._asked(day, f"na {weeks} weken en {late} dagen", 4, submitted=day - timedelta(days=7 * weeks + late))
                for late in (0, 1)]  # fmt: skip

    def _transition(self) -> list[Moment]:
        """Return the moments at which the ordinance was not published yet, or the application is from before."""
        if "overgang" not in self.needed and "peildag" not in self.needed:
            return []
        published, in_force = self.laws[0].identity.published, self.laws[0].identity.in_force
        early, late = add_months(in_force, 2), _first_of_month(published)
        make = self._running if self.item.continuing else None
        if make is not None:
            return [make(early, 5)]
        return [
            self._asked(early, "vóór de bekendmaking", 6),
            self._asked(late, "aanvraag van vóór de bekendmaking", 5, submitted=published - timedelta(days=30)),
        ]

    def _municipal(self, day: date, weight: int) -> Moment:
        case = Case(reference_date=day, municipal=True)
        return Moment(f"gemeente {day.year}", f"op {in_words(day)}", case, (), frozenset((self.key,)), weight)

    def _asked(self, day: date, name: str, weight: int, submitted: date | None = None) -> Moment:
        place = self.item.is_place
        start = add_months(day, 1) if place else day
        sent = submitted or day - timedelta(days=12)
        item = Application("z1", PERSON, self.key, EMPLOYER if place else "", start, submitted=sent)
        case = Case(reference_date=day, persons=(PERSON,), employers=EMPLOYERS, applications=(item,))
        words = f"gevraagd op {in_words(sent)}, beslist op {in_words(day)}" + (f", vanaf {in_words(start)}" if place else "")
        parts = (*self._terms(), *self._applicants(), *self._history(start), *self._limits(day))
        return Moment(name, words, case, parts, frozenset(), weight)

    def _own_motion(self, day: date, weight: int) -> Moment:
        case = Case(reference_date=day, persons=(PERSON,), employers=EMPLOYERS)
        parts = (*self._history(day, extending=False), *self._limits(day))
        return Moment(f"ambtshalve {day.year}", f"ambtshalve op {in_words(day)}", case, parts, frozenset((self.key,)), weight)

    def _running(self, day: date, weight: int) -> Moment:
        item = Application("z1", PERSON, self.key, "", None, submitted=day, continues="t1")
        forms = []
        identity = self.laws[0].identity
        grants = (identity.in_force - timedelta(days=30), identity.in_force + timedelta(days=30), identity.published)
        singles = [(length,) for length in self.lengths]
        extended = [*singles, *((base, more) for base, more in pairwise(self.lengths)), (3, 3), (12, 12), (12, 13), (3, 3, 1)]
        for kind in self._named_kinds():
            for granted in grants:
                for length in extended if granted == grants[0] else singles[::2]:
                    begin = granted + timedelta(days=1)
                    place = _from("t1", kind, EMPLOYER, begin, length)._replace(granted=granted)
                    if begin <= day <= place.last_day:
                        words = f"{_periods(length)} {self.laws[0].provisions[kind].name}, toegekend op {in_words(granted)}"
                        forms.append(Form(words, partial(_with_places, (place,), ""), 0, sum(length)))
        case = Case(reference_date=day, persons=(PERSON,), employers=EMPLOYERS, applications=(item,))
        parts = (Part(BEFORE, tuple(forms)),) if forms else ()
        return Moment(f"lopend {day.year}", f"een plaats die loopt op {in_words(day)}", case, parts, frozenset(), weight)

    def _named_kinds(self) -> list[str]:
        """Return the kinds of places that a rule about this voorziening names, and one other."""
        provisions = self.laws[0].provisions
        rules = (rule for law in self.laws for rule in law.rules
                 if rule.predicate in self.needed and law.can_concern(rule, self.key))  # fmt: skip
        named = {literal.terms[2] for rule in rules for literal in rule.body
                 if isinstance(literal, AtomLiteral) and literal.predicate == "plaatsing"}  # fmt: skip
        places = [key for key, one in provisions.items() if one.is_place and one.is_provision]
        return [*(key for key in places if key in named), *[key for key in places if key not in named][:1]]

    # parts

    def _terms(self) -> Iterable[Part]:
        """Yield the asked terms of a place: every number of months, the last one whole or just not."""
        if not self.item.is_place or not self.needed & {"duur", "volle_duur"}:
            return
        shorts = (0, 1) if "volle_duur" in self.needed else (0,)
        forms = [self._term(months, short) for months in self.asked for short in shorts]
        yield Part(ASKED, tuple(forms))

    @staticmethod
    def _term(months: int, short: int) -> Form:
        words = f"gevraagd voor {_periods((months,))}" + (" min een dag" if short else "")
        return Form(words, partial(_for_months, months, short), 0, 2 * months + short)

    def _applicants(self) -> Iterable[Part]:
        if "aangevraagd_door_werkgever" in self.needed:
            yield Part(APPLICANT, (Form("door de inwoner", _same), Form("door de werkgever", _by_employer, 1)))

    def _limits(self, day: date) -> Iterable[Part]:
        if "plafond_van" not in self.needed:
            return
        year = date(day.year, 1, 1), date(day.year, 12, 31)
        forms = [Form("geen plafond", _same)]
        for words, limit in (("budget", {"budget": BUDGET}), ("personen", {"persons": PERSONS}),
                             ("bedrag per persoon", {"per_person": PER_PERSON})):  # fmt: skip
            for start, end in (year, (None, None)):
                ceiling = Ceiling("f1", self.key, start, end, **limit)
                within = f"in {day.year}" if start else "zonder tijdvak"
                forms.append(Form(f"plafond: {words} {within}", partial(_with_ceiling, ceiling), 2, 0 if start else 1))
        yield Part(LIMIT, tuple(forms))

    def _history(self, start: date, *, extending: bool = True) -> Iterable[Part]:
        """Yield what went before: nothing, an extension, earlier places, other work at the same employer."""
        if not self.needed & HISTORY:
            return
        forms = [Form("geen eerdere plaats", _same)]
        if self.item.months_of:
            forms = [*forms, *self._worked(self.item.months_of, start)]
            yield Part(BEFORE, tuple(forms[1:] if self.item.about else forms))
            return
        firsts = self.lengths
        base = min((one for one in firsts if one > 1), default=1)
        doubles = [(base, one) for one in firsts] + [(max(firsts), max(firsts)), (max(firsts), 1)]
        series = [*((one,) for one in firsts), *dict.fromkeys(doubles), (1, 1, 1)]
        if extending:
            forms += [self._form(f"verlenging na {_periods(one)}", start, (_until("t1", self.key, EMPLOYER, start, one),), "t1",
                                 len(one), sum(one)) for one in series]  # fmt: skip
        for employer in (EMPLOYER, OTHER):
            words = "dezelfde werkgever" if employer == EMPLOYER else "een andere werkgever"
            forms += [self._form(f"eerder {_periods(one)} bij {words}", start,
                                 (_until("t1", self.key, employer, start, one),), "", len(one), sum(one))
                      for one in (*((length,) for length in firsts), (base, 1))]  # fmt: skip
        two = (
            _until("t1", self.key, EMPLOYER, add_months(start, -base), (base,)),
            _until("t2", self.key, EMPLOYER, start, (base,)),
        )
        forms.append(self._form(f"eerder twee keer {_periods((base,))} bij dezelfde werkgever", start, two, "", 3, 2 * base))
        if self.needed & {"onbeloond", "zelfde_werk", "rechtsopvolger_van"}:
            forms += self._other_work(start, base)
        yield Part(BEFORE, tuple(forms))

    def _other_work(self, start: date, months: int) -> list[Form]:
        kinds = [key for key, one in self.laws[0].provisions.items() if one.is_place and key != self.key]
        names = self.laws[0].provisions
        found = [self._form(f"eerder {names[kind].name} bij dezelfde werkgever", start,
                            (_until("t1", kind, EMPLOYER, start, (months,)),), "", 1, months) for kind in kinds]  # fmt: skip
        for kind in (self.key, *kinds):
            former = (_until("t1", kind, FORMER, start, (months,)),)
            found.append(Form(f"eerder {names[kind].name} bij een rechtsvoorganger van de werkgever",
                              partial(_succeeding, former), 3, months))  # fmt: skip
        return found

    def _worked(self, kind: str, day: date) -> list[Form]:
        """Return places that have lasted until the day: whole, and with a break."""
        found = []
        blocks = [*self.lengths, *(2 * one for one in self.lengths)]
        for months in sorted({one for one in (*blocks, *(length - 1 for length in blocks)) if 0 < one <= LONGEST}):
            words = f"{months} maanden {self.laws[0].provisions[kind].name}"
            found.append(self._form(words, day, (_until("t1", kind, EMPLOYER, day, (months,)),), "", 1, months))
            if months > 1:
                first = _until("t1", kind, EMPLOYER, add_months(day, -months), (months,))
                second = _until("t2", kind, EMPLOYER, day, (months - 1,))
                found.append(self._form(f"{words} en nog eens {months - 1}, met een onderbreking", day, (first, second), "", 2,
                                        2 * months))  # fmt: skip
        return found

    @staticmethod
    def _form(words: str, _day: date, places: tuple[Placement, ...], extends: str, weight: int, size: int) -> Form:
        return Form(words, partial(_with_places, places, extends), weight, size)


def _lengths(provision: str, laws: Sequence[Law], needed: frozenset[str]) -> list[int]:
    """Return the lengths of earlier periods to try: one month, and both sides of every number of months of a rule."""
    found = {1}
    for law in laws:
        for rule in law.rules:
            if rule.predicate not in needed or not law.can_concern(rule, provision):
                continue
            for literal in rule.body:
                parameter = law.parameters.get(str(literal.terms[0])) if isinstance(literal, AtomLiteral) \
                    and literal.predicate == "parameter" else None  # fmt: skip
                if parameter is not None and parameter.unit == "maanden":
                    found |= {length for _day, value in parameter.values for length in (value, value + 1)}
    return sorted(one for one in found if 0 < one <= LONGEST)


def _periods(lengths: Sequence[int]) -> str:
    return " + ".join(map(str, lengths)) + (" maand" if lengths == (1,) else " maanden")


def _first_of_month(day: date) -> date:
    return day if day.day == 1 else add_months(day.replace(day=1), 1)


def _until(identity: str, kind: str, employer: str, day: date, lengths: Sequence[int]) -> Placement:
    """Return a place whose periods last until a day."""
    return _from(identity, kind, employer, add_months(day, -sum(lengths)), lengths)


def _from(identity: str, kind: str, employer: str, start: date, lengths: Sequence[int]) -> Placement:
    ends = [add_months(start, sum(lengths[: place + 1])) - timedelta(days=1) for place in range(len(lengths))]
    return Placement(identity, PERSON, kind, employer, start, ends[0], tuple(ends[1:]))


# changes of a case


def _same(case: Case) -> Case:
    return case


def _for_months(months: int, short: int, case: Case) -> Case:
    """Ask for a number of months; short of its last day when the last month is not whole."""
    item = case.applications[0]
    if not short or item.start is None:
        return case._replace(applications=(item._replace(months=months, end=None),))
    end = add_months(item.start, months) - timedelta(days=2)
    return case._replace(applications=(item._replace(months=None, end=end),))


def _by_employer(case: Case) -> Case:
    return case._replace(applications=(case.applications[0]._replace(by_employer=True),))


def _with_places(places: tuple[Placement, ...], extends: str, case: Case) -> Case:
    items = case.applications
    if extends:
        items = (items[0]._replace(extends=extends), *items[1:])
    return case._replace(placements=places, applications=items)


def _succeeding(places: tuple[Placement, ...], case: Case) -> Case:
    return _with_places(places, "", case)._replace(successors=((EMPLOYER, FORMER),))


def _with_ceiling(ceiling: Ceiling, case: Case) -> Case:
    return case._replace(ceilings=(ceiling,))


def limit_values(limits: Iterable[GroundAtom]) -> dict[str, frozenset[int]]:
    """Return the numbers about limits to try: nothing, around every limit, and around what is left of it.

    Euros granted and costs in cents have so many values to cut at that their products could not be gone through.
    """
    found = {name: [int(atom[2]) for atom in limits if atom[0] == name] for name in LIMITS}
    around = {name: frozenset((0, *(value + step for value in values for step in (-1, 0, 1) if value + step >= 0)))
              for name, values in found.items()}  # fmt: skip
    budget, persons, received = (around[name] for name in LIMITS)
    left = {cents + step for euros in found["grens_bedrag"] for cents in (euros * CENTS, CENTS) for step in (0, 1)}
    costs = frozenset((0, 1, 2, *left, *(value + step for value in found["grens_per_persoon"] for step in (0, 1))))
    return {
        "verleend_bedrag": budget, "verleend_bedrag_dit_jaar": budget, "kosten": costs,
        "verleend_personen": persons, "verleend_personen_dit_jaar": persons,
        "ontvangen_in_tijdvak": received, "ontvangen_dit_jaar": received, "ontvangen_ooit": received,
    }  # fmt: skip
