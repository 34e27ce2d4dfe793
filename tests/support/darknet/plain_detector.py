"""What the detector's parts are compared with: the same definitions as plain numpy, box by box."""

import numpy as np


def letterbox(image, net_wh):
    """Darknet's letterbox_image: float64 (net H, net W, C) in the image's own units, grey 127.5."""
    net_w, net_h = net_wh
    height, width = image.shape[:2]
    if net_w / width < net_h / height:
        new_w, new_h = net_w, height * net_w // width
    else:
        new_w, new_h = width * net_h // height, net_h
    new_w, new_h = max(1, new_w), max(1, new_h)
    boxed = np.full((net_h, net_w, image.shape[2]), 127.5)
    left, top = (net_w - new_w) // 2, (net_h - new_h) // 2
    boxed[top : top + new_h, left : left + new_w] = resize(image, (new_w, new_h))
    return boxed


def resize(image, new_wh):
    """Darknet's resize_image: first the rows, then the columns, corners on corners."""
    across = _resize_last(image.astype(np.float64).transpose(0, 2, 1), new_wh[0]).transpose(0, 2, 1)
    return _resize_last(across.transpose(1, 2, 0), new_wh[1]).transpose(2, 0, 1)


def _resize_last(values, new):
    """Linear along the last axis; the last sample is the last one of the source, as in Darknet's loop."""
    old = values.shape[-1]
    scale = (old - 1) / (new - 1) if new > 1 else 0.0
    result = np.empty((*values.shape[:-1], new))
    for i in range(new):
        if old == 1 or (i == new - 1 and new > 1):
            result[..., i] = values[..., old - 1]
        else:
            at = i * scale
            whole = int(at)
            part = at - whole
            after = values[..., min(whole + 1, old - 1)]
            result[..., i] = (1 - part) * values[..., whole] + part * after
    return result


def iou(a, b):
    """Of two boxes x1, y1, x2, y2, in float32 as the product computes."""
    a, b = np.float32(a), np.float32(b)
    wide = max(np.float32(0), min(a[2], b[2]) - max(a[0], b[0]))
    high = max(np.float32(0), min(a[3], b[3]) - max(a[1], b[1]))
    common = wide * high
    union = (a[2] - a[0]) * (a[3] - a[1]) + (b[2] - b[0]) * (b[3] - b[1]) - common
    return common / union if union > 0 else np.float32(0)


def greedy_nms(xyxy, class_id, threshold, max_det):
    """The rows that survive, strongest first: one box after the other, each against all that stay."""
    kept = []
    for i, box in enumerate(xyxy):
        rivals = [j for j in kept if class_id[j] == class_id[i]]
        if not any(iou(xyxy[j], box) > threshold for j in rivals):
            kept.append(i)
    return kept[:max_det]


def rows_of(table, limits):
    """The decoded table (B, rows, 5 + C) -> (D, 8), as the settings of `limits` say."""
    found = []
    for index, picture in enumerate(np.asarray(table, np.float32)):
        rows = [_row(index, r) for r in picture]
        strong = [(s, row) for row in rows if (s := _strength(row, limits)) > limits.confidence]
        strong = [(s, row) for s, row in strong if np.isfinite(row).all()]
        if limits.classes is not None:
            strong = [(s, row) for s, row in strong if int(row[7]) in limits.classes]
        strong.sort(key=lambda pair: -pair[0])
        ordered = np.array([row for _, row in strong], np.float32).reshape(-1, 8)
        kept = greedy_nms(ordered[:, 1:5], ordered[:, 7], limits.iou, limits.max_det)
        found.append(ordered[kept])
    return np.concatenate(found).astype(np.float32)


def _row(index, row):
    x, y, w, h, objectness = row[:5]
    best = int(np.argmax(row[5:]))
    half_w, half_h = w / 2, h / 2
    box = (x - half_w, y - half_h, x + half_w, y + half_h)
    return np.array((index, *box, objectness, row[5 + best], best), np.float32)


def _strength(row, limits):
    return row[5] if limits.on_objectness else row[5] * row[6]
