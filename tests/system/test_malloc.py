import subprocess
import sys
import textwrap

import pytest

from yolocam.system.malloc import keep_freed_memory, release_freed_memory

FAULTS_OF_A_THREAD = """
    import resource, sys, threading
    import numpy as np
    from yolocam.system.malloc import keep_freed_memory

    def work():
        def use():
            for megabytes in (3, 11, 48):
                np.empty(megabytes << 20, np.uint8).fill(1)
        use()
        before = resource.getrusage(resource.RUSAGE_THREAD).ru_minflt
        for _ in range(4):
            use()
        print(resource.getrusage(resource.RUSAGE_THREAD).ru_minflt - before)

    if sys.argv[1] == "kept":
        assert keep_freed_memory()
    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
"""


def faults(how):
    code = textwrap.dedent(FAULTS_OF_A_THREAD)
    return int(subprocess.run([sys.executable, "-c", code, how], capture_output=True, check=True).stdout)


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="a setting of glibc")
def test_a_thread_gets_the_memory_it_has_freed():
    assert faults("kept") < faults("left alone") / 10


def test_another_system_is_left_alone(monkeypatch):
    monkeypatch.setattr(sys, "platform", "darwin")
    assert not keep_freed_memory()
    release_freed_memory()
