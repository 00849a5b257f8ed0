"""`python3 -m launch <command>`: refuses an old Python before anything written for a newer one is read."""

import sys

if sys.version_info < (3, 11):  # noqa: UP036 - this line is for the Python that is too old
    found = "{}.{}".format(*sys.version_info[:2])
    sys.exit(
        f"Tandem needs Python 3.11 or newer, and this is Python {found}. "
        "Install a newer one and name it: make run PYTHON=python3.12"
    )

from launch.entry import main

sys.exit(main(sys.argv[1:]))
