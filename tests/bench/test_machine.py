"""The machine behind the figures."""

import os

from yolocam.bench.machine import describe_machine
from yolocam.system.core_shares import usable_cores


def test_everything_is_known():
    machine = describe_machine()
    assert 1 <= usable_cores() <= (os.cpu_count() or 1)
    assert machine.memory_gb > 0 and machine.threads >= 1
    for part in (machine.cpu, machine.torch, machine.python):
        assert part and part in str(machine)
    assert machine.to_json()["cores"] == machine.cores
