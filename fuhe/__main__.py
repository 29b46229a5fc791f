"""`python -m fuhe`."""

import sys

from fuhe.cli import main

if __name__ == "__main__":
    sys.exit(main())
