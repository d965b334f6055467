"""The smallest sets of answers and the facts that matter, compared with trying every world and every set of answers."""

from __future__ import annotations

import itertools
import random
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

import pytest

from tests.motor.mini import mini_law
from tests.motor.test_werelden import SMALL, every_world
from tests.zaken import ALL, assessment, name
from toetssteen.kb.case import Fact
from toetssteen.kb.dependence import Dependence
from toetssteen.kb.diagram import TooLarge
from toetssteen.kb.implicants import Answer
from toetssteen.kb.instance import instantiate
from toetssteen.kb.law import UNDETERMINED
from toetssteen.ops.assess import Assessment, Outcome, Settled, assess
from toetssteen.parser.json_form import read_any

# A world as the alternative of every unknown fact; a table of the outcome in every world.
World = tuple[int, ...]
Table = dict[World, str]
FLAG = """
[{key}]
onderwerp = "zaak"
ja = "{key} is zo"
nee = "{key} is niet zo"
bijzin = "of {key} zo is"
vraag = "Is {key} zo?"
norm = ["16.{place}"]
bron = "oordeel"
{favourable}
"""
NUMBER = """
[{key}]
onderwerp = "zaak"
soort = "aantal"
bereik = [0, {high}]
ja = "{key} is {{waarde:aantal}}"
{denial}
bijzin = "wat {key} is"
vraag = "Wat is {key}?"
norm = ["16.{place}"]
bron = "proces"
"""
CASE = """casus "Bedacht"
peildatum 1 februari 2025
neem aan dat aan artikel 1 is voldaan
neem aan dat aan artikel 3 is voldaan
neem aan dat aan pw:7.3 is voldaan

inwoner Anna
  ontvangt algemene bijstand
  ontvangt geen uitkering van het UWV
  geboren op 1 mei 1990

werkgever Bakkerij

aanvraag van Anna voor scholing bij Bakkerij
  vanaf 1 maart 2025 voor 3 maanden
"""
SEEDS = range(30)
ABOUT = frozenset(("scholing",))
FLAGS = ("eerste", "tweede", "derde", "vierde")
NUMBERS = {"hoeveel": 4, "vaak": 2}


class Ordinance:
    """Invented facts, and rules drawn at random: helpers that rest on facts and on each other, and what hangs on them."""

    def __init__(self, seed: int) -> None:
        self.draw = random.Random(seed)
        self.helpers: list[str] = []
        self.rules: list[str] = []
        for number in range(self.draw.randint(1, 4)):
            for _ in range(self.draw.randint(1, 2)):
                self._rule(f"16.2/hulp{number}", f"hulp{number}(Z)")
            self.helpers.append(f"hulp{number}")
        for number, flag in enumerate(FLAGS[:3]):
            self.rules.append(self._labelled(f"16.4/kenmerk{number}", f'kenmerk(Z,"{flag}") :- {flag}(Z).'))
        for number in range(self.draw.randint(1, 3)):
            self._rule(f"16.1/voorwaarde{number}", f'belemmering(Z,"16.1/voorwaarde{number}")')
        if self.draw.random() < 0.7:
            self._rule("16.1/grond", 'weigeringsgrond(Z,"16.1/grond")')

    def facts(self) -> str:
        favourable = {"eerste": "gunstig = true", "tweede": "gunstig = false"}
        flags = [FLAG.format(key=key, place=place, favourable=favourable.get(key, "")) for place, key in enumerate(FLAGS, 1)]
        denials = {"vaak": 'nee = "vaak is er niet"'}
        numbers = [NUMBER.format(key=key, high=high, place=1, denial=denials.get(key, "")) for key, high in NUMBERS.items()]
        return "\n".join([*flags, *numbers])

    def _rule(self, label: str, head: str) -> None:
        body = ["zaak(Z,P,scholing)"] + [self._literal(place) for place in range(self.draw.randint(1, 3))]
        self.rules.append(self._labelled(f"{label}_{len(self.rules)}" if head.startswith("hulp") else label,
                                         f"{head} :- {', '.join(body)}."))  # fmt: skip

    def _labelled(self, label: str, rule: str) -> str:
        return f"%@ {label} eigen\n%+ dat is zo\n%- dat is niet zo\n{rule}\n"

    def _literal(self, place: int) -> str:
        kind = self.draw.randrange(8)
        if kind < 4:
            return self.draw.choice(("", "not ")) + f"{self.draw.choice(FLAGS)}(Z)"
        if kind < 6:
            key = self.draw.choice(list(NUMBERS))
            return f"{key}(Z,K{place}), K{place} {self.draw.choice(('<', '>', '<=', '='))} {self.draw.randint(0, 3)}"
        if kind == 6 and self.helpers:
            return self.draw.choice(("", "not ")) + f"{self.draw.choice(self.helpers)}(Z)"
        return f"N{place} = #count {{ F : kenmerk(Z,F) }}, N{place} > {self.draw.randint(0, 1)}"


