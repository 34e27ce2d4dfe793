"""Models by name: what ships is what the catalogue says, what is missing or wrong is named."""

import hashlib
import re

import pytest

from support.paths import SHARED
from yolocam.assets import asset
from yolocam.darknet.cfg import parse_cfg
from yolocam.darknet.names import read_names
from yolocam.errors import ModelError
from yolocam.model.layers.darknet_network import DarknetNetwork
from yolocam.model.layers.weights import chunks
from yolocam.settings import DEFAULT_MODEL, TUTORIAL_MODEL
from yolocam.zoo import library
from yolocam.zoo.catalog import CATALOG
from yolocam.zoo.library import available_models, find_model, own_model

SHIPPED = (DEFAULT_MODEL, TUTORIAL_MODEL)


@pytest.fixture
def own_folder(tmp_path, monkeypatch):
    """An empty folder in place of the user's own."""
    folder = tmp_path / "models"
    monkeypatch.setattr(library, "models_folder", lambda: folder)
    return folder


@pytest.mark.parametrize("name", SHIPPED)
def test_the_shipped_weights_are_the_public_ones(name):
    path = asset(f"models/{name}.weights")
    assert hashlib.sha256(path.read_bytes()).hexdigest() in CATALOG[name].sha256


@pytest.mark.slow
@pytest.mark.parametrize("name", CATALOG)
def test_the_sizes_worth_running_ascend_and_suit_the_network(name):
    entry = CATALOG[name]
    stride = DarknetNetwork(parse_cfg(entry.cfg_path)).stride
    assert list(entry.sizes) == sorted(set(entry.sizes))
    assert all(size % stride == 0 for size in entry.sizes)


@pytest.mark.slow
@pytest.mark.parametrize("name", CATALOG)
def test_every_entry_has_its_network_and_names(name):
    entry = CATALOG[name]
    network = DarknetNetwork(parse_cfg(entry.cfg_path))
    assert entry.name == name
    assert (network.net.width, network.net.height) == (entry.size, entry.size)
    assert network.num_classes == len(read_names(entry.names_path)) == 80
    # A header of 20 bytes, then four for each value.
    assert entry.bytes == 20 + 4 * sum(chunk.tensor.numel() for chunk in chunks(network))
    # Billions of operations, a multiplication and an addition being two, as Darknet counts.
    assert 2e-9 * network.multiply_adds == pytest.approx(entry.gflops, rel=0.03)
    assert all(re.fullmatch("[0-9a-f]{64}", digest) for digest in entry.sha256)
    assert all(re.fullmatch("[0-9a-f]{40}", digest) for digest in entry.sha1)
    # Without a checksum, nothing would notice that the beginning and the end come from different places.
    assert len(entry.addresses) == 1 or entry.sha256
    assert entry.addresses
    assert all(x.startswith("https://") and x.endswith("/" + entry.weights_name) for x in entry.addresses)


@pytest.mark.slow
@pytest.mark.parametrize("name", CATALOG)
def test_fit_agrees_with_the_cfg(name):
    """Whoever gives the cfg by its path gets the same fit as by its name."""
    letter_box = DarknetNetwork(parse_cfg(CATALOG[name].cfg_path)).net.letter_box
    assert CATALOG[name].fit == ("stretch" if letter_box is False else "letterbox")


@pytest.mark.parametrize(("name", "fit"), [(DEFAULT_MODEL, "stretch"), (TUTORIAL_MODEL, "letterbox")])
def test_what_is_taken_unasked_is_there_without_any_download(own_folder, name, fit):
    files = find_model(name)
    assert files.weights == asset(f"models/{name}.weights")
    assert files.fit == fit
    assert files.class_names[0] == "person"
    assert len(files.class_names) == 80
    assert name in available_models()


def test_weights_that_a_user_adds_are_found(own_folder):
    assert "yolov4" not in available_models()
    own_folder.mkdir()
    (own_folder / "yolov4.weights").write_bytes(b"")
    assert find_model("yolov4").weights == own_folder / "yolov4.weights"
    assert set(available_models()) == {*SHIPPED, "yolov4"}


def test_missing_weights_are_answered_with_the_command_that_gets_them(own_folder):
    with pytest.raises(ModelError) as caught:
        find_model("yolov4")
    assert str(caught.value) == (
        "the weights of yolov4 are not on this machine, `yolocam models download yolov4` gets them"
    )


@pytest.mark.parametrize(
    ("wrong", "right"), [("yolov3tiny", "yolov3-tiny"), ("yolo4", "yolov4"), ("YOLOv3", "yolov3")]
)
def test_a_slip_is_answered_with_the_name(wrong, right):
    with pytest.raises(ModelError, match=f"^unknown model '{wrong}'; did you mean '{right}'?"):
        find_model(wrong)


@pytest.mark.parametrize("name", ["", "resnet", "../../etc/passwd"])
def test_other_names_are_answered_with_all(name):
    with pytest.raises(ModelError, match=f"^unknown model '{re.escape(name)}'; known are yolov3-tiny, "):
        find_model(name)


def test_a_users_own_model(tmp_path):
    names = tmp_path / "my.names"
    names.write_text("nut\nbolt\n", encoding="utf-8")
    files = own_model(tmp_path / "my.cfg", tmp_path / "last.weights", names)
    assert (files.name, files.class_names, files.fit) == ("my", ("nut", "bolt"), None)
    assert len(own_model(tmp_path / "my.cfg", tmp_path / "last.weights", None).class_names) == 80


OFFICIAL = SHARED / "cfg"


@pytest.mark.slow
@pytest.mark.skipif(not OFFICIAL.is_dir(), reason=f"needs the official cfgs in {OFFICIAL}")
@pytest.mark.parametrize("name", [name for name in CATALOG if (OFFICIAL / f"{name}.cfg").is_file()])
def test_the_cfg_describes_the_official_network(name):
    ours, official = (
        DarknetNetwork(parse_cfg(path)) for path in (CATALOG[name].cfg_path, OFFICIAL / f"{name}.cfg")
    )
    assert ours.shapes == official.shapes
    for mine, theirs in zip(ours.layers, official.layers, strict=True):
        assert mine.sources == theirs.sources
        assert str(mine) == str(theirs)  # kernels, strides, padding, activations
    for mine, theirs in zip(ours.heads, official.heads, strict=True):
        assert mine.anchor_sizes == theirs.anchor_sizes
        assert (mine.scale_x_y, mine.new_coords) == (theirs.scale_x_y, theirs.new_coords)
