"""What a draft decision rests on: the facts, numbers, texts and readings below the steps of its proof."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from toetssteen.explain.decision import ASSUMED, DERIVED, SILENT, STATED, UNKNOWN, OtherReading, UsedFact, UsedReading, UsedRule
from toetssteen.explain.evaluate import OPEN
from toetssteen.explain.proof import PARAMETER, READING, Step
from toetssteen.explain.sentences import as_sentence
from toetssteen.kb.case import FactKey, Placement
from toetssteen.kb.citation import citation_of, is_below, long_form, sort_key
from toetssteen.kb.dates import in_words
from toetssteen.kb.law import Law
from toetssteen.kb.source_text import Unit, read_source
from toetssteen.ops.assess import Assessment, Outcome, assess
from toetssteen.ops.support import carrying_facts, counterpart, given_facts

NOT_STATED = " (niet vermeld)"


def below(steps: Iterable[Step]) -> Iterator[Step]:
    """Yield every step of some proofs once, depth first."""
    seen: set[int] = set()
    todo = list(reversed(list(steps)))
    while todo:
        step = todo.pop()
        if id(step) not in seen:
            seen.add(id(step))
            yield step
            todo.extend(reversed(step.children))


# facts


def used_facts(assessment: Assessment, outcome: Outcome, leaves: Iterable[Step],
               open_steps: Iterable[Step]) -> tuple[UsedFact, ...]:  # fmt: skip
    """Return the facts that are used, the placements of the person, and the facts that open steps wait for.

    Together they carry the outcome: with them alone it is what it is.
    """
    person = outcome.application.person
    found = [_placement(assessment, one) for one in assessment.case.placements if one.person == person]
    found += [_fact(assessment, leaf) for leaf in leaves]
    named = [one.key for one in found if one.key is not None]
    found += [_given(assessment, key) for key in carrying_facts(assessment, outcome, named)]
    found += [_fact(assessment, leaf) for step in open_steps for leaf in step.leaves(OPEN)]
    order = (STATED, DERIVED, SILENT, ASSUMED, UNKNOWN)
    return tuple(sorted(dict.fromkeys(found), key=lambda one: (order.index(one.state), one.line)))


def _fact(assessment: Assessment, leaf: Step) -> UsedFact:
    concept = assessment.law.concepts.get(leaf.fact.concept) if leaf.fact is not None else None
    kind, competent = (concept.source, concept.body) if concept else ("", "")
    sentence = leaf.sentence.removesuffix(NOT_STATED)
    return UsedFact(sentence, _state(assessment, leaf), leaf.line, kind, leaf.body, competent, leaf.fact)


def _given(assessment: Assessment, key: FactKey) -> UsedFact:
    concept, fact = assessment.law.concepts[key.concept], given_facts(assessment)[key]
    state = STATED if key in assessment.case.facts else ASSUMED
    sentence = assessment.explainer.speaker.fact(key, value=fact.value)
    return UsedFact(sentence, state, fact.line, concept.source, fact.body, concept.body, key)


def _state(assessment: Assessment, leaf: Step) -> str:
    if leaf.status == OPEN:
        return UNKNOWN
    if leaf.assumed:
        return ASSUMED
    if leaf.fact in assessment.case.facts or leaf.line:
        return STATED
    return SILENT if leaf.sentence.endswith(NOT_STATED) else DERIVED


def _placement(assessment: Assessment, item: Placement) -> UsedFact:
    parts = [f"{assessment.explainer.speaker.placement(item.id)} tot en met {in_words(item.end)} staat vast"]
    parts += [f"zij is verlengd tot en met {in_words(end)}" for end in item.extensions]
    parts += [f"toegekend op {in_words(item.granted)}"] if item.granted else []
    return UsedFact(", ".join(parts), STATED, item.line)


def used_numbers(steps: Iterable[Step]) -> tuple[str, ...]:
    """Return the numbers of the law that steps rest on, each with its place and first day."""
    return tuple(dict.fromkeys(one.sentence for one in below(steps) if one.kind == PARAMETER))


# rules


def used_rules(assessment: Assessment, norms: Iterable[str], steps: Iterable[Step]) -> tuple[UsedRule, ...]:
    """Return the places of the law that norms and steps rest on, with their texts, the ordinance before the statute."""
    law = assessment.law
    said: dict[str, list[str]] = {}
    for step in below(steps):
        if step.norm and ":" in step.norm and not step.norm.startswith("lezing:"):
            said.setdefault(citation_of(step.norm), []).append(step.sentence)
    cited = {citation_of(norm) for norm in norms} | {basis for norm in norms if (basis := law.statutory_basis(norm))} | set(said)
    units = {unit.citation: unit for unit in read_source(law.folder / "bron.md")}
    ordered = sorted((one for one in cited if one[0].isdigit() or ":" in one), key=sort_key)
    return _joined([_ordinance(one, units) if ":" not in one else _statute(law, one, said.get(one, [])) for one in ordered
                    if ":" in one or one in units])  # fmt: skip


def _ordinance(citation: str, units: dict[str, Unit]) -> UsedRule:
    unit = units[citation]
    text = unit.text
    if unit.kind == "artikel":
        leden = [one for place, one in units.items() if place.split(".")[0] == citation and one.kind == "lid"]
        text = " ".join([f"{unit.text}.", *(one.text for one in leden)])
    elif unit.kind == "lid":
        inside = [one for place, one in units.items() if place.rpartition(".")[0] == citation and one.kind == "onderdeel"]
        text = " ".join([text, *(f"{one.citation.rpartition('.')[2]}. {one.text}" for one in inside)])
    elif unit.kind == "onderdeel":
        above = units.get(citation.rpartition(".")[0])
        text = f"{above.text} … {citation.rpartition('.')[2]}. {text}" if above is not None else text
    return UsedRule(citation, long_form(citation), text, True, f"bron.md, regel {unit.line}")


def _statute(law: Law, citation: str, said: list[str]) -> UsedRule:
    """Return a place in the statute in our own words: what its rules say here; without any, only where it is."""
    files = [rule.file for rule in law.by_head.get("herhaalt_wet", ()) if rule.terms[1] == '"' + citation]
    files += [label.file for norm, label in law.labels.items() if is_below(citation_of(norm), citation)]
    article = citation.split(".")[0]
    files += [label.file for norm, label in law.labels.items() if citation_of(norm).split(".")[0] == article]
    source = next((one.value for one in law.data.headers[files[0]] if one.key == "bron"), "") if files else ""
    text = "; ".join(dict.fromkeys(said))
    return UsedRule(citation, long_form(citation), as_sentence(text) if text else "", False, source)


def _joined(rules: list[UsedRule]) -> tuple[UsedRule, ...]:
    """Return places of the statute that say the same here as one."""
    found: list[UsedRule] = []
    for rule in rules:
        last = found[-1] if found else None
        if last is not None and not (rule.literal or last.literal) and rule.text and last[2:] == rule[2:]:
            found[-1] = last._replace(place=f"{last.place}, {rule.place}")
        else:
            found.append(rule)
    return tuple(found)


# readings


def used_readings(assessment: Assessment, outcome: Outcome, steps: Iterable[Step]) -> tuple[UsedReading, ...]:
    """Return the readings that steps lean on, each with what the outcome would be under its other options."""
    chosen = {str(one.atom[1]) for one in below(steps) if one.kind == READING}
    own = [key for key in assessment.case.readings if key not in chosen]
    options = assessment.instance.readings
    return tuple(_reading(assessment, outcome, key, options[key]) for key in [*sorted(chosen, key=_number), *own])


def _number(key: str) -> tuple[int, str]:
    return int("".join(sign for sign in key if sign.isdigit())), key


def _reading(assessment: Assessment, outcome: Outcome, key: str, option: str) -> UsedReading:
    reading, case = assessment.law.readings[key], assessment.case
    others = tuple(OtherReading(other, meaning, outcome_under(assessment, outcome, key, other))
                   for other, meaning in reading.options.items() if other != option)  # fmt: skip
    default = reading.default_on(case.reference_date) == option
    return UsedReading(reading.display, reading.question, option, reading.options[option], key in case.readings, default,
                       reading.reason, others)  # fmt: skip


def outcome_under(assessment: Assessment, outcome: Outcome, key: str, option: str) -> str:
    """Return what an outcome would be under another option of a reading."""
    case = assessment.case._replace(readings={**assessment.case.readings, key: option})
    found = counterpart(assess(case, about=frozenset((outcome.application.provision,))), outcome.application)
    return found.outcome if found is not None else ""
