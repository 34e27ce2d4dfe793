"""Threads that wait for each other leave the cores to others, unless the user wants it otherwise."""

import os
import subprocess
import sys

import pytest

PROGRAM = """
import os, sys
import yolocam.model
print("torch" in sys.modules, os.environ["OMP_WAIT_POLICY"], os.environ["GOMP_SPINCOUNT"])
"""


@pytest.mark.parametrize(
    ("own", "found"),
    [({}, "False PASSIVE 2000"), ({"OMP_WAIT_POLICY": "ACTIVE", "GOMP_SPINCOUNT": "7"}, "False ACTIVE 7")],
)
def test_set_before_torch_is_there(own, found):
    environment = {k: v for k, v in os.environ.items() if k not in ("OMP_WAIT_POLICY", "GOMP_SPINCOUNT")}
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM], env=environment | own, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == found
