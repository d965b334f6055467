"""``toetssteen opmaak``: write a case in its fixed form, as text or as JSON."""

from __future__ import annotations

from argparse import Namespace

from toetssteen.cli.common import Arguments, case_or_code, print_json
from toetssteen.cli.main import OK


def arguments() -> Arguments:
    """Return the arguments of the command."""
    parser = Arguments("opmaak", "Schrijf een zaak in vaste vorm naar standaarduitvoer; de zaak zelf blijft gelijk.",
                       "opmaak participatieplaats-te-jong --json")  # fmt: skip
    parser.add_argument("zaak", help="een bestand, - voor standaardinvoer, of de naam van een meegeleverd voorbeeld")
    parser.add_argument("--json", action="store_true", help="geef de zaak als JSON")
    return parser


def run(options: Namespace) -> int:
    """Run the command."""
    case, code = case_or_code(options.zaak)
    if case is None:
        return code
    if options.json:
        from toetssteen.parser.json_writer import case_to_json

        print_json(case_to_json(case))
        return OK
    from toetssteen.ops.assess import law_for
    from toetssteen.parser.writer import write_case

    print(write_case(case, law_for(case)), end="")
    return OK
