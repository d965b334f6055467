"""What is found in the text itself: described in the data, shown by a shipped case, settled by a reading."""

from __future__ import annotations

import io
import json
from datetime import date
from functools import lru_cache

import pytest

from tests.eenstemmig import published_in_time, with_agreeing_places
from tests.mutanten import PARAMETER, RULE, Mutant, mutated
from tests.zaken import EXAMPLES, read
from toetssteen.cli.main import OK, main
from toetssteen.explain.evaluate import FALSE
from toetssteen.explain.layout import Printer
from toetssteen.explain.output import PlainOutput
from toetssteen.kb.case import Case
from toetssteen.kb.law import HOGELAND, Law, Signal, load_law, statute_states
from toetssteen.kb.lint_signals import signal_findings, signal_keys
from toetssteen.ops.assess import assess
from toetssteen.ops.expect import checked
from toetssteen.ops.report import report_case
from toetssteen.ops.signals import signals

STATES = statute_states(HOGELAND)
BEFORE, SINCE = date(2025, 12, 31), date(2026, 1, 1)
LAPSED = ("grondslag_vervallen", "9", "pw:10f")
SIGNALS = list(load_law(STATES[-1]).signals.values())
SHOWN = [signal for signal in SIGNALS if signal.case]
SETTLED = [signal for signal in SIGNALS if signal.readings]
Output = pytest.CaptureFixture[str]


@pytest.fixture(autouse=True)
def _width(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "100")


def key(signal: Signal) -> str:
    return signal.key


def case_of(signal: Signal) -> Case:
    path = next(one for one in EXAMPLES if one.stem == signal.case)
    case, findings = read(path)
    assert case is not None, findings
    return case


@lru_cache(maxsize=200)
def shown(name: str, readings: tuple[tuple[str, str], ...] = ()) -> str:
    """Return the report of a shipped case under other readings, without the lines that only name readings."""
    case, _findings = read(next(one for one in EXAMPLES if one.stem == name))
    assert case is not None
    out = io.StringIO()
    Printer(PlainOutput(out, 100)).case(report_case(assess(case._replace(readings=dict(case.readings) | dict(readings)))))
    return "\n".join(line for line in out.getvalue().split("\n") if "I-" not in line)


def with_signals(law: Law, *changed: Signal) -> Law:
    table = {(one.kind, *one.places): one for one in changed}
    return Law(law.data._replace(signals=table), law.statute_date, law.files, law.folder)


def without_fact(law: Law, text: str) -> Law:
    rule = next(one for one in law.rules if one.text == text)
    return mutated(law, Mutant(RULE, rule.label, "regel weg", rule))


# ---- the data and the rules agree


@pytest.mark.parametrize("state", STATES, ids=str)
def test_every_find_is_described(state: date) -> None:
    law = load_law(state)
    assert signal_keys(law, state) - set(law.signals) == set()
    assert signal_findings(law) == []


def test_every_description_is_of_a_find() -> None:
    assert set().union(*(signal_keys(load_law(state), state) for state in STATES)) == {(one.kind, *one.places) for one in SIGNALS}


def test_the_lapsed_basis_of_article_9_is_found_from_2026_only() -> None:
    before, since = signal_keys(load_law(BEFORE), BEFORE), signal_keys(load_law(SINCE), SINCE)
    assert since - before == {LAPSED}
    assert before - since == set()


def test_the_linter_names_what_is_missing_and_what_is_too_much() -> None:
    law = load_law(STATES[0])
    first, *rest = SIGNALS
    (missing,) = signal_findings(with_signals(law, *rest))
    assert missing.message == f"dit volgt uit de regels maar staat hier niet: {first.kind} {' '.join(first.places)}"
    (extra,) = signal_findings(with_signals(law, *SIGNALS, first._replace(key="verzonnen", places=("4.1", "5.1"))))
    assert extra.message == "«verzonnen» volgt in geen versie van het recht uit de regels"


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"readings": ("i99",)}, "lezing i99 bestaat niet"),
        ({"case": ""}, "noemt een lezing maar geen zaak waarin die verschil maakt"),
    ],
)
def test_the_linter_checks_a_description(changes: dict[str, object], said: str) -> None:
    changed = [one._replace(**changes) if one == SETTLED[0] else one for one in SIGNALS]  # type: ignore[arg-type]
    (found,) = signal_findings(with_signals(load_law(STATES[0]), *changed))
    assert said in found.message


# ---- a find rests on what provisions say


@pytest.mark.parametrize("signal", SIGNALS, ids=key)
def test_a_find_has_a_proof_from_what_its_places_say(signal: Signal) -> None:
    found = next(one for one in signals(load_law(SINCE), SINCE) if one.signal == signal)
    assert found.proof.rule is not None
    assert found.proof.norm == f"signaal/{signal.kind}"
    assert "{" not in found.proof.sentence
    assert found.proof.children


