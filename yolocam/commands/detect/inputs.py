"""What `yolocam detect` looks at: files, or one camera or stream."""

from __future__ import annotations

import argparse
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from yolocam.address import shown
from yolocam.commands.detect.sampling_flags import sampling_from
from yolocam.errors import SourceError
from yolocam.files.input_file import is_there
from yolocam.files.remote import is_remote
from yolocam.loading import MANY_IMAGES
from yolocam.pipeline.interfaces import Source
from yolocam.pipeline.sources import is_opened_alone, open_source, type_of, unknown_kind
from yolocam.pipeline.sources.files.listing import Listing, list_sources
from yolocam.pipeline.sources.files.sequence import SequenceSource
from yolocam.pipeline.sources.live.sampled import SampledSource
from yolocam.pipeline.sources.sampling import Sampling

_ADDRESS = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+://")


@dataclass(frozen=True, slots=True)
class Inputs:
    """Either the files of a run, or the address of a camera or stream, which may hold a password.

    `card` is the number of the graphics card that decodes videos, None for the processor.
    """

    listing: Listing | None
    address: str | None
    sampling: Sampling
    card: int | None = None

    @property
    def images(self) -> int | None:
        """How many images there are at most; None where they come from a camera or stream."""
        if self.listing is None:
            return None
        return MANY_IMAGES if self.listing.video_count else len(self.listing)

    @property
    def files(self) -> list[str]:
        """The files that are read."""
        return [] if self.listing is None else [item.file for item in self.listing.items]

    def names(self) -> Iterator[tuple[str, bool]]:
        """Yield the sources by name, and whether they are images, as far as they are known beforehand."""
        for item in self.listing.items if self.listing is not None else ():
            yield item.name, item.kind == "image"

    @property
    def most(self) -> int | None:
        """After how many frames of a camera or stream the run ends."""
        return self.sampling.most if self.listing is None else None

    def open(
        self,
        on_problem: Callable[[str, str], None],
        threads: int,
        on_note: Callable[[str, str], None] | None = None,
    ) -> Source:
        """Open what is to be looked at; SourceError. `threads` are those of a decoder."""
        if self.listing is not None:
            return SequenceSource(
                self.listing,
                on_problem=on_problem,
                on_note=on_note,
                sampling=self.sampling,
                threads=threads,
                card=self.card,
            )
        assert self.address is not None
        return SampledSource(open_source(self.address), self.sampling)


def find_inputs(args: argparse.Namespace) -> Inputs:
    """Return what the command line names; SourceError where that is nothing, or several streams."""
    sources = [_plain(source) for source in (*args.source, *args.more)]
    if not sources:
        raise SourceError("no image, video, folder, camera or stream was given")
    sampling = sampling_from(args)
    streams = [source for source in sources if is_opened_alone(source)]
    if not streams:
        return Inputs(list_sources(sources, args.recursive), None, sampling, decoder_card(args))
    if len(sources) > 1:
        raise SourceError(
            f"a run takes one camera or stream, or files: found {len(streams)} of the one and "
            f"{len(sources) - len(streams)} of the other; start yolocam once for each"
        )
    return Inputs(None, streams[0], sampling)


def decoder_card(args: argparse.Namespace) -> int | None:
    """Return the card that decodes: the one that was asked for to run the network, or the first.

    None where the processor does.
    """
    if args.decoder != "card":
        return None
    number = str(getattr(args, "device", None) or "").partition("cuda:")[2]
    return int(number) if number.isdecimal() else 0


def _plain(source: str) -> str:
    """Return a source without `file:`; SourceError for an address of an unknown kind, without its secrets."""
    if not is_there(Path(source)) and source.startswith("file:"):
        return source.removeprefix("file://").removeprefix("file:")
    if _ADDRESS.match(source) and type_of(source) is None:
        if is_remote(source):
            raise SourceError(
                f"{shown(source)} needs --workers N or --cluster, whose workers fetch the files"
            )
        raise SourceError(unknown_kind(source))
    return source
