"""A session for tests: its sources, its network and its opening are held and let go by hand."""

from support.eventually import eventually
from support.fake_detector import FakeDetector
from support.pipeline.fakes import FakeDrawer, FakeSink, FakeSource, Worker
from support.pipeline.gate import Gate
from support.pipeline.watched_store import WatchedStore
from yolocam.pipeline.detector_switch import DetectorSwitch
from yolocam.pipeline.session import Session

SECOND = 1_000_000_000


class SessionRig:
    """A session whose sources are made by `make` and whose opening passes `gate`."""

    def __init__(self, *, loading=False, **options):
        self.store = WatchedStore()
        self.gate = Gate()
        self.network = Gate(closed=loading)
        self.network_fault = None
        self.network_in_use = None
        self.opened = []
        self.alive = []
        self.sources = {}
        self.faults = {}
        self.display = FakeSink(wants_image=True)
        self.switch = DetectorSwitch(self._load, self.store)
        self.session = Session(self.store, self.switch, self._open, FakeDrawer, **options)
        self.session.outputs.attach(self.display, lifetime="session", delivery="direct")

    def _load(self, settings):
        self.network.wait()
        if self.network_fault is not None:
            raise self.network_fault
        self.network_in_use = FakeDetector(settings=settings)
        return self.network_in_use

    def _open(self, address):
        self.opened.append(address)
        self.alive.append([s.info.name for s in self.sources.values() if not s.closed])
        self.gate.wait()
        if address in self.faults:
            raise self.faults[address]
        source = self.sources.get(address)
        if source is None or source.closed:
            source = self.sources[address] = FakeSource(10**6, frame_ns=SECOND // 1000, name=address)
        return source

    def open(self, address):
        self.session.open(address)
        self.running(address)

    def running(self, address):
        def shows():
            state = self.session.state
            return state.phase == "running" and state.info.name == address and self.shown()[-1:] == [address]

        eventually(shows)

    def shown(self):
        return [item.frame.source.name for item in self.display.items]

    def close(self):
        self.gate.open()
        self.network.open()
        Worker(self.session.close).join()


def record(rig, sink):
    """Attach a sink as the window attaches a recorder."""
    return rig.session.outputs.attach(sink, name="recording", lifetime="session")


def fail_opening(rig, address="bad"):
    """Open what cannot be opened; returns what the user is told."""
    rig.session.open(address)
    eventually(lambda: rig.session.state.phase == "failed")
    return rig.session.take_notices()