@pytest.mark.parametrize("signal", [one for one in SIGNALS if one.kind not in ("terugwerking", "korter_dan_de_wet")], ids=key)
def test_without_what_a_place_says_the_find_is_gone(signal: Signal) -> None:
    law = load_law(SINCE)
    found = next(one for one in signals(law, SINCE) if one.signal == signal)
    facts = [step.rule.text for step in found.proof.children if step.rule is not None and step.status != FALSE]
    assert facts
    for fact in facts:
        assert (signal.kind, *signal.places) not in signal_keys(without_fact(law, fact), SINCE), fact


@pytest.mark.parametrize("state", STATES, ids=str)
def test_places_that_agree_give_no_find(state: date) -> None:
    law = load_law(state)
    assert signal_keys(with_agreeing_places(law), state) == signal_keys(law, state)


def test_finds_that_rest_on_a_number_or_a_day_go_with_it() -> None:
    law = load_law(SINCE)
    longer = signal_keys(mutated(law, Mutant(PARAMETER, "pw_pp_max_vierde_jaar", "", value="-24")), SINCE)
    assert signal_keys(law, SINCE) - longer == {("korter_dan_de_wet", "6.3", "pw:10a.10")}
    in_time = signal_keys(published_in_time(law), SINCE)
    assert signal_keys(law, SINCE) - in_time == {("terugwerking", "22", "bmw:8")}


# ---- a shipped case shows it


@pytest.mark.parametrize("signal", SHOWN, ids=key)
def test_the_case_of_a_find_comes_out_as_it_expects(signal: Signal) -> None:
    case = case_of(signal)
    assert read(next(one for one in EXAMPLES if one.stem == signal.case))[1] == []
    assert case.expectations
    assert not case.readings
    assert [mismatch for check in checked(case) for mismatch in check.mismatches] == []
    assert all(check.source for check in checked(case))


@pytest.mark.parametrize("signal", SETTLED, ids=key)
def test_another_option_of_its_readings_makes_a_difference(signal: Signal) -> None:
    case, law = case_of(signal), load_law(case_of(signal).reference_date or SINCE)
    for reading in signal.readings:
        others = [option for option in law.readings[reading].options if option != law.readings[reading].default_on(BEFORE)]
        failing = [option for option in others
                   if any(check.mismatches for check in checked(case._replace(readings={reading: option})))]  # fmt: skip
        assert failing, f"geen optie van {reading} verandert wat {signal.case} verwacht"
        assert any(shown(signal.case, ((reading, option),)) != shown(signal.case) for option in failing)


# ---- the command


def printed(capsys: Output, *words: str) -> str:
    assert main(["signalen", *words]) == OK
    out, err = capsys.readouterr()
    assert err == ""
    return out


def test_finds_about_a_place(capsys: Output) -> None:
    out = printed(capsys, "--over", "15", "--peildatum", "2025-06-01")
    assert "Eigendom alleen voor de werknemer  [artikel 15 lid 2; artikel 15 lid 1]" in out
    assert "Te kiezen met lezing I-52." in out
    assert "Zie: toetssteen toets signaal-eigendom-werknemer" in out
    assert out.endswith("\n2 signalen, onder de Participatiewet zoals die geldt sinds 1 juli 2024\n")
    assert printed(capsys, "--over", "20") == "Over artikel 20 is niets te signaleren.\n"


def test_finds_under_the_statute_of_a_day(capsys: Output) -> None:
    assert "vervallen" not in printed(capsys, "--over", "9", "--peildatum", "31 december 2025")
    assert "Artikel 9 steunt op artikel 10f Pw, maar die bepaling is vervallen." in printed(
        capsys, "--over", "pw:10f", "--peildatum", "1 januari 2026")  # fmt: skip


def test_places_without_a_number_read_as_dutch(capsys: Output) -> None:
    assert "[de aanhef; artikel 8a lid 1 onder f Pw]" in printed(capsys, "--over", "aanhef")
    out = " ".join(printed(capsys, "--over", "22").split())
    assert "Artikel 22 noemt de verordening «Re-integratieverordening Participatiewet, IOAW en IOAZ gemeente" in out
    assert "het opschrift «Re-integratieverordening Participatiewet Het Hogeland 2024»" in out
    out = " ".join(printed(capsys, "--over", "slotformule").split())
    assert "De vaststelling van de verordening komt volgens de slotformule van het college" in out


def test_finds_as_json(capsys: Output) -> None:
    data = json.loads(printed(capsys, "--json", "--over", "6.4", "--peildatum", "2025-06-01"))
    assert (data["formaat"], data["stand"]) == ("toetssteen/signalen/1", "2024-07-01")
    by_key = {one["signaal"]: one for one in data["signalen"]}
    assert set(by_key) == {"premie_kan_of_moet", "armoedeval_niet_geregeld"}
    one = by_key["premie_kan_of_moet"]
    assert (one["soort"], one["plaatsen"]) == ("kan_tegen_moet", ["6.4", "pw:10a.6"])
    assert (one["lezingen"], one["zaak"]) == (["i20"], "signaal-premie-kan-of-moet")
    assert one["bewijs"]["zin"].lower() == "artikel 6 lid 4 spreekt van kunnen, terwijl artikel 10a lid 6 pw verplicht"
