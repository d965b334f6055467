"""From the draft of a decision to a document: Dutch prose with marked places for the person who decides."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from toetssteen.explain.decision import (
    ASSUMED,
    DERIVED,
    SILENT,
    STATED,
    UNKNOWN,
    Alternative,
    Consideration,
    Decision,
    UsedFact,
    UsedReading,
    UsedRule,
)
from toetssteen.explain.document import Block, Item, Paragraph, Section
from toetssteen.explain.output import Text
from toetssteen.explain.sentences import as_sentence
from toetssteen.kb.citation import citation_of, long_form
from toetssteen.kb.dates import in_words

FILL, CHECK, ESTABLISH = "IN TE VULLEN", "TE CONTROLEREN", "VAST TE STELLEN"
KINDS = {
    "register": "na te gaan in een registratie", "besluit": "volgens een eerder besluit", "oordeel": "een oordeel",
    "open_norm": "de invulling van een open norm", "proces": "uit het verloop van de zaak",
}  # fmt: skip
JUDGED = ("oordeel", "open_norm")
CONCEPT = ("Dit concept volgt uit de feiten die in de zaak staan en uit de gekozen lezingen. Het is geen besluit: een mens leest "
           "het na, vult het aan en beslist.")  # fmt: skip
DICTUM = {"verplicht": "het college kent toe", "geblokkeerd": "het college wijst af"}
# How a line of a report on art. 20 begins that tells what is deviated from; a draft tells that in words of its own.
DEVIATED = "Met artikel 20 wordt afgeweken van "
NO_ROOM = {True: ", behalve als artikel 20 die geeft (zie de hardheidsclausule)", False: "; ook artikel 20 geeft die niet",
           None: ""}  # fmt: skip
NOT_OFFERED = "het college biedt niet aan"


class DecisionLayout:
    """Lays out one draft; every place a person must look at is marked, and listed at the top.

    ``receipt`` is the hash of the receipt that belongs to the draft, when there is one.
    """

    def __init__(self, decision: Decision, *, receipt: str = "", level: int = 1) -> None:
        self.decision, self.heading = decision, decision.heading
        self.receipt, self.level = receipt, level
        self.to_do: list[str] = []
        self.numbers: dict[str, int] = {}
        for number, one in enumerate(decision.facts, 1):
            self.numbers.setdefault(one.sentence, number)

    def document(self) -> Section:
        """Return the draft as a document."""
        parts = (
            ("Het verzoek en de peildatum", self._request), ("De feiten", self._facts), ("De regels", self._rules),
            ("De overweging", self._considerations), ("De uitkomst", self._outcome), ("De beleidsruimte", self._discretion),
            ("Oordelen en open normen", self._judgements), ("De lezingen", self._readings),
            ("De hardheidsclausule (artikel 20)", self._hardship), ("De alternatieven", self._alternatives),
            ("Bezwaar", self._objection), ("Verantwoording", self._account),
        )  # fmt: skip
        sections = [self._section(title, make()) for title, make in parts]
        to_do = self._section("Wat nog moet gebeuren", [_item(one) for one in self.to_do])
        intro = Paragraph(Text("CONCEPT, GEEN BESLUIT.", "bold") + Text(f" {CONCEPT}"))
        return Section(Text(f"Concept-motivering: {_lower(self.heading.title)}", "bold"), (intro, to_do, *sections), self.level,
                       inset=0)  # fmt: skip

    def _section(self, title: str, content: Sequence[Block]) -> Section:
        return Section(Text(title, "bold"), tuple(content), self.level + 1, apart=True)

    def _mark(self, kind: str, text: str) -> Item:
        """Return a place a person must look at, and remember it for the list at the top."""
        self.to_do.append(as_sentence(f"{kind.lower()}: {text}"))
        return Item(Text(f"[{kind}: {text}]", "bold yellow"))

    # the parts, in the order of the draft

    def _request(self) -> list[Block]:
        law = self.heading.law
        return [
            *(_item(one) for one in self.heading.request),
            _item(f"Beoordeeld naar de feiten en het recht op de peildatum, {in_words(self.heading.reference_date)}."),
            _item(f"Verordening: {law.name} ({law.reference}), vastgesteld op {in_words(law.adopted)}, in werking op "
                  f"{in_words(law.in_force)}, bekendgemaakt op {in_words(law.published)}."),
            _item(f"Participatiewet zoals die geldt sinds {in_words(law.statute_since)}."),
        ]  # fmt: skip

    def _facts(self) -> list[Block]:
        blocks: list[Block] = [Item(Text(f"Feit {number}: {one.sentence} {self._origin(one)}."))
                               for number, one in enumerate(self.decision.facts, 1)]  # fmt: skip
        assumed = [one for one in self.decision.facts if one.state == ASSUMED]
        if assumed:
            blocks.append(self._mark(ESTABLISH, f"{self._refer(assumed)}: aangenomen om te kunnen rekenen, nog niet vastgesteld"))
        if any(one.state == UNKNOWN for one in self.decision.facts):
            unknown = [one for one in self.decision.facts if one.state == UNKNOWN]
            blocks.append(_item(f"Onbekend is {self._refer(unknown)}. Dat verandert de uitkomst niet."))
        blocks.append(self._mark(FILL, "per feit het stuk waaruit het blijkt en de dag waarop het is vastgesteld; de zaak noemt "
                                       "die niet"))  # fmt: skip
        return blocks

    def _origin(self, fact: UsedFact) -> str:
        line = f"regel {fact.line} van de zaak" if fact.line else ""
        kind = ", ".join(part for part in (KINDS.get(fact.kind, ""), f"volgens {_organ(fact.body)}" if fact.body else "") if part)
        words = {
            STATED: (line or "vermeld in de zaak", kind), DERIVED: ("volgt uit wat de zaak verder vermeldt", kind),
            SILENT: ("de zaak vermeldt het tegendeel niet, en dan geldt dit", kind),
            ASSUMED: ("aangenomen, nog vast te stellen", kind), UNKNOWN: ("onbekend", kind),
        }[fact.state]  # fmt: skip
        return f"({'; '.join(word for word in words if word)})"

    def _rules(self) -> list[Block]:
        own = [one for one in self.decision.rules if one.literal]
        statute = [one for one in self.decision.rules if not one.literal]
        blocks: list[Block] = [_item(f"{_upper(one.place)}: «{one.text}»") for one in own]
        blocks += [_item(as_sentence(one)) for one in self.decision.numbers]
        blocks += [_item(_statute(one)) for one in statute]
        if statute:
            blocks.append(
                self._mark(CHECK, "de tekst van de wet; Toetssteen geeft die in eigen woorden weer, toegepast op dit geval")
            )
        return blocks

    def _considerations(self) -> list[Block]:
        path = (*self.decision.considerations, *self.decision.grounds)
        blocks: list[Block] = [_item(f"({number}) {self._said(one)}") for number, one in enumerate(path, 1)]
        if self.decision.no_grounds:
            blocks.append(Item(Text("Er is geen grond om te weigeren:"), children=tuple(
                _item(self._said(one)) for one in self.decision.no_grounds)))  # fmt: skip
        if self.decision.met:
            places = dict.fromkeys(long_form(citation_of(one.norm)) for one in self.decision.met)
            assumed = ", deels naar aanname," if any(one.assumed for one in self.decision.met) else ""
            no_help = " Dat verandert de uitkomst niet." if self.decision.outcome == "geblokkeerd" else ""
            blocks.append(_item(f"Ook aan de andere voorwaarden is{assumed} voldaan: die van {_joined(places)}.{no_help}"))
        return blocks

    def _said(self, one: Consideration) -> str:
        """Return one step of the path as prose: what is so, where it stands, on which facts it rests, what that means."""
        rests = [self.numbers[sentence] for sentence in one.rests_on if sentence in self.numbers]
        on = f" Dat rust op {_numbers(rests)}." if rests else ""
        ends = {
            "nee": " Dat is een grond om te weigeren." if one in self.decision.grounds else
                   " Aan deze voorwaarde is niet voldaan.",
            "afgeweken": " Aan deze voorwaarde is niet voldaan; daarvan wordt met artikel 20 afgeweken.",
        }  # fmt: skip
        place = f" ({one.place})" if one.place else ""
        return one.sentence.rstrip(".") + f"{place}." + on + ends.get(one.mark, "")

    def _outcome(self) -> list[Block]:
        outcome, title = self.decision.outcome, _lower(self.heading.title)
        blocks: list[Block] = [Item(Text(outcome.upper(), "bold") + Text(f": {self.decision.headline}."))]
        before = next((one.before for one in self.decision.deviations if one.before != outcome), "")
        if before:
            blocks.append(_item(f"Zonder artikel 20 zou de uitkomst {before} zijn (zie de hardheidsclausule)."))
        assumed = [one for one in self.decision.facts if one.state == ASSUMED]
        if assumed:
            blocks.append(_item(f"Dit geldt alleen als {self._refer(assumed)} zo {'is' if len(assumed) == 1 else 'zijn'}."))
        if outcome == "geblokkeerd" and self.decision.reachable:
            blocks.append(self._mark(FILL, f"het college wijst af, of wijkt af met artikel 20: {title}"))
        elif outcome in DICTUM:
            verdict = NOT_OFFERED if outcome == "geblokkeerd" and self.heading.own_motion else DICTUM[outcome]
            blocks.append(_item(f"Het besluit kan luiden: {verdict}: {title}."))
            if outcome == "geblokkeerd" and self.decision.consequences:
                blocks.append(self._mark(CHECK, "of wat hieronder staat, voor de afwijzing iets betekent"))
        else:
            blocks.append(self._mark(FILL, f"het college verleent of weigert: {title}"))
        if self.decision.amount_needs:
            needs = " en ".join(self.decision.amount_needs)
            blocks.append(self._mark(ESTABLISH, f"een bedrag is nog niet te bepalen; onbekend is in elk geval {needs}"))
        blocks += [_item(self._said(one)) for one in self.decision.consequences]
        return blocks

    def _discretion(self) -> list[Block]:
        decision = self.decision
        powers = _joined(dict.fromkeys(decision.powers))
        blocks: list[Block] = []
        if decision.outcome in ("bevoegd", "weigerbaar"):
            refuse = " Er is een grond om te weigeren, maar die verplicht niet tot weigeren." if decision.grounds else ""
            blocks += [
                _item(f"{_upper(powers) or 'De verordening'} geeft het college een bevoegdheid, geen plicht. Of het die "
                      f"gebruikt, volgt niet uit de regels.{refuse}"),
                self._mark(FILL, "hoe het college deze ruimte gebruikt, en waarom"),
                self._mark(CHECK, "of uitvoeringsregels (artikel 19) deze ruimte invullen; Toetssteen kent ze niet"),
            ]  # fmt: skip
        elif decision.outcome == "verplicht":
            blocks.append(_item("Er is geen ruimte om te weigeren: dit is een plicht."))
        else:
            blocks.append(_item(f"Er is geen ruimte om dit toe te kennen{NO_ROOM[decision.reachable]}."))
        blocks += [_item(f"{one.sentence.rstrip('.')} ({one.place}).") for one in decision.obligations]
        blocks.append(_item("Het orgaan dat beslist is het college van burgemeester en wethouders (artikel 1 lid 1, begrip "
                            "gemeente)."))  # fmt: skip
        blocks.append(self._mark(FILL, "wie namens het college beslist, en op grond van welk mandaat"))
        return blocks

    def _judgements(self) -> list[Block]:
        judged = [one for one in self.decision.facts if one.kind in JUDGED and one.state != UNKNOWN]
        groups: dict[str, list[UsedFact]] = {}
        for one in judged:
            groups.setdefault(f"{KINDS[one.kind]}, {self._judge(one)}", []).append(one)
        blocks: list[Block] = [_item(f"{_upper(self._refer(facts))}: {said}") for said, facts in groups.items()]
        nameless = [one for one in judged if not one.body and one.state != ASSUMED]
        if nameless:
            blocks.append(self._mark(FILL, f"wie {self._refer(nameless)} heeft vastgesteld, wanneer en waarom"))
        return blocks or [_item("De uitkomst rust niet op een oordeel of op de invulling van een open norm.")]

    def _judge(self, fact: UsedFact) -> str:
        competent = _organ(fact.competent or "college")
        if fact.state == ASSUMED:
            return f"nog niet gegeven; het is aan {competent}."
        if not fact.body:
            return f"de zaak noemt niet wie het gaf; het is aan {competent}."
        return f"gegeven door {_organ(fact.body)}."

    def _readings(self) -> list[Block]:
        telling = [one for one in self.decision.readings if self._tells(one)]
        rest = [one for one in self.decision.readings if one not in telling]
        blocks: list[Block] = []
        for one in telling:
            blocks.append(_item(self._reading(one)))
            if not one.is_default:
                blocks.append(self._mark(FILL, f"waarom lezing {one.display} «{one.option}» is gekozen en niet de standaard"))
        if rest:
            names = ", ".join(f"{one.display} ({one.option})" for one in rest)
            blocks.append(
                _item(f"{'Ook standaard' if telling else 'Standaard'} gelezen, zonder verschil voor de uitkomst: {names}.")
            )
        return blocks or [_item("Op het beslissende pad laat de tekst geen andere lezing toe.")]

    def _tells(self, reading: UsedReading) -> bool:
        """Return whether a reading is worth telling in full: chosen by the case, or another one decides differently."""
        return reading.chosen or not reading.is_default or any(one.outcome != self.decision.outcome for one in reading.others)

    def _reading(self, reading: UsedReading) -> str:
        standard = " (standaard)" if reading.is_default else ""
        parts = [f"{reading.display}. {reading.question} Gekozen: {reading.option}, {reading.meaning}{standard}."]
        if reading.is_default:
            parts.append(as_sentence(f"reden: {reading.reason}"))
        for one in reading.others:
            verb = "blijft" if one.outcome == self.decision.outcome else "wordt"
            parts.append(f"Met «{one.option}» ({one.meaning}) {verb} de uitkomst {one.outcome or 'onbekend'}.")
        return " ".join(parts)

    def _hardship(self) -> list[Block]:
        decision = self.decision
        blocks: list[Block] = []
        for one in decision.deviations:
            blocks.append(_item(f"Van {one.place} wordt afgeweken, omdat {one.reason}. Zonder die afwijking is de uitkomst "
                                f"{one.before}, met die afwijking {one.after}."))  # fmt: skip
        if decision.deviations:
            blocks.append(self._mark(FILL, "waarom toepassing van deze bepaling een onredelijke uitkomst heeft voor de inwoner "
                                           "of een ander die direct bij het besluit betrokken is"))  # fmt: skip
        blocks += [_item(one) for one in decision.article_20 if not one.startswith(DEVIATED)]
        if not decision.deviations and decision.outcome == "geblokkeerd" and decision.reachable:
            blocks.append(self._mark(FILL, "of het college afwijkt met artikel 20, en waarom wel of niet"))
        return blocks or [_item("Niet aan de orde: er staat geen bepaling in de weg waarvan zou moeten worden afgeweken.")]

    def _alternatives(self) -> list[Block]:
        able = [one for one in self.decision.alternatives if one.outcome in ("verplicht", "bevoegd", "weigerbaar")]
        unsure = [one for one in self.decision.alternatives if one.outcome == "onbepaald"]
        blocked = [one for one in self.decision.alternatives if one.outcome == "geblokkeerd"]
        blocks: list[Block] = [_item(f"{one.title}: {one.outcome}.{_because(one)}") for one in able]
        if able:
            blocks.append(self._mark(FILL, f"waarom niet, of daarnaast ook, is gekozen voor: {self._names(able)}"))
        if unsure:
            blocks.append(_item(f"Nog niet te zeggen, want daarvoor zijn meer feiten nodig: {self._names(unsure)}."))
        blocks += [_item(f"{one.title}: kan niet.{_because(one)}") for one in blocked]
        return blocks or [_item("Er is voor deze persoon geen andere voorziening beoordeeld.")]

    def _names(self, found: Iterable[Alternative]) -> str:
        return _joined(_lower(one.title.removesuffix(f" voor {self.heading.person}")) for one in found)

    def _objection(self) -> list[Block]:
        objection = self.decision.objection
        blocks: list[Block] = [_item(f"{_upper(one.place)}: {one.text}{'' if one.read else ' (niet nagelezen)'}.")
                               for one in objection.requirements]  # fmt: skip
        unread = [one.place for one in objection.requirements if not one.read]
        if unread:
            blocks.append(self._mark(CHECK, f"de tekst van {_joined(unread)}: die is voor Toetssteen niet nagelezen"))
        if objection.announced and objection.last_day:
            first, last = in_words(objection.announced), in_words(objection.last_day)
            blocks.append(_item(f"Bij bekendmaking op {first} is {last} volgens deze regels de laatste dag om bezwaar te maken."))
        else:
            blocks.append(self._mark(FILL, "de dag van bekendmaking, en daarmee de laatste dag om bezwaar te maken"))
        blocks.append(self._mark(FILL, "waar en hoe het bezwaarschrift kan worden ingediend"))
        return blocks

    def _account(self) -> list[Block]:
        origin = f" uit de zaak «{self.heading.file}»" if self.heading.file else ""
        blocks: list[Block] = [_item(f"Opgemaakt met Toetssteen {self.heading.engine}{origin}.")]
        if self.receipt:
            blocks.append(_item(f"Bij dit concept hoort een bewijsstuk met controlegetal {self.receipt}. Met toetssteen "
                                "controleer --bewijsstuk is de uitkomst na te rekenen."))  # fmt: skip
        return blocks

    def _refer(self, facts: Iterable[UsedFact]) -> str:
        return _numbers([self.numbers[one.sentence] for one in facts])


def _item(text: str) -> Item:
    return Item(Text(text))


def _organ(name: str) -> str:
    """Return an organ with its article, where it is one of those the vocabulary names."""
    return f"het {name}" if name in ("college", "UWV") else name


def _statute(rule: UsedRule) -> str:
    source = f" [bron: {rule.source}]" if rule.source else ""
    return f"{_upper(rule.place)}: {rule.text or 'de verordening herhaalt deze bepaling.'}{source}"


def _because(one: Alternative) -> str:
    place = f" ({one.place})" if one.place else ""
    return f" {one.reason.rstrip('.')}{place}." if one.reason else ""


def _numbers(found: Iterable[int]) -> str:
    """Return numbers of facts in words, with three or more in a row as a span: de feiten 1 en 4 tot en met 9."""
    numbers = sorted(set(found))
    spans: list[list[int]] = []
    for number in numbers:
        if spans and number == spans[-1][-1] + 1:
            spans[-1].append(number)
        else:
            spans.append([number])
    words = [word for span in spans for word in ([f"{span[0]} tot en met {span[-1]}"] if len(span) > 2 else map(str, span))]
    return f"{'feit' if len(numbers) == 1 else 'de feiten'} {_joined(words)}"


def _joined(words: Iterable[str]) -> str:
    """Return words as a list in Dutch: a, b en c."""
    *most, last = [*words] or [""]
    return f"{', '.join(most)} en {last}" if most else last


def _upper(text: str) -> str:
    return text[:1].upper() + text[1:]


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]
