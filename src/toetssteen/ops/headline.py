"""The outcome of an application in one sentence, with the person and what it is about."""

from __future__ import annotations

from toetssteen.kb.case import MUNICIPALITY, Application, Case
from toetssteen.kb.law import UNDETERMINED, Law

DEPENDS = "hangt af van feiten die nog niet bekend zijn"
WITHOUT_BASIS, DUTY_OR_NOT, GROUND_OR_NOT, DUTY_OR_NOTHING, OPEN = range(5)
HEADLINES = {
    "verplicht": "{voor} moet {een} worden {verleend}: de gemeente is dit verplicht",
    "bevoegd": "{voor} kan {een} worden {verleend}; of de gemeente dat doet, vraagt nog een besluit",
    "weigerbaar": "{voor} kan {een} worden {verleend}, maar {gronden} om te weigeren",
    "geblokkeerd": "{voor} kan {geen} worden {verleend}: {voorwaarden} is niet voldaan",
    WITHOUT_BASIS: "{voor} kan {geen} worden {verleend}: de verordening geeft hiervoor geen bevoegdheid",
    DUTY_OR_NOT: "{voor} kan {een} worden {verleend}; of de gemeente dat ook moet, {hangt_af}",
    GROUND_OR_NOT: "{voor} kan {een} worden {verleend}; of er een grond is om te weigeren, {hangt_af}",
    DUTY_OR_NOTHING: "of {voor} {een} moet worden {verleend}, {hangt_af}",
    OPEN: "of {voor} {een} kan worden {verleend}, {hangt_af}",
}
# The same for what is decided of the gemeente itself, where nothing is granted to anyone.
OF_THE_GEMEENTE = HEADLINES | {
    "verplicht": "{de} is een plicht van de gemeente",
    "bevoegd": "{de} kan; of het gebeurt, vraagt nog een besluit",
    "weigerbaar": "{de} kan, maar {gronden} om ervan af te zien",
    "geblokkeerd": "{de} kan niet: {voorwaarden} is niet voldaan",
    WITHOUT_BASIS: "{de} is niet aan de orde: de verordening geeft hiervoor geen bevoegdheid en geen plicht",
    DUTY_OR_NOT: "{de} kan; of het ook een plicht is, {hangt_af}",
    GROUND_OR_NOT: "{de} kan; of er een grond is om ervan af te zien, {hangt_af}",
    DUTY_OR_NOTHING: "of {de} een plicht van de gemeente is, {hangt_af}",
    OPEN: "of {de} kan, {hangt_af}",
}
# An outcome beside another one, after «voor (de persoon)».
SHORT = {
    "verplicht": "moet {een} worden {verleend}",
    "bevoegd": "kan {een} worden {verleend}",
    "weigerbaar": "kan {een} worden {verleend} of geweigerd",
    "geblokkeerd": "kan {geen} worden {verleend}",
    UNDETERMINED: "is nog open of {een} kan worden {verleend}",
}


def headline(law: Law, case: Case, application: Application, outcome: str, possible: tuple[str, ...], *,
             failed: int, grounds: int, based: bool) -> str:  # fmt: skip
    """Return an outcome as a clause, without a capital or a full stop.

    ``failed`` counts the conditions that are not met, ``grounds`` the grounds to refuse; ``based`` is whether there is
    a power or a duty.
    """
    kind: str | int = _open(possible) if outcome == UNDETERMINED else outcome
    if outcome == "geblokkeerd" and not based:
        kind = WITHOUT_BASIS
    words = _words(law, case, application) | {
        "hangt_af": DEPENDS,
        "gronden": "er is een grond" if grounds <= 1 else f"er zijn {grounds} gronden",
        "voorwaarden": "aan een harde voorwaarde" if failed <= 1 else f"aan {failed} harde voorwaarden",
    }
    return (OF_THE_GEMEENTE if application.person == MUNICIPALITY else HEADLINES)[kind].format_map(words)


def side_by_side(law: Law, case: Case, one: tuple[Application, str], other: tuple[Application, str]) -> str:
    """Return two outcomes of one person as one clause, without a capital or a full stop."""
    first, second = (_words(law, case, application) for application, _outcome in (one, other))
    said = f"{first['voor']} {SHORT[one[1]].format_map(first)}, "
    if (one[1], other[1]) == ("bevoegd", "geblokkeerd") and first["verleend"] == second["verleend"]:
        return f"{said}maar {second['geen']}"
    linking = "maar" if (one[1] == "geblokkeerd") != (other[1] == "geblokkeerd") else "en"
    return f"{said}{linking} {SHORT[other[1]].format_map(second)}"


def _open(possible: tuple[str, ...]) -> int:
    """Return what is open, by the outcomes that are still possible."""
    if "geblokkeerd" in possible:
        return DUTY_OR_NOTHING if set(possible) == {"verplicht", "geblokkeerd"} else OPEN
    return DUTY_OR_NOT if "verplicht" in possible else GROUND_OR_NOT


def _words(law: Law, case: Case, application: Application) -> dict[str, str]:
    one = subject(law, case, application) or law.provisions[application.provision].with_article
    return {
        "voor": f"voor {application.person}", "de": f"de {law.provisions[application.provision].spoken}", "een": one,
        "geen": f"geen {one.removeprefix('een ')}",
        "verleend": "toegestaan" if application.extends or application.continues else "verleend",
    }  # fmt: skip


def subject(law: Law, case: Case, application: Application) -> str:
    """Return the extension or the running placement that is asked for in words, or an empty text."""
    spoken = law.provisions[application.provision].spoken
    if application.extends:
        return f"verlenging van de {spoken}"
    placement = next((one for one in case.placements if one.id == application.continues), None)
    return f"{spoken} van de {law.provisions[placement.provision].spoken}" if placement else ""