@lru_cache(maxsize=64)
def invented(seed: int) -> Assessment:
    ordinance = Ordinance(seed)
    law = mini_law("\n".join(ordinance.rules), ordinance.facts())
    case, findings = read_any(CASE.encode(), "zaak.feiten")
    assert case is not None, findings
    others = [one.key for one in instantiate(case, law, about=ABOUT).opens if one.key.concept not in (*FLAGS, *NUMBERS)]
    return assess(case._replace(facts={**case.facts, **{key: Fact(False) for key in others}}), law, about=ABOUT)


def table(found: Assessment, outcome: Outcome) -> Table:
    """Return the outcome in every world."""
    opens = found.instance.opens
    indexes = itertools.product(*(range(len(one.alternatives)) for one in opens))
    head = ("uitkomst", "met20", outcome.application.id)
    return {
        world: next(str(atom[3]) for atom in atoms if atom[:3] == head)
        for world, (_chosen, atoms) in zip(indexes, every_world(found.instance), strict=True)
    }


def least(worlds: Table, wanted: str, counts: list[int]) -> tuple[int, list[dict[int, int]]]:
    """Return how many facts must be answered to make an outcome certain, and all ways to do so, by trying them all."""
    for size in range(len(counts) + 1):
        ways = []
        for facts in itertools.combinations(range(len(counts)), size):
            certain: dict[World, bool] = {}
            for world, outcome in worlds.items():
                chosen = tuple(world[fact] for fact in facts)
                certain[chosen] = certain.get(chosen, True) and outcome == wanted
            ways += [dict(zip(facts, chosen, strict=True)) for chosen, yes in certain.items() if yes]
        if ways:
            return size, ways
    raise AssertionError("no world has it")


def box(found: Assessment, answers: tuple[Answer, ...]) -> dict[int, set[int]]:
    numbers = {one.key: number for number, one in enumerate(found.instance.opens)}
    return {numbers[one.key]: set(one.allowed) if one.value is None else {0 if one.value else 1} for one in answers}


def certain(worlds: Table, wanted: str, allowed: dict[int, set[int]]) -> bool:
    return all(
        outcome == wanted for world, outcome in worlds.items() if all(world[fact] in ways for fact, ways in allowed.items())
    )


def check_sets(found: Assessment, worlds: Table, settled: Settled) -> None:
    counts = [len(one.alternatives) for one in found.instance.opens]
    size, ways = least(worlds, settled.outcome, counts)
    boxes = [box(found, answers) for answers in settled.sets]
    assert settled.smallest
    assert settled.all
    assert all(len(one) == size for one in boxes)
    assert len({str(sorted((fact, sorted(allowed)) for fact, allowed in one.items())) for one in boxes}) == len(boxes)
    for allowed in boxes:
        assert certain(worlds, settled.outcome, allowed)
        for fact, chosen in allowed.items():
            for more in set(range(counts[fact])) - chosen:
                assert not certain(worlds, settled.outcome, {**allowed, fact: chosen | {more}})
    for way in ways:
        assert any(way.keys() == one.keys() and all(way[fact] in one[fact] for fact in one) for one in boxes)
    assert settled.necessary == all(
        settled.outcome not in {outcome for world, outcome in worlds.items() if world[fact] not in chosen}
        for fact, chosen in boxes[0].items()
    )


