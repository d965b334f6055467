"""A part of a problem: some options to choose among anew while the rest of a choice is held."""

from __future__ import annotations

from collections.abc import Sequence

from toetssteen.ops.allocation.problem import Choice, Limit, Problem


class Parts:
    """The parts of one problem, with what each limit is about kept at hand."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.limits: list[list[int]] = [[] for _option in range(problem.size)]
        self.choices: list[list[int]] = [[] for _option in range(problem.size)]
        for number, limit in enumerate(problem.limits):
            for option in limit.weights:
                self.limits[option].append(number)
        for number, choice in enumerate(problem.choices):
            for option in choice.options:
                self.choices[option].append(number)

    def part(self, free: Sequence[int], chosen: Sequence[int]) -> Problem:
        """Return the problem of choosing among some options, numbered in their order, with the rest of a choice held."""
        place = {option: number for number, option in enumerate(free)}
        held = set(chosen).difference(free)
        touched = dict.fromkeys(number for option in free for number in self.limits[option])
        limits = [self._limit(self.problem.limits[number], place, held) for number in touched]
        choices = []
        for number in dict.fromkeys(number for option in free for number in self.choices[option]):
            choice = self.problem.choices[number]
            options = tuple(place[one] for one in choice.options if one in place)
            if held.isdisjoint(choice.options):
                choices.append(Choice(choice.key, options, choice.owed))
            else:
                limits.append(Limit(choice.key, 0, dict.fromkeys(options, 1)))
        aims = tuple(one._replace(scores={place[option]: one.scores[option] for option in free if option in one.scores})
                     for one in self.problem.aims if not one.groups)  # fmt: skip
        return Problem(len(free), tuple(limits), tuple(choices), aims)

    @staticmethod
    def _limit(limit: Limit, place: dict[int, int], held: set[int]) -> Limit:
        weights, used = {}, 0
        for option, weight in limit.weights.items():
            if option in place:
                weights[place[option]] = weight
            elif option in held:
                used += weight
        return Limit(limit.key, limit.room - used, weights)
