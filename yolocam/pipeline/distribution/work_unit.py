"""A unit of work: a film, a part of one, or some images. What it is does not depend on who does it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any

from yolocam.media.key_frames import FilmPart
from yolocam.pipeline.jobs.listing_parts import part_name
from yolocam.pipeline.sinks.names.output_names import SourceNames
from yolocam.pipeline.sources.files.listing import Listing, MediaItem


@dataclass(frozen=True, slots=True)
class WorkUnit:
    """Files that one worker goes through at once.

    `stamps` say of each file how large and how old it is: of a file that has changed it is another unit.
    `names` are those of the outputs, None where no file of its own is written. Of a film, `part` is what is
    looked at, None the whole; with `may_split` the worker may answer with parts instead. `encoder` is what
    all parts of a film are compressed with.
    """

    items: tuple[MediaItem, ...]
    stamps: tuple[str, ...]
    names: tuple[SourceNames, ...] | None = None
    part: FilmPart | None = None
    may_split: bool = False
    encoder: str | None = None

    @property
    def key(self) -> str:
        """The same text for the same files and frames, in every run: the names of its own files."""
        place = None if self.part is None else asdict(self.part)
        files = [(item.name, item.page, stamp) for item, stamp in zip(self.items, self.stamps, strict=True)]
        names = None if self.names is None else [asdict(one) for one in self.names]
        facts = json.dumps([files, names, place, self.may_split])
        return hashlib.sha256(facts.encode()).hexdigest()[:20]

    @property
    def title(self) -> str:
        """What people are told it is."""
        return part_name(Listing(self.items))

    @property
    def is_film(self) -> bool:
        """Whether it is a film or a part of one."""
        return self.items[0].kind == "video"

    def with_items(self, items: tuple[MediaItem, ...]) -> WorkUnit:
        """Return the unit for those of its items, whose files may lie elsewhere."""
        kept = [
            number for number, one in enumerate(self.items) if any(one.name == item.name for item in items)
        ]
        names = None if self.names is None else tuple(self.names[number] for number in kept)
        return replace(self, items=items, stamps=tuple(self.stamps[n] for n in kept), names=names)

    def whole(self) -> WorkUnit:
        """Return the unit that does the whole film in one go."""
        return replace(self, part=None, may_split=False, encoder=None)

    def planned(self) -> WorkUnit:
        """Return the unit that a part, or the whole of a film, was made from."""
        return replace(self, part=None, may_split=True, encoder=None)

    def parts(self, parts: tuple[FilmPart, ...], encoder: str | None) -> tuple[WorkUnit, ...]:
        """Return the units of a film's parts."""
        return tuple(replace(self, part=one, may_split=False, encoder=encoder) for one in parts)

    def to_json(self) -> dict[str, Any]:
        """Return it as a plain object."""
        return asdict(self)

    @staticmethod
    def from_json(facts: Mapping[str, Any]) -> WorkUnit:
        """Return the unit of such an object."""
        names = facts["names"]
        return WorkUnit(
            tuple(MediaItem(**item) for item in facts["items"]),
            tuple(facts["stamps"]),
            None if names is None else tuple(SourceNames(**one) for one in names),
            None if facts["part"] is None else FilmPart(**facts["part"]),
            facts["may_split"],
            facts["encoder"],
        )


def parts_from_json(parts: list[dict[str, Any]]) -> tuple[FilmPart, ...]:
    """Return the parts that a worker answers, or that a manifest holds."""
    return tuple(FilmPart(**part) for part in parts)
