"""`python -m ra_desk` is `ra-desk`."""

import sys

from ra_desk.cli import main

sys.exit(main())
