"""`python -m fuhe`, and the entry of a frozen program."""

import sys
from multiprocessing import freeze_support

from fuhe.cli import main

if __name__ == "__main__":
    freeze_support()
    sys.exit(main())
