"""The models yolocam knows: the public catalogue, and what a user added. No torch, no Qt."""
