"""Interactive figures that live on a page without a kernel, and follow Python in a notebook."""

from .base import Explorable
from .club import Club
from .drop import Drop
from .rank import FirmRank
from .yuan import Yuan

__all__ = ["Club", "Drop", "Explorable", "FirmRank", "Yuan"]
