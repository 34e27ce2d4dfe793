"""Every kind of value that a flag may have reaches a worker as it is."""

import argparse
import json
from fractions import Fraction

import pytest

from yolocam.commands.arguments import add_detect_flags
from yolocam.commands.detect.workers.args_json import args_from_json, args_to_json
from yolocam.errors import SettingsError

FLAGS = (
    "in --workers 2 --output-fps 30000/1001 --output-size 80x --bitrate 2.5M --quality 20 --cfg a.cfg "
    "--classes person,dog --imgsz 416 --start 0:01 --every 1.5 --only-with-detections --process track "
    "--save-csv a.csv --output s3://bucket/out --counts-every 10"
)


def test_a_worker_gets_the_flags_that_were_given():
    parser = argparse.ArgumentParser()
    add_detect_flags(parser)
    args = parser.parse_args(FLAGS.split())
    assert args.output_fps == Fraction(30000, 1001)
    assert args_from_json(json.loads(json.dumps(args_to_json(args)))) == args


def test_what_cannot_be_passed_on_is_named():
    with pytest.raises(SettingsError, match="value of odd, a complex"):
        args_to_json(argparse.Namespace(odd=1j))
