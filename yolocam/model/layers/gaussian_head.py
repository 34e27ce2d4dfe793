"""[Gaussian_yolo]: a [yolo] head that says of each side of a box how sure it is of it.

Choi and others, "Gaussian YOLOv3", ICCV 2019; the arithmetic is that of gaussian_yolo_layer.c in
AlexeyAB's Darknet.
"""

from __future__ import annotations

import torch
from torch import Tensor

from yolocam.darknet.cfg import Section, show
from yolocam.model.layers.heads import YoloHead
from yolocam.model.layers.layer import Place


class GaussianYoloHead(YoloHead):
    """[Gaussian_yolo]: for each anchor mean and deviation of x, y, w, h, then objectness and classes.

    Its table has the columns of any other head: the box is made of the means, objectness is as it is,
    and each class probability is multiplied by 1 minus the mean of the four deviations. So objectness
    times class is the confidence that Darknet gives (get_gaussian_yolo_detections).
    """

    def __init__(self, section: Section, place: Place) -> None:
        super().__init__(section, place)
        section.refuse("new_coords")
        point = section.text("yolo_point", "center")
        if point != "center":
            raise section.error(
                f"yolo_point={show(point)[1:-1]} is not supported, expected center", "yolo_point"
            )

    @property
    def channels_before(self) -> int:
        """A * (9 + C): each of the four has a deviation beside it."""
        return self.num_anchors * (9 + self.num_classes)

    def forward(self, x: Tensor) -> Tensor:
        """(B, A * (9 + C), Gh, Gw) -> (B, A * (5 + C), Gh, Gw), what a [yolo] of the same result would get.

        With s the mean of the deviations, a class of raw value c has the probability sigmoid(c) (1 - s).
        Its odds are (1 - s) / (exp(-c) + s), and their logarithm is the raw value that stands for it.
        """
        batch, _, height, width = x.shape
        cells = x.reshape(batch, self.num_anchors, 9 + self.num_classes, height, width)
        means, raw_deviations = cells[:, :, 0:8:2], cells[:, :, 1:8:2].float()
        sure = torch.sigmoid(-raw_deviations).mean(2, keepdim=True)
        unsure = torch.sigmoid(raw_deviations).mean(2, keepdim=True)
        classes = sure.log() - torch.logaddexp(-cells[:, :, 9:].float(), unsure.log())
        rows = torch.cat((means, cells[:, :, 8:9], classes.to(x.dtype)), dim=2)
        return rows.reshape(batch, self.channels, height, width)
