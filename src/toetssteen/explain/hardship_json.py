"""What article 20 can mend in a caseload as data."""

from __future__ import annotations

from typing import Any

from toetssteen.explain.hardship import Divided, HardshipReport, UnderCeilings


def hardship_to_json(report: HardshipReport) -> dict[str, Any]:
    """Return what article 20 can mend as data in the form ``toetssteen/hardheid/1``; amounts in cents."""
    blocked = [
        {"inwoner": one.person, "voorziening": one.provision, "stand": one.state, "normen": list(one.norms),
         "zonder_20": one.before, "met_20": one.after or None, "centen": one.cents, "opmerkingen": list(one.remarks)}
        for one in report.cases
    ]  # fmt: skip
    found = {"formaat": "toetssteen/hardheid/1", "beslist": report.decided, "geblokkeerd": blocked}
    return found if report.ceilings is None else {**found, "onder_plafonds": _ceilings(report.ceilings)}


def _ceilings(found: UnderCeilings) -> dict[str, Any]:
    return {"zonder": _divided(found.without), "met_afwijkingen": _divided(found.mended), "krijgt_erbij": list(found.gained),
            "maakt_plaats": list(found.displaced)}  # fmt: skip


def _divided(side: Divided) -> dict[str, Any]:
    return {"inwoners": side.served, "centen": side.cents, "bewezen": side.proven,
            "grenzen": [{"grens": name, "gebruikt": used} for name, used in side.limits]}  # fmt: skip
