"""Every key means one thing: Qt answers a key that two actions claim with neither."""

from collections import Counter

from PySide6.QtGui import QKeySequence

from yolocam.ui.actions import action_specs


def test_no_key_is_given_twice(qapp):
    keys = Counter(QKeySequence(key).toString() for spec in action_specs() for key in spec.keys)
    assert [key for key, count in keys.items() if count > 1] == []
