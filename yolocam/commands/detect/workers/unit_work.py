"""What one worker does: it loads the network once, then goes through one unit after the other."""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import asdict, replace
from fractions import Fraction
from pathlib import Path
from typing import Any

from yolocam.commands.audio_flags import audio_choice
from yolocam.commands.detect.batch_choice import chosen_batch
from yolocam.commands.detect.encoder_flags import encoder_from
from yolocam.commands.detect.inputs import Inputs, decoder_card
from yolocam.commands.detect.outputs import file_sinks, folder_sink
from yolocam.commands.detect.run_settings import run_settings
from yolocam.commands.detect.sampling_flags import sampling_from
from yolocam.commands.detect.workers.args_json import args_from_json
from yolocam.commands.detect.workers.remote_files import items_at_hand
from yolocam.commands.detect.workers.unit_output import output_of
from yolocam.commands.detect.workers.unit_problems import UnitProblems
from yolocam.commands.detect.workers.worker_protocol import Answer
from yolocam.errors import SourceError
from yolocam.loading import make_detector, share_cores
from yolocam.media.encoding.encoder_settings import FILE, EncoderSettings
from yolocam.media.encoding.encoders import working_encoders
from yolocam.media.key_frames import FilmPart, film_parts
from yolocam.pipeline.distribution.part_source import PartSource, UncutError
from yolocam.pipeline.distribution.row_file import RowSink
from yolocam.pipeline.distribution.run_store import film_name, rows_name
from yolocam.pipeline.distribution.work_unit import WorkUnit
from yolocam.pipeline.drawing.annotate import Annotator
from yolocam.pipeline.interfaces import Sink, Source
from yolocam.pipeline.jobs.shared_detector import SharedDetector
from yolocam.pipeline.pipeline import Pipeline
from yolocam.pipeline.sinks.names.output_names import OutputNames
from yolocam.pipeline.sinks.video.part_video import PartVideoSink
from yolocam.pipeline.sources.files.film import film_length, is_moving_picture
from yolocam.pipeline.sources.files.listing import Listing
from yolocam.pipeline.sources.files.video import VideoSource
from yolocam.settings import SettingsStore

_LOOK_S = 0.2


