"""Opening a table: CSV of any separator, Parquet and Excel, as a header and rows of cells with their numbers.

CSV and Parquet are read a batch at a time; Excel is decoded whole by its library, which has no other way. The libraries are
imported only for a file of their kind.
"""

from __future__ import annotations

import codecs
import csv
import re
import zipfile
import zlib
from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from toetssteen.kb.finding import LET_OP
from toetssteen.parser.source import reason
from toetssteen.parser.table_columns import TableProblem, letters

SEPARATORS = (";", ",", "\t", "|")
BATCH = 2_000
CHUNK = 1 << 20
MOST_UNPACKED = 2 << 30
LONGEST_CELL = 1 << 17
SHEETS = ("zaken", "caseload", "inwoners")
EXPLANATION = "uitleg"
# A leading sign that makes a spreadsheet calculate gets a quotation mark in front when written, which comes off again here.
RISKY = "=+-@\t\r"
EXTRA = 'installeer de uitbreiding «bevolking»: pip install "toetssteen[bevolking]"'
BYTE_ORDER = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
# What reading a damaged archive raises.
DAMAGED = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, UnicodeDecodeError)
# A formula of a text that is empty has been calculated; any other without a value has not.
NO_VALUE = re.compile(
    rb'<c r="([A-Z]+\d+)"(?![^<>]*t="str")(?:[^<>]*[^/])?><f(?:[^<>]*/>|[^<>]*>[^<]*</f>)(?:<v\s*/>|<v></v>)?</c>'
)
IN_ERROR = re.compile(rb'<c r="([A-Z]+\d+)"[^<>]*\st="e"')


class Sheet(NamedTuple):
    """An opened table: the cells of its header, its rows with their numbers (or what is wrong with one), and remarks."""

    header: Sequence[object]
    rows: Iterator[tuple[int, Sequence[object] | TableProblem]]
    remarks: tuple[TableProblem, ...] = ()
    header_row: int = 1


class Unreadable(Exception):
    """A file that cannot be read as a table: what is wrong with it as a whole."""

    def __init__(self, message: str, suggestion: str = "", row: int = 0) -> None:
        super().__init__(message)
        self.problem = TableProblem(row, "", "", message, suggestion)


def open_sheet(path: Path, sheet: str = "") -> Sheet:
    """Open a table; Unreadable when it is none. ``sheet`` names the sheet of a spreadsheet."""
    suffix = path.suffix.lower()
    try:
        if path.is_dir():
            raise Unreadable("dit is een map", "geef een bestand op")
        if not path.stat().st_size:
            raise Unreadable("het bestand is leeg", "toetssteen sjabloon maakt een bestand met de goede kolommen")
        if suffix == ".parquet":
            return _parquet(path)
        return _excel(path, sheet) if suffix == ".xlsx" else _csv(path)
    except FileNotFoundError as problem:
        raise Unreadable("dit bestand bestaat niet") from problem
    except (OSError, ValueError) as problem:
        raise Unreadable(f"het bestand is niet te lezen: {reason(problem)}") from problem


# CSV


def _csv(path: Path) -> Sheet:
    encoding, remarks = _encoding(path)
    separator, skipped = _separator(path, encoding)
    rows = _csv_rows(path, encoding, separator, skipped)
    number, header = next(((place, cells) for place, cells in rows if not _is_blank(cells)), (1, ()))
    if isinstance(header, TableProblem):
        raise Unreadable(header.message, header.suggestion, number)
    return Sheet(header, rows, remarks, number)


def _is_blank(cells: Sequence[object] | TableProblem) -> bool:
    return not isinstance(cells, TableProblem) and not any(str(one).strip() for one in cells)


def _encoding(path: Path) -> tuple[str, tuple[TableProblem, ...]]:
    """Return how the text of a file is encoded: by its first signs, UTF-8, or else as Windows writes it."""
    with path.open("rb") as file:
        start = file.read(4)
        known = next((name for mark, name in BYTE_ORDER if start.startswith(mark)), "")
        if known == "utf-16":
            return known, ()
        file.seek(0)
        decoder, line, utf8 = codecs.getincrementaldecoder("utf-8")(), 1, True
        while chunk := file.read(CHUNK):
            if b"\0" in chunk:
                raise Unreadable("dit is geen tekstbestand", "bewaar de tabel als CSV, of geef een .xlsx- of .parquet-bestand")
            utf8 = utf8 and _decodes(decoder, chunk)
            if not utf8:
                _only_windows(chunk, line)
            line += chunk.count(b"\n")
    if utf8:
        return known or "utf-8", ()
    return "cp1252", (TableProblem(0, "", "", "dit bestand is geen UTF-8; het is gelezen als Windows-tekst (cp1252)",
                                   "controleer namen met een accent, of bewaar het als «CSV UTF-8»", LET_OP),)  # fmt: skip


