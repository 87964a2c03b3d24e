"""Interactive figures that live on a page without a kernel, and follow Python in a notebook."""

from .base import Explorable
from .club import Club
from .mayor import Mayor
from .rank import FirmRank
from .synthetic import Synthetic

__all__ = ["Club", "Explorable", "FirmRank", "Mayor", "Synthetic"]
