"""Networks of fakes that are built when a test lets them."""

from support.fake_detector import FakeDetector
from support.pipeline.fakes import Worker, make_frame
from support.pipeline.gate import Gate
from support.pipeline.watched_store import WatchedStore
from yolocam.pipeline.detector_switch import DetectorSwitch

IMAGE = make_frame().image


class Factory:
    """Builds fake detectors; `faults` maps a model name, or a size, to what building or warming raises."""

    def __init__(self):
        self.gate = Gate()
        self.faults = {}
        self.built = []
        self.detectors = []

    def __call__(self, settings):
        self.gate.wait()
        self.built.append((settings.model, settings.precision))
        if settings.model in self.faults:
            raise self.faults[settings.model]
        detector = FakeDetector(settings=settings)
        detector.warm = self._warm(detector)
        self.detectors.append(detector)
        return detector

    def _warm(self, detector):
        def warm(settings):
            self.gate.wait()
            if settings.imgsz in self.faults:
                raise self.faults[settings.imgsz]
            detector.warmed.append(settings.imgsz)

        return warm


class SwitchRig:
    """A store, a factory and the switches that a test makes of them."""

    def __init__(self):
        self.store = WatchedStore()
        self.factory = Factory()
        self.switches = []

    def switch(self, **options):
        self.switches.append(DetectorSwitch(self.factory, self.store, **options))
        return self.switches[-1]

    def ready(self):
        switch = self.switch()
        Worker(switch.wait_ready).join()
        return switch

    def close(self):
        self.factory.gate.open()
        for switch in self.switches:
            Worker(switch.close).join()


def served(switch, store):
    """Model and size that answer a frame now."""
    [result] = switch.submit([IMAGE], store.current).result()
    return result.model.name, result.model.size_wh[0]
