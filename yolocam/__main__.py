"""`python -m yolocam` is `yolocam`."""

import sys

from yolocam.cli import main

if __name__ == "__main__":
    sys.exit(main())
