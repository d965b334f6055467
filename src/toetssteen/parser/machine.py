"""The line parser: lark's own stand-alone form of the grammar, generated once and kept in the cache.

Importing lark costs more than reading a whole case; the generated parser has no such cost. Where the
cache cannot be written, the parser is generated anew and everything works the same.
"""

from __future__ import annotations

import io
import marshal
import sys
from functools import lru_cache
from pathlib import Path
from types import CodeType, ModuleType
from typing import Any

from toetssteen.kb.cache import cached

GRAMMAR = Path(__file__).with_name("taal.lark")
GENERATED = "toetssteen.parser.generated"
STARTS = ("kop", "onder")


class Quiet:
    """Stands in for the logging module in the generated parser; nothing is ever logged."""

    CRITICAL = 50
    Logger = object

    @classmethod
    def getLogger(cls, _name: str) -> type[Quiet]:  # noqa: N802 - logging's own name
        """Return the stand-in itself, as its own logger."""
        return cls

    @classmethod
    def StreamHandler(cls) -> None:  # noqa: N802 - logging's own name
        """Return nothing: there is no handler."""

    @classmethod
    def addHandler(cls, _handler: object) -> None:  # noqa: N802 - logging's own name
        """Ignore the handler."""

    setLevel = debug = info = warning = exception = addHandler  # noqa: N815 - logging's own names


@lru_cache(maxsize=1)
def machine() -> dict[str, Any]:
    """Return the names of the generated module: ``parse(line, start)``, ``Tree``, ``Token`` and the errors."""
    code: CodeType = marshal.loads(cached("parser", [GRAMMAR], _generate))
    module = sys.modules[GENERATED] = ModuleType(GENERATED)
    exec(code, module.__dict__)  # noqa: S102 - lark's output for our own grammar, from our own cache
    module.__dict__["parse"] = module.__dict__["Lark_StandAlone"]().parse
    return module.__dict__


def _generate() -> bytes:
    from lark import Lark
    from lark.tools.standalone import gen_standalone

    grammar = Lark(
        GRAMMAR.read_text(encoding="utf-8"), parser="lalr", start=list(STARTS), maybe_placeholders=False,
        propagate_positions=False,
    )  # fmt: skip
    out = io.StringIO()
    gen_standalone(grammar, out=out)  # type: ignore[no-untyped-call]
    # importing logging would cost as much as reading a case, for messages nobody sees
    source = out.getvalue().replace("import logging\n", f"from {__name__} import Quiet as logging\n")
    return marshal.dumps(compile(source, "<generated parser>", "exec"))
