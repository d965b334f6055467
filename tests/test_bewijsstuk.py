"""Receipts: they replay as confirmed, and every change to them, to the law or to the case is noticed and named."""

from __future__ import annotations

import copy
import json
import os
import random
import shutil
import subprocess
import sys
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]

import toetssteen
from tests.zaken import ALL, EXAMPLES, case_of, name, whole
from toetssteen.cli.main import FAILED, INPUT, OK, USAGE, main
from toetssteen.explain.replay import replay_to_json
from toetssteen.kb.law import HOGELAND, load_law
from toetssteen.kb.law import data_files as tables
from toetssteen.ops.assess import assess
from toetssteen.ops.receipt import as_text, receipt, same_content, sealed
from toetssteen.ops.receipt_form import SHAPE, read_receipt
from toetssteen.ops.replay import replay
from toetssteen.ops.schemas import schemas
from toetssteen.parser.json_writer import case_to_json

EXAMPLE = next(path for path in EXAMPLES if path.stem == "participatieplaats-te-jong")
OTHER = next(path for path in EXAMPLES if path.stem == "werkervaringsplaats-hardheid")
PACKAGE = Path(toetssteen.__file__).parent
Receipt = dict[str, Any]
Output = pytest.CaptureFixture[str]


def made(path: Path) -> Receipt:
    return receipt(whole(path), path.read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def example() -> Receipt:
    return made(EXAMPLE)


@pytest.fixture
def changed(example: Receipt) -> Receipt:
    return copy.deepcopy(example)


# ---- replaying


@pytest.mark.parametrize("path", [*EXAMPLES[:3], *ALL[11::20]], ids=name)
def test_receipt_is_confirmed(path: Path) -> None:
    data, findings = read_receipt(as_text(made(path)).encode(), path.name)
    assert data is not None, findings
    found = replay(data)
    assert found.confirmed
    assert found.same_outcomes
    assert (found.damage, found.law, found.differences, found.paths, found.remarks) == ((), (), (), (), ())


def test_receipt_is_the_same_every_time_and_in_every_process(example: Receipt, tmp_path: Path) -> None:
    assert as_text(made(EXAMPLE)) == as_text(example)
    for seed in ("1", "2"):
        target = tmp_path / f"{seed}.json"
        done = subprocess.run(
            [sys.executable, "-m", "toetssteen", "besluit", EXAMPLE.stem, "--bewijsstuk", str(target)],
            env=os.environ | {"PYTHONHASHSEED": seed}, capture_output=True, check=False)  # fmt: skip
        assert done.returncode == OK, done.stderr
        found = json.loads(target.read_text(encoding="utf-8"))
        assert {**found, "sha256": "", "zaak": ""} == {**example, "sha256": "", "zaak": ""}
        assert found["zaak"]["sha256"] == example["zaak"]["sha256"]


def test_receipt_holds_every_file_of_the_law(example: Receipt) -> None:
    law = load_law(case_of(EXAMPLE).reference_date)
    listed = example["recht"]["bestanden"]
    for path in [*law.files, *tables(HOGELAND), HOGELAND / "bron.md", PACKAGE / "kb/besluit.toml"]:
        assert listed[path.relative_to(PACKAGE / "kb").as_posix()] == sha256(path.read_bytes()).hexdigest()
    assert len(listed) == len(law.files) + len(tables(HOGELAND)) + 2
    known = {
        path.relative_to(PACKAGE / "kb").as_posix() for path in (PACKAGE / "kb").rglob("*") if path.suffix in (".lp", ".toml")
    }
    states = {file for file in known if file.startswith("hogeland/participatiewet/") and "/2024-07-01/" not in file}
    # from which invented caseloads are drawn is no law
    assert known - states - {"hogeland/verzin.toml"} <= set(listed)


def test_receipt_without_a_text_holds_the_case_in_its_fixed_form() -> None:
    found = receipt(whole(OTHER))
    assert found["zaak"]["tekst"] != OTHER.read_text(encoding="utf-8")
    assert replay(found).confirmed
    assert replay(found, case=case_of(OTHER)).confirmed


def test_receipt_of_a_json_case() -> None:
    case = case_of(EXAMPLE)
    text = json.dumps(case_to_json(case), ensure_ascii=False)
    found = receipt(assess(case), text)
    assert found["zaak"]["tekst"] == text
    assert replay(found, case=case).confirmed


def test_receipt_of_a_part_is_of_the_whole_case(example: Receipt) -> None:
    part = assess(case_of(EXAMPLE), about=frozenset())
    assert receipt(part, EXAMPLE.read_text(encoding="utf-8")) == example


def test_text_of_another_case_is_refused() -> None:
    with pytest.raises(ValueError, match="niet die van de beoordeelde zaak"):
        receipt(whole(EXAMPLE), OTHER.read_text(encoding="utf-8"))
    with pytest.raises(ValueError, match="niet die van de beoordeelde zaak"):
        receipt(whole(EXAMPLE), "dit is geen zaak")


def test_receipts_and_replays_fit_their_schemas(example: Receipt) -> None:
    forms = schemas()
    for path in (EXAMPLE, OTHER, ALL[500], ALL[900]):
        Draft202012Validator(forms["bewijsstuk"].content).validate(made(path))
    for found in (replay(example), replay(example, case=case_of(OTHER)), replay({**example, "sha256": "0" * 64})):
        Draft202012Validator(forms["herhaling"].content).validate(replay_to_json(found))


def test_what_is_checked_of_a_receipt_is_what_its_schema_says() -> None:
    def keys(shape: Any) -> Any:
        if isinstance(shape, dict):
            return {key: keys(part) for key, part in shape.items()}
        return [keys(shape[0])] if isinstance(shape, list) else None

    def described(part: dict[str, Any]) -> Any:
        if "properties" in part and part is not proofs:
            return {key: described(below) for key, below in part["properties"].items()}
        return [described(part["items"])] if "items" in part else None

    schema = schemas()["bewijsstuk"].content
    proofs = schema["properties"]["uitkomsten"]["items"]["properties"]["bewijzen"]
    assert keys(SHAPE) == described(schema)


# ---- a receipt that was changed

Change = Callable[[Receipt], Any]
CHANGES: dict[str, tuple[Change, str]] = {
    "uitkomst": (lambda data: data["uitkomsten"][0].update(uitkomst="bevoegd"), "de uitkomst was bevoegd en is nu geblokkeerd"),
    "zonder 20": (lambda data: data["uitkomsten"][0].update(zonder_artikel_20="bevoegd"), "zonder artikel 20 was bevoegd"),
    "bedrag": (lambda data: data["uitkomsten"][0].update(bedrag_in_centen=30000), "het bedrag was € 300"),
    "voorwaarde": (lambda data: data["uitkomsten"][0]["voorwaarden"].update({"6.1/leeftijd": "voldaan"}),
                   "voorwaarde 6.1/leeftijd was voldaan en is nu belemmert"),
    "weg": (lambda data: data["uitkomsten"].pop(), "dit werd niet beoordeeld, en nu wel"),
    "erbij": (lambda data: data["uitkomsten"].append({**data["uitkomsten"][0], "persoon": "Zus"}), "niet meer beoordeeld"),
    "lezing": (lambda data: data["lezingen"].update(i06="bij_aanvraag"), "lezing I-06 was bij_aanvraag"),
    "peildatum": (lambda data: data.update(peildatum="2025-02-02"), "de peildatum was 2025-02-02"),
    "stand van de wet": (lambda data: data["recht"].update(wet_sinds="2026-01-01"), "de stand van de wet was 2026-01-01"),
    "norm in het bewijs": (lambda data: step_with(data, "6.1/leeftijd").update(norm="6.1/inwoner"), "het bewijs gaat anders"),
    "stand in het bewijs": (lambda data: step_with(data, "6.1/leeftijd").update(status="onwaar"), "was onwaar en is nu waar"),
    "zin in het bewijs": (lambda data: step_with(data, "6.1/leeftijd").update(zin="Bilal is oud genoeg"),
                          "de bewoording van het bewijs is anders, bij «Bilal is oud genoeg»"),
    "losse stap": (lambda data: data["stappen"].append(data["stappen"][0]), "stappen die tot geen bewijs horen"),
    "feit": (lambda data: case_text(data, "12 maart 1998", "12 maart 1997"), "de uitkomst was geblokkeerd en is nu bevoegd"),
}  # fmt: skip


def step_with(data: Receipt, norm: str) -> Receipt:
    found: Receipt = next(step for step in data["stappen"] if step["norm"] == norm)
    return found


def case_text(data: Receipt, old: str, new: str) -> None:
    text = data["zaak"]["tekst"].replace(old, new)
    data["zaak"].update(tekst=text, sha256=sha256(text.encode()).hexdigest())


@pytest.mark.parametrize(("change", "said"), CHANGES.values(), ids=CHANGES)
@pytest.mark.parametrize("again", [False, True], ids=["", "opnieuw verzegeld"])
def test_change_is_noticed_and_named(change: Change, said: str, again: bool, changed: Receipt) -> None:
    change(changed)
    data = sealed(changed) if again else changed
    read, findings = read_receipt(as_text(data).encode(), "bewijsstuk")
    assert read is not None, findings
    found = replay(read)
    assert not found.confirmed
    assert any(said in one for one in (*found.differences, *found.paths)), (found.differences, found.paths)
    assert bool(found.damage) is not again
    if not again:
        assert "het controlegetal klopt niet" in found.damage[0]


@pytest.mark.parametrize("seed", range(30))
def test_change_of_any_letter_is_noticed(seed: int, example: Receipt) -> None:
    draw, text = random.Random(seed), as_text(example)
    place = draw.randrange(len(text))
    letter = draw.choice([sign for sign in "abcdefghij0123456789" if sign != text[place]])
    data, findings = read_receipt((text[:place] + letter + text[place + 1 :]).encode(), "bewijsstuk")
    assert findings if data is None else not replay(data).confirmed


def test_other_layout_of_the_same_data_is_no_change(example: Receipt) -> None:
    data, _findings = read_receipt(json.dumps(example).encode(), "bewijsstuk")
    assert data is not None
    assert replay(data).confirmed


def test_text_that_can_no_longer_be_read(changed: Receipt) -> None:
    case_text(changed, "ontvangt algemene bijstand", "ontvangt een onbekende uitkering")
    found = replay(sealed(changed))
    assert not found.confirmed
    assert found.same_outcomes is None
    assert "de zaak in het bewijsstuk is nu niet te lezen" in found.differences[0]


# ---- another program


def test_other_program_is_a_remark(changed: Receipt) -> None:
    changed["motor"].update(toetssteen="9.9.9", programma_sha256="0" * 64, python="2.7.0")
    found = replay(sealed(changed))
    assert found.confirmed
    assert [one.split(",")[0] for one in found.remarks] == ["opgemaakt met Toetssteen 9.9.9", "opgemaakt met Python 2.7.0"]


def test_other_wording_by_another_program_is_a_remark(changed: Receipt) -> None:
    changed["motor"].update(programma_sha256="0" * 64)
    step_with(changed, "6.1/leeftijd").update(zin="Bilal is nog geen 27")
    found = replay(sealed(changed))
    assert found.confirmed
    assert any("de bewoording van het bewijs is anders" in one for one in found.remarks)
    assert any("hetzelfde versienummer, maar is niet precies hetzelfde" in one for one in found.remarks)


# ---- another case


def test_the_same_case_otherwise_written_is_the_same(example: Receipt) -> None:
    case = case_of(EXAMPLE)
    assert same_content(case, case._replace(file="elders", title="Anders", expectations=()))
    assert replay(example, case=case._replace(expectations=())).confirmed


def test_another_case_is_named_line_by_line(example: Receipt) -> None:
    found = replay(example, case=case_of(OTHER))
    assert not found.confirmed
    assert found.same_outcomes
    assert "in het bewijsstuk: peildatum 1 februari 2025" in found.other_case
    assert "in de zaak: peildatum 20 juli 2025" in found.other_case
    assert found.other_case[-1].startswith("en nog ")


# ---- the law has changed


@pytest.fixture(scope="module")
def moved(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the whole package, whose law can be changed."""
    target = tmp_path_factory.mktemp("pakket") / "toetssteen"
    shutil.copytree(PACKAGE, target, ignore=shutil.ignore_patterns("__pycache__"))
    return target


def replayed(package: Path, data: Receipt) -> tuple[int, Receipt]:
    file = package.parent / "bewijsstuk.json"
    file.write_text(as_text(data), encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "toetssteen", "controleer", "--bewijsstuk", str(file), "--json"], capture_output=True, check=False,
        env=os.environ | {"PYTHONPATH": str(package.parent), "TOETSSTEEN_CACHE": str(package.parent / "cache")})  # fmt: skip
    return done.returncode, json.loads(done.stdout)


def test_unchanged_copy_of_the_law_confirms(moved: Path, example: Receipt) -> None:
    code, found = replayed(moved, example)
    assert (code, found["bevestigd"], found["recht"]) == (OK, True, [])


def test_changed_number_is_named_with_what_it_does(moved: Path, example: Receipt) -> None:
    file = moved / "kb/hogeland/parameters.toml"
    old = file.read_text(encoding="utf-8")
    title = 'titel = "laagste leeftijd voor een participatieplaats"'
    place = old.index("2024-07-01 = 27", old.index(title))
    file.write_text(old[:place] + "2024-07-01 = 25" + old[place + 15 :], encoding="utf-8")
    try:
        code, found = replayed(moved, example)
    finally:
        file.write_text(old, encoding="utf-8")
    assert code == FAILED
    assert found["recht"] == [{"bestand": "hogeland/parameters.toml", "verandering": "veranderd"}]
    assert found["uitkomsten_gelijk"] is False
    assert (
        "participatieplaats voor Bilal bij Bakkerij de Jong: de uitkomst was geblokkeerd en is nu bevoegd" in found["verschillen"]
    )


def test_changed_text_that_changes_no_outcome_is_still_named(moved: Path, example: Receipt) -> None:
    file = moved / "kb/hogeland/bron.md"
    old = file.read_text(encoding="utf-8")
    file.write_text(old + "\n", encoding="utf-8")
    try:
        code, found = replayed(moved, example)
    finally:
        file.write_text(old, encoding="utf-8")
    assert (code, found["bevestigd"], found["uitkomsten_gelijk"]) == (FAILED, False, True)
    assert found["recht"] == [{"bestand": "hogeland/bron.md", "verandering": "veranderd"}]
    assert (found["verschillen"], found["andere_weg"]) == ([], [])


def test_what_only_changes_the_way_is_told_apart(moved: Path, example: Receipt) -> None:
    """A condition that is met besides changes no outcome, and is named."""
    file = moved / "kb/hogeland/2024-07-01/artikel_10_scholing.lp"
    old = file.read_text(encoding="utf-8")
    extra = "%@ 10.1/proef eigen\n%+ dit kan nooit\n%- dit staat niet in de weg\n"
    file.write_text(f'{old}\n{extra}belemmering(Z,"10.1/proef") :- zaak(Z,P,scholing), leeftijd(P,L), L < 0.\n', encoding="utf-8")
    try:
        code, found = replayed(moved, example)
    finally:
        file.write_text(old, encoding="utf-8")
    assert (code, found["uitkomsten_gelijk"], found["verschillen"]) == (FAILED, True, [])
    assert "scholing voor Bilal: voorwaarde 10.1/proef was er niet en is nu voldaan" in found["andere_weg"]
    assert "wie wil narekenen met het recht van toen, gebruikt Toetssteen" in found["opmerkingen"][-1]


def test_new_state_of_the_statute_is_named(moved: Path, example: Receipt) -> None:
    state = moved / "kb/hogeland/participatiewet/2025-01-01"
    state.mkdir()
    shutil.copy(moved / "kb/hogeland/participatiewet/2024-07-01/pw_31_premie.lp", state)
    try:
        code, found = replayed(moved, example)
    finally:
        shutil.rmtree(state)
    assert code == FAILED
    assert found["recht"] == [
        {"bestand": "hogeland/participatiewet/2024-07-01/pw_31_premie.lp", "verandering": "verdwenen"},
        {"bestand": "hogeland/participatiewet/2025-01-01/pw_31_premie.lp", "verandering": "bijgekomen"},
    ]
    assert "de stand van de wet was 2024-07-01 en is nu 2025-01-01" in found["verschillen"]


# ---- files that are no receipt


def test_whatever_a_file_holds_there_is_no_traceback(example: Receipt) -> None:
    text = as_text(example).encode()
    draw = random.Random(20261122)
    samples = [b"", b"{", b"[]", b"null", b"1", b'"x"', b"{}", b"\xff\xfe", b"\x00" * 100, b"[" * 100_000, b'{"a":' * 50_000,
               b'{"formaat": "toetssteen/bewijsstuk/2"}', b'{"formaat": 1}', b'{"formaat": "x", "formaat": "y"}', b"NaN",
               b"1e999", text[:-2], text[: len(text) // 2], text.replace(b'"', b"'"), text.replace(b"true", b"1"), text + b"x",
               text.replace(b'"regel": ', b'"regel": 9999999999999999999999'), text.replace(b'"regel": ', b'"regel": 1.5e'),
               text.replace(b'"Bilal', b'"\\ud800'), b"1" * 10_000]  # fmt: skip
    samples += [_damaged(text, draw) for _ in range(60)]
    for sample in samples:
        data, findings = read_receipt(sample, "bewijsstuk")
        assert (data is None) == bool(findings)
        if findings:
            assert "dit is geen bewijsstuk dat te lezen is: " in findings[0].as_text()


def _damaged(text: bytes, draw: random.Random) -> bytes:
    """Return a text with some bytes changed, and every other time cut off."""
    found = bytearray(text)
    for _ in range(draw.randrange(1, 20)):
        found[draw.randrange(len(found))] = draw.randrange(256)
    return bytes(found[: draw.randrange(len(found))]) if draw.random() < 0.5 else bytes(found)


WRONG: tuple[Any, ...] = ({"x": 1}, [[]], 2.5, None, True, "", -1)


def _places(data: Any, place: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    below = data.items() if isinstance(data, dict) else enumerate(data[:2]) if isinstance(data, list) else ()
    return [place, *(one for key, value in below for one in _places(value, (*place, key)))] if place else [
        one for key, value in below for one in _places(value, (key,))]  # fmt: skip


def test_a_wrong_type_or_a_missing_key_anywhere_is_said(example: Receipt) -> None:
    small = {**example, "uitkomsten": example["uitkomsten"][:1], "lezingen": {"i06": "bij_aanvang"}, "recht": {
        **example["recht"], "bestanden": {"a": "b"}}}  # fmt: skip
    assert read_receipt(as_text(small).encode(), "bewijsstuk")[0] is not None
    places = _places(small)
    assert len(places) > 60
    for place in places:
        for value in WRONG:
            damaged = copy.deepcopy(small)
            holder: Any = damaged
            for key in place[:-1]:
                holder = holder[key]
            kept = holder[place[-1]]
            holder[place[-1]] = value
            data, findings = read_receipt(as_text(damaged).encode(), "bewijsstuk")
            assert (data is None) == bool(findings)
            if data is not None:  # a value of a kind that can stand there is for replaying to refute
                assert not replay(data).confirmed or value == kept, (place, value)


@pytest.mark.parametrize("key", ["formaat", "motor", "recht", "zaak", "uitkomsten", "stappen", "lezingen", "peildatum", "sha256"])
def test_missing_part_is_named(key: str, changed: Receipt) -> None:
    del changed[key]
    data, findings = read_receipt(as_text(changed).encode(), "bewijsstuk")
    assert data is None
    assert ("noemt geen formaat" if key == "formaat" else f"«{key}» ontbreekt") in findings[0].message


# ---- the command


def saved(folder: Path, data: Receipt) -> str:
    path = folder / "bewijsstuk.json"
    path.write_text(as_text(data), encoding="utf-8")
    return str(path)


def test_command_confirms_and_refutes(example: Receipt, changed: Receipt, tmp_path: Path, capsys: Output) -> None:
    file = saved(tmp_path, example)
    assert main(["controleer", "--bewijsstuk", file, "--zaak", EXAMPLE.stem]) == OK
    assert "BEVESTIGD" in capsys.readouterr().out
    assert main(["controleer", "--bewijsstuk", file, "--zaak", OTHER.stem]) == FAILED
    assert "De zaak is een andere dan die in het bewijsstuk." in " ".join(capsys.readouterr().out.split())
    case_text(changed, "12 maart 1998", "12 maart 1997")
    assert main(["controleer", "--bewijsstuk", saved(tmp_path, changed)]) == FAILED
    out = " ".join(capsys.readouterr().out.split())
    assert "WEERLEGD: het bewijsstuk zelf is veranderd; er komt iets anders uit." in out


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["--bewijsstuk", "bestaat-niet.json"], INPUT, "bestaat niet"),
        (["--bewijsstuk", ""], INPUT, "een bestand zonder naam"),
        (["--bewijsstuk", EXAMPLE.stem], INPUT, "dit is geen bewijsstuk dat te lezen is"),
        (["--zaak", EXAMPLE.stem], USAGE, "--zaak hoort bij --bewijsstuk"),
        ([EXAMPLE.stem, "--bewijsstuk", "x.json"], USAGE, "noem bij --bewijsstuk de zaak met --zaak"),
    ],
)
def test_wrong_use_of_the_command(words: list[str], code: int, said: str, capsys: Output) -> None:
    assert main(["controleer", *words]) == code
    out, err = capsys.readouterr()
    assert out == ""
    assert said in err


def test_receipt_is_not_replaced_unasked(tmp_path: Path, capsys: Output) -> None:
    file = str(tmp_path / "bewijsstuk.json")
    assert main(["besluit", EXAMPLE.stem, "--json", "--bewijsstuk", file]) == OK
    out = json.loads(capsys.readouterr().out)
    assert out["bewijsstuk_sha256"] == json.loads(Path(file).read_text(encoding="utf-8"))["sha256"]
    assert main(["besluit", EXAMPLE.stem, "--bewijsstuk", file]) == INPUT
    assert "bestaat al" in capsys.readouterr().err
    assert main(["besluit", EXAMPLE.stem, "--bewijsstuk", file, "--overschrijf"]) == OK
    assert out["bewijsstuk_sha256"] in "".join(capsys.readouterr().out.split())
