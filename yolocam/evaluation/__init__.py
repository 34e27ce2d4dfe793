"""Accuracy on labelled images, by COCO's and Darknet's measures."""