def matter(found: Assessment, worlds: Table) -> set[object]:
    """Return the facts of which two worlds that differ in nothing else have different outcomes."""
    keys: set[object] = set()
    for world, outcome in worlds.items():
        for fact, unknown in enumerate(found.instance.opens):
            others = ((*world[:fact], way, *world[fact + 1 :]) for way in range(len(unknown.alternatives)))
            if any(worlds[other] != outcome for other in others):
                keys.add(unknown.key)
    return keys


def undetermined(found: Assessment) -> Iterator[Outcome]:
    yield from (one for one in found.outcomes if one.outcome == UNDETERMINED)


@pytest.mark.parametrize("seed", SEEDS)
def test_sets_and_facts_of_invented_ordinances(seed: int) -> None:
    found = invented(seed)
    for outcome in found.outcomes:
        worlds = table(found, outcome)
        assert set(outcome.possible) == set(worlds.values())
        assert set(outcome.relevant) == matter(found, worlds)
        assert [one.outcome for one in outcome.settled] == (list(outcome.possible) if len(outcome.possible) > 1 else [])
        for settled in outcome.settled:
            check_sets(found, worlds, settled)


def test_the_invented_ordinances_are_worth_trying() -> None:
    outcomes = [one for seed in SEEDS for one in undetermined(invented(seed))]
    sizes = [len(settled.sets[0]) for one in outcomes for settled in one.settled]
    assert len(outcomes) > 20
    assert max(sizes) >= 3
    assert any(len(settled.sets) > 3 for one in outcomes for settled in one.settled)
    assert any(answer.value is None for one in outcomes for settled in one.settled for answer in settled.sets[0])
    assert any(0 < len(one.relevant) < len(invented(0).instance.opens) for one in outcomes)


@pytest.mark.parametrize("path", SMALL, ids=name)
def test_sets_and_facts_of_small_cases(path: Path) -> None:
    found = assessment(path)
    for outcome in undetermined(found):
        worlds = table(found, outcome)
        assert set(outcome.relevant) == matter(found, worlds)
        for settled in outcome.settled:
            check_sets(found, worlds, settled)


@pytest.mark.parametrize("path", [path for path in ALL[::3] if "onbekend" in path.name], ids=name)
def test_sets_settle_in_the_solver_too(path: Path) -> None:
    """The solver knows nothing of diagrams: with the answers of a set no other outcome is left, with one less there is."""
    found = assessment(path)
    for outcome in undetermined(found):
        for settled in outcome.settled:
            for answers in settled.sets[:5]:
                assert left_over(found, outcome, answers) == {settled.outcome}
                for answer in answers:
                    assert len(left_over(found, outcome, tuple(one for one in answers if one is not answer))) > 1


def left_over(found: Assessment, outcome: Outcome, answers: tuple[Answer, ...]) -> set[str]:
    """Return the outcomes that are left when the answers are given, by asking the solver."""
    from toetssteen.kb.solver import CHOICE

    assumed = []
    for fact, ways in box(found, answers).items():
        unknown = found.instance.opens[fact]
        for way in range(len(unknown.alternatives)):
            if way not in ways:
                atom = unknown.alternatives[0][0] if unknown.is_flag else (CHOICE, fact, way)
                literal = found.worlds.literal(atom)
                if literal is not None:
                    assumed.append(literal if unknown.is_flag and way == 1 else -literal)
    left = set()
    for possible in outcome.possible:
        literal = found.worlds.literal(("uitkomst", "met20", outcome.application.id, possible))
        if literal is not None and found.worlds.world([*assumed, literal]) is not None:
            left.add(possible)
    return left


@pytest.mark.parametrize("seed", SEEDS[::6])
def test_what_is_too_large_falls_back_on_a_set_without_superfluous_answers(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("toetssteen.kb.dependence.MOST_FACTS", 0)
    invented.cache_clear()
    found = invented(seed)
    for outcome in undetermined(found):
        with pytest.raises(TooLarge):
            Dependence(found.worlds, outcome.application.id)
        worlds = table(found, outcome)
        for settled in outcome.settled:
            assert not settled.smallest
            allowed = box(found, settled.sets[0])
            assert certain(worlds, settled.outcome, allowed)
            assert not any(certain(worlds, settled.outcome, {k: v for k, v in allowed.items() if k != fact}) for fact in allowed)
        assert set(outcome.relevant) <= {one.key for one in found.instance.opens}
    invented.cache_clear()
