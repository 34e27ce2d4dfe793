import hashlib
import re

import av
import pytest

from support.paths import SHARED
from yolocam.assets import asset

MODELS = ("yolov3", "yolov3-spp", "yolov3-tiny", "yolov4", "yolov4-tiny", "yolo-fastest-1.1-xl")
TRAINED_LETTERBOXED = ("yolov3", "yolov3-spp", "yolov3-tiny")
OFFICIAL = SHARED / "cfg"

INFERENCE_KEYS = {
    "net": {"width", "height", "channels"},
    "convolutional": {"batch_normalize", "filters", "size", "stride", "pad", "activation", "groups"},
    "maxpool": {"size", "stride"},
    "route": {"layers", "groups", "group_id"},
    "shortcut": {"from", "activation"},
    "upsample": {"stride"},
    "dropout": {"probability"},
    "yolo": {"mask", "anchors", "classes", "num", "scale_x_y"},
}


def sections_of(path):
    """The sections of a cfg file, by two regular expressions: (name, {key: text}) in order."""
    text = re.sub(r"^\s*[#;].*$", "", path.read_text(encoding="utf-8"), flags=re.MULTILINE)
    parts = re.split(r"^\s*\[(\w+)\]", text, flags=re.MULTILINE)[1:]
    for name, body in zip(parts[::2], parts[1::2], strict=True):
        pairs = re.findall(r"^\s*(\w+)\s*=\s*(.*?)\s*$", body, flags=re.MULTILINE)
        yield name, {key: value.replace(" ", "") for key, value in pairs}


def meaning(name, keys):
    """What inference makes of a section: defaults left out, padding in pixels."""
    kept = {key: value for key, value in keys.items() if key in INFERENCE_KEYS[name]}
    if name == "convolutional":
        kept["pad"] = int(kept.get("pad", 0)) * (int(kept["size"]) // 2)
    if float(kept.get("scale_x_y", 0)) == 1:
        del kept["scale_x_y"]
    return name, kept


@pytest.mark.parametrize("model", MODELS)
def test_a_network_is_the_official_one(model):
    official = OFFICIAL / f"{model}.cfg"
    if not official.exists():
        pytest.skip(f"{official} is not here: the official cfg files are not part of the project")
    ours = [meaning(*section) for section in sections_of(asset(f"models/{model}.cfg"))]
    theirs = [meaning(*section) for section in sections_of(official)]
    assert len(ours) == len(theirs)
    for layer, (our, their) in enumerate(zip(ours, theirs, strict=True), -1):
        assert our == their, f"layer {layer}"


@pytest.mark.parametrize("model", MODELS)
def test_a_cfg_holds_nothing_but_what_inference_needs(model):
    for name, keys in sections_of(asset(f"models/{model}.cfg")):
        assert set(keys) - {"letter_box"} <= INFERENCE_KEYS[name]


@pytest.mark.parametrize("model", MODELS)
def test_a_cfg_says_how_the_picture_is_fitted(model):
    _, net = next(sections_of(asset(f"models/{model}.cfg")))
    assert net["letter_box"] == ("1" if model in TRAINED_LETTERBOXED else "0")


@pytest.mark.parametrize("model", MODELS)
def test_the_layer_numbers_in_the_comments_are_right(model):
    """A comment 'layer N: ...' stands right above layer N of its file."""
    layer = -1
    for line in asset(f"models/{model}.cfg").read_text(encoding="utf-8").splitlines():
        if (said := re.match(r"# layer (\d+): ", line)) and "of the backbone" not in line:
            assert int(said[1]) == layer
        layer += line.startswith("[")


def test_the_embedded_weights_are_the_published_ones():
    data = asset("models/yolov3-tiny.weights").read_bytes()
    assert len(data) == 35_434_956
    assert (
        hashlib.sha256(data).hexdigest() == "dccea06f59b781ec1234ddf8d1e94b9519a97f4245748a7d4db75d5b7080a42c"
    )


@pytest.mark.parametrize(("file", "count", "first", "last"), [
    ("coco.names", 80, "person", "toothbrush"),
    ("voc.names", 20, "aeroplane", "tvmonitor"),
])  # fmt: skip
def test_the_class_names(file, count, first, last):
    names = asset(f"models/{file}").read_text(encoding="utf-8").splitlines()
    assert (len(names), len(set(names)), names[0], names[-1]) == (count, count, first, last)
    assert all(name and name == name.strip() for name in names)


def test_the_sample_clip_plays():
    with av.open(str(asset("samples/gallery.mp4"))) as container:
        stream = container.streams.video[0]
        assert (stream.codec_context.name, stream.pix_fmt) == ("h264", "yuv420p")
        assert (stream.width, stream.height, stream.average_rate, stream.frames) == (1280, 720, 25, 300)
        image = next(container.decode(stream)).to_ndarray(format="bgr24")
    assert image.std() > 20


def test_the_sample_clip_starts_from_its_first_bytes():
    data = asset("samples/gallery.mp4").read_bytes()
    assert len(data) < 4e6
    assert 0 < data.find(b"moov") < data.find(b"mdat")


@pytest.mark.parametrize(("folder", "licence"), [("models", "LICENSE-darknet.md"), ("samples", "LICENSE.md")])
def test_the_terms_of_every_file_are_stated(folder, licence):
    terms = asset(f"{folder}/{licence}").read_text(encoding="utf-8")
    for file in asset(folder).iterdir():
        assert file.name in terms or f"*{file.suffix}" in terms or file.name == licence, file.name
