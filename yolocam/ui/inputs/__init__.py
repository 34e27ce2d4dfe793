"""What a value is set with: sliders, number fields, tick boxes."""
