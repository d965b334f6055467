"""A new case for an interview: a few questions about who and what, each answer checked by reading the case back."""

from __future__ import annotations

from datetime import date, timedelta
from typing import NamedTuple

from toetssteen.kb.case import MUNICIPALITY, Application, Case, Fact, FactKey, Placement
from toetssteen.kb.dates import in_words
from toetssteen.kb.finding import Finding
from toetssteen.kb.law import Law, load_law
from toetssteen.kb.vocabulary import Provision
from toetssteen.ops.asked import person_problem, provision_key
from toetssteen.ops.assess import law_for
from toetssteen.ops.replies import read_back
from toetssteen.parser.values import ValueProblem, read_date

NAMELESS = "inwoner"
EARLIER, LATER = timedelta(days=59), timedelta(days=30)


class Step(NamedTuple):
    """One of the questions: what it fills in, how it reads, what a good answer is, and what no answer means."""

    name: str
    question: str
    expected: str
    default: str = ""
    optional: bool = False


class NewCase:
    """The answers so far; ``step`` is the next question, or None when the case is there."""

    def __init__(self, today: date, provision: str = "") -> None:
        self.today = today
        self.given: dict[str, str] = {"voorziening": provision} if provision else {}
        self.fixed = len(self.given)

    @property
    def law(self) -> Law:
        """The version of the law on the reference date."""
        return load_law(self._day("peildatum") or self.today)

    @property
    def kind(self) -> Provision | None:
        """The kind of voorziening it is about."""
        return self.law.provisions.get(self.key)

    @property
    def step(self) -> Step | None:
        """The next question, or None when all are answered."""
        return next((one for one in self._steps() if one.name not in self.given), None)

    def _steps(self) -> list[Step]:
        kind = self.kind
        names = ", ".join(one.name for one in self.law.provisions.values() if self._can_start(one))
        steps = [Step("voorziening", "Over welke voorziening gaat het?", f"een van: {names}")]
        today = in_words(self.today)
        steps.append(Step("peildatum", "Op welke dag moet worden beslist (de peildatum)?",
                          f"een datum, zoals 1 maart 2025; Enter is vandaag, {today}", today))  # fmt: skip
        if kind is None or kind.municipal:
            return steps
        steps.append(Step("naam", "Hoe heet de inwoner?", "een naam; een verzonnen naam mag"))
        steps.append(
            Step("geboren", "Wanneer is de inwoner geboren?", "een datum, zoals 12 maart 1998; of weet niet", optional=True)
        )
        if kind.about:
            steps.append(Step("werkgever", f"Bij welke werkgever is de {self.law.provisions[kind.about].name}?", "een naam"))
            steps.append(Step("van", "Op welke dag begon die plaatsing?", "een datum, zoals 1 januari 2024"))
            steps.append(Step("tot", "Op welke dag eindigt of eindigde die plaatsing?", "een datum, zoals 30 juni 2024"))
        elif kind.is_place:
            steps.append(Step("werkgever", "Bij welke werkgever?", "een naam; of weet niet", optional=True))
            steps.append(Step("vanaf", "Vanaf welke dag?", "een datum, zoals 1 maart 2025; Enter is de peildatum", "peildatum"))
        return steps

    @staticmethod
    def _can_start(kind: Provision) -> bool:
        return not kind.only_placement and not kind.continuing

    def back(self) -> bool:
        """Take back the last answer; return whether there was one."""
        if len(self.given) <= self.fixed:
            return False
        self.given.popitem()
        return True

    def answer(self, text: str) -> None:
        """Take an answer to the question, or raise ValueProblem."""
        step = self.step
        if step is None:
            return
        said = " ".join(text.split())
        if said.lower() in ("weet niet", "weet ik niet", "onbekend", "?") and step.optional:
            said = ""
        elif not said:
            if not step.default:
                raise ValueProblem("hier is een antwoord nodig")
            said = step.default
        if step.name == "voorziening":
            self._check_kind(said)
        before = dict(self.given)
        self.given[step.name] = said
        try:
            if step.name != "voorziening":
                self.case()
        except ValueProblem:
            self.given = before
            raise

    @property
    def key(self) -> str:
        """The key of the kind of voorziening."""
        return provision_key(self.given.get("voorziening", ""), self.law)[0]

    def objection(self, key: str) -> str:
        """Return why a new case cannot be about a kind of voorziening, or an empty text."""
        kind = self.law.provisions[key]
        if self._can_start(kind):
            return ""
        return f"{kind.name} gaat over een lopende plaatsing: schrijf die eerst in een zaak (handleiding, hoofdstuk 2)"

    def _check_kind(self, said: str) -> None:
        key, problem = provision_key(said, self.law)
        objection = problem.message if problem is not None else self.objection(key)
        if objection:
            raise ValueProblem(objection)

    def _day(self, name: str) -> date | None:
        text = self.given.get(name, "")
        return read_date(text) if text else None

    def case(self) -> Case:
        """Return the case with the answers so far; raises ValueProblem when it cannot be."""
        kind, day = self.kind, self._day("peildatum") or self.today
        title = f"Gesprek over {kind.name}" if kind else "Gesprek"
        if kind is not None and kind.municipal:
            return read_back(Case(title=title, reference_date=day, municipal=True), self.law)
        person = self.given.get("naam", NAMELESS)
        if person.lower() == MUNICIPALITY:
            raise ValueProblem("zo kan een inwoner niet heten")
        born, employer = self._day("geboren"), self.given.get("werkgever", "")
        if employer == person:
            raise ValueProblem("zo heet de inwoner al; geef de werkgever een andere naam")
        facts = {FactKey("geboren", person): Fact(born)} if "geboren" in self.given else {}
        found = Case(title=title, reference_date=day, persons=(person,), employers=(employer,) if employer else (), facts=facts)
        found = self._placed(found, person, employer)
        if kind is not None:
            start = None
            if kind.is_place:
                vanaf = self.given.get("vanaf", "peildatum")
                start = day if vanaf == "peildatum" else read_date(vanaf)
            item = Application("z1", person, self.key, employer, start)
            found = found._replace(applications=(item,))
        return read_back(found, self.law)

    def _placed(self, case: Case, person: str, employer: str) -> Case:
        """Return the case with the placement that the voorziening is about, once its employer is known."""
        kind = self.kind
        if kind is None or not kind.about or not employer:
            return case
        start = self._day("van") or (self._day("tot") or case.reference_date) - EARLIER
        end = self._day("tot") or start + LATER
        return case._replace(placements=(Placement("t1", person, kind.about, employer, start, end),))


