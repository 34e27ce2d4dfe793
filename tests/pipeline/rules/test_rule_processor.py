"""When rules are met: by media time, once for each time that an object is there."""

from dataclasses import replace

import pytest

from support.pipeline.ruled_frames import seen
from yolocam.pipeline.rules.rule_processor import RuleProcessor

pytest.importorskip("lap")

DO = 'do = [{action = "log"}]\n'


@pytest.fixture
def rules(rule_file):
    def make(*lines):
        return RuleProcessor(rule_file("[[rule]]\n" + "\n".join(lines) + "\n" + DO))

    return make


def met(processor, frames):
    """The frame and the track of each event of a rule."""
    return [
        (frame.frame.index, event.track_id)
        for frame in frames
        for event in processor.process(frame).events
        if event.rule is not None
    ]


def test_one_that_appears_is_told_once_and_not_by_a_single_frame(rules):
    frames = [seen(0, [4]), *(seen(i, [7]) for i in range(1, 30))]
    assert met(rules('when = "appears"'), frames) == [(2, 7)]


def test_a_gap_of_missed_frames_is_no_new_appearance_but_coming_back_is(rules):
    there = [0, 1, 2, 8, 9, 30, 31]
    frames = [seen(i, [7] if i in there else []) for i in range(32)]
    assert met(rules('when = "appears"'), frames) == [(1, 7), (31, 7)]


def test_one_that_leaves_is_told_when_it_is_gone_for_a_second(rules):
    frames = [seen(i, [7] if i < 5 else []) for i in range(30)]
    assert met(rules('when = "leaves"'), frames) == [(15, 7)]


def test_where_frames_are_rare_one_that_is_missed_in_two_has_not_left(rules):
    """As under load: a frame every 1.2 seconds, and the tracker knows the object again."""
    there = [0, 1, 2, 4, 5, 8, 9]
    frames = [seen(i, [7] if i in there else [], at_ns=i * 1_200_000_000) for i in range(16)]
    assert met(rules('when = "leaves"'), frames) == [(12, 7)]
    assert met(rules('when = "appears"'), frames) == [(1, 7)]


def test_an_area_is_left_by_those_who_are_still_in_the_image(rules):
    frames = [seen(i, [7], inside={7} if i < 5 else ()) for i in range(30)]
    assert met(rules('when = "leaves"', 'where = "yard"'), frames) == [(15, 7)]
    assert met(rules('when = "appears"', 'where = "yard"'), frames[4:]) == []


def test_staying_counts_seconds_of_media_time_over_dropped_frames(rules):
    frames = [seen(i, [7], inside={7}) for i in range(0, 60, 4)]
    assert met(rules('when = "stays"', 'where = "yard"', "seconds = 2"), frames) == [(20, 7)]


def test_more_than_so_many_is_told_once_until_it_is_over(rules):
    many = [*range(5), *range(30, 40)]
    frames = [seen(i, [1, 2, 3] if i in many else [1, 2]) for i in range(40)]
    assert met(rules('when = "more than"', "count = 2"), frames) == [(1, 3), (31, 3)]


def test_a_line_is_crossed_one_way_or_both(rules):
    frames = [seen(0, [7]), seen(1, [7], crossed={7: "in"}), seen(2, [7], crossed={7: "out"})]
    assert met(rules('when = "crosses"', 'where = "door"'), frames) == [(1, 7), (2, 7)]
    only = rules('when = "crosses"', 'where = "door"', 'direction = "out"')
    assert met(only, frames) == [(2, 7)]
    assert met(rules('when = "crosses"', 'where = "gate"'), frames) == []


def test_classes_and_confidence_are_those_of_the_rule(rules):
    frames = [seen(i, [7], score=0.5, kind=1) for i in range(5)]
    name = seen(0, []).model.class_names[1]
    assert met(rules('when = "appears"', f'class = "{name.upper()}"', "confidence = 0.5"), frames) == [(1, 7)]
    assert met(rules('when = "appears"', "confidence = 0.6"), frames) == []
    assert met(rules('when = "appears"', f'class = "{seen(0, []).model.class_names[0]}"'), frames) == []


def test_at_most_once_in_so_many_seconds_of_media_time(rules):
    frames = [seen(i, [i // 2]) for i in range(100)]
    assert [at for at, _ in met(rules('when = "appears"', "every = 3"), frames)] == [1, 31, 61, 91]


def test_repeated_frames_count_nothing_and_a_reset_forgets_who_was_there(rules):
    rule = rules('when = "appears"')
    assert met(rule, [seen(0, [7]), seen(0, [7], repeat=True)]) == []
    assert met(rule, [seen(1, [7])]) == [(1, 7)]
    rule.reset()
    assert met(rule, [seen(2, [7]), seen(3, [7])]) == [(3, 7)]


def test_objects_are_tracked_where_nothing_tracks(rules):
    frames = []
    for index in range(4):
        one = seen(index, [7])
        found = replace(one.detections, track_id=None)
        frames.append(replace(one, inference=replace(one.inference, detections=found)))
    assert met(rules('when = "appears"'), frames) == [(1, 1)]


def test_the_same_frames_give_the_same_events(rules):
    frames = [seen(i, [i // 7, 100 + i // 11]) for i in range(80)]
    assert met(rules('when = "leaves"'), frames) == met(rules('when = "leaves"'), frames)
