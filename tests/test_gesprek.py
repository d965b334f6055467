"""The interview: in any order the answers give the outcome of the complete case, and nothing is asked that cannot matter."""

from __future__ import annotations

import random
from datetime import date
from functools import lru_cache
from pathlib import Path

import pytest

from tests.zaken import CASES, case_of, name
from toetssteen.explain.document import Item, Paragraph
from toetssteen.explain.forms import in_text
from toetssteen.explain.questions_layout import document_of
from toetssteen.kb.case import MUNICIPALITY, Case, FactKey
from toetssteen.kb.dates import euro, in_words
from toetssteen.kb.instance import Instance, instantiate
from toetssteen.kb.law import UNDETERMINED, load_law
from toetssteen.ops.assess import assess, law_for
from toetssteen.ops.interview import Interview
from toetssteen.ops.new_case import NewCase
from toetssteen.ops.questions import questions
from toetssteen.ops.replies import read_back, with_answer
from toetssteen.ops.session import Session
from toetssteen.parser.reader import read_case
from toetssteen.parser.writer import write_case

DAY = date(2025, 6, 1)
KINDS = [one.name for one in load_law(DAY).provisions.values() if not one.only_placement and not one.continuing]
# Cases with their assumptions taken away, so that much is unknown.
BARE = [path for path in CASES if path.parent.name in ("artikel_05", "artikel_08", "artikel_11", "artikel_13", "participatiewet")]


def new(kind: str, **given: str) -> Case:
    """Return a new case as a conversation begins it."""
    start = NewCase(DAY, kind)
    answers = {"peildatum": "1 juni 2025", "naam": "Anna", "geboren": "weet niet", "werkgever": "Bakkerij", "van": "1 maart 2024",
               "tot": "31 maart 2025", "vanaf": "1 juni 2025"} | given  # fmt: skip
    while (step := start.step) is not None:
        start.answer(answers[step.name])
    return start.case()._replace(facts={})  # so that the birth date is asked too


class World:
    """A complete set of facts, drawn at random: an answer for every question there can be."""

    def __init__(self, seed: int) -> None:
        self.draw = random.Random(seed)
        self.lean = self.draw.choice((0.5, 0.9, 0.97))
        self.answers: dict[FactKey, str] = {}

    def answer(self, key: FactKey, instance: Instance) -> str:
        """Return what a person who knows this world types; always the same for the same question."""
        if key not in self.answers:
            self.answers[key] = self._draw(key, instance)
        return self.answers[key]

    def _draw(self, key: FactKey, instance: Instance) -> str:
        unknown = next(one for one in instance.opens if one.key == key)
        if key.concept == "zelfde_werk":
            return "hetzelfde werk" if self.draw.random() < 0.5 else f"ander werk {self.draw.random()}"
        if unknown.is_flag:
            ordinary = self.draw.random() < self.lean
            return self.draw.choice(("ja", "j")) if ordinary == unknown.ordinary else self.draw.choice(("nee", "n"))
        if key.concept == "geboren":
            return in_words(self.draw.choice(instance.births[key.subject]))
        chosen = self.draw.choice(unknown.alternatives)
        concept = instance.law.concepts[key.concept]
        if not chosen:
            return "nee"
        value = int(chosen[0][-1])
        kind = concept.kind
        if kind == "datum":
            return in_words(min(date.fromordinal(value), instance.case.reference_date))
        return {"bedrag": euro(value), "budget": euro(value * 100), "procent": f"{value} procent", "uren": f"{value} uur",
                "duur": f"{value} maanden"}.get(kind, str(value))  # fmt: skip


def completed(case: Case, world: World, about: frozenset[str]) -> Case:
    """Return the case with every unknown fact filled in, without any interview."""
    law = law_for(case)
    while True:
        instance = instantiate(case, law, about=about)
        own = {one.id for one in instance.applications if one.own_motion}  # of those a case has no lines
        keys = [one.key for one in instance.opens if one.key.subject not in own]
        if not keys:
            return case
        for key in keys:
            case = with_answer(case, key, world.answer(key, instance), law)
        case = read_back(case, law)


def outcomes_of(interview: Interview) -> list[tuple[str, str]]:
    return [(one.application.provision, one.outcome) for one in interview.outcomes]


def check_end(session: Session, start: Case, world: World) -> None:
    """Check that the outcome is that of the complete case, and of the file as it would be kept."""
    now = session.interview
    assert not now.undetermined
    about = frozenset((now.provision,)) if now.provision else frozenset()
    whole = completed(session.case, world, about)
    assert outcomes_of(Interview(whole, now.person, now.provision)) == outcomes_of(now)
    again, findings = read_case(write_case(session.case, now.law))
    assert again is not None, findings
    assert outcomes_of(Interview(again, now.person, now.provision)) == outcomes_of(now)
    untouched = completed(start, world, about)
    assert outcomes_of(Interview(untouched, now.person, now.provision)) == outcomes_of(now)


