"""A capture stage for tests, which take its frames one by one."""

from support.pipeline.fakes import Worker
from yolocam.pipeline.capture import FILE_CAPACITY, CaptureStage
from yolocam.pipeline.channel import Channel, Closed
from yolocam.pipeline.playback import Playback
from yolocam.pipeline.stats import Stats
from yolocam.settings import SettingsStore

SECOND = 1_000_000_000


class CaptureRig:
    """A capture stage at work, and its channel, from which the test takes frames."""

    def __init__(self, source, *, playback=None, store=None, **options):
        self.source = source
        self.store = store or SettingsStore()
        self.stats = Stats()
        self.playback = playback or Playback()
        self.channel = Channel(FILE_CAPACITY, on_drop=lambda f: f.repeat or self.stats.drop("capture"))
        stage = CaptureStage(source, self.channel, self.store, self.stats, self.playback, **options)
        self._unsubscribe = self.store.subscribe(self.playback.repeat)
        self.worker = Worker(stage.run)

    def get(self):
        """The next frame, with a watchdog."""
        return Worker(self.channel.get).join()

    def rest(self):
        indices = []
        try:
            while True:
                indices.append(self.get().index)
        except Closed:
            return indices

    def is_still(self):
        """Whether nothing more comes."""
        return self.worker.stays_busy() and len(self.channel) == 0

    def stop(self):
        self.playback.stop()
        self.source.gate.open()
        self.channel.cancel()
        self.worker.join()
