"""The columns a caseload needs for some voorzieningen: the facts that can decide about them, with their questions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from toetssteen.kb.case import Application, Case, FactKey, Placement
from toetssteen.kb.dates import EARLIEST, LATEST, add_months, last_day
from toetssteen.kb.law import Law, load_law
from toetssteen.kb.vocabulary import SOURCES, Concept, Provision
from toetssteen.ops.assess import assess
from toetssteen.ops.needs import in_order_of_law
from toetssteen.parser.table_cells import wanted
from toetssteen.parser.table_columns import HOMES, question
from toetssteen.parser.table_parts import CLOSURES

FLAGS = ("ja", "nee", "onbekend")
FREE, CHOICE, DAY, NUMBER, AMOUNT = "tekst", "keuze", "datum", "getal", "bedrag"
MONTHS_ASKED, A_YEAR = 1, 12
# Facts that decide nothing by themselves, but say whether article 20 can help.
HARDSHIP = ("onredelijke_uitkomst", "doel_wordt_gemist", "beleidsdoel_wordt_gemist")
LIMITED = "plafond_van"


class TemplateColumn(NamedTuple):
    """A column of a template: its header, question, kind and values, who establishes it, and what it is for.

    ``provisions`` are keys, none when it is for all; ``low`` and ``high`` are the ends of a number in its own unit.
    """

    header: str
    question: str
    kind: str
    allowed: str
    choices: tuple[str, ...] = ()
    low: int = 0
    high: int = 0
    source: str = ""
    norms: tuple[str, ...] = ()
    provisions: tuple[str, ...] = ()


def template(provisions: Sequence[str], *, everything: bool = False, day: date | None = None) -> tuple[TemplateColumn, ...]:
    """Return the columns for some voorzieningen, in the order of the law; with ``everything`` also facts about duties.

    A fact is there when some answer to it can change an outcome, for an application as well as for an extension.
    """
    law = load_law(day or date.today())
    chosen = [law.provisions[key] for key in provisions]
    needed: dict[str, list[str]] = {}
    for one in chosen:
        for concept in _facts(one, law, day or date.today(), everything=everything):
            needed.setdefault(concept, []).append(one.key)
    concepts = sorted(needed, key=lambda key: min(_order(law, one, key) for one in needed[key]))
    return tuple(_columns(chosen, [law.concepts[key] for key in concepts], needed, law))


def _order(law: Law, provision: str, key: str) -> tuple[object, ...]:
    return in_order_of_law(law, provision, FactKey(key, ""))


def askable(law: Law) -> list[str]:
    """Return the keys of what a person can ask for."""
    return [key for key, one in law.provisions.items() if not (one.only_placement or one.municipal or one.continuing)]


def _facts(provision: Provision, law: Law, day: date, *, everything: bool) -> list[str]:
    """Return the facts of a table that can matter to a voorziening."""
    relevant = {concept.key: concept for concept, _places in law.concerned((provision.key,))
                if concept.subject in HOMES and concept.key != "duur"}  # fmt: skip
    if everything:
        return ["geboren", *relevant]
    found = {key.concept for case in _shapes(provision, law, day) for key in _deciding(case, provision.key)}
    found |= {key for key in relevant if key in HARDSHIP or relevant[key].only_amount}
    found |= {key for key, one in relevant.items() if one.only_with == LIMITED}
    return [key for key in ("geboren", *relevant) if key == "geboren" or key in found]


def _deciding(case: Case, provision: str) -> Iterator[FactKey]:
    for outcome in assess(case, about=frozenset((provision,))).outcomes:
        if outcome.application.provision == provision:
            yield from outcome.relevant


def _shapes(provision: Provision, law: Law, day: date) -> Iterator[Case]:
    """Yield cases of which nothing is known, in the ways that what is asked can lie: new, with a day, after a place.

    A place lasted as long as some number of months of the law, since what matters then can be something else.
    """
    case = Case(reference_date=day, persons=("P",), employers=("W",))
    employer = "W" if provision.is_place else ""
    new = Application("z1", "P", provision.key, employer, start=day, months=MONTHS_ASKED if provision.is_place else None)
    if not provision.about:
        yield case._replace(applications=(new,))
        yield case._replace(applications=(new._replace(submitted=day - timedelta(days=70)),))
    kind = provision.months_of or (provision.key if provision.is_place else "")
    for months in sorted(_lengths(law, day)) if kind else ():
        place = _place(kind, months, day)
        asked = new._replace(extends="t1", start=place.last_day + timedelta(days=1)) if kind == provision.key else new
        yield case._replace(placements=(place,), applications=(asked,))
        if provision.own_motion:
            yield case._replace(placements=(place._replace(end=place.last_day, extensions=()),))


def _lengths(law: Law, day: date) -> set[int]:
    found = {one.on(day) for one in law.parameters.values() if one.unit == "maanden"}
    return {MONTHS_ASKED, *(value[1] for value in found if value is not None)}


def _place(kind: str, months: int, day: date) -> Placement:
    """Return a place of so many months until a day, in terms of at most a year."""
    start = add_months(day, -months)
    ends = [last_day(start, length) for length in (*range(A_YEAR, months, A_YEAR), months)]
    return Placement("t1", "P", kind, "W", start, ends[0], tuple(ends[1:]))


def _columns(chosen: Sequence[Provision], concepts: Sequence[Concept], needed: dict[str, list[str]],
             law: Law) -> Iterator[TemplateColumn]:  # fmt: skip
    places = [one for one in chosen if one.is_place]
    placed = [one for one in chosen if one.is_place or one.months_of]

    def facts(subject: str, prefix: str = "") -> Iterator[TemplateColumn]:
        return (_fact(one, prefix, needed[one.key], len(chosen), law) for one in concepts if one.subject == subject)

    who = "Wie is het? Een naam of nummer; rijen onder elkaar met dezelfde naam zijn één persoon."
    yield TemplateColumn("inwoner", who, FREE, "tekst")
    yield _day("peildatum", "Naar welke dag wordt beslist?")
    yield from facts("persoon")
    names = tuple(one.name for one in chosen)
    yield _choice("voorziening", "Welke voorziening wordt gevraagd?", names)
    if places:
        yield TemplateColumn("werkgever", "Bij welke werkgever?", FREE, "tekst", provisions=_keys(places, chosen))
        yield _day("vanaf", "Vanaf welke dag?", _keys(places, chosen))
        term = law.concepts["duur"]
        yield TemplateColumn("maanden", "Voor hoeveel maanden?", NUMBER, wanted(term), (), term.low, term.high,
                             provisions=_keys(places, chosen))  # fmt: skip
        yield _choice("verlenging", "Is het een verlenging van een plaatsing die er al is?", FLAGS[:2], _keys(places, chosen))
    yield _day("ingediend", "Op welke dag is de aanvraag ingediend? Leeg als er geen aanvraag is.")
    yield _choice("ingediend_door", "Wie diende de aanvraag in?", ("inwoner", "werkgever"))
    yield from facts("werkgever")
    yield from facts("zaak")
    if placed:
        yield from _placement(placed, chosen, facts("plaatsing", "plaatsing_1_"), law)
    assumed = "Wat mag worden aangenomen als het niet is ingevuld? oordelen: elk oordeel is gunstig; feiten: elk feit is gunstig."
    yield TemplateColumn("aannamen", assumed, CHOICE, "oordelen of feiten, of leeg", ("oordelen", "feiten"))
    yield _choice("overige_feiten", "Is wat niet is ingevuld onbekend, of niet het geval? Leeg is onbekend.", CLOSURES)


def _placement(placed: Sequence[Provision], chosen: Sequence[Provision], facts: Iterable[TemplateColumn],
               law: Law) -> Iterator[TemplateColumn]:  # fmt: skip
    kinds = tuple(one.name for one in law.provisions.values() if one.is_place)
    keys = _keys(placed, chosen)
    yield _choice(
        "plaatsing_1_soort", "Welke plaats had of heeft de inwoner? Voor meer plaatsingen: plaatsing_2_soort.", kinds, keys
    )
    yield TemplateColumn("plaatsing_1_werkgever", "Bij welke werkgever was die plaats?", FREE, "tekst", provisions=keys)
    yield _day("plaatsing_1_van", "Op welke dag begon die plaats?", keys)
    yield _day("plaatsing_1_tot_en_met", "Wat was de laatste dag, zonder verlengingen?", keys)
    extended = "Tot en met welke dag is zij verlengd? Bij meer verlengingen met ; ertussen."
    yield TemplateColumn("plaatsing_1_verlengd", extended, FREE, "een datum, of meer met ; ertussen", provisions=keys)
    yield from facts


def _keys(some: Sequence[Provision], chosen: Sequence[Provision]) -> tuple[str, ...]:
    return tuple(one.key for one in some) if len(some) < len(chosen) else ()


def _day(header: str, asked: str, provisions: tuple[str, ...] = ()) -> TemplateColumn:
    low, high = EARLIEST.toordinal(), LATEST.toordinal()
    return TemplateColumn(header, asked, DAY, "een datum, zoals 1-3-2025", (), low, high, provisions=provisions)


def _choice(header: str, asked: str, choices: tuple[str, ...], provisions: tuple[str, ...] = ()) -> TemplateColumn:
    return TemplateColumn(header, asked, CHOICE, f"een van: {', '.join(choices)}", choices, provisions=provisions)


def _fact(concept: Concept, prefix: str, provisions: Sequence[str], chosen: int, law: Law) -> TemplateColumn:
    kind = {"vlag": CHOICE, "datum": DAY, "bedrag": AMOUNT, "budget": AMOUNT}.get(concept.kind, NUMBER)
    header = prefix + concept.key + ("_halfjaar_1" if concept.numbered else "")
    absent = ", «nee» als het er niet is" if concept.kind != "vlag" and concept.negative else ""
    source = SOURCES[concept.source] + (f" van het {concept.body}" if concept.body else "")
    only = " (alleen bij een plafond)" if concept.only_with == LIMITED else ""
    return TemplateColumn(
        header, question(concept, law) + only, kind, wanted(concept) + absent, FLAGS if concept.kind == "vlag" else (),
        concept.low, concept.high, source, concept.norms, tuple(provisions) if len(provisions) < chosen else (),
    )  # fmt: skip