def talk(session: Session, world: World, *, unsure: float = 0.0) -> int:
    """Answer all questions of a conversation; return how many there were."""
    asked = 0
    while (key := session.asking) is not None:
        before = session.interview
        assert key in before.relevant
        assert session.prompt()
        doubts = world.draw.random() < unsure
        reply = session.answer("weet niet" if doubts else world.answer(key, before.assessment.instance))
        assert reply.changed, (key, world.answers.get(key), reply.blocks)
        assert len(session.interview.left) < len(before.left)
        asked += 1
    return asked


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("kind", KINDS)
def test_a_new_case_ends_as_the_complete_case(kind: str, seed: int) -> None:
    start = new(kind)
    session = Session(start, *about(start, kind))
    most = len(session.interview.left)
    world = World(seed)
    assert talk(session, world) <= most
    check_end(session, start, world)


def about(case: Case, kind: str) -> tuple[str, str]:
    """Return whom and what a new case is about."""
    key = next(key for key, one in load_law(DAY).provisions.items() if one.name == kind)
    return case.persons[0] if case.persons else MUNICIPALITY, key


@pytest.mark.parametrize("path", BARE[::9], ids=name)
def test_a_case_without_its_assumptions_ends_as_the_complete_case(path: Path) -> None:
    start = bare(path)
    session = Session(start)
    world = World(sum(map(ord, str(path))))
    talk(session, world)
    check_end(session, start, world)


@lru_cache(maxsize=512)
def bare(path: Path) -> Case:
    case = case_of(path)._replace(assumed=(), closure="onbekend", expectations=())
    case = case._replace(facts={key: fact for key, fact in case.facts.items() if fact.value is not None})
    return read_back(case, law_for(case))


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("kind", KINDS[::4])
def test_the_order_of_answers_makes_no_difference(kind: str, seed: int) -> None:
    start = new(kind)
    person, key = about(start, kind)
    world, order = World(seed), random.Random(seed + 100)
    session = Session(start, person, key)
    talk(session, world)
    now = Interview(start, person, key)
    while now.left:
        fact = order.choice(now.left)
        case = read_back(with_answer(now.case, fact, world.answer(fact, now.assessment.instance), now.law), now.law)
        now = Interview(case, person, key)
    assert outcomes_of(now) == outcomes_of(session.interview)


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("kind", KINDS[::3])
def test_what_nobody_knows_is_asked_again_on_request(kind: str, seed: int) -> None:
    start, world = new(kind), World(seed)
    session = Session(start, *about(start, kind))
    talk(session, world, unsure=0.4)
    while session.interview.undetermined:
        assert not session.interview.left
        assert session.interview.unanswered
        assert "Wat nog beslist" in in_text(session.conclusion(), 100)
        later = Session(session.case, *about(start, kind))  # as after starting anew with the file
        assert not [key for key in later.interview.left if key.concept not in ("duur", "zelfde_werk")]
        session = Session(session.case, *about(start, kind), again=True)
        talk(session, world)
    check_end(session, start, world)


@pytest.mark.parametrize("path", CASES[::60], ids=name)
def test_a_certain_outcome_asks_nothing(path: Path) -> None:
    case = case_of(path)
    session = Session(case)
    assert (session.asking is None) == (not session.interview.undetermined or not session.interview.left)
    decided = assess(case, about=frozenset())
    assert any(one.outcome == UNDETERMINED for one in decided.outcomes if not one.application.own_motion or one.about) == bool(
        session.interview.undetermined and any(not one.application.own_motion or one.about for one in session.interview.outcomes)
    )


@pytest.mark.parametrize("kind", ["werkervaringsplaats", "loonkostensubsidie"])
def test_without_diagrams_it_ends_as_the_complete_case_too(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("toetssteen.kb.dependence.MOST_FACTS", 0)
    start, world = new(kind), World(7)
    session = Session(start, *about(start, kind))
    assert all(one.dependence is None for one in session.interview.undetermined)
    assert "Dit is nodig voor" in str(
        [one.text.plain for one in session.answer("waarom").blocks if isinstance(one, Paragraph | Item)]
    )
    shown = in_text(document_of(questions(session.interview.assessment)), 100)
    assert "waarvan er geen te veel is" in shown
    while (key := session.asking) is not None:
        assert session.answer(world.answer(key, session.interview.assessment.instance)).changed
    check_end(session, start, world)


@pytest.mark.parametrize("kind", ["werkervaringsplaats", "jobcoaching in natura", "loonkostensubsidie"])
def test_the_next_question_leaves_the_least_whatever_the_answer(kind: str) -> None:
    """The same as trying every answer to every question and counting what can then still matter."""
    start = new(kind)
    now = Interview(start, *about(start, kind))
    worst: dict[FactKey, tuple[int, float]] = {}
    for key in now.left:
        if not next(one for one in now.assessment.instance.opens if one.key == key).is_flag:
            continue
        after = [
            Interview(read_back(with_answer(start, key, said, now.law), now.law), *about(start, kind)) for said in ("ja", "nee")
        ]
        left = [len(one.left) for one in after]
        assert sorted(one.left for one in now.effects(key)) == sorted(left)
        assert sorted(one.possible for one in now.effects(key)) == sorted(one.possible for one in after)
        worst[key] = (max(left), sum(left) / 2)
    assert len(worst) > 10
    assert now.next is not None
    assert now.next not in worst or worst[now.next] == min(worst.values())
    assert max(worst.values()) > min(worst.values())
