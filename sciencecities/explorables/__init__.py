"""Interactive figures that live on a page without a kernel, and follow Python in a notebook."""

from .base import Explorable
from .closing import Closing
from .club import Club
from .coast import Coast
from .rank import FirmRank
from .vintage import Vintage

__all__ = ["Closing", "Club", "Coast", "Explorable", "FirmRank", "Vintage"]
