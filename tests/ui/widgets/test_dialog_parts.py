"""Dialogs look alike: fields of one height, buttons without the style's own coloured icons."""

from PySide6.QtWidgets import QComboBox, QDialog, QDialogButtonBox, QLineEdit, QSpinBox, QStyle

from yolocam.ui.widgets.dialog_parts import form, stack


def test_fields_have_one_height_and_buttons_no_icons(qtbot):
    fields = QLineEdit(), QComboBox(), QSpinBox()
    buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel)
    for button in buttons.buttons():  # as the style of a desktop does, but not that of a test
        button.setIcon(button.style().standardIcon(QStyle.StandardPixmap.SP_DialogOkButton))
    assert not any(button.icon().isNull() for button in buttons.buttons())
    dialog = QDialog()
    qtbot.addWidget(dialog)
    stack(dialog, form(*((f"Field {number}", field) for number, field in enumerate(fields))), buttons)
    dialog.show()
    qtbot.waitExposed(dialog)
    assert len({field.height() for field in fields}) == 1
    assert all(button.icon().isNull() for button in buttons.buttons())
