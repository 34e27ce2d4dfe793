"""SRT connections through libsrt of the system: PyAV's packages on PyPI are built without it."""
