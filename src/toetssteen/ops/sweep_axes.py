"""Which numbers of the law are varied, and over what: ``premie_bedrag=€ 200..€ 600/€ 50`` as a person types it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import product

from toetssteen.explain.sweep_report import MEASURES, SweptAxis
from toetssteen.kb.case import Case
from toetssteen.kb.finding import Finding
from toetssteen.kb.law import Law, Parameter
from toetssteen.kb.lint_scenario import lint_scenario
from toetssteen.kb.numbers import UNITS
from toetssteen.kb.scenario import ParameterChange, Scenario, changed_parameters, scenario_law, stacked
from toetssteen.ops.scenario_sides import LATEST
from toetssteen.ops.shift import Rule
from toetssteen.parser.messages import nearest
from toetssteen.parser.parameter_value import parameter_text, read_parameter
from toetssteen.parser.values import ValueProblem

SWEEP = re.compile(r"(?P<name>[^=\s]+)\s*=\s*(?P<low>.+?)\s*\.\.\s*(?P<high>[^/]+?)\s*(?:/\s*(?P<step>.+))?")
MOST_VALUES, MOST_POINTS = 60, 400
EXAMPLE = "--veeg «premie_bedrag=€ 200..€ 600/€ 50»"
USUAL_STEPS = 10
MONEY_STEP = 100


def axes_of(texts: Sequence[str], scenario: Scenario) -> tuple[tuple[SweptAxis, ...], list[Finding]]:
    """Return the axes that texts name, from the values under a scenario; with everything that is wrong with them."""
    law = scenario_law(scenario, scenario.statute or LATEST)
    read = [_axis(text, law) for text in texts]
    found = [one for one in read if isinstance(one, SweptAxis)]
    findings = [one for one in read if isinstance(one, Finding)]
    if len(texts) > 2:
        findings.append(Finding("hooguit twee getallen kunnen samen worden gevarieerd", suggestion=EXAMPLE))
    if len({one.name for one in found}) < len(found):
        findings.append(Finding("twee keer hetzelfde getal variëren kan niet", suggestion=EXAMPLE))
    points = 1
    for one in found:
        points *= len(one.values)
    if points > MOST_POINTS and not findings:
        findings.append(Finding(f"dit zijn {points} punten; hooguit {MOST_POINTS} kan", suggestion="neem een grotere stap"))
    return tuple(found), findings or _at_the_corners(scenario, found)


def _at_the_corners(scenario: Scenario, axes: Sequence[SweptAxis]) -> list[Finding]:
    """Return what is wrong with the law at the ends of the axes: no sum or product between them is beyond those at the ends."""
    findings: list[Finding] = []
    for corner in product(*((axis.values[0], axis.values[-1]) for axis in axes)):
        findings = lint_scenario(_stacked(scenario, axes, corner))
        if findings:
            break
    return [one._replace(line=0, column=0) for one in findings]


def _stacked(scenario: Scenario, axes: Sequence[SweptAxis], values: Sequence[int]) -> Scenario:
    return stacked((scenario, Scenario(parameters=_changes(axes, values))))


def _changes(axes: Sequence[SweptAxis], values: Sequence[int]) -> tuple[ParameterChange, ...]:
    """Return the values of a point as changes from the beginning of time on."""
    return tuple(ParameterChange(axis.name, value) for axis, value in zip(axes, values, strict=True))


def _axis(text: str, law: Law) -> SweptAxis | Finding:
    found = SWEEP.fullmatch(text.strip())
    if found is None:
        return Finding(f"«{text[:80]}» is geen reeks waarden", suggestion=f"schrijf bijvoorbeeld {EXAMPLE}")
    parameter = law.parameters.get(found["name"])
    if parameter is None:
        hint = nearest(found["name"], law.parameters) or "toetssteen toon PLAATS noemt de getallen van een artikel"
        return Finding(f"«{found['name'][:80]}» is geen getal van het recht", suggestion=hint)
    try:
        low, high = (read_parameter(found[end].strip(), parameter) for end in ("low", "high"))
        step = read_parameter(found["step"].strip(), parameter) if found["step"] else _usual(low, high, parameter)
    except ValueProblem as problem:
        return Finding(str(problem), suggestion=problem.suggestion)
    if low >= high or step < 1:
        return Finding(
            f"«{text[:80]}» loopt niet op: begin bij de laagste waarde, met een stap van meer dan nul", suggestion=EXAMPLE
        )
    values = tuple(range(low, high + 1, step))
    if len(values) > MOST_VALUES:
        least = parameter_text((high - low) // MOST_VALUES + 1, parameter)
        return Finding(f"«{text[:80]}» heeft {len(values)} waarden; hooguit {MOST_VALUES} kan",
                       suggestion=f"neem een stap van ten minste {least}")  # fmt: skip
    now = parameter.on(LATEST)
    return SweptAxis(parameter.name, parameter.title, UNITS[parameter.unit], values,
                     values.index(now[1]) if now and now[1] in values else None)  # fmt: skip


def _usual(low: int, high: int, parameter: Parameter) -> int:
    """Return a step that gives some ten values: whole euros for money, whole units for the others."""
    unit = MONEY_STEP if parameter.unit == "cent" else 1
    return max(unit, (high - low) // USUAL_STEPS // unit * unit)


def rule_at(base: Rule, axes: Sequence[SweptAxis], values: Sequence[int]) -> Rule:
    """Return a side with other values of the varied numbers; the axes are checked at their ends, so the points need not be."""
    changes, laws = _changes(axes, values), dict[int, tuple[Law, Law]]()

    def law_of(case: Case) -> Law:
        law = base.law(case)
        if id(law) not in laws:
            laws[id(law)] = (law, with_numbers(law, changes))
        return laws[id(law)][1]

    return Rule(base.report, law_of, base.case)


def with_numbers(law: Law, changes: tuple[ParameterChange, ...]) -> Law:
    """Return a law with other numbers and the very same rules."""
    data = law.data._replace(parameters=changed_parameters(law.parameters, changes))
    stamp = f"{law.stamp}\n{[tuple(one) for one in changes]}"
    found = Law(data, law.statute_date, law.files, law.folder, stamp, lambda day: with_numbers(law.at(day), changes), law.fixed,
                law.statutes)  # fmt: skip
    found.share_rules(law)
    return found


def wrong_measure(name: str) -> Finding | None:
    """Return what is wrong with the name of a measure."""
    if name in MEASURES:
        return None
    return Finding(f"«{name[:80]}» is geen maat", suggestion=nearest(name, MEASURES) or f"kies uit: {', '.join(MEASURES)}")
