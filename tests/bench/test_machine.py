"""The machine behind the figures."""

import os

from yolocam.bench.machine import cpu_name, describe_machine, usable_cores


def test_cpu_name_from_the_kernels_list(tmp_path):
    path = tmp_path / "cpuinfo"
    path.write_text("processor\t: 0\nmodel name\t: Fancy   CPU @ 3 GHz\n\nmodel name\t: other\n")
    assert cpu_name(path) == "Fancy CPU @ 3 GHz"
    assert cpu_name(tmp_path / "missing")


def test_everything_is_known():
    machine = describe_machine()
    assert 1 <= usable_cores() <= (os.cpu_count() or 1)
    assert machine.memory_gb > 0 and machine.threads >= 1
    for part in (machine.cpu, machine.torch, machine.python):
        assert part and part in str(machine)
    assert machine.to_json()["cores"] == machine.cores
