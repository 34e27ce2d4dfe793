"""A rule in a sentence, as the window tells it."""

from __future__ import annotations

from yolocam.pipeline.actions import action_types
from yolocam.pipeline.rules.rule import Rule
from yolocam.ui.translation import tr


def when_texts() -> dict[str, str]:
    """Return how the form says each `when`: value and text."""
    return {
        "appears": tr("appears in"),
        "leaves": tr("leaves"),
        "crosses": tr("crosses"),
        "stays": tr("stays"),
        "more than": tr("numbers more than"),
    }


def direction_texts() -> dict[str, str]:
    """Return the ways over a line: value and text."""
    return {"": tr("either way"), "in": tr("the way in"), "out": tr("the way out")}


def whole_image() -> str:
    """Return what the place of a rule is called that has none."""
    return tr("the image")


def sentence_of(rule: Rule) -> str:
    """Return when the rule is met and what it does: "When person appears in yard: clip, sound"."""
    words = _condition(rule)
    if rule.confidence:
        words = tr("{condition}, confidence at least {confidence}").format(
            condition=words, confidence=f"{rule.confidence:g}"
        )
    if rule.every:
        words = tr("{condition}, at most once in {seconds} s").format(
            condition=words, seconds=f"{rule.every:g}"
        )
    titles = {kind.name: tr(kind.title) for kind in action_types().types}
    actions = ", ".join(dict.fromkeys(titles.get(task.action, task.action) for task in rule.tasks))
    return tr("{condition}: {actions}").format(condition=words, actions=actions)


def _condition(rule: Rule) -> str:
    values = {
        "what": f" {tr('or')} ".join(rule.classes) or tr("anything"),
        "place": rule.where or whole_image(),
        "seconds": f"{rule.seconds:g}",
        "count": rule.count,
    }
    if rule.when == "crosses" and rule.direction is not None:
        pattern = tr("When {what} crosses {place}, {direction}")
        return pattern.format(direction=direction_texts()[rule.direction], **values)
    patterns = {
        "appears": tr("When {what} appears in {place}"),
        "leaves": tr("When {what} leaves {place}"),
        "crosses": tr("When {what} crosses {place}"),
        "stays": tr("When {what} stays {seconds} s in {place}"),
        "more than": tr("When more than {count} of {what} are in {place}"),
    }
    return patterns[rule.when].format(**values)
