"""Kernels that are made by a process of its own, and where their code is kept."""

import json
import os
import threading

import pytest

from yolocam.model.engines.kernels import store
from yolocam.model.engines.kernels.geometry import (
    DepthwiseGeometry,
    Geometry,
    TiledGeometry,
    from_json,
    to_json,
)
from yolocam.model.engines.kernels.maker import KernelMaker
from yolocam.model.engines.kernels.store import CodeStore
from yolocam.system import helper_process

GEOMETRIES = [
    Geometry(
        channels=3, rows=3, run=9, stride=(1, 2), in_row=66, in_image=660, out_height=4, out_width=4,
        out_pixel=32, out_row=128, out_image=512, registers=1, activation="leaky", slope=0.1, pool=False,
    ),
    TiledGeometry(
        channels=32, height=4, width=6, in_row=512, in_image=3072, out_pixel=64, out_row=384, out_image=1536,
        registers=2, activation="mish", slope=1.0, pool=True,
    ),
    DepthwiseGeometry(
        size=3, stride=(2, 1), in_pixel=32, in_row=640, in_image=6400, out_height=4, out_width=18,
        out_pixel=32, out_row=576, out_image=2304, activation="leaky", slope=1.0,
    ),
]  # fmt: skip


def test_geometries_survive_json():
    assert [from_json(json.loads(json.dumps(to_json(g)))) for g in GEOMETRIES] == GEOMETRIES


def test_another_process_makes_the_same_code(monkeypatch):
    compiler = pytest.importorskip("yolocam.model.engines.kernels.compiler")
    try:
        expected = compiler.compile_kernels(GEOMETRIES)
    except RuntimeError as error:
        pytest.skip(str(error))
    monkeypatch.chdir("/")
    assert KernelMaker().compile(GEOMETRIES) == expected


@pytest.mark.parametrize(
    ("program", "reason"),
    [
        ("import sys; sys.exit('LLVM has had enough')", "LLVM has had enough"),
        ("raise ValueError('no')", "ValueError: no"),
        ("import os; os._exit(7)", "their maker ended with 7"),
    ],
)
def test_why_it_failed_is_told(monkeypatch, program, reason):
    monkeypatch.setattr(helper_process, "_START", program)
    with pytest.raises(RuntimeError, match=reason):
        KernelMaker().compile(GEOMETRIES)


def test_closing_ends_the_process(monkeypatch):
    monkeypatch.setattr(helper_process, "_START", "import time\ntime.sleep(60)")
    making, failures = KernelMaker(), []

    def make():
        try:
            making.compile(GEOMETRIES)
        except RuntimeError as error:
            failures.append(error)

    thread = threading.Thread(target=make)
    thread.start()
    while making._process is None:
        thread.join(0.01)
    making.close()
    thread.join(60)
    assert not thread.is_alive()
    assert len(failures) == 1
    with pytest.raises(RuntimeError, match="closed"):
        making.compile(GEOMETRIES)


@pytest.mark.skipif(os.name != "posix", reason="Windows has groups of processes of another kind")
def test_ctrl_c_does_not_reach_the_process(monkeypatch):
    monkeypatch.setattr(helper_process, "_START", "import os; print(os.getpgrp(), os.getsid(0))")
    group, session = KernelMaker().compile(GEOMETRIES).split()
    assert int(group) != os.getpgrp()
    assert int(session) == os.getsid(0), "Linux would give a session of its own a share of its own"


@pytest.fixture
def kept(tmp_path):
    return CodeStore("this processor", tmp_path / "kernels")


def test_code_is_found_again_for_just_these_kernels(kept, tmp_path):
    assert kept.get(GEOMETRIES) is None
    kept.put(GEOMETRIES, b"code")
    assert kept.get(GEOMETRIES) == b"code"
    assert kept.get(GEOMETRIES[::-1]) is None
    assert CodeStore("another one", tmp_path / "kernels").get(GEOMETRIES) is None


def test_code_of_another_version_is_not_taken(kept, monkeypatch):
    kept.put(GEOMETRIES, b"code")
    monkeypatch.setattr(store, "_makers", lambda: "newer")
    assert kept.get(GEOMETRIES) is None


@pytest.mark.parametrize("change", [lambda data: data[:-1], lambda data: b"", lambda data: data + b"x"])
def test_a_broken_file_counts_as_none(kept, tmp_path, change):
    kept.put(GEOMETRIES, b"some code")
    (path,) = (tmp_path / "kernels").iterdir()
    path.write_bytes(change(path.read_bytes()))
    assert kept.get(GEOMETRIES) is None
    kept.put(GEOMETRIES, b"new code")
    assert kept.get(GEOMETRIES) == b"new code"


@pytest.mark.skipif(os.name != "posix", reason="Windows keeps the folders of its users apart by itself")
def test_a_folder_that_others_can_write_to_is_not_used(kept, tmp_path):
    kept.put(GEOMETRIES, b"code")
    (tmp_path / "kernels").chmod(0o770)
    assert kept.get(GEOMETRIES) is None
    kept.put(GEOMETRIES, b"other")
    (tmp_path / "kernels").chmod(0o700)
    assert kept.get(GEOMETRIES) == b"code"


def test_where_nothing_can_be_kept(tmp_path):
    (tmp_path / "file").write_text("")
    nowhere = CodeStore("this processor", tmp_path / "file")
    nowhere.put(GEOMETRIES, b"code")
    assert nowhere.get(GEOMETRIES) is None


def test_the_oldest_go(tmp_path, monkeypatch):
    monkeypatch.setattr(store, "MOST_FILES", 2)
    kept = CodeStore("this processor", tmp_path / "kernels")
    for number in range(3):
        kept.put(GEOMETRIES[:1] * (number + 1), b"code")
        (newest,) = {p for p in (tmp_path / "kernels").iterdir() if p.stat().st_mtime_ns > 10**12}
        os.utime(newest, ns=(number, number))
    assert [kept.get(GEOMETRIES[:1] * (n + 1)) for n in range(3)] == [None, b"code", b"code"]
