"""Real-time object detection with YOLOv3 and the whole Darknet family."""

__version__ = "0.1.0"
