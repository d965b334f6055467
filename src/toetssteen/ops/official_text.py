"""From bytes to the text of an ordinance: what is no plain text is refused with what to do about it."""

from __future__ import annotations

import re

from toetssteen.kb.finding import LET_OP, Finding

LARGEST = 2_000_000
AS_TEXT = "open het bestand, kopieer de tekst en bewaar die als tekstbestand (.txt of .md)"
# The first bytes of what people mistake for a text, with what it is and what to do.
KINDS = (
    (b"%PDF", "een PDF", "kies op lokaleregelgeving.overheid.nl de gewone weergave, kopieer de tekst en bewaar die als .txt"),
    (b"PK\x03\x04", "een Word-, OpenDocument- of zipbestand", "kies in uw tekstverwerker: opslaan als platte tekst (.txt)"),
    (b"\xd0\xcf\x11\xe0", "een oud Word-bestand", "kies in uw tekstverwerker: opslaan als platte tekst (.txt)"),
    (b"{\\rtf", "een RTF-bestand", "kies in uw tekstverwerker: opslaan als platte tekst (.txt)"),
    (b"\x89PNG", "een afbeelding", AS_TEXT),
    (b"\xff\xd8\xff", "een afbeelding", AS_TEXT),
    (b"GIF8", "een afbeelding", AS_TEXT),
)
MARKUP = re.compile(
    r"^\s*<(?:!doctype|html|\?xml)|</?(?:div|span|p|h[1-6]|li|ol|ul|table|body|artikel|lid|al)\b[^<>]*>", re.IGNORECASE
)


def official_text(data: bytes, name: str) -> tuple[str | None, list[Finding]]:
    """Return the text in a file with its lines ended alike, or what keeps it from being a text."""
    for start, kind, remedy in KINDS:
        if data[:1024].lstrip().startswith(start):
            return None, [Finding(f"dit is {kind}, geen tekst", name, suggestion=remedy)]
    if len(data) > LARGEST:
        return None, [
            Finding(
                f"dit bestand is te groot voor één verordening ({len(data) // 1_000_000} MB)",
                name,
                suggestion=f"hooguit {LARGEST // 1_000_000} MB; neem alleen de tekst van de verordening op",
            )
        ]
    text, findings = _decoded(data, name)
    if text is None:
        return None, findings
    text = re.sub(r"\r\n?|[\u2028\u2029\x0b\x0c\x85]", "\n", text).removeprefix("\ufeff")
    findings += _unfit(text, name)
    return (None if any(one.severity != LET_OP for one in findings) else text), findings


def _decoded(data: bytes, name: str) -> tuple[str | None, list[Finding]]:
    for mark, encoding in ((b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"), (b"", "utf-8")):
        if data.startswith(mark):
            try:
                return data.decode(encoding), []
            except UnicodeDecodeError as problem:
                if encoding == "utf-16":
                    return None, [Finding("dit bestand is geen leesbare tekst", name, suggestion="bewaar het als UTF-8")]
                return _old_windows(data, name, problem.start)
    return None, []


def _old_windows(data: bytes, name: str, start: int) -> tuple[str | None, list[Finding]]:
    """Read a text of an older Windows program, if it can be one: no zeros, and no control signs."""
    line = data.count(b"\n", 0, start) + 1
    if not re.search(rb"[\x00-\x08\x0e-\x1f]", data):
        try:
            text = data.decode("cp1252")
            return text, [
                Finding(
                    "dit bestand is niet in UTF-8; het is gelezen als tekst uit een ouder Windows-programma",
                    name,
                    line,
                    1,
                    1,
                    "",
                    "kijk of letters met een accent en het euroteken goed in bron.md staan",
                    LET_OP,
                )
            ]
        except UnicodeDecodeError:
            pass
    return None, [Finding("dit bestand is geen tekst", name, line, suggestion=AS_TEXT)]


def _unfit(text: str, name: str) -> list[Finding]:
    if not text.strip():
        return [Finding("dit bestand is leeg", name, suggestion="zet er de tekst van de verordening in")]
    lines = text.split("\n")
    for number, line in enumerate(lines, 1):
        if match := re.search(r"[\x00-\x08\x0e-\x1f\x7f]", line):
            return [Finding("hier staat een teken dat niet in een tekst hoort; dit lijkt geen tekstbestand", name, number,
                            match.start() + 1, 1, line, AS_TEXT)]  # fmt: skip
    marked = [(number, match) for number, line in enumerate(lines, 1) if (match := MARKUP.search(line))]
    if marked and (marked[0][1].start() == len(marked[0][1].string) - len(marked[0][1].string.lstrip()) or len(marked) > 2):
        number, match = marked[0]
        return [Finding("dit is HTML of XML: de tekst staat tussen codes", name, number, match.start() + 1, len(match[0]),
                        lines[number - 1], "open de bladzijde, kopieer wat u ziet en bewaar dat als .txt")]  # fmt: skip
    return []
