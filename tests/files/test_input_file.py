"""A pipe or a folder in the place of any file that a user names is told in one sentence."""

import os

import pytest

from support.films.media_files import rendered, video_frame
from yolocam.darknet.cfg import parse_cfg
from yolocam.darknet.data_file import read_data
from yolocam.darknet.names import read_names
from yolocam.darknet.weights_header import file_size, read_header
from yolocam.errors import SourceError, YolocamError
from yolocam.evaluation.coco_annotations import read_annotations
from yolocam.files.input_file import is_file, is_folder, is_there, open_input_file
from yolocam.media.containers import open_media
from yolocam.palette import load_palette
from yolocam.pipeline.sinks.results.jsonl import JsonlSink
from yolocam.pipeline.sources.files.film import film_length, open_film
from yolocam.pipeline.sources.files.image import ImageSource, read_image
from yolocam.pipeline.sources.files.path_list import list_data
from yolocam.pipeline.stored_results.find_video import find_video
from yolocam.pipeline.stored_results.result_file import ResultFile
from yolocam.zoo.file_kind import file_kind
from yolocam.zoo.partial_download import file_sha256

READERS = {
    "a cfg": parse_cfg,
    ".data": read_data,
    "names": read_names,
    "the size of weights": file_size,
    "the header of weights": read_header,
    "annotations": read_annotations,
    "a palette": load_palette,
    "an image": read_image,
    "an image as a source": ImageSource,
    "a film": open_film,
    "the length of a film": film_length,
    "sound": open_media,
    "a list of paths": list_data,
    "stored results": ResultFile,
    "the video of stored results": find_video,
    "a file of unknown kind": file_kind,
    "a download": file_sha256,
}


@pytest.fixture(params=READERS)
def reader(request):
    return READERS[request.param]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes in the file system")
@pytest.mark.timeout(20)
def test_a_pipe_is_not_waited_for(reader, tmp_path):
    path = tmp_path / "pipe.json"
    os.mkfifo(path)
    with pytest.raises(YolocamError, match=r"pipe\.json is not a regular file, expected "):
        reader(path)


def test_a_folder_is_told(reader, tmp_path):
    with pytest.raises(YolocamError, match=r"folder\.json is a folder, expected "):
        (tmp_path / "folder.json").mkdir()
        reader(tmp_path / "folder.json")


@pytest.mark.parametrize("name", ["gone.json", "no\0name.json", "x" * 300 + ".json"])
def test_what_cannot_be_opened_is_told(reader, tmp_path, name):
    with pytest.raises(YolocamError) as caught:
        reader(tmp_path / name)
    assert "json" in str(caught.value) and "\n" not in str(caught.value)


def test_a_fault_while_reading_is_told_and_others_pass(tmp_path):
    path = tmp_path / "a.txt"
    path.write_bytes(b"text")
    with (
        pytest.raises(SourceError, match=r"a\.txt cannot be read: broken disk"),
        open_input_file(path, "text", SourceError),
    ):
        raise OSError(5, "broken disk")
    with pytest.raises(ValueError, match="not mine"), open_input_file(path, "text", SourceError) as file:
        raise ValueError("not mine")
    assert file.closed
    with open_input_file(path, "text", SourceError) as file:
        assert file.read() == b"text"


@pytest.mark.parametrize("name", ["a" * 5000, "a\0b", "b" * 300 + "/c"])
def test_a_name_that_no_file_can_have_is_nowhere(tmp_path, name):
    assert not (is_file(tmp_path / name) or is_folder(tmp_path / name) or is_there(tmp_path / name))


def test_a_result_file_of_a_video_with_too_long_a_name_says_so(tmp_path):
    path = tmp_path / "a.jsonl"
    sink = JsonlSink(path)
    sink.write(rendered(video_frame(0, "a" * 5000)))
    sink.close()
    with pytest.raises(SourceError, match="neither beside it nor here"):
        find_video(path)
