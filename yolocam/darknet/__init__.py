"""Darknet's file formats, without torch: cfg, names, .data, the header of weights."""