def _decodes(decoder: codecs.IncrementalDecoder, chunk: bytes) -> bool:
    try:
        decoder.decode(chunk)
    except UnicodeDecodeError:
        return False
    return True


def _only_windows(chunk: bytes, line: int) -> None:
    try:
        chunk.decode("cp1252")
    except UnicodeDecodeError as problem:
        where = line + chunk[: problem.start].count(b"\n")
        raise Unreadable(_NO_TEXT, "bewaar het opnieuw als «CSV UTF-8»", where) from problem


_NO_TEXT = "de tekens van dit bestand zijn niet te lezen: het is geen UTF-8 en geen Windows-tekst (cp1252)"


def _separator(path: Path, encoding: str) -> tuple[str, int]:
    """Return what parts the cells, and how many lines come before the header: Excel can name the separator in one."""
    with path.open(encoding=encoding, newline="", errors="replace") as file:
        first = file.readline(CHUNK)
        if first.lower().startswith("sep=") and len(first.strip("\r\n")) == len("sep=;"):
            return first[4], 1
        while first and not first.strip():
            first = file.readline(CHUNK)
    bare = re.sub(r'"[^"]*"', "", first)
    return max(SEPARATORS, key=lambda sign: (bare.count(sign), -SEPARATORS.index(sign))), 0


def _csv_rows(path: Path, encoding: str, separator: str, skipped: int) -> Iterator[tuple[int, Sequence[object] | TableProblem]]:
    csv.field_size_limit(LONGEST_CELL)
    with path.open(encoding=encoding, newline="") as file:
        reader = csv.reader(islice(file, skipped, None), delimiter=separator, strict=True)
        number = skipped
        while True:
            number += 1
            try:
                cells = next(reader)
            except StopIteration:
                return
            except UnicodeDecodeError as problem:
                raise Unreadable(_NO_TEXT, "bewaar het opnieuw als «CSV UTF-8»", number) from problem
            except csv.Error:
                yield number, TableProblem(number, "", "", "deze rij is niet te lezen: een aanhalingsteken staat verkeerd of een "
                                           "cel is te lang", "zet een tekst met een aanhalingsteken of scheidingsteken tussen "
                                           "aanhalingstekens, en verdubbel het teken erin")  # fmt: skip
                continue
            if any(cells):
                yield number, [_unescaped(one) if one[:1] == "'" else one for one in cells]


def _unescaped(text: str) -> str:
    return text[1:] if text.lstrip("'")[:1] in RISKY and text.strip("'") else text


def escaped(text: str) -> str:
    """Return a text for a CSV file: with a quotation mark in front where a spreadsheet would calculate with it."""
    start = text.lstrip("'")[:1]
    return f"'{text}" if start and start in RISKY else text


# Parquet


def _parquet(path: Path) -> Sheet:
    try:
        from pyarrow import ArrowException
        from pyarrow.parquet import ParquetFile
    except ImportError as problem:
        raise Unreadable("voor Parquet is een uitbreiding nodig", EXTRA) from problem
    try:
        file = ParquetFile(path)
    except (ArrowException, OSError) as problem:
        raise Unreadable("dit is geen leesbaar Parquet-bestand") from problem
    header = [field.name for field in file.schema_arrow]
    return Sheet(header, _parquet_rows(file, ArrowException), header_row=0)


def _parquet_rows(file: object, broken: type[Exception]) -> Iterator[tuple[int, Sequence[object] | TableProblem]]:
    number, batches = 0, file.iter_batches(BATCH)  # type: ignore[attr-defined]
    try:
        for batch in batches:
            columns = [_plain_column(batch.column(place)) for place in range(batch.num_columns)]
            for cells in zip(*columns, strict=True):
                number += 1
                yield number, cells
    except (broken, OSError) as problem:
        raise Unreadable("dit Parquet-bestand is beschadigd", row=number + 1) from problem
    finally:
        file.close()  # type: ignore[attr-defined]


def _plain_column(column: object) -> Sequence[object]:
    try:
        return column.to_pylist()  # type: ignore[attr-defined, no-any-return]
    except (ValueError, OverflowError) as problem:
        raise Unreadable("een datum in dit bestand ligt buiten de kalender") from problem


# Excel


def _excel(path: Path, sheet: str) -> Sheet:
    try:
        from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetTypeEnum
    except ImportError as problem:
        raise Unreadable("voor Excel is een uitbreiding nodig", EXTRA) from problem
    _check_size(path)
    try:
        book = CalamineWorkbook.from_path(path)
        names = [one.name for one in book.sheets_metadata if one.typ == SheetTypeEnum.WorkSheet] or book.sheet_names
        name, remarks = _chosen_sheet(names, sheet)
        found = book.get_sheet_by_name(name)
        problems = _merges(found.merged_cell_ranges or ()) | _uncalculated(path, book.sheet_names.index(name))
    except PasswordError as problem:
        raise Unreadable("dit bestand is met een wachtwoord beveiligd", "bewaar het zonder wachtwoord") from problem
    except (CalamineError, *DAMAGED) as problem:
        raise Unreadable("dit is geen leesbaar Excel-bestand (.xlsx)") from problem
    rows = _excel_rows(found.iter_rows, found.start, problems)
    first = next(rows, (1, ()))
    if isinstance(first[1], TableProblem):
        raise Unreadable(first[1].message, first[1].suggestion, first[0])
    return Sheet(first[1], rows, remarks, first[0])


