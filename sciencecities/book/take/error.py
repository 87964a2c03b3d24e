"""What goes wrong when the book is packed, said in one sentence."""


class TakeError(RuntimeError):
    """The built book lacks something that taking it along needs."""
