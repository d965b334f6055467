"""What proving properties showed, in words: for every claim the verdict, and every case with its outcome in a sentence."""

from __future__ import annotations

from collections.abc import Sequence

from toetssteen.explain.property_report import CaseShown, ClaimReport, Excused, ProofsReport, PropertyReport
from toetssteen.kb.case import Case, FactKey
from toetssteen.kb.law import Law
from toetssteen.kb.properties import Known
from toetssteen.ops.headline import headline
from toetssteen.ops.judgement import reasons
from toetssteen.ops.prove import Under, Verdict, bounds_of
from toetssteen.ops.prove_cases import file_name, outcomes, text_of, witness_cases
from toetssteen.ops.prove_claims import Checked
from toetssteen.ops.prove_witness import Witness
from toetssteen.ops.report import law_names

Files = dict[str, str]


def report_proofs(verdicts: Sequence[Verdict], under: Under) -> tuple[ProofsReport, Files]:
    """Return the report on some properties, with the cases against them as files (name and text)."""
    files: Files = {}
    properties = tuple(_property(one, under, files) for one in verdicts)
    kinds = dict.fromkeys(kinds for one in verdicts for kinds in one.kinds if one.spaces)
    law = under.laws[0]
    bounds = tuple((law.provisions[kind].name, text) for kind, text in bounds_of(kinds, under).items())
    names = tuple(dict.fromkeys(name for one in under.laws for name in law_names(one)))
    return ProofsReport(under.name, names, properties, bounds), files


def _property(verdict: Verdict, under: Under, files: Files) -> PropertyReport:
    about, law = verdict.about, under.laws[0]
    kinds = tuple(" samen met ".join(law.provisions[kind].name for kind in group) for group in verdict.kinds)
    readings = ", onder elke combinatie van lezingen" if about.every_reading else "".join(
        f", lezing {law.readings[key].display}: {option}" for key, option in about.readings)  # fmt: skip
    key = key_of(about.file, about.name)
    claims = tuple(_claim(one, about.name, key, law, files) for one in verdict.checks)
    return PropertyReport(key, about.name, about.words, about.source, verdict.verdict, readings, kinds,
                          verdict.spaces, verdict.seconds, claims)  # fmt: skip


def key_of(file: str, name: str) -> str:
    """Return the short name of a property: that of its file."""
    return file.rsplit("/", 1)[-1].removesuffix(".eigenschap") or file_name(name)


def _claim(checked: Checked, name: str, key: str, law: Law, files: Files) -> ClaimReport:
    against = tuple(_shown(one, name, key, files) for one in checked.against)
    excused = tuple(Excused(where(known, law), known.reason, None if one is None else _shown(one, name, key, {}))
                    for known, one in checked.known)  # fmt: skip
    idle = tuple(where(one, law) for one in checked.idle)
    return ClaimReport(checked.stated.text, checked.verdict, against, excused, idle, checked.notes, len(checked.shown))


def where(known: Known, law: Law) -> str:
    """Return in words for what an exception is made."""
    what = f"«{known.what}»" if known.what else ""
    kind = law.provisions[known.provision].name if known.provision else ""
    return " bij ".join(part for part in (what, kind) if part)


def _shown(witness: Witness, name: str, key: str, files: Files) -> CaseShown:
    law = witness.law
    kind = " en ".join(law.provisions[one].name for one in witness.kinds)
    title = f"Tegenvoorbeeld: {name} ({kind})"
    cases = witness_cases(witness, title, "eigenschap")
    texts = tuple(text_of(one, law) for one in cases)
    names = []
    for place, text in enumerate(texts):
        part = "ab"[place] if len(texts) > 1 else ""
        file = _free(files, file_name(key, kind, witness.about, part), text)
        files[file] = text
        names.append(file)
    headlines = tuple(_headline(one, law, witness.kinds) for one in cases)
    said = tuple(" en ".join(one) for one in witness.outcomes)
    why = tuple(tuple(reason for one in outcomes(case, law, witness.kinds) for reason in reasons(one)) for case in cases)
    return CaseShown(kind, witness.about, witness.words, headlines, said, texts, _differs(witness), tuple(names), why)


def _free(files: Files, name: str, text: str) -> str:
    """Return a name that no other case has."""
    found, number = f"{name}.feiten", 2
    while files.get(found, text) != text:
        found, number = f"{name}-{number}.feiten", number + 1
    return found


def _headline(case: Case, law: Law, kinds: Sequence[str]) -> str:
    parts = []
    for one in outcomes(case, law, kinds):
        failed = sum(condition.state == "belemmert" and not condition.deviated for condition in one.conditions)
        grounds = sum(ground.state == "belemmert" for ground in one.grounds)
        parts.append(headline(law, case, one.application, one.outcome, one.possible, failed=failed, grounds=grounds,
                              based=bool(one.bases)))  # fmt: skip
    return "; ".join(parts)


def _differs(witness: Witness) -> tuple[str, ...]:
    """Return the fact in which two cases differ, as a sentence for each of them."""
    if len(witness.cases) != 2 or witness.about not in witness.law.concepts:
        return ()
    found = []
    for case in witness.cases:
        key = _key(witness)
        speaker = outcomes(case, witness.law, witness.kinds)[0].assessment.explainer.speaker
        fact = case.facts.get(key)
        value = fact.value if fact is not None else witness.law.concepts[witness.about].favourable or False
        found.append(speaker.fact(key, value=value))
    return tuple(found)


def _key(witness: Witness) -> FactKey:
    stated = [key for case in witness.cases for key in case.facts if key.concept == witness.about]
    return stated[0]
