"""On which assumed facts an outcome rests: those that could change it if they had been left unknown."""

from __future__ import annotations

from toetssteen.kb.case import Application, FactKey
from toetssteen.kb.dependence import Dependence
from toetssteen.kb.instance import Open
from toetssteen.kb.vocabulary import Concept
from toetssteen.ops.assess import Assessment, assess


def resting(assessment: Assessment, item: Application) -> dict[FactKey, bool]:
    """Return the assumed facts that can matter to an outcome, each with whether it can do so while the others hold."""
    case, assumed = assessment.case, assessment.instance.assumed
    about = frozenset((item.provision,))
    without = assess(case._replace(assumed=()), assessment.law, about=about)
    outcome = next((one for one in without.outcomes if (one.application.person, one.application.provision,
                    one.application.employer) == (item.person, item.provision, item.employer)), None)  # fmt: skip
    if outcome is None or outcome.dependence is None:
        return {key: False for key in assumed if outcome is not None and key in outcome.relevant}
    dependence = outcome.dependence
    found = [key for key in outcome.relevant if key in assumed]
    fixed = _assumed_branches(dependence, found, assessment)
    return {key: _alone(dependence, fixed, key) for key in found}


def _assumed_branches(dependence: Dependence, keys: list[FactKey], assessment: Assessment) -> dict[int, int]:
    """Return per level of the diagram the alternative that is assumed."""
    wanted = set(keys)
    unknowns = ((level, dependence.opens[number]) for level, number in enumerate(dependence.order))
    return {level: _branch(one, assessment.law.concepts[one.key.concept]) for level, one in unknowns if one.key in wanted}


def _branch(unknown: Open, concept: Concept) -> int:
    """Return the alternative of the favourable value; of a number between two that were tried, that below it."""
    if unknown.is_flag or concept.favourable is False:
        return next(place for place, atoms in enumerate(unknown.alternatives) if bool(atoms) == bool(concept.favourable))
    below = [(atoms[0][-1], place) for place, atoms in enumerate(unknown.alternatives)
             if atoms and int(atoms[0][-1]) <= int(concept.favourable or 0)]  # fmt: skip
    return max(below)[1] if below else 0


def _alone(dependence: Dependence, fixed: dict[int, int], key: FactKey) -> bool:
    level = next(level for level, number in enumerate(dependence.order) if dependence.opens[number].key == key)
    others = {place: branch for place, branch in fixed.items() if place != level}
    return level in dependence.diagram.support(dependence.diagram.fixed(goal, others) for goal in dependence.goals.values())
