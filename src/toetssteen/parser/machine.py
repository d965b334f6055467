"""The line parser: lark's own stand-alone form of the grammar, generated once and kept in the cache.

Importing lark costs more than reading a whole case; the generated parser has no such cost. Where the
cache cannot be written, the parser is generated anew and everything works the same.
"""

from __future__ import annotations

import io
import marshal
import re
import sys
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from types import CodeType, ModuleType
from typing import Any, ClassVar

from toetssteen.kb.cache import cached

GRAMMAR = Path(__file__).with_name("taal.lark")
GENERATED = "toetssteen.parser.generated"
# a keyword in the grammar, with or without the check that it is a whole word
KEYWORD = re.compile(r"([a-z]+|[,:])(?:\(\?!.*\))?")
WORD = re.compile(r'[^\s",:]+|[,:]')
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


def plain_record(*, frozen: bool) -> Callable[[type], type]:
    """Stand in for ``dataclass`` in the generated parser, which has one such class: only its ``__init__``."""
    del frozen

    def decorate(cls: type) -> type:
        names = list(cls.__annotations__)

        def initialise(self: Any, *values: Any) -> None:
            for name, value in zip(names, values, strict=True):
                object.__setattr__(self, name, value)
            self.__post_init__()

        cls.__init__ = initialise  # type: ignore[misc]
        return cls

    return decorate


def shallow_copy(one: Any) -> Any:
    """Stand in for ``copy``: a plain object is copied here, which is all that a sound line needs."""
    if not hasattr(one, "__dict__") or hasattr(one, "__copy__"):
        from copy import copy

        return copy(one)
    made = object.__new__(type(one))
    made.__dict__.update(one.__dict__)
    return made


def deep_copy(one: Any, memo: Any = None) -> Any:
    """Stand in for ``deepcopy``; only error messages need it."""
    from copy import deepcopy

    return deepcopy(one, memo)


# What the generated parser imports for parts we do not use; each costs more than reading a case.
LEFT_OUT = {
    "import logging\n": f"from {__name__} import Quiet as logging\n",
    "from dataclasses import dataclass\n": f"from {__name__} import plain_record as dataclass\n",
    "from inspect import getmembers, getmro\n": "getmembers = getmro = None\n",
    "from copy import deepcopy\n": f"from {__name__} import deep_copy as deepcopy\n",
    "from copy import copy\n": f"from {__name__} import shallow_copy as copy\n",
    "import pickle, zlib, base64\n": "",
}


class WordScanner:
    """Finds the next token: keywords as whole words first, then the patterns in lark's order.

    Lark makes one regular expression per parser state; compiling those costs ten times what reading a
    case costs. Here a keyword is compared as text, and every other pattern is compiled once.
    """

    compiled: ClassVar[dict[str, re.Pattern[str]]] = {}

    def __init__(self, terminals: list[Any], _flags: int, _re: Any, _use_bytes: bool) -> None:
        self.allowed_types = {terminal.name for terminal in terminals}
        words = [(KEYWORD.fullmatch(one.pattern.value), one) for one in terminals]
        self.keywords = {found[1].lower(): one.name for found, one in words if found is not None}
        self.patterns = [(one.name, self._pattern(one)) for found, one in words if found is None]

    @classmethod
    def _pattern(cls, terminal: Any) -> re.Pattern[str]:
        if terminal.name not in cls.compiled:
            cls.compiled[terminal.name] = re.compile(terminal.pattern.to_regexp())
        return cls.compiled[terminal.name]

    def match(self, text: Any, position: int) -> tuple[str, str] | None:
        """Return the token at a position with its type, or None when nothing fits."""
        word = WORD.match(text.text, position)
        if word is not None:
            name = self.keywords.get(word[0].lower())
            if name is not None:
                return word[0], name
        for name, pattern in self.patterns:
            found = pattern.match(text.text, position, text.end)
            if found is not None and found[0]:
                return found[0], name
        return None


@lru_cache(maxsize=1)
def machine() -> dict[str, Any]:
    """Return the names of the generated module: ``parse(line, start)``, ``Tree``, ``Token`` and the errors."""
    code: CodeType = marshal.loads(cached("parser", [GRAMMAR, Path(__file__)], _generate))
    module = sys.modules[GENERATED] = ModuleType(GENERATED)
    exec(code, module.__dict__)  # noqa: S102 - lark's output for our own grammar, from our own cache
    module.__dict__["Scanner"] = WordScanner
    module.__dict__["_create_unless"] = lambda terminals, *_others: (terminals, {})
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
    source = out.getvalue()
    for original, instead in LEFT_OUT.items():
        source = source.replace(original, instead)
    return marshal.dumps(compile(source, "<generated parser>", "exec"))
