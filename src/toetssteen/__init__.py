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
    from toetssteen.api import (
        Feit,
        Normen,
        Reden,
        ToetssteenFout,
        Uitkomst,
        Uitslag,
        Verwachting,
        Zaak,
        lees,
        toets,
        waarom,
    )

__version__ = "0.1.0"
__all__ = [
    "Feit",
    "Normen",
    "Reden",
    "ToetssteenFout",
    "Uitkomst",
    "Uitslag",
    "Verwachting",
    "Zaak",
    "lees",
    "toets",
    "waarom",
]


def __getattr__(name: str) -> object:
    if name in __all__:
        return getattr(import_module("toetssteen.api"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted([*globals(), *__all__])
