"""The cores are shared out so that the network's streams have all of them."""

import os

import pytest

from yolocam.system.core_shares import processor_name, shares_for_files, usable_cores


@pytest.mark.parametrize(("cores", "decoder", "encoder"), [(1, 1, 1), (2, 1, 1), (8, 1, 2), (32, 4, 8)])
def test_a_network_on_the_cpu_comes_first(cores, decoder, encoder):
    shares = shares_for_files(cores, network_on_cpu=True)
    assert (shares.streams, shares.decoder, shares.encoder, shares.opencv) == (cores, decoder, encoder, 1)


def test_a_network_on_a_gpu_leaves_the_cores_to_decoder_and_encoder():
    shares = shares_for_files(8, network_on_cpu=False)
    assert (shares.streams, shares.decoder, shares.encoder) == (1, 0, 0)


def test_the_processors_name_from_the_kernels_list(tmp_path):
    path = tmp_path / "cpuinfo"
    path.write_text("processor\t: 0\nmodel name\t: Fancy   CPU @ 3 GHz\n\nmodel name\t: other\n")
    assert processor_name(path) == "Fancy CPU @ 3 GHz"
    assert processor_name(tmp_path / "missing")


@pytest.mark.skipif(
    not hasattr(os, "sched_setaffinity"), reason="this system does not bind a process to cores"
)
def test_a_process_that_is_held_to_one_core_counts_one():
    before = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {min(before)})
    try:
        assert usable_cores() == 1
    finally:
        os.sched_setaffinity(0, before)
