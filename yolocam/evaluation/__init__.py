"""How well a network finds what people have labelled: COCO's and Darknet's measures of it."""
