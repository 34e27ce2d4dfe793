"""`yolocam bench engines`: the network by every engine that is here, side by side."""

from __future__ import annotations

from dataclasses import asdict

from yolocam.bench.engine_forms import Form, LeftOut, Measured, forms, measure_form, reference
from yolocam.bench.quickest_engine import Found, find_quickest, question_of
from yolocam.bench.search_process import find_elsewhere
from yolocam.commands.bench.bench_task import Answer, Task, plain_table, side
from yolocam.errors import DeviceError
from yolocam.loading import MANY_IMAGES, make_detector
from yolocam.model.detector import Detector
from yolocam.model.engines.exported.library_trial import LIBRARIES, try_again
from yolocam.model.engines.types import available_engines
from yolocam.settings import Settings
from yolocam.system.helper_process import can_start


def measure(task: Task) -> Answer:
    """Measure every form in turn; `agreement` is that with PyTorch in fp32. DeviceError if there is none."""

    def load(settings: Settings) -> Detector:
        return make_detector(task.files, settings, image_count=MANY_IMAGES)

    for name in set(LIBRARIES).intersection(available_engines()):
        try_again(name)  # what was broken may have been mended
    quickest = _quickest(task)  # first, for it finds out which library cannot be measured here
    found = list(forms(task.settings))
    left_out = [form for form in found if isinstance(form, LeftOut)]
    here = [form for form in found if isinstance(form, Form)]
    if not here:
        raise DeviceError(left_out[0].why if left_out else f"no engine computes in {task.settings.precision}")
    images = task.images()
    exact = reference(load, images, task.settings)
    seconds, warmup_s = task.seconds(2.0), task.args.warmup
    measured: list[Measured] = []
    for form in here:
        result = measure_form(form, load, images, task.settings, exact, seconds=seconds, warmup_s=warmup_s)
        if isinstance(result, Measured):
            measured.append(result)
        else:
            left_out.append(result)
    measured.sort(key=lambda one: one.whole_ms)
    return _answer(task, measured, left_out, len(images), exact.size_wh, quickest)


def _quickest(task: Task) -> Found | None:
    """Find out, and keep, what `auto` takes; None where no other library is here, or a flag has decided."""
    question = question_of(task.files, task.settings)
    if question is None:
        return None
    if can_start():
        return find_elsewhere(task.files, task.settings)
    found = find_quickest(task.files, task.settings)
    question.keep(found.choice)
    return found


def _answer(
    task: Task,
    measured: list[Measured],
    left_out: list[LeftOut],
    images: int,
    size_wh: tuple[int, int],
    quickest: Found | None,
) -> Answer:
    figures = {
        "model": task.files.name,
        "imgsz": side(size_wh),
        "images": images,
        "engines": [one.to_json() for one in measured],
        "left_out": [asdict(one) for one in left_out],
        "auto": None if quickest is None else asdict(quickest.choice),
    }
    table = plain_table("engine", "precision", "device", "network", "whole", "agreement")
    for one in measured:
        table.add_row(
            one.form.engine, one.form.precision, one.device, f"{one.network_ms:.2f} ms",
            f"{one.whole_ms:.2f} ms", f"{one.agreement:.1%}",
        )  # fmt: skip
    versions = ", ".join(sorted({one.form.version for one in measured}))
    lines = [f"\nOne image at a time; agreement with torch fp32 on {images} images; {versions}."]
    lines += [f"left out: {one.engine} {one.precision}: {one.why}" for one in left_out]
    if quickest is not None:
        lines.append(_of_auto(quickest))
    title = f"{task.files.name} {size_wh[0]}x{size_wh[1]}, every engine"
    return Answer(title, figures, (table, "\n".join(lines)))


def _of_auto(quickest: Found) -> str:
    """Say what `auto` takes, and by which figures."""
    taken = "our own engines" if quickest.choice.engine == "auto" else quickest.choice.engine
    times = ", ".join(
        f"{'our own' if one.choice.engine == 'auto' else f'{one.choice.engine} {one.choice.precision}'} "
        f"{one.ms:.1f} ms"
        for one in quickest.timed
    )
    return f"auto takes {taken} for this network and size; an image on one core, in processor time: {times}"
