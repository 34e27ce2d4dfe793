"""The window names the plugins that could not be loaded."""

import pytest

from yolocam.ui.window import plugin_check


@pytest.mark.slow
def test_a_plugin_that_was_left_out_is_named_in_the_message_bar(qtbot, make_window, monkeypatch):
    monkeypatch.setattr(plugin_check, "plugin_problems", lambda: ("the plugin x of y is left out: no SDK",))
    window = make_window()
    qtbot.waitUntil(lambda: window.viewer.message_bar.text == "The plugin x of y is left out: no SDK")
