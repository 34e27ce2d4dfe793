"""Where things are, for tests that may be moved from folder to folder."""

from pathlib import Path

TESTS = Path(__file__).resolve().parents[1]
ROOT = TESTS.parent

DARKNET_DATA = TESTS / "data" / "darknet"
"""Networks and what Darknet and OpenCV found with them."""

SHARED = ROOT.parent / "shared"
"""Official networks and public cases; not part of the repository, tests skip where it is missing."""

CASES = SHARED / "cases" / "inputs"
