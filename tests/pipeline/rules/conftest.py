"""Files of rules."""

import pytest

from yolocam.pipeline.actions import action_types
from yolocam.pipeline.rules.rule_file import read_rules


@pytest.fixture
def rule_file(tmp_path):
    def make(text):
        path = tmp_path / "rules.toml"
        path.write_text(text)
        return path

    return make


@pytest.fixture
def read(rule_file):
    return lambda text: read_rules(rule_file(text), action_types().types)
