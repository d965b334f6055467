"""A case as JSON, in and out; ``schema/casus.schema.json`` is the published form.

The JSON form says the same as the fact language: reading it writes the language and reads that, so
there is one set of checks and one set of messages.
"""

from __future__ import annotations

from toetssteen.kb.case import Case
from toetssteen.kb.finding import Finding
from toetssteen.parser.reader import read_bytes


def read_any(data: bytes, file: str) -> tuple[Case | None, list[Finding]]:
    """Read a case in the fact language or, when it starts with a brace, in JSON."""
    if data.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] == b"{":
        from toetssteen.parser.json_case import read_json

        return read_json(data, file)
    return read_bytes(data, file)