class UnitWorker:
    """Does units as an `order` says: the flags of the run (`args`), its outputs, the `cores` of one worker.

    `images` is how many there are in the whole run, None if nobody knows. Raises what loading a network
    raises.
    """

    def __init__(self, order: dict[str, Any]) -> None:
        self._args: argparse.Namespace = args_from_json(order["args"])
        self._host = order.get("host")
        self._output = output_of(order)
        files, self._settings = run_settings(self._args)
        self._cores = share_cores(self._settings, order["cores"])
        self._encoder: EncoderSettings = encoder_from(self._args, FILE)
        self._sampling = sampling_from(self._args)
        self._detector = make_detector(
            files, self._settings, streams=self._cores.streams, image_count=order["images"]
        )
        self._detector.input_size(self._settings)
        if self._args.calibrate is not None:
            from yolocam.commands.detect.calibration import calibrate

            calibrate(self._detector, self._settings, self._args.calibrate)

    def work(self, unit: WorkUnit, tell: Callable[[int], None]) -> Answer:
        """Do a unit and return what came of it; `tell` hears how many frames are done.

        Raises a YolocamError that would end any unit.
        """
        problems = UnitProblems()
        with items_at_hand(unit.items, problems.skipped) as items:
            lost = len(unit.items) - len(items)
            if not items:
                return {"state": "failed", "frames": 0, "problems": problems.told}
            near = unit.with_items(items)
            if unit.may_split and (parts := self._parts(near)):
                name = self._encoder_name(near)
                return {"state": "parts", "parts": [asdict(part) for part in parts], "encoder": name}
            with self._output.folder(unit.key) as folder:
                answer = self._done(near, unit.key, folder, problems, tell)
        return {**answer, "state": "failed"} if lost else answer

    def _done(
        self, unit: WorkUnit, key: str, folder: Path, problems: UnitProblems, tell: Callable[[int], None]
    ) -> Answer:
        started = time.monotonic()
        rows = RowSink(folder / rows_name(key))
        try:
            film = self._run(unit, key, folder, rows, problems, tell)
        except UncutError:
            return {"state": "whole"}
        finally:
            rows.close()
            rows.discard()
        answer = {
            "state": "done",
            "frames": rows.frames,
            "seconds": round(time.monotonic() - started, 3),
            "problems": problems.told,
            **({"host": self._host} if self._host else {}),
        }
        if film is not None and film.place is not None:
            answer["place"] = {**asdict(film.place), "base": str(film.place.base)}
        return answer

    def _parts(self, unit: WorkUnit) -> tuple[FilmPart, ...]:
        longest_ns = self._args.part_length
        path = unit.items[0].path
        try:
            if is_moving_picture(path) or (film_length(path)[1] or 0) < longest_ns * Fraction(3, 2):
                return ()
            return film_parts(path, longest_ns)
        except SourceError:
            return ()  # told when it is worked at

    def _encoder_name(self, unit: WorkUnit) -> str | None:
        """Return the encoder for all parts of a film: whoever makes one must take the same."""
        if self._args.no_save:
            return None
        with closing(VideoSource(unit.items[0].path)) as film:
            size = self._encoder.output_size(film.info.size_wh)
        return next((one.name for one in working_encoders(self._encoder) if one.takes(size)), None)

    def _run(
        self,
        unit: WorkUnit,
        key: str,
        folder: Path,
        rows: RowSink,
        problems: UnitProblems,
        tell: Callable[[int], None],
    ) -> PartVideoSink | None:
        """Work at a unit to its end; returns what holds its annotated part, if it has one."""
        inputs = Inputs(Listing(unit.items), None, self._sampling, decoder_card(self._args))
        source = self._open(unit, inputs, problems)
        store = SettingsStore(self._settings)
        assert inputs.listing is not None
        count = source.info.frame_count
        batch = chosen_batch(
            self._args.batch, lambda _: None, self._detector, self._settings, inputs.listing, count,
            measure=False,  # beside the other workers it would be wrong
        )  # fmt: skip
        detector = SharedDetector(self._detector)
        pipeline = Pipeline(source, detector, Annotator(), store, batch=batch)
        pipeline.outputs.attach(rows, name="rows")
        sinks, film = self._sinks(unit, key, folder, source, problems)
        for name, sink in sinks.items():
            pipeline.outputs.attach(sink, name=name)
        pipeline.start()
        while not pipeline.join(_LOOK_S):
            tell(pipeline.stats.snapshot().inferred)
        rows.save()
        return film

    def _open(self, unit: WorkUnit, inputs: Inputs, problems: UnitProblems) -> Source:
        if unit.part is None:
            return inputs.open(problems.skipped, self._cores.decoder, problems.note)
        (item,) = unit.items
        return PartSource(
            item.path,
            item.name,
            unit.part,
            sampling=inputs.sampling,
            threads=self._cores.decoder,
            card=inputs.card,
            on_note=problems.note,
        )

    def _sinks(
        self, unit: WorkUnit, key: str, folder: Path, source: Source, problems: UnitProblems
    ) -> tuple[dict[str, Sink], PartVideoSink | None]:
        if unit.names is None:
            return {}, None
        args, film = self._args, None
        names = OutputNames.of_known(
            {item.name: name for item, name in zip(unit.items, unit.names, strict=True)}
        )
        annotated: Sink | None = None
        if not args.no_save and unit.part is not None:
            encoder = replace(self._encoder, encoder=unit.encoder) if unit.encoder else self._encoder
            path = folder / film_name(key)
            annotated = film = PartVideoSink(path, source.info, encoder, self._cores.encoder)
        elif not args.no_save:
            annotated = folder_sink(
                folder,
                names,
                self._sampling,
                encoder=self._encoder,
                threads=self._cores.encoder,
                warn=problems.warn,
                audio=audio_choice(args, live=False).own,
            )
        return file_sinks(args, folder, names, annotated, problems.failed), film
