"""Toetssteen puts a municipal ordinance to the test: facts in Dutch in, outcomes with reasons out.

>>> import toetssteen
>>> zaak = toetssteen.lees("participatieplaats-te-jong")
>>> toetssteen.waarom(zaak).uitkomsten[0].uitkomst
'geblokkeerd'

What is named below is the Python interface; it is read from ``toetssteen.api`` when it is first used, so that importing the
package costs nothing.
"""

from importlib import import_module

TYPE_CHECKING = False
if TYPE_CHECKING:
    from toetssteen.api.case import Zaak, lees
    from toetssteen.api.caseload import Hardheid, Toegewezen, Verdeling, hardheid, verdeel
    from toetssteen.api.changes import Kanteling, Kantelingen, Verandering, kantel
    from toetssteen.api.comparison import KleinsteGeval, Verschillen, VoorIedereen, vergelijk
    from toetssteen.api.further import AlleLezingen, Concepten, ElkeLezing, Vergelijking, alle_lezingen, besluit, tegenover
    from toetssteen.api.outcomes import Feit, Normen, Reden, Uitkomst, Uitslag, Verwachting, toets, waarom
    from toetssteen.api.questions import OpenUitkomst, Vraag, Vragen, vragen
    from toetssteen.api.shown import ToetssteenFout
    from toetssteen.api.tables import Rij, lees_tabel
    from toetssteen.api.what_if import Verschil, Verschuiving, WatAls, WatAlsVelen, stel, stel_tabel

__version__ = "0.1.0"
__all__ = [
    "AlleLezingen",
    "Concepten",
    "ElkeLezing",
    "Feit",
    "Hardheid",
    "Kanteling",
    "Kantelingen",
    "KleinsteGeval",
    "Normen",
    "OpenUitkomst",
    "Reden",
    "Rij",
    "Toegewezen",
    "ToetssteenFout",
    "Uitkomst",
    "Uitslag",
    "Verandering",
    "Verdeling",
    "Vergelijking",
    "Verschil",
    "Verschillen",
    "Verschuiving",
    "Verwachting",
    "VoorIedereen",
    "Vraag",
    "Vragen",
    "WatAls",
    "WatAlsVelen",
    "Zaak",
    "alle_lezingen",
    "besluit",
    "hardheid",
    "kantel",
    "lees",
    "lees_tabel",
    "stel",
    "stel_tabel",
    "tegenover",
    "toets",
    "verdeel",
    "vergelijk",
    "vragen",
    "waarom",
]
_PLACES = {
    "AlleLezingen": "further",
    "Concepten": "further",
    "ElkeLezing": "further",
    "Feit": "outcomes",
    "Hardheid": "caseload",
    "Kanteling": "changes",
    "Kantelingen": "changes",
    "KleinsteGeval": "comparison",
    "Normen": "outcomes",
    "OpenUitkomst": "questions",
    "Reden": "outcomes",
    "Rij": "tables",
    "Toegewezen": "caseload",
    "ToetssteenFout": "shown",
    "Uitkomst": "outcomes",
    "Uitslag": "outcomes",
    "Verandering": "changes",
    "Verdeling": "caseload",
    "Vergelijking": "further",
    "Verschil": "what_if",
    "Verschillen": "comparison",
    "Verschuiving": "what_if",
    "Verwachting": "outcomes",
    "VoorIedereen": "comparison",
    "Vraag": "questions",
    "Vragen": "questions",
    "WatAls": "what_if",
    "WatAlsVelen": "what_if",
    "Zaak": "case",
    "alle_lezingen": "further",
    "besluit": "further",
    "hardheid": "caseload",
    "kantel": "changes",
    "lees": "case",
    "lees_tabel": "tables",
    "stel": "what_if",
    "stel_tabel": "what_if",
    "tegenover": "further",
    "toets": "outcomes",
    "verdeel": "caseload",
    "vergelijk": "comparison",
    "vragen": "questions",
    "waarom": "outcomes",
}


def __getattr__(name: str) -> object:
    if name in _PLACES:
        return getattr(import_module(f"toetssteen.api.{_PLACES[name]}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted([*globals(), *__all__])
