"""Invented places of an ordinance and a statute that agree with each other: no find may follow from them.

What is found in the text rests on conditions that the real text hardly tests: nowhere does it name the same organ
twice, or repeat its own name. These places do, and differ from a clash by one condition only.
"""

from __future__ import annotations

from toetssteen.kb.compiler import compile_rules
from toetssteen.kb.law import Law
from toetssteen.kb.program import read_program

# One line per condition of signalen.lp; «91» and on are places of the ordinance, «pw:91» and on of the statute.
FACTS = """
%@ tekst/verzonnen eigen
%+ dit staat er niet echt
doet("91","het besluit","het college"). laat_doen("pw:91","het besluit","het college").
moet("pw:92"). regelt_ook("92","pw:92").
mag("93"). regelt_ook("93","pw:93").
naam("94","de Verordening"). naam("95","de Verordening"). volgt_op("95","94").
geldt_voor("96","zelfstandigen"). zondert_uit("pw:96","zelfstandigen").
zondert_uit("pw:97","studenten"). regelt_ook("97","pw:97").
spreekt_van("98","de inwoner"). spreekt_van("99","de inwoner"). hoort_bij("98","99").
draagt_op("pw:100","de voorschotten"). hoort_in("pw:100","100"). regelt("100","de voorschotten").
"""


def with_agreeing_places(law: Law) -> Law:
    """Return a version of the law in which the invented places stand too."""
    source = read_program("verzonnen.lp", "\n".join(FACTS.replace(". ", ".\n").split("\n")))
    rules = (*law.rules, *source.rules)
    labels = law.labels | {label.norm: label for label in source.labels}
    data = law.data._replace(rules=rules, labels=labels, compiled=compile_rules(rules), concerns=())
    return Law(data, law.statute_date, law.files, law.folder)


def published_in_time(law: Law) -> Law:
    """Return a version of the law whose ordinance was published on the day it takes effect."""
    identity = law.identity._replace(published=law.identity.in_force)
    return Law(law.data._replace(identity=identity), law.statute_date, law.files, law.folder)
