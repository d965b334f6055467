"""The shipped properties: proved for everybody, and refuted by a case where the law is broken on purpose."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

import pytest

from tests.mutanten import Mutant, all_mutants, mutated
from toetssteen.kb.finding import has_errors
from toetssteen.kb.joint_space import plain_side
from toetssteen.kb.law import HOGELAND, load_law, statute_states
from toetssteen.kb.properties import Property
from toetssteen.ops.property_files import named_properties, shipped
from toetssteen.ops.prove import Under, Verdict, as_it_is, prove
from toetssteen.ops.prove_claims import OPEN, PROVED, REFUTED
from toetssteen.ops.prove_witness import decided

LAWS = [load_law(state) for state in statute_states(HOGELAND)]
# The one that looks at every rule under every reading takes longer than all others together.
LONG = ("elke-norm",)


def properties(*names: str) -> tuple[Property, ...]:
    found, findings = named_properties(list(names), LAWS[0])
    assert not has_errors(findings), [one.as_text() for one in findings]
    return found


@lru_cache(maxsize=1)
def verdicts() -> dict[str, Verdict]:
    names = [name for name in shipped() if name not in LONG]
    return {one.about.file.removesuffix(".eigenschap"): one for one in prove(properties(*names), as_it_is())}


@pytest.mark.parametrize("name", [name for name in shipped() if name not in LONG])
def test_a_shipped_property_holds_and_needs_its_exceptions(name: str) -> None:
    verdict = verdicts()[name]
    assert verdict.verdict == PROVED
    for check in verdict.checks:
        assert check.idle == ()
        assert check.against == ()


def test_every_rule_matters_where_it_is_not_said_why_not() -> None:
    """Only for one article with many conditions here; the whole list is measured in the benchmarks."""
    about = properties(*LONG)[0]._replace(provisions=(("participatieplaats",),))
    claim = about.claims[0].claim._replace(place="6")  # type: ignore[call-arg]
    verdict = prove([about._replace(claims=(about.claims[0]._replace(claim=claim, known=()),))], as_it_is())[0]
    dead = [note.partition(":")[0] for note in verdict.checks[0].notes if "blijft elk geval hetzelfde" in note]
    assert all(label.startswith("6.4") for label in dead), dead  # the premium is another kind of voorziening
    assert len(verdict.checks[0].shown) > 20


def test_without_its_exceptions_a_property_is_refuted() -> None:
    about = properties("grens-en-eigen-plicht")[0]
    bare = about._replace(claims=tuple(one._replace(known=()) for one in about.claims))
    verdict = prove([bare], as_it_is())[0]
    assert verdict.verdict == REFUTED
    assert verdict.checks[0].against


@pytest.mark.parametrize(
    ("name", "kind", "reading"),
    [
        ("hardheid-en-wet", "participatieplaats", ("i57", "alles")),
        ("geen-gat-6-9", "", ("i05", "tot_en_met_27")),
    ],
)
def test_under_another_reading_a_property_is_refuted(name: str, kind: str, reading: tuple[str, str]) -> None:
    about = properties(name)[0]._replace(readings=(reading,))
    about = about._replace(provisions=((kind,),)) if kind else about
    verdict = prove([about], as_it_is())[0]
    assert verdict.verdict == REFUTED
    witness = verdict.checks[0].against[0]
    assert witness.cases[0].readings[reading[0]] == reading[1]
    assert decided(witness.cases[0], witness.law, witness.kinds) == witness.outcomes[0]


def test_what_there_is_no_time_for_is_not_claimed() -> None:
    verdict = prove(properties("een-uitkomst"), as_it_is(), seconds=0.000001)[0]
    assert verdict.verdict == OPEN
    assert all(one.verdict == OPEN for one in verdict.checks)
    assert all("komt binnen de grenzen nooit voor" not in note for one in verdict.checks for note in one.notes)


@pytest.mark.parametrize("kinds", [("jobcoach_in_natura", "participatieplaats"), ("samenwerking", "participatieplaats")])
def test_kinds_that_are_never_assessed_together_prove_nothing(kinds: tuple[str, ...]) -> None:
    verdict = prove([properties("hardheid-en-wet")[0]._replace(provisions=(kinds,))], as_it_is())[0]
    assert verdict.spaces == 0
    assert verdict.verdict == OPEN


# ---- seeded faults: which property notices which mutant, over which kinds

FAULTS = {
    ("geen-gat-6-9", ""): ["pp_min_leeftijd", "lwt_b_tot", "9.b/groep", "6.1/leeftijd", "9/leeftijd"],
    ("participatieplaats-vanaf-27", ""): ["pp_min_leeftijd", "6.1/leeftijd", "6.1/leeftijd_bij_aanvang"],
    ("een-uitkomst", "werkervaringsplaats"): [
        "gevolg/bevoegd", "gevolg/weigerbaar", "gevolg/geblokkeerd",
    ],
    ("hardheid-maakt-niets-erger", "werkervaringsplaats"): ["gevolg/blokkade_zonder_20"],
}  # fmt: skip


@lru_cache(maxsize=1)
def mutants() -> dict[str, list[Mutant]]:
    found: dict[str, list[Mutant]] = {}
    for one in all_mutants():
        found.setdefault(one.name, []).append(one)
    return found


def refuted(about: Property, mutant: Mutant) -> Verdict | None:
    law = mutated(LAWS[0], mutant)
    verdict = prove([about], Under(plain_side(law), (law,)))[0]
    return verdict if verdict.verdict == REFUTED else None


def seeded() -> Iterator[tuple[str, str, str]]:
    for (name, kind), labels in FAULTS.items():
        yield from ((name, kind, label) for label in labels)


@pytest.mark.parametrize(("name", "kind", "label"), list(seeded()))
def test_a_fault_in_the_law_is_found_with_a_case_that_really_differs(name: str, kind: str, label: str) -> None:
    about = properties(name)[0]._replace(every_reading=False)
    about = about._replace(provisions=((kind,),)) if kind else about
    found = [(mutant, verdict) for mutant in mutants()[label] if (verdict := refuted(about, mutant)) is not None]
    assert found, f"geen enkele fout in {label} weerlegt {name}"
    for mutant, verdict in found:
        witness = next(one for check in verdict.checks for one in check.against)
        law = mutated(LAWS[0], mutant)
        assert decided(witness.cases[0], law, witness.kinds) == witness.outcomes[0]
        whole = load_law(witness.cases[0].reference_date)
        assert mutant.kind == "getal" or witness.law is not whole