def _check_size(path: Path) -> None:
    try:
        with zipfile.ZipFile(path) as archive:
            unpacked = sum(one.file_size for one in archive.infolist())
    except (zipfile.BadZipFile, ValueError) as problem:
        raise Unreadable(
            "dit is geen leesbaar Excel-bestand (.xlsx)", "een .xls-bestand: bewaar het als .xlsx of CSV"
        ) from problem
    if unpacked > MOST_UNPACKED:
        raise Unreadable("dit Excel-bestand is te groot", "bewaar het als CSV of Parquet")


def _chosen_sheet(names: Sequence[str], wanted: str) -> tuple[str, tuple[TableProblem, ...]]:
    known = {name.lower(): name for name in names}
    if wanted:
        if wanted.lower() not in known:
            raise Unreadable(f"er is geen blad «{wanted}»", "kies met --blad uit: " + ", ".join(names))
        return known[wanted.lower()], ()
    for name in SHEETS:
        if name in known:
            return known[name], ()
    others = [name for name in names if name.lower() != EXPLANATION]
    if not others:
        raise Unreadable("dit bestand heeft geen blad met een tabel")
    if len(others) == 1:
        return others[0], ()
    return others[0], (TableProblem(0, "", "", f"er zijn {len(others)} bladen; gelezen is het eerste, «{others[0]}»",
                                    "kies een ander met --blad", LET_OP),)  # fmt: skip


def _merges(ranges: Sequence[tuple[tuple[int, int], tuple[int, int]]]) -> dict[int, TableProblem]:
    return {top + 1: TableProblem(top + 1, letters(left), "", f"de cellen {letters(left)}{top + 1} tot en met "
                                  f"{letters(right)}{bottom + 1} zijn samengevoegd: alleen de eerste heeft een waarde",
                                  "splits de cellen en vul elke cel") for (top, left), (bottom, right) in ranges}  # fmt: skip


def _uncalculated(path: Path, place: int) -> dict[int, TableProblem]:
    """Return the rows with a formula that has no value, or a wrong one: read as they are they would be empty cells."""
    found: dict[int, TableProblem] = {}
    with zipfile.ZipFile(path) as archive:
        member = _member(archive, place)
        if member not in archive.namelist():
            return found
        with archive.open(member) as file:
            rest = b""
            while chunk := file.read(CHUNK):
                text = rest + chunk
                for pattern, what in (
                    (NO_VALUE, "deze formule is nog niet uitgerekend"),
                    (IN_ERROR, "deze formule geeft een fout"),
                ):
                    for match in pattern.finditer(text):
                        letter, row = re.fullmatch(r"([A-Z]+)(\d+)", match[1].decode()).groups()  # type: ignore[union-attr]
                        found.setdefault(int(row), TableProblem(int(row), letter, "", what, "zet er de waarde zelf in"))
                rest = text[text.rfind(b"<c ") :] if b"<c " in text else text[-LONGEST_CELL:]
    return found


def _member(archive: zipfile.ZipFile, place: int) -> str:
    """Return the file of a sheet inside a spreadsheet, by its place among the sheets."""
    try:
        book, links = archive.read("xl/workbook.xml").decode(), archive.read("xl/_rels/workbook.xml.rels").decode()
    except (KeyError, UnicodeDecodeError):
        return ""
    sheets = [re.search(r'\br:id="([^"]*)"', one) for one in re.findall(r"<sheet [^>]*>", book)]
    identity = sheets[place] if place < len(sheets) else None
    targets = {key[1]: target[1] for one in re.findall(r"<Relationship [^>]*>", links)
               if (key := re.search(r'\bId="([^"]*)"', one)) and (target := re.search(r'\bTarget="([^"]*)"', one))}  # fmt: skip
    found = targets.get(identity[1], "") if identity else ""
    return found[1:] if found.startswith("/") else f"xl/{found}"


def _excel_rows(rows: Callable[[], Iterator[Sequence[object]]], start: tuple[int, int] | None,
                problems: dict[int, TableProblem]) -> Iterator[tuple[int, Sequence[object] | TableProblem]]:  # fmt: skip
    if start is None:
        return
    # the library leaves out what is empty above and before the first cell
    shift: list[object] = [""] * start[1]
    for number, cells in enumerate(rows(), 1):
        if number in problems:
            yield number, problems[number]
        elif any(cell != "" for cell in cells):
            yield number, [*shift, *cells]
