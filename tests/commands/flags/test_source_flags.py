"""Who allows a certificate that cannot be verified allows it for the sources of that command line."""

import pytest

from yolocam.cli import parse


@pytest.mark.parametrize("command", [[], ["watch"], ["detect"]])
def test_the_flag_marks_encrypted_sources_alone(command):
    for source, marked in (("rtsps://cam/x", "rtsps://cam/x#unverified"), ("film.mp4", "film.mp4")):
        for flags, expected in ((["--allow-unverified"], marked), ([], source)):
            _, args, _ = parse([*command, source, *flags])
            assert args.source == ([expected] if command else expected)
