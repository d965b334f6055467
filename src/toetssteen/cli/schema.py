"""``toetssteen schema``: the published forms of JSON."""

from __future__ import annotations

import sys
from argparse import Namespace

from toetssteen.cli.common import Arguments, print_json
from toetssteen.cli.main import OK, USAGE


def arguments() -> Arguments:
    """Return the arguments of the command."""
    parser = Arguments(
        "schema", "De vormen van JSON die het programma leest en geeft, elk met een JSON Schema.", "schema uitkomst"
    )
    parser.add_argument("naam", nargs="?", default="", help="welk schema (anders: welke er zijn)")
    parser.add_argument("--json", action="store_true", help="geef JSON, ook van de lijst")
    return parser


def run(options: Namespace) -> int:
    """Run the command."""
    from toetssteen.ops.schemas import schemas

    known = schemas()
    if not options.naam and options.json:
        print_json({"formaat": "toetssteen/schema/1", "schemas": [
            {"naam": one.name, "vorm": one.form, "beschrijving": one.description} for one in known.values()]})  # fmt: skip
    elif not options.naam:
        for one in known.values():
            print(f"{one.name}: {one.form}\n    {one.description}")
    elif options.naam in known:
        print_json(known[options.naam].content)
    else:
        from toetssteen.parser.messages import nearest

        hint = nearest(options.naam, known) or f"kies uit: {', '.join(known)}"
        print(f"«{options.naam}» is geen schema; {hint}", file=sys.stderr)
        return USAGE
    return OK
