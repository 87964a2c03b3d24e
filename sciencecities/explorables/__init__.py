"""Interactive figures that live on a page without a kernel, and follow Python in a notebook."""

from .base import Explorable
from .club import Club
from .composite import Composite
from .rank import FirmRank
from .versus import Versus

__all__ = ["Club", "Composite", "Explorable", "FirmRank", "Versus"]
