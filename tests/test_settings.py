import random
import threading
from dataclasses import FrozenInstanceError, fields

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yolocam.errors import SettingsError, YolocamError
from yolocam.settings import MAX_IMGSZ, PRESETS, STRIDE, Settings, SettingsStore, control_of, controls


def test_every_field_is_one_control_with_a_flag_of_its_own():
    shown = controls()
    assert list(shown) == [field.name for field in fields(Settings) if field.name != "floor"]
    assert len({control.flag for control in shown.values()}) == len(shown)
    for control in shown.values():
        assert control.flag.startswith("--")
        assert control.label
        assert control.help.endswith(".") or control.help.endswith("size.")


def test_defaults_lie_within_their_controls():
    settings = Settings()
    for name, control in controls().items():
        value = getattr(settings, name)
        if control.kind == "slider" and value != 0:  # 0 leaves the choice to the program
            assert control.low <= value <= control.high
        if control.choices:
            assert value in control.choices


def test_both_ends_of_every_slider_are_accepted():
    for name, control in controls().items():
        if control.kind == "slider":
            kind = type(getattr(Settings(), name))
            for value in (control.low, control.high):
                Settings(**{name: kind(value)})


@pytest.mark.parametrize("preset", PRESETS)
def test_presets_are_settings(preset):
    assert isinstance(Settings(**PRESETS[preset]), Settings)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"confidence": 7}, "confidence is 7, expected a number from 0 to 1"),
        ({"confidence": -0.1}, "confidence is -0.1, expected a number from 0 to 1"),
        ({"iou": float("nan")}, "iou is nan, expected a number from 0 to 1"),
        ({"iou": float("inf")}, "iou is inf, expected a number from 0 to 1"),
        ({"imgsz": 333}, "imgsz is 333, expected a multiple of 32 such as 320 or 352"),
        ({"imgsz": 31}, "imgsz is 31, expected 32 to 2560"),
        ({"imgsz": -32}, "imgsz is -32, expected 32 to 2560"),
        ({"imgsz": 10**9}, "imgsz is 1000000000, expected 32 to 2560"),
        ({"max_det": 0}, "max_det is 0, expected 1 to 100000"),
        ({"line_width": -1}, "line_width is -1, expected 0 to 100 pixels"),
        ({"line_width": 101}, "line_width is 101, expected 0 to 100 pixels"),
        ({"fit": "crop"}, "fit is 'crop', expected one of auto, letterbox, stretch"),
        (
            {"precision": "fp7"},
            f"precision is 'fp7', expected one of {', '.join(control_of('precision').choices)}",
        ),
        ({"threshold_on": ""}, "threshold_on is '', expected one of score, objectness"),
        ({"frames": "some"}, "frames is 'some', expected one of auto, live, every"),
    ],
)
def test_a_value_outside_its_range_is_named_with_what_was_expected(changes, sentence):
    with pytest.raises(SettingsError) as caught:
        Settings(**changes)
    assert str(caught.value) == sentence
    assert isinstance(caught.value, YolocamError)


@given(st.integers(-(10**6), 10**6))
def test_sizes_are_multiples_within_bounds(size):
    valid = size == 0 or (STRIDE <= size <= MAX_IMGSZ and size % STRIDE == 0)
    if valid:
        assert Settings(imgsz=size).imgsz == size
    else:
        with pytest.raises(SettingsError):
            Settings(imgsz=size)


@given(st.integers(STRIDE, MAX_IMGSZ).filter(lambda size: size % STRIDE))
def test_the_sizes_that_are_suggested_are_accepted(size):
    with pytest.raises(SettingsError) as caught:
        Settings(imgsz=size)
    low, high = (int(word) for word in str(caught.value).split(" such as ")[1].split(" or "))
    assert low < size < high
    assert Settings(imgsz=low).imgsz + STRIDE == Settings(imgsz=high).imgsz


def test_settings_do_not_change():
    with pytest.raises(FrozenInstanceError):
        Settings().confidence = 0.5
    assert hash(Settings(classes=frozenset({1, 2}))) == hash(Settings(classes=frozenset({2, 1})))


def test_an_unknown_field_has_no_control():
    with pytest.raises(KeyError):
        control_of("volume")


# The store.


def test_a_change_makes_a_new_object_and_leaves_the_old_one_alone():
    store = SettingsStore()
    before = store.current
    after = store.update(confidence=0.5, iou=0.6)
    assert store.current is after
    assert (after.confidence, after.iou, after.max_det) == (0.5, 0.6, before.max_det)
    assert before == Settings()


def test_a_refused_change_changes_nothing_and_is_not_told():
    store, told = SettingsStore(Settings(iou=0.3)), []
    store.subscribe(lambda: told.append(1))
    with pytest.raises(SettingsError):
        store.update(confidence=0.9, iou=2)
    assert store.current == Settings(iou=0.3)
    assert told == []


def test_listeners_are_told_of_changes_only():
    store, seen = SettingsStore(), []
    unsubscribe = store.subscribe(lambda: seen.append(store.current.confidence))
    store.update(confidence=0.5)
    store.update(confidence=0.5)
    store.update(confidence=0.6)
    unsubscribe()
    unsubscribe()
    store.update(confidence=0.7)
    assert seen == [0.5, 0.6]


def test_a_listener_may_change_the_settings_and_leave():
    store, leave = SettingsStore(), []

    def listener():
        leave[0]()
        store.update(iou=0.9)

    leave.append(store.subscribe(listener))
    store.update(confidence=0.5)
    assert (store.current.confidence, store.current.iou) == (0.5, 0.9)


def test_no_change_is_lost_between_threads():
    store, seeds = SettingsStore(), range(4)
    names = ("confidence", "iou", "max_det", "line_width")

    def work(seed):
        chance = random.Random(seed)
        for _ in range(300):
            value = chance.randint(1, 20)
            store.update(**{names[seed]: value / 20 if seed < 2 else value})
        store.update(**{names[seed]: 0.125 if seed < 2 else 13})

    threads = [threading.Thread(target=work, args=(seed,)) for seed in seeds]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
        assert not thread.is_alive()
    assert [getattr(store.current, name) for name in names] == [0.125, 0.125, 13, 13]