class Prepared(NamedTuple):
    """A case an interview can be about: the person and kind (empty for what the case asks), and what was added."""

    case: Case
    person: str = ""
    provision: str = ""
    remark: str = ""


def prepared(case: Case, provision: str, person: str) -> Prepared | Finding:
    """Return a case in which a voorziening is asked for, adding the application when there is none, or why that cannot be."""
    law = law_for(case)
    key, problem = provision_key(provision, law)
    problem = problem or person_problem(person, case)
    if problem is not None:
        return problem
    # what a case expects is about the case without the answers
    case = case._replace(expectations=())
    if not key:
        nothing = not case.applications and not case.municipal
        hint = "noem een voorziening: toetssteen gesprek ZAAK VOORZIENING"
        return Finding(f"In deze zaak wordt niets gevraagd; {hint}.") if nothing else Prepared(case, person)
    kind = law.provisions[key]
    if kind.municipal:
        return Prepared(case._replace(municipal=True), MUNICIPALITY, key)
    asking = [one.person for one in case.applications if one.provision == key and person in ("", one.person)]
    if asking:
        return Prepared(case, person, key)
    if not person and len(case.persons) != 1:
        return Finding(
            f"Voor wie? Noem een inwoner met --voor: {', '.join(case.persons) or 'er staat geen inwoner in deze zaak'}."
        )
    return _with_application(case, law, kind, person or case.persons[0])


def _with_application(case: Case, law: Law, kind: Provision, person: str) -> Prepared | Finding:
    if kind.continuing:
        return Finding(
            f"Een gesprek over {kind.name} begint met de aanvraag in de zaak: aanvraag van {person} voor voortzetting van …"
        )
    start = case.reference_date if kind.is_place else None
    employers = {one.employer for one in case.placements if one.person == person and one.provision == kind.about}
    employer = next(iter(employers)) if len(employers) == 1 else ""
    item = Application(f"z{len(case.applications) + 1}", person, kind.key, employer, start)
    try:
        found = read_back(case._replace(applications=(*case.applications, item)), law, case.file)
    except ValueProblem as problem:
        return Finding(str(problem))
    return Prepared(
        found, person, kind.key, f"Er stond nog geen aanvraag van {person} voor {kind.name} in de zaak; die is toegevoegd."
    )
