"""What the values of flags may be: numbers, sizes, separators. Imports nothing heavy."""

from __future__ import annotations

import argparse
from pathlib import Path


def count(text: str) -> int:
    """Return a whole number from 1 on; ArgumentTypeError otherwise."""
    try:
        number = int(text)
    except ValueError:
        number = 0
    if number < 1:
        raise argparse.ArgumentTypeError(f"'{text}' is not a whole number from 1 on")
    return number


MOST_SECONDS = 1_000_000.0
"""Eleven days; the milliseconds of a timer have 32 bits."""


def seconds(text: str) -> float:
    """Return a number above 0, at most MOST_SECONDS; ArgumentTypeError otherwise."""
    try:
        number = float(text)
    except ValueError:
        number = 0.0
    if not 0 < number <= MOST_SECONDS:
        raise argparse.ArgumentTypeError(
            f"'{text}' is not a number of seconds above 0 and up to {MOST_SECONDS:.0f}"
        )
    return number


def image_size(text: str) -> tuple[int, int]:
    """Return width and height of "416" or "416x320"; ArgumentTypeError otherwise."""
    width, cross, height = text.lower().partition("x")
    try:
        return count(width), count(height if cross else width)
    except argparse.ArgumentTypeError:
        raise argparse.ArgumentTypeError(f"'{text}' is not a size such as 416 or 416x320") from None


MOST_JOBS = 64
"""Files at once: each has a decoder, an encoder and some threads."""


def job_count(text: str) -> int:
    """Return a whole number from 1 to MOST_JOBS; ArgumentTypeError otherwise."""
    number = count(text)
    if number > MOST_JOBS:
        raise argparse.ArgumentTypeError(f"'{text}' files at once are too many, expected 1 to {MOST_JOBS}")
    return number


AUTO_BATCH = 0
"""`--batch auto`: the size is found by measuring."""


def batch_size(text: str) -> int:
    """Return a whole number from 1 on, or AUTO_BATCH for "auto"; ArgumentTypeError otherwise."""
    if text == "auto":
        return AUTO_BATCH
    try:
        return count(text)
    except argparse.ArgumentTypeError as error:
        raise argparse.ArgumentTypeError(f"{error}, and not auto either") from None


def separator(text: str) -> str:
    """Return the separator of CSV files that ";" or "tab" names; ArgumentTypeError otherwise."""
    known = {
        ",": ",",
        ";": ";",
        "|": "|",
        "tab": "\t",
        "\t": "\t",
        "\\t": "\t",
        "semicolon": ";",
        "comma": ",",
    }
    if text not in known:
        raise argparse.ArgumentTypeError(f"'{text}' is no separator, expected one of , ; | tab")
    return known[text]


def output_place(text: str) -> Path | str:
    """Return a folder's path; an address such as s3://bucket/folder stays as it is."""
    return text if "://" in text and not text.lower().startswith("file:") else Path(_without_file(text))


def _without_file(text: str) -> str:
    return text.removeprefix("file://") if text.startswith("file://") else text
