"""The doctor's verdict against the loader itself: what it calls fitting loads, and nothing else does."""

import random

import pytest

from support.darknet.darknet_files import HEADER
from support.darknet.doctor_files import CFG, values_of
from yolocam.errors import YolocamError
from yolocam.model import load_network
from yolocam.model.doctor import examine

_VALUES = ("0", "1", "-1", "2", "3", "14", "99999", "1e3", "x", "", "1,2", "0.5,-1", "none")
_LINES = ("[net]", "[yolo]", "[route]", "[avgpool]", "[reorg]", "[dropout]", "anchors=1", "=", "[", "\0", "é")


def spoiled_text(chance):
    """Return the cfg with up to three lines lost, doubled, replaced, or with another value."""
    lines = CFG.split("\n")
    for _ in range(chance.randrange(4)):
        at, kind = chance.randrange(len(lines)), chance.randrange(4)
        if kind == 0:
            del lines[at]
        elif kind == 1:
            lines.insert(at, chance.choice(lines))
        elif kind == 2:
            lines[at] = chance.choice(_LINES)
        else:
            lines[at] = f"{lines[at].partition('=')[0]}={chance.choice(_VALUES)}"
    return "\n".join(lines)


def spoiled_bytes(chance, content):
    """Return the file whole, cut off, longer, or something else altogether."""
    kind = chance.randrange(5)
    if kind == 0:
        return content[: chance.randrange(len(content))]
    if kind == 1:
        return content + bytes(chance.randrange(500))
    if kind == 2:
        return chance.randbytes(chance.randrange(200))
    return content


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(3))
def test_verdict_is_that_of_the_loader(tmp_path, seed):
    chance = random.Random(seed)
    content = HEADER + values_of(tmp_path, CFG).astype("<f4").tobytes()
    cfg, weights = tmp_path / "net.cfg", tmp_path / "net.weights"
    for _ in range(20):
        cfg.write_text(spoiled_text(chance), encoding="utf-8")
        weights.write_bytes(spoiled_bytes(chance, content))
        diagnosis = examine(cfg, weights)
        try:
            load_network(cfg, weights)
        except YolocamError as error:
            assert not diagnosis.fits, error
        else:
            assert diagnosis.fits, diagnosis.errors
        assert all("\n" not in finding.text for finding in diagnosis.findings)
