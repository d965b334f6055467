"""Run the command line with ``python -m toetssteen``."""

import sys

from toetssteen.cli.main import main

sys.exit(main())
