"""A detector whose work takes a known time on a clock that only it moves."""

from yolocam.frame import Detections, Inference, ModelInfo, Timing


class FakeClock:
    def __init__(self):
        self.now = 1_000

    def __call__(self):
        return self.now


class ClockedDetector:
    """A batch of n takes call_ns + n * each_ns; `hiccups` adds to that of single batches."""

    def __init__(self, clock, call_ns=1_000_000, each_ns=500_000, slots=1, hiccups=None):
        self.clock, self.call_ns, self.each_ns, self.slots = clock, call_ns, each_ns, slots
        self.hiccups = hiccups or {}
        self.under_way = self.most_under_way = self.done = 0
        self.batches = []
        self.refusal = None
        self.settled = True
        self.streams = 1
        self.structure = "a few layers"

    def set_streams(self, streams):
        self.streams = streams

    def submit(self, images, settings):
        self.under_way += 1
        self.most_under_way = max(self.most_under_way, self.under_way)
        self.batches.append(len(images))
        return _Work(self, len(images))

    def model_info(self, settings):
        return ModelInfo("fake", ("thing",), (416, 416), "CPU", "fp32")

    def close(self):
        pass


class _Work:
    def __init__(self, detector, pictures):
        self.detector, self.pictures = detector, pictures

    def result(self):
        own = self.detector
        own.under_way -= 1
        taken = own.call_ns + self.pictures * own.each_ns + own.hiccups.get(own.done, 0)
        own.done += 1
        own.clock.now += taken
        share = taken // self.pictures
        timing = Timing(share // 10, share * 8 // 10, share // 10)
        return [Inference(Detections.empty(), timing, own.model_info(None))] * self.pictures
