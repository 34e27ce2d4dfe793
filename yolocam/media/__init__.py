"""Containers, decoding, turns, clocks, encoding and sound: the only package that imports PyAV."""
