"""Which norms an outcome rests on, and which set others aside: the places of the law as a graph."""

from __future__ import annotations

from typing import Any, NamedTuple

from toetssteen.explain.document import Item, Mark, Section
from toetssteen.explain.layout import COLOURS, MARKS, STEP_MARKS
from toetssteen.explain.output import Text
from toetssteen.explain.proof import Step
from toetssteen.explain.report import DEVIATED, CaseReport, OutcomeReport, Reason
from toetssteen.explain.sentences import as_sentence
from toetssteen.kb.citation import citation_of, long_form

RESTS_ON, FOLLOWS_FROM, SETS_ASIDE = "rust op", "volgt uit", "zet opzij"
ROOT = ""
FORMAT = "toetssteen/normen/1"
ARTICLE_20 = long_form("20")


class Node(NamedTuple):
    """A place of the law in words, with what its norms say of this case; the outcome itself has no sentences."""

    place: str
    sentences: tuple[tuple[Mark, str], ...] = ()


class Edge(NamedTuple):
    """How one place stands to another; both are named by the words of their place, the outcome by an empty text."""

    source: str
    target: str
    kind: str


class NormGraph(NamedTuple):
    """The places involved in one outcome, the first being the outcome itself, in the order they are met."""

    title: str
    outcome: str
    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]


def norm_graphs(report: CaseReport, *, full: bool = False) -> tuple[NormGraph, ...]:
    """Return the graph of every outcome asked for, or of all when nothing was; ``full`` adds the conditions that are met."""
    asked = [one for one in report.outcomes if not one.own_motion] or report.outcomes
    return tuple(norm_graph(one, full=full) for one in asked)


def norm_graph(outcome: OutcomeReport, *, full: bool = False) -> NormGraph:
    """Return the graph of one outcome: its reasons, the statute they repeat, and the norms of its proofs."""
    builder = _Builder()
    for reason in outcome.reasons + (outcome.others if full else ()):
        builder.reason(reason)
    for proof in outcome.proofs:
        builder.proof(proof, ROOT, set())
    nodes = tuple(Node(place, tuple(said.values())) for place, said in builder.nodes.items())
    return NormGraph(outcome.title, outcome.outcome, nodes, tuple(builder.edges))


class _Builder:
    def __init__(self) -> None:
        self.nodes: dict[str, dict[str, tuple[Mark, str]]] = {ROOT: {}}
        self.edges: dict[Edge, None] = {}

    def reason(self, reason: Reason) -> None:
        """Add the norm of a reason, what it repeats, and what sets it aside."""
        if not reason.norm or reason.norm.startswith("gevolg"):
            return
        # the source of a reason is its own place, and behind a semicolon the place of the statute it repeats
        place, _, basis = (reason.source or long_form(citation_of(reason.norm))).partition("; ")
        self._node(place, reason.norm, MARKS[reason.mark], reason.sentence)
        self._edge(ROOT, place, RESTS_ON)
        if basis:
            self.nodes.setdefault(basis, {})
            self._edge(place, basis, FOLLOWS_FROM)
        if reason.mark == DEVIATED:
            self.nodes.setdefault(ARTICLE_20, {})
            self._edge(ROOT, ARTICLE_20, RESTS_ON)
            self._edge(ARTICLE_20, place, SETS_ASIDE)

    def proof(self, step: Step, above: str, seen: set[int]) -> None:
        """Add the norms of a proof, each below the norm it is a part of; how outcomes follow is no norm of the law."""
        if id(step) in seen:
            return
        seen.add(id(step))
        if step.norm and not step.norm.startswith("gevolg"):
            place = long_form(citation_of(step.norm))
            self._node(place, step.norm, STEP_MARKS[step.status], as_sentence(step.sentence))
            if Edge(place, above, SETS_ASIDE) not in self.edges and Edge(above, place, SETS_ASIDE) not in self.edges:
                self._edge(above, place, RESTS_ON)
            above = place
        for child in step.children:
            self.proof(child, above, seen)

    def _node(self, place: str, norm: str, mark: Mark, sentence: str) -> None:
        self.nodes.setdefault(place, {}).setdefault(norm, (mark, sentence))

    def _edge(self, source: str, target: str, kind: str) -> None:
        if source != target:
            self.edges[Edge(source, target, kind)] = None


def graphs_to_json(graphs: tuple[NormGraph, ...], title: str) -> dict[str, Any]:
    """Return graphs as data; ``schema/normen.schema.json`` describes it."""
    return {"formaat": FORMAT, "over": title, "grafen": [
        {"over": graph.title, "uitkomst": graph.outcome,
         "plaatsen": [{"plaats": node.place, "zinnen": [{"stand": mark.word, "zin": said} for mark, said in node.sentences]}
                      for node in graph.nodes if node.place],
         "lijnen": [{"van": edge.source or None, "hoe": edge.kind, "naar": edge.target} for edge in graph.edges]}
        for graph in graphs]}  # fmt: skip


def tree(graphs: tuple[NormGraph, ...], title: str) -> Section:
    """Return graphs as lists of places, each below the place that rests on it; one met before is not worked out again."""
    sections = tuple(
        Section(Text(f"{one.title}: ", "bold") + Text(one.outcome, COLOURS[one.outcome]), _Tree(one).below(ROOT), 2, apart=True)
        for one in graphs
    )
    return Section(Text(title, "bold"), sections, 1, inset=0)


class _Tree:
    def __init__(self, graph: NormGraph) -> None:
        self.graph = graph
        self.nodes = {one.place: one for one in graph.nodes}
        self.anchors: dict[str, str] = {}

    def below(self, place: str) -> tuple[Item, ...]:
        """Return the items of what a place rests on, follows from or sets aside."""
        return tuple(self._item(edge) for edge in self.graph.edges if edge.source == place)

    def _item(self, edge: Edge) -> Item:
        node = self.nodes[edge.target]
        how = "" if edge.kind == RESTS_ON else f"{edge.kind} "
        text = Text(how) + Text(node.place, "blue")
        if edge.target in self.anchors:
            return Item(text, tree=True, refers=self.anchors[edge.target])
        anchor = self.anchors[edge.target] = f"plaats-{len(self.anchors) + 1}"
        said = tuple(Item(Text(sentence), mark) for mark, sentence in node.sentences)
        return Item(text, None, said + self.below(edge.target), tree=True, anchor=anchor)
