"""The example notebooks, run without Jupyter; run this to write their outputs anew.

Outputs are stored as a notebook that is run stores them, but without HTML: Markdown, drawings and plain text say the same
and can be read in a comparison of versions.
"""

from __future__ import annotations

import ast
import io
import json
import os
from contextlib import chdir, redirect_stdout
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, TypeAlias
from unittest.mock import patch

from tests.handleiding_bijwerken import ROOT

FOLDER = ROOT / "notebooks"
KINDS = {"image/svg+xml": "_repr_svg_", "text/markdown": "_repr_markdown_"}
Outputs: TypeAlias = list[dict[str, Any]]


def notebooks() -> list[Path]:
    """Return the example notebooks."""
    return sorted(FOLDER.glob("*.ipynb"))


def produced(book: dict[str, Any]) -> list[Outputs]:
    """Run the code cells of a notebook in order, in a folder of their own; return the outputs of each."""
    names: dict[str, Any] = {"__name__": "__main__"}
    with TemporaryDirectory() as folder, chdir(folder), patch.dict(os.environ, {"COLUMNS": "80"}):
        return [_run("".join(cell["source"]), names, number) for number, cell in enumerate(code(book), 1)]


def stored(book: dict[str, Any]) -> list[Outputs]:
    """Return the outputs of the code cells as the notebook has them."""
    return [cell["outputs"] for cell in code(book)]


def code(book: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the code cells of a notebook."""
    return [cell for cell in book["cells"] if cell["cell_type"] == "code"]


def _run(source: str, names: dict[str, Any], number: int) -> Outputs:
    tree = ast.parse(source)
    last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
    out, value = io.StringIO(), None
    with redirect_stdout(out):
        exec(compile(tree, f"cel {number}", "exec"), names)  # noqa: S102 - our own notebook
        if isinstance(last, ast.Expr):
            value = eval(compile(ast.Expression(last.value), f"cel {number}", "eval"), names)  # noqa: S307 - the same
    printed: Outputs = [{"name": "stdout", "output_type": "stream", "text": _lines(out.getvalue())}] if out.getvalue() else []
    return printed + ([_shown(value, number)] if value is not None else [])


def _shown(value: object, number: int) -> dict[str, Any]:
    """Return a value as a notebook stores it; what has a form of its own shows that."""
    if type(value).__module__.startswith("toetssteen") and not hasattr(value, "_repr_html_"):
        raise TypeError(f"cell {number} shows a result that cannot show itself: {value!r}")
    data = {kind: _lines(getattr(value, method)()) for kind, method in KINDS.items() if hasattr(value, method)}
    return {"data": data | {"text/plain": _lines(repr(value))}, "execution_count": number, "metadata": {},
            "output_type": "execute_result"}  # fmt: skip


def _lines(text: str) -> list[str]:
    return text.splitlines(keepends=True)


def main() -> None:
    """Write the outputs of all notebooks."""
    for path in notebooks():
        book = json.loads(path.read_text(encoding="utf-8"))
        for number, (cell, outputs) in enumerate(zip(code(book), produced(book), strict=True), 1):
            cell["execution_count"], cell["outputs"] = number, outputs
        path.write_text(json.dumps(book, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
