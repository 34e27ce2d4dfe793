"""A session for each test of it."""

import pytest

from support.pipeline.session_rig import SessionRig


@pytest.fixture
def make_rig():
    rigs = []

    def make(**options):
        rigs.append(SessionRig(**options))
        return rigs[-1]

    yield make
    for rig in rigs:
        rig.close()
        assert all(source.closed for source in rig.sources.values())
        assert rig.store.listeners == 0


@pytest.fixture
def rig(make_rig):
    return make_rig()
