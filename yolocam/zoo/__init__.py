"""The public models yolocam knows and a user's own: catalogue, list, downloads. No torch, no Qt."""
