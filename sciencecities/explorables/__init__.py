"""Interactive figures that live on a page without a kernel, and follow Python in a notebook."""

from .base import Explorable
from .club import Club
from .composite import Composite
from .drop import Drop
from .forecast import Forecast
from .rank import FirmRank
from .rewrite import Rewrite
from .versus import Versus
from .yuan import Yuan

__all__ = ["Club", "Composite", "Drop", "Explorable", "FirmRank", "Forecast", "Rewrite", "Versus", "Yuan"]
