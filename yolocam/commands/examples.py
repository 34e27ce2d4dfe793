"""What the help of each command ends with: lines to copy. Imports nothing."""

from __future__ import annotations

EXAMPLES = {
    "detect": """\
  yolocam detect photo.jpg                              one image, to runs/detect/exp/det_photo.jpg
  yolocam detect holiday/ -r --save-csv found.csv       a folder and those in it, and a spreadsheet
  yolocam detect film.mp4 --start 1:30 --duration 20    twenty seconds of a video
  yolocam detect film.mp4 --every 2 --no-save --save-json found.jsonl
                                                        a frame each two seconds, and no video
  yolocam detect list.txt                               the files that a list names, one on each line
  find . -name '*.jpg' | yolocam detect -               the same from another program
  yolocam detect archive/ -r --workers 8 --no-save --save-csv found.csv --output out
                                                        a folder by eight processes; --resume goes on
  yolocam detect s3://bucket/in --cluster auto --output s3://bucket/out
                                                        the same on all machines of a Ray cluster
  yolocam detect 0 --duration 60 --save-json found.jsonl
                                                        a minute of the first camera
  yolocam detect rtsp://user:password@host/stream --only-with-detections
                                                        a stream until Ctrl-C, only what has something in it

exit status: 0 done; 1 something could not be written, or broke; 2 something could not be read;
130 ended by Ctrl-C, 143 by SIGTERM, 129 by a terminal that closed: what was written is complete.""",
    "watch": """\
  yolocam watch 0                                       the first camera, recorded until Ctrl-C
  yolocam watch rtsp://user:password@host/stream --no-save --save-csv found.csv
  yolocam watch 0 --no-save --stream twitch             live on Twitch; asks for the stream key
  yolocam watch screen:0 --no-save --serve 8080         a screen, with a page that shows it
  yolocam watch camera:/dev/video2 --every 1 --duration 1:00:00 --save-json found.jsonl""",
    "cameras": """\
  yolocam cameras             list them
  yolocam camera:0            then open one by its number, in the window
  yolocam watch camera:0      or without a window""",
    "demo": """\
  yolocam demo                open the sample clip in the window
  yolocam demo --headless     annotate it into runs/demo""",
    "models": """\
  yolocam models                           what there is, and what of it is on this computer
  yolocam models download yolov4           get the weights of one
  yolocam detect photo.jpg --model yolov4  use it""",
    "models info": """\
  yolocam models info yolov4
  yolocam models info yolov4 --json""",
    "models check": """\
  yolocam models check my.cfg my.weights my.names
  yolocam models check yolov4 --layers""",
    "models download": """\
  yolocam models download yolov4
  yolocam models download yolov3 yolov4-tiny
  yolocam models download all""",
    "models add": """\
  yolocam models add my.cfg my.weights my.names --name mine
  yolocam models add training/ --reference
  yolocam detect photo.jpg --model mine    use it""",
    "models remove": """\
  yolocam models remove mine""",
    "view": """\
  yolocam detect film.mp4 --no-save --floor 0.05 --save-json found.jsonl    once
  yolocam view found.jsonl --conf 0.6                                       then look at any threshold
  yolocam view found.jsonl --conf 0.6 --save-csv sure.csv                   or write it""",
    "eval": """\
  yolocam eval val2017/ --annotations instances_val2017.json
  yolocam eval images/ --model yolov4 --plot curve.png
  yolocam eval --data my.data --cfg my.cfg --weights my.weights --limit 500""",
    "export": """\
  yolocam export yolov4-tiny --format onnx
  yolocam export --cfg my.cfg --weights my.weights --format onnx --imgsz 608 --batch 1
  yolocam export yolov3 --format torch-export --output yolov3.pt2""",
    "bench": """\
  yolocam bench network --model yolov4-tiny
  yolocam bench video film.mp4
  yolocam bench batch --device cuda --json""",
    "doctor": """\
  yolocam doctor              look at everything
  yolocam doctor --json       the same for a program""",
    "version": """\
  yolocam version""",
}
"""Command -> lines that begin with what to type; what stands two spaces or more behind it explains it."""


def epilog(name: str, before: str | None = None) -> str | None:
    """Return what a command's help ends with: what it says itself, then its examples."""
    examples = f"examples:\n{EXAMPLES[name]}" if name in EXAMPLES else None
    return "\n\n".join(filter(None, (before, examples))) or None
