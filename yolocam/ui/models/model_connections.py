"""What the panel and the start page ask of the models, and show of them."""

from __future__ import annotations

from functools import partial

from yolocam.ui.models.model_actions import ModelActions
from yolocam.ui.panel.control_panel import ControlPanel
from yolocam.ui.video.start_page import StartPage


def connect_models(models: ModelActions, controls: ControlPanel, start_page: StartPage) -> None:
    """Let both ask for models, and keep their list and the advice on the present one up to date."""
    models.store.changed.connect(lambda: controls.set_models(models.store.names))
    controls.more_models_asked.connect(models.show_manager)
    controls.better_model_asked.connect(models.offer)
    start_page.models_requested.connect(models.show_manager)
    start_page.advice.better_asked.connect(models.offer)
    models.advice.changed.connect(partial(_show_advice, models, controls, start_page))


def _show_advice(models: ModelActions, controls: ControlPanel, start_page: StartPage) -> None:
    advice = models.advice
    start_page.advice.show_advice(advice.accuracy, advice.better)
    text = "\n".join(filter(None, (advice.classes, advice.accuracy)))
    controls.set_advice(text, advice.better)
