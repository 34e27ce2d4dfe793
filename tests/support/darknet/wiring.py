"""Networks wired at random, for hypothesis."""

from hypothesis import strategies as st

NET = "[net]\nwidth=32\nheight=32\nchannels=3\n"
ACTIVATIONS = ("leaky", "leaky", "leaky", "linear", "relu", "mish", "swish", "logistic", "elu")


class Wiring:
    """Draws a network layer by layer; `shapes` holds channels and side of each layer's output."""

    def __init__(self, data):
        self.data = data
        self.shapes = []
        self.text = ""
        self.convolution(3, 32)
        kinds = [
            self.pool,
            self.pool,
            self.any_convolution,
            self.depthwise,
            self.upsample,
            self.route,
            self.shortcut,
        ]
        for _ in range(data.draw(st.integers(3, 8), "layers")):
            data.draw(st.sampled_from(kinds))()

    def pick(self, *options):
        return self.data.draw(st.sampled_from(options))

    def add(self, text, channels, side):
        self.text += f"\n{text}\n"
        self.shapes.append((channels, side))

    def convolution(self, _, side, *, groups=1, filters=None):
        size, stride = self.pick(1, 3, 5), 1 if side < 4 else self.pick(1, 1, 2)
        filters = filters or self.pick(8, 16, 24, 32, 33, 48)
        self.add(
            f"[convolutional]\nbatch_normalize={self.pick(0, 1)}\nfilters={filters}\nsize={size}\n"
            f"stride={stride}\npad=1\ngroups={groups}\nactivation={self.pick(*ACTIVATIONS)}",
            filters, (side - 1) // stride + 1,
        )  # fmt: skip

    def any_convolution(self):
        self.convolution(*self.shapes[-1])

    def depthwise(self):
        channels, side = self.shapes[-1]
        self.convolution(channels, side, groups=channels, filters=channels)

    def pool(self):
        channels, side = self.shapes[-1]
        size, stride = self.pick((2, 2), (2, 2), (2, 2), (2, 1), (3, 1), (3, 2), (5, 1))
        if side >= 2:
            after = (side - 1) // stride + 1
            self.add(f"[maxpool]\nsize={size}\nstride={stride}", channels, after)

    def upsample(self):
        channels, side = self.shapes[-1]
        if side <= 16:
            self.add("[upsample]\nstride=2", channels, side * 2)

    def route(self):
        """To one or several layers of one size, perhaps to a half of each."""
        first = self.data.draw(st.integers(0, len(self.shapes) - 1))
        same = [n for n, shape in enumerate(self.shapes) if shape[1] == self.shapes[first][1]]
        chosen = [first, *self.data.draw(st.lists(st.sampled_from(same), max_size=2))]
        channels = [self.shapes[n][0] for n in chosen]
        groups = self.pick(1, 2) if not any(c % 2 for c in channels) else 1
        self.add(
            f"[route]\nlayers={','.join(map(str, chosen))}\ngroups={groups}\ngroup_id={groups - 1}",
            sum(channels) // groups, self.shapes[first][1],
        )  # fmt: skip

    def shortcut(self):
        channels, side = self.shapes[-1]
        same = [n for n, shape in enumerate(self.shapes[:-1]) if shape[1] == side]
        if same:
            chosen = self.data.draw(st.lists(st.sampled_from(same), min_size=1, max_size=2))
            self.add(
                f"[shortcut]\nfrom={','.join(map(str, chosen))}\nactivation={self.pick('linear', 'leaky')}",
                channels, side,
            )  # fmt: skip
