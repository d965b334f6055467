"""What is claimed of every case, checked space by space: each claim remembers what it has found against it.

Of every kind of voorziening the most ordinary counterexample is kept. A case that is shown has been decided again by the
ordinary way, so nothing rests on the search alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from toetssteen.kb.citation import is_below, sort_key
from toetssteen.kb.law import REPORTED, Law
from toetssteen.kb.properties import (
    RANKED,
    AllOf,
    AnyOf,
    EveryNormMatters,
    Fires,
    Formula,
    HasOutcome,
    Known,
    Never,
    NoFactAbout,
    Norm,
    Not,
    OneOf,
    SameButFor,
    Sometimes,
    Stated,
)
from toetssteen.kb.property_solver import AS_IT_IS, PropertySolver, Variant
from toetssteen.kb.property_space import Space
from toetssteen.kb.vocabulary import Concept
from toetssteen.ops.prove_witness import Witness, keep, outcome_literals, pair_witness, witness

PROVED, REFUTED, OPEN = "bewezen", "weerlegd", "niet bewezen"
BETTER, SAME = "gunstig", "zelfde"


class Checked(NamedTuple):
    """What became of a claim: the verdict, cases against it, known exceptions with their case, and cases that show it.

    ``idle`` are known exceptions that nothing was found for, ``notes`` what else is worth knowing.
    """

    stated: Stated
    verdict: str
    against: tuple[Witness, ...] = ()
    known: tuple[tuple[Known, Witness | None], ...] = ()
    shown: tuple[Witness, ...] = ()
    idle: tuple[Known, ...] = ()
    notes: tuple[str, ...] = ()


class Check:
    """A claim being checked."""

    def __init__(self, stated: Stated, given: Sequence[Formula]) -> None:
        self.stated, self.given = stated, tuple(given)
        self.kinds: dict[tuple[str, ...], None] = {}
        self.laws: dict[int, Law] = {}

    @property
    def ready(self) -> bool:
        """Whether there was any space to look at."""
        return bool(self.kinds)

    def visit(self, space: Space, solver: PropertySolver) -> None:
        """Look for anything against (or for) the claim in a space."""
        self.kinds[space.kinds] = None
        self.laws[id(space.instance.law)] = space.instance.law
        self.look(space, solver)

    def look(self, space: Space, solver: PropertySolver) -> None:
        """Look in a space; what there is to see differs by claim."""
        raise NotImplementedError

    def finish(self) -> Checked:
        """Return what became of the claim after all spaces."""
        raise NotImplementedError

    def divided(self, found: dict[tuple[str, str], Witness], notes: tuple[str, ...]) -> Checked:
        """Return a verdict on what was found against a claim, by fact or norm and kind: known exceptions apart."""
        known: dict[Known, Witness] = {}
        against = []
        for (about, kind), shown in found.items():
            one = next((one for one in self.stated.known if covers(one, about, kind)), None)
            if one is None:
                against.append(shown)
            else:
                known.setdefault(one, shown)
        idle = tuple(one for one in self.stated.known if one not in known)
        verdict = REFUTED if against else PROVED
        return Checked(self.stated, verdict, tuple(sorted(against, key=lambda one: one.cost)), tuple(known.items()),
                       idle=idle, notes=notes)  # fmt: skip


def covers(known: Known, about: str, kind: str) -> bool:
    """Return whether a known exception is about a fact or norm of a kind."""
    return known.provision in ("", kind) and (not known.what or known.what == about or is_below(about, known.what))


class NeverCheck(Check):
    """That no case is as a formula says."""

    def __init__(self, stated: Stated, given: Sequence[Formula], formula: Formula) -> None:
        super().__init__(stated, given)
        self.formula = formula
        self.found: dict[tuple[str, str], Witness] = {}
        self.seen: set[Formula] = set()

    def look(self, space: Space, solver: PropertySolver) -> None:
        """Look for a case in a space."""
        literal = solver.formula(AllOf((self.formula, *self.given)))
        self.seen.update(one for one in simple(self.formula) if one not in self.seen and occurs(one, solver))
        if solver.find([literal]) is None:
            return
        chosen = solver.find([literal], outcome_literals(solver), smallest=True)
        assert chosen is not None
        keep(self.found, witness(space, solver, chosen, ""))

    def finish(self) -> Checked:
        """Return the verdict."""
        unseen = [one for one in simple(self.formula) if one not in self.seen]
        return self.divided(self.found, notes=tuple(f"{in_words(one)} komt binnen de grenzen nooit voor" for one in unseen))


class SometimesCheck(Check):
    """That of every kind some case is as a formula says."""

    def __init__(self, stated: Stated, given: Sequence[Formula], formula: Formula) -> None:
        super().__init__(stated, given)
        self.formula = formula
        self.found: dict[tuple[str, ...], Witness] = {}
        self.there: dict[tuple[str, ...], set[object]] = {}

    def look(self, space: Space, solver: PropertySolver) -> None:
        """Look for a case in a space."""
        self.there.setdefault(space.kinds, set()).update(atom[0] for atom in solver.every_atom)
        if space.kinds not in self.found:
            literal = solver.formula(AllOf((self.formula, *self.given)))
            if solver.find([literal]) is not None:
                chosen = solver.find([literal], outcome_literals(solver), smallest=True)
                assert chosen is not None
                self.found[space.kinds] = witness(space, solver, chosen, "")

    def finish(self) -> Checked:
        """Return the verdict."""
        missing = [kinds for kinds in self.kinds if kinds not in self.found]
        excused = {one.provision: one for one in self.stated.known}
        known = tuple((excused[kinds[0]], None) for kinds in missing if kinds[0] in excused)
        idle = tuple(one for one in self.stated.known if (one.provision,) not in missing and (one.provision,) in self.kinds)
        law = next(iter(self.laws.values()))
        notes = tuple(f"{law.provisions[kinds[0]].name}: geen enkel geval, want {self._why(kinds)}" for kinds in missing)
        unexcused = [kinds for kinds in missing if kinds[0] not in excused]
        return Checked(self.stated, REFUTED if unexcused else PROVED, (), known, tuple(self.found.values()), idle, notes)

    def _why(self, kinds: tuple[str, ...]) -> str:
        """Return why no case of a kind has an outcome, as far as that is because no rule could give it."""
        outcomes = {one for part in simple(self.formula) if isinstance(part, HasOutcome) for one in part.outcomes}
        there = self.there[kinds]
        if outcomes == {"verplicht"} and "plicht" not in there:
            return "geen enkele regel geeft een plicht"
        if outcomes <= {"bevoegd", "weigerbaar"} and outcomes and "bevoegdheid" not in there:
            return "geen enkele regel geeft een bevoegdheid"
        if outcomes == {"weigerbaar"} and "weigerbaar" not in there:
            return "geen enkele regel geeft een grond om te weigeren"
        return "binnen de grenzen sluiten de regels het uit"


class _Pair(NamedTuple):
    """A fact that may be otherwise in a second case, and the literal that says the two break the claim."""

    number: int
    concept: str
    variant: Variant
    wrong: int


class PairCheck(Check):
    """That cases which differ in one fact alone have the same outcome, or the better case no worse one."""

    def __init__(self, stated: Stated, given: Sequence[Formula], claim: SameButFor) -> None:
        super().__init__(stated, given)
        self.claim = claim
        self.found: dict[tuple[str, str], Witness] = {}
        self.seen: set[str] = set()

    def look(self, space: Space, solver: PropertySolver) -> None:
        """Look for a case in a space."""
        concepts = space.instance.law.concepts
        pairs: dict[int, _Pair] = {}
        with solver.adding():
            for number, unknown in enumerate(solver.opens):
                concept = concepts.get(unknown.key.concept)
                if concept is not None and self._is_about(concept):
                    self.seen.add(concept.key)
                    if (concept.key, space.kinds[0]) not in self.found and reaches_outcome(solver, number):
                        pair = self._pair(solver, number, concept)
                        pairs[pair.wrong] = pair
        while pairs:
            some = solver.find([solver.any_of(pairs)], pairs)
            if some is None:
                return
            pair = pairs.pop(next(iter(some.watched)))
            if (pair.concept, space.kinds[0]) not in self.found:
                self._keep(space, solver, pair)

    def _keep(self, space: Space, solver: PropertySolver, pair: _Pair) -> None:
        watched = (*outcome_literals(solver), *outcome_literals(solver, pair.variant), *pair.variant.choices)
        chosen = solver.find([pair.wrong], watched, smallest=True)
        assert chosen is not None
        self.found[pair.concept, space.kinds[0]] = pair_witness(space, solver, chosen, pair.number, pair.variant)

    def _is_about(self, concept: Concept) -> bool:
        if self.claim.better == BETTER:
            return not concept.has_value and concept.favourable is not None
        return concept.key in self.claim.concepts

    def _pair(self, solver: PropertySolver, number: int, concept: Concept) -> _Pair:
        variant = solver.otherwise(number)
        given = [solver.formula(one, side) for one in self.given for side in (AS_IT_IS, variant)]
        wrong = solver.all_of([self._wrong(solver, number, variant, concept), *given])
        return _Pair(number, concept.key, variant, wrong)

    def _wrong(self, solver: PropertySolver, number: int, variant: Variant, concept: Concept) -> int:
        """Return a literal that holds in a case with a variant that together break the claim."""
        ranks = [(solver.formula(HasOutcome((one,))), solver.formula(HasOutcome((one,)), variant)) for one in RANKED]
        if self.claim.relation == SAME:
            return solver.any_of([solver.all_of([here, -there]) for here, there in ranks])
        worse = solver.any_of([solver.all_of([solver.any_of([ranks[place][0] for place in range(first + 1, len(ranks))]),
                                              ranks[first][1]]) for first in range(len(ranks))])  # fmt: skip
        own, other = solver.alternatives[number], variant.choices
        order = better_first(solver, number, concept, self.claim.better)
        steps = [solver.all_of([solver.any_of(own[index] for index in order[: place + 1]),
                                solver.any_of(other[index] for index in order[place + 1 :])])
                 for place in range(len(order) - 1)]  # fmt: skip
        return solver.all_of([worse, solver.any_of(steps)])

    def finish(self) -> Checked:
        """Return the verdict."""
        unseen = [one for one in self.claim.concepts if one not in self.seen]
        notes = tuple(f"«{one}» doet niet mee: geen regel die deze uitkomst bepaalt leest het" for one in unseen)
        return self.divided(self.found, notes=notes)


def reaches_outcome(solver: PropertySolver, number: int) -> bool:
    """Return whether an outcome can rest on an open fact at all."""
    atoms = (atom for atoms in solver.opens[number].alternatives for atom in atoms)
    return any(atom[0] == "uitkomst" for atom in solver.downstream(atoms))


def better_first(solver: PropertySolver, number: int, concept: Concept, better: str) -> list[int]:
    """Return the alternatives of a fact from the best to the worst; that a number is absent is neither."""
    unknown = solver.opens[number]
    if not concept.has_value and concept.key != "geboren":
        yes = concept.favourable is not False if better == BETTER else True
        return [0, 1] if yes else [1, 0]
    values = [(int(atoms[0][-1]), index) for index, atoms in enumerate(unknown.alternatives) if atoms]
    return [index for _value, index in sorted(values, reverse=better == "hoger")]


class NormCheck(Check):
    """That every rule of a place matters: some case is otherwise without it."""

    def __init__(self, stated: Stated, given: Sequence[Formula], place: str) -> None:
        super().__init__(stated, given)
        self.place = place
        self.outcome: dict[str, Witness] = {}
        self.other: dict[str, Witness] = {}
        self.labels: dict[str, None] = {}

    def look(self, space: Space, solver: PropertySolver) -> None:
        """Look for a case in a space."""
        wanted = [label for label in solver.labels if not self.place or is_below(label, self.place)]
        self.labels.update(dict.fromkeys(wanted))
        for found, names in ((self.outcome, ("uitkomst",)), (self.other, REPORTED)):
            left = [label for label in wanted if label not in self.outcome and label not in found]
            self._without(space, solver, left, found, names)

    def _without(self, space: Space, solver: PropertySolver, labels: Sequence[str], found: dict[str, Witness],
                 names: tuple[str, ...]) -> None:  # fmt: skip
        """Look for labels without which something of some predicates would be otherwise; one case may show many of them."""
        changed: dict[int, str] = {}
        with solver.adding():
            given = [solver.formula(one) for one in self.given]
            watched = outcome_literals(solver)
            for label in labels:
                atoms = [atom for atom in solver.downstream(solver.heads_of(label)) if atom[0] in names]
                if atoms:
                    changed[solver.changed(atoms, solver.without(label))] = label
        while changed:
            chosen = solver.find([solver.any_of(changed), *given], (*watched, *changed))
            if chosen is None:
                return
            shown = witness(space, solver, chosen, "")
            for literal in chosen.watched & set(changed):
                label = changed.pop(literal)
                found[label] = shown._replace(about=label)

    def finish(self) -> Checked:
        """Return the verdict."""
        live = {**self.other, **self.outcome}
        text = self._about_the_text()
        dead = [one for one in self.labels if one not in live and one not in text]
        known = {label: next((one for one in self.stated.known if covers(one, label, "")), None) for label in dead}
        left = sorted((label for label in dead if known[label] is None), key=sort_key)
        rest = len(live) - len(self.outcome)
        notes = [f"{len(self.outcome)} regels veranderen een uitkomst, {rest} alleen wat er verder bij volgt"]
        notes += [f"{len(text)} regels gaan over de tekst zelf en over geen enkel geval"] if text else []
        notes += [f"{label}: zonder deze regel blijft elk geval hetzelfde" for label in left]
        excused = tuple((one, None) for one in dict.fromkeys(known.values()) if one is not None)
        idle = tuple(one for one in self.stated.known if not any(covers(one, label, "") for label in dead))
        return Checked(self.stated, REFUTED if left else PROVED, (), excused, tuple(live.values()), idle, tuple(notes))

    def _about_the_text(self) -> frozenset[str]:
        """Return the labels whose rules lead to nothing that is reported of a case."""
        found: set[str] = set()
        for law in self.laws.values():
            reached = law.reachable("", REPORTED)
            found |= {rule.label for rule in law.rules if rule.predicate not in reached
                      and (not self.place or is_below(rule.label, self.place))}  # fmt: skip
        return frozenset(found)


class FactCheck(Check):
    """That no fact of the vocabulary is about something."""

    def __init__(self, stated: Stated, given: Sequence[Formula], words: tuple[str, ...], law: Law) -> None:
        super().__init__(stated, given)
        self.words, self.law = words, law

    @property
    def ready(self) -> bool:
        """Whether there was anything to look at: the vocabulary always is there."""
        return True

    def look(self, space: Space, solver: PropertySolver) -> None:
        """Nothing is to be seen in a case: the claim is about the vocabulary."""

    def finish(self) -> Checked:
        """Return the verdict."""
        law = self.law
        pattern = re.compile(rf"\b(?:{'|'.join(map(re.escape, self.words))})\b", re.IGNORECASE)
        found = [f"«{one.key}»: {one.question}" for one in law.concepts.values() if pattern.search(" ".join(said_of(one)))]
        said = " of ".join(f"«{one}»" for one in self.words)
        notes = found or [
            f"geen van de {len(law.concepts)} feiten die een zaak kan noemen gaat over {said}; van personen kennen de regels "
            "alleen die feiten en een volgnummer, dus geen regel kan het zien"
        ]
        return Checked(self.stated, REFUTED if found else PROVED, notes=tuple(notes))


def said_of(concept: Concept) -> tuple[str, ...]:
    """Return everything the vocabulary says of a fact."""
    return (concept.key.replace("_", " "), concept.positive, concept.negative, concept.clause, concept.question, *concept.aliases)


def check_of(stated: Stated, given: Sequence[Formula], law: Law) -> Check:
    """Return what checks a claim."""
    claim = stated.claim
    if isinstance(claim, Never):
        return NeverCheck(stated, given, claim.formula)
    if isinstance(claim, Sometimes):
        return SometimesCheck(stated, given, claim.formula)
    if isinstance(claim, SameButFor):
        return PairCheck(stated, given, claim)
    if isinstance(claim, EveryNormMatters):
        return NormCheck(stated, given, claim.place)
    assert isinstance(claim, NoFactAbout)
    return FactCheck(stated, given, claim.words, law)


# formulas


def simple(formula: Formula) -> Iterator[Formula]:
    """Yield the parts of a formula that are not made of others."""
    if isinstance(formula, Not):
        yield from simple(formula.part)
    elif isinstance(formula, AllOf | AnyOf | OneOf):
        for part in formula.parts:
            yield from simple(part)
    else:
        yield formula


def occurs(formula: Formula, solver: PropertySolver) -> bool:
    """Return whether some case of a space is as a simple formula says."""
    return solver.find([solver.formula(formula)]) is not None


def in_words(formula: Formula) -> str:
    """Return a simple formula as a note can name it."""
    if isinstance(formula, HasOutcome):
        return f"«uitkomst {' of '.join(formula.outcomes)}»"
    if isinstance(formula, Fires):
        return f"«regel {formula.place} geldt»"
    if isinstance(formula, Norm):
        return f"«{' '.join(part for part in (formula.predicate, formula.place or formula.origin) if part)}»"
    return f"«{formula[0]}»"
