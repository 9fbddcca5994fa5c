class Progress:
    """A bar on a terminal; without a stream it stays silent."""

    WIDTH = 40

    def __init__(self, stream, total):
        self.stream = stream
        self.total = total
        self.done = 0

    def step(self):
        self.done += 1
        if self.stream is None:
            return
        bar = ("#" * (self.WIDTH * self.done // self.total)).ljust(self.WIDTH)
        end = "\n" if self.done == self.total else ""
        self.stream.write(f"\r[{bar}] {self.done}/{self.total} committees{end}")
        self.stream.flush()
