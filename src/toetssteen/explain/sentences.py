"""Dutch sentences for atoms, facts and values; all of them come from the labels and the vocabulary."""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache

from toetssteen.kb.case import Deviation, FactKey
from toetssteen.kb.citation import citation_of, long_form, name_of
from toetssteen.kb.dates import in_words, last_day
from toetssteen.kb.instance import Instance
from toetssteen.kb.law import statute_day
from toetssteen.kb.numbers import UNITS, in_form, is_form
from toetssteen.kb.terms import GroundAtom, Value, plain
from toetssteen.kb.vocabulary import Concept

BEGINNING = date(1900, 1, 1)
PLACE = re.compile(r"\{(?P<names>[^{}:]+)(?::(?P<form>[a-z]+))?\}")


@lru_cache(maxsize=2_000)
def _pieces(template: str) -> tuple[tuple[str, str, str], ...]:
    """Return a template as pieces: the text before a place, and the place's names and form (empty at the end)."""
    pieces, start = [], 0
    for found in PLACE.finditer(template):
        pieces.append((template[start : found.start()], found["names"], found["form"] or ""))
        start = found.end()
    return (*pieces, (template[start:], "", ""))


class Speaker:
    """Fills the sentence templates of the law with the values of one case."""

    def __init__(self, instance: Instance) -> None:
        self.instance = instance
        self.law = instance.law

    def fill(self, template: str, values: dict[str, Value], context: dict[str, str] | None = None) -> str | None:
        """Return a template with its values, or None when one of them is missing."""
        words = []
        for literal, names, form in _pieces(template):
            words.append(literal)
            if names:
                text = (context or {}).get(names) or self._value(names, form, values)
                if text is None:
                    return None
                words.append(text)
        return "".join(words)

    def _value(self, names: str, form: str, values: dict[str, Value]) -> str | None:
        parts = [values.get(name) for name in names.split("+")]
        if any(part is None for part in parts):
            return None
        if form == "einde":
            start, months = parts
            return in_words(last_day(date.fromordinal(int(start or 0)), int(months or 0), self.instance.month_days))
        value = parts[0]
        assert value is not None
        return self.form(value, form, names)

    def form(self, value: Value, form: str, letter: str = "") -> str:
        """Return one value in its form: a name, a count with its unit, a date, an amount, a norm."""
        if is_form(form):
            return in_form(int(value), form)
        if form == "norm":
            return self.norm(plain(value))
        if form == "plaats":
            return long_form(plain(value))
        if form in ("voorziening", "een"):
            provision = self.law.provisions[str(value)]
            return provision.spoken if form == "voorziening" else provision.with_article
        if form == "plaatsing" or letter == "T":
            return self.placement(str(value))
        if letter == "F":
            return self.ceiling(str(value))
        if letter == "Z":
            return self.application(str(value))
        return self.instance.names.get(str(value), plain(value))

    def day_comparison(self, left: int, operator: str, right: int, *, holds: bool) -> str:
        """Return in words how two days lie to each other."""
        words = {"<": ("voor", "niet voor"), "<=": ("niet na", "na"), ">": ("na", "niet na"), ">=": ("niet voor", "voor"),
                 "=": ("op", "niet op"), "!=": ("niet op", "op")}[operator][not holds]  # fmt: skip
        return f"{self.form(left, 'datum')} ligt {words} {self.form(right, 'datum')}"

    def norm(self, norm: str) -> str:
        """Return a norm in words: ``artikel 6 lid 3 (eenmalig)``."""
        return f"{long_form(citation_of(norm))} ({name_of(norm)})"

    def placement(self, identity: str) -> str:
        """Return a placement in words."""
        item = self.instance.placement(identity)
        at = f" bij {item.employer}" if item.employer else ""
        return f"de plaatsing op {self.law.provisions[item.provision].with_article}{at} vanaf {in_words(item.start)}"

    def ceiling(self, identity: str) -> str:
        """Return a limit in words, with its period."""
        item = next(one for one in self.instance.case.ceilings if one.id == identity)
        period = f" van {in_words(item.start)} tot en met {in_words(item.end)}" if item.start and item.end else ""
        return f"de grens voor {self.law.provisions[item.provision].name}{period}"

    def application(self, identity: str, *, person: bool = True) -> str:
        """Return what an application asks for in words."""
        item = self.instance.application(identity)
        provision = self.law.provisions[item.provision]
        return f"de {provision.spoken}" + (f" voor {item.person}" if person else "")

    def fact(self, key: FactKey, *, value: Value | bool | date | None, form: str = "positive") -> str:
        """Return the sentence of a stated fact, its denial, its clause (``clause``) or its question."""
        concept = self.law.concepts.get(key.concept)
        if concept is None:
            return self._derived(key, form, value)
        template = str(getattr(concept, form if form != "positive" or value is not False else "absent"))
        values = self.subject(concept, key.subject) if key.subject else {}
        values |= _value_of(value)
        sentence = self.fill(template, values, self._context()) or self.bare(template)
        return f"{sentence} (halfjaar {key.number})" if key.number and concept.numbered else sentence

    def _derived(self, key: FactKey, form: str, value: Value | bool | date | None) -> str:
        structure = self.law.structures[key.concept]
        template = {"clause": structure.clause, "question": structure.question}.get(
            form, structure.negative if value is False else structure.positive
        )
        return self.fill(template, {"Z": key.subject, "T": f"t{key.number}"}) or self.bare(template)

    def bare(self, template: str) -> str:
        """Return a template with general words where its values are not known."""
        words = {"P": "de inwoner", "W": "de werkgever", "Z": "de voorziening", "V": "voorziening", "T": "de plaatsing",
                 "F": "de grens", "N": "de bepaling", "gemeente": self.law.identity.municipality}  # fmt: skip
        return PLACE.sub(lambda found: words.get(found["names"], "…"), template)

    def subject(self, concept: Concept, subject: str) -> dict[str, Value]:
        """Return the values of the letters a concept's sentences use for its subject; those on the gemeente use none."""
        if concept.subject == "gemeente":
            return {}
        if concept.subject == "plafond":
            return {"F": subject}
        if concept.subject == "zaak":
            return {"Z": subject, "P": self.instance.ids[self.instance.application(subject).person]}
        if concept.subject == "plaatsing":
            return {"T": subject, "P": self.instance.ids[self.instance.placement(subject).person]}
        return {"P" if concept.subject == "persoon" else "W": self.instance.ids[subject]}

    def _context(self) -> dict[str, str]:
        return {"gemeente": self.law.identity.municipality}

    def structure(self, atom: GroundAtom, *, holds: bool) -> str:
        """Return the sentence of an atom of the case's structure, the calendar or the law's data."""
        name = str(atom[0])
        structure = self.law.structures[name]
        values = dict(zip(structure.arguments, atom[1:], strict=False))
        template = structure.positive if holds else (structure.negative or structure.positive)
        return self.fill(template, values, self.structure_context(name, atom)) or self.bare(template)

    def structure_context(self, name: str, atom: GroundAtom) -> dict[str, str]:
        """Return what an atom\'s sentence needs besides its arguments: a number, a reading, a day, a reason."""
        if name == "parameter":
            return {"parameter": self.parameter(str(atom[1]), int(atom[2]))}
        if name == "lezing":
            return {"lezing": self.reading(str(atom[1]), str(atom[2]))}
        if name.startswith("leeftijd_bij"):
            item = self.instance.application(str(atom[1]))
            day = self.instance.case.reference_date
            return {"begin": in_words(item.start or day), "aanvraagdag": in_words(item.submitted or day),
                    "P": item.person}  # fmt: skip
        if name == "afwijking":
            return {"reden": self.deviation_reason(str(atom[1]), plain(atom[2]))}
        if name == "bepaling":
            return {"herkomst": {"eigen": "een eigen bepaling", "wettelijk": "een bepaling die uit de wet volgt",
                                 "wet": "een bepaling van de wet"}[str(atom[2])]}  # fmt: skip
        return {}

    def deviation_reason(self, identity: str, norm: str) -> str:
        """Return the reason of the decision to deviate from a norm, quoted, or an empty text."""
        from toetssteen.kb.citation import is_below

        item = self.instance.application(identity)
        return next((f"«{one.reason}»{_decided(one)}" for one in self.instance.case.deviations
                     if one.person == item.person and is_below(norm, one.target)), "")  # fmt: skip

    def parameter(self, name: str, value: int) -> str:
        """Return a parameter with its value, citation and first day."""
        parameter = self.law.parameters[name]
        dated = self.law.value_on(parameter, self.instance.case.reference_date)
        shown = in_form(value, UNITS[parameter.unit])
        supposed = dated is not None and dated[0] in parameter.supposed
        since = f", sinds {in_words(dated[0])}" if dated else ""
        if dated is not None and supposed:
            # what a scenario supposes without a day holds from the beginning of time, which is no day to name
            since = ", volgens het scenario" + (f" vanaf {in_words(dated[0])}" if dated[0] > BEGINNING else "")
        return f"{parameter.title}: {shown} ({long_form(parameter.norm)}{since})"

    def reading(self, key: str, option: str) -> str:
        """Return a chosen reading in words, and whether it is the default."""
        reading = self.law.readings[key]
        case = self.instance.case
        default = reading.default_on(self.law.fixed or statute_day(case.reference_date, case.readings)) == option
        return f"{reading.display} {option}: {reading.options[option]}{' (standaard)' if default else ''}"


def _value_of(value: Value | bool | date | None) -> dict[str, Value]:
    """Return the value of a date or number under the name its place in a sentence has."""
    if isinstance(value, date):
        return {"waarde": value.toordinal()}
    return {"waarde": value} if isinstance(value, int) and not isinstance(value, bool) else {}


def as_sentence(text: str) -> str:
    """Return a clause as a sentence: with a capital and a full stop."""
    text = text.strip()
    return text[:1].upper() + text[1:] + ("" if text.endswith((".", "!", "?")) else ".")


def _decided(one: Deviation) -> str:
    day = f" op {in_words(one.decided_on)}" if one.decided_on else ""
    body = f" door {one.decided_by}" if one.decided_by else ""
    return f" (besloten{day}{body})" if day or body else ""
