"""Interactive figures that live on a page without a kernel, and follow Python in a notebook."""

from .base import Explorable
from .closing import Closing
from .club import Club
from .coast import Coast
from .composite import Composite
from .drop import Drop
from .forecast import Forecast
from .mayor import Mayor
from .rank import FirmRank
from .rewrite import Rewrite
from .synthetic import Synthetic
from .versus import Versus
from .vintage import Vintage
from .yuan import Yuan

__all__ = [
    "Closing",
    "Club",
    "Coast",
    "Composite",
    "Drop",
    "Explorable",
    "FirmRank",
    "Forecast",
    "Mayor",
    "Rewrite",
    "Synthetic",
    "Versus",
    "Vintage",
    "Yuan",
]
