"""An allocation as data."""

from __future__ import annotations

from typing import Any

from toetssteen.explain.allocation import AllocationReport, Entry
from toetssteen.explain.frontier import Frontier


def allocation_to_json(report: AllocationReport) -> dict[str, Any]:
    """Return an allocation as data in the form ``toetssteen/verdeling/1``; amounts in cents, budgets in whole euros."""

    def entry(one: Entry) -> dict[str, Any]:
        return {"inwoner": one.person, "voorziening": one.provision, "centen": one.cents, "redenen": list(one.reasons)}

    return {
        "formaat": "toetssteen/verdeling/1", "titel": report.title, "bewezen": report.proven, "nagerekend": report.checked,
        "doelen": [{"doel": one.name, "bereikt": one.reached, "bewezen": one.proven, "grens": one.bound} for one in report.aims],
        "verleend": [entry(one) for one in report.granted], "buiten_de_grenzen": [entry(one) for one in report.outside],
        "niet_verleend": [entry(one) for one in report.refused], "dingt_niet_mee": [entry(one) for one in report.aside],
        "grenzen": [{"grens": one.name, "vorm": one.form, "ruimte": one.room, "gebruikt": one.used, "meer": one.more or None}
                    for one in report.limits],
        "gevolgen": [{"inwoner": one.person, "voorziening": one.provision, "kan": not one.impossible, "kost": list(one.costs),
                      "maakt_plaats": list(one.displaced)} for one in report.effects],
        "groepen": [{"groep": one.name, "gevraagd": one.asked, "bediend": one.served} for one in report.groups],
        "grenslijn": _frontier(report.frontier) if report.frontier else None,
        "gaat_niet_samen": [list(group) for group in report.conflicts],
    }  # fmt: skip


def _frontier(frontier: Frontier) -> dict[str, Any]:
    return {
        "grenzen": [{"grens": one.name, "vorm": one.form, "ruimte": one.room} for one in frontier.moved],
        "tegen": frontier.against, "lager_is_beter": frontier.least, "volledig": frontier.complete, "gevraagd": frontier.asked,
        "onmogelijk": list(frontier.impossible), "niet_gevonden": list(frontier.open),
        "punten": [{"procent": one.percent, "ruimtes": list(one.rooms), "euro": one.euros, "bediend": one.served,
                    "waarde": one.value, "bereikt": one.said, "bewezen": one.proven, "doelmatig": one.efficient,
                    "nu": one.now} for one in frontier.points],
    }  # fmt: skip
