"""All that is attacked, by name."""

from __future__ import annotations

from fuzz.darknet_inputs import DARKNET_FILES
from fuzz.kept_inputs import KEPT_FILES
from fuzz.media_inputs import MEDIA
from fuzz.result_inputs import RESULT_FILES
from fuzz.target import Target

TARGETS: dict[str, Target] = {**DARKNET_FILES, **KEPT_FILES, **RESULT_FILES, **MEDIA}
