"""From longitude and latitude to a flat map on which areas may be compared.

Both projections are equal-area, on the ellipsoid WGS 84 that the outlines are measured on. The tests hold them to
PROJ, the standard library for this, to within a millimetre.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

Points = NDArray[np.float64]

RADIUS_M = 6_378_137.0  # WGS 84: at the equator
FLATTENING = 1 / 298.257223563
_E2 = FLATTENING * (2 - FLATTENING)
_E = np.sqrt(_E2)


class Cone(NamedTuple):
    """Where an Albers projection is laid: its two standard parallels and its origin, in degrees."""

    parallels: tuple[float, float]
    latitude: float
    longitude: float


CHINA = Cone((25.0, 47.0), 36.0, 104.0)


def albers(points: ArrayLike, cone: Cone = CHINA) -> Points:
    """Albers equal-area conic projection: for one country, whose shape it keeps well between its two parallels.

    points: (n, 2), longitude and latitude in degrees. Returns (n, 2): metres east and north of the cone's origin.
    Source: Snyder (1987), Map Projections: A Working Manual, equations 14-1 to 14-6.
    """
    longitude, latitude = np.asarray(points, dtype=float).T
    first, second = np.radians(cone.parallels)
    n = (_breadth(first) ** 2 - _breadth(second) ** 2) / (_height(second) - _height(first))
    constant = _breadth(first) ** 2 + n * _height(first)
    radius = RADIUS_M * np.sqrt(constant - n * _height(np.radians(latitude))) / n
    origin = RADIUS_M * np.sqrt(constant - n * _height(np.radians(cone.latitude))) / n
    angle = n * np.radians(longitude - cone.longitude)
    return np.column_stack((radius * np.sin(angle), origin - radius * np.cos(angle)))


def equal_earth(points: ArrayLike) -> Points:
    """Equal Earth projection: for the whole world, its outlines familiar and its areas true.

    points: (n, 2), longitude and latitude in degrees. Returns (n, 2): metres east and north of where the equator meets
    the prime meridian. Source: Šavrič, Patterson and Jenny (2019), The Equal Earth map projection.
    """
    longitude, latitude = np.radians(np.asarray(points, dtype=float)).T
    pole = _height(np.pi / 2)
    authalic = RADIUS_M * np.sqrt(pole / 2)  # the sphere of the same surface
    theta = np.arcsin(np.sqrt(3) / 2 * np.clip(_height(latitude) / pole, -1, 1))
    a = (1.340264, -0.081106, 0.000893, 0.003796)
    slope = a[0] + 3 * a[1] * theta**2 + theta**6 * (7 * a[2] + 9 * a[3] * theta**2)
    x = 2 / np.sqrt(3) * longitude * np.cos(theta) / slope
    y = theta * (a[0] + a[1] * theta**2 + theta**6 * (a[2] + a[3] * theta**2))
    return authalic * np.column_stack((x, y))


def _breadth(latitude: ArrayLike) -> Points:
    """m in Snyder's equation 14-15: the radius of a parallel, in units of the equator's; latitude in radians."""
    return np.cos(latitude) / np.sqrt(1 - _E2 * np.sin(latitude) ** 2)


def _height(latitude: ArrayLike) -> Points:
    """q in Snyder's equation 3-12: in proportion to the surface between the equator and a latitude in radians."""
    sine = np.sin(latitude)
    return (1 - _E2) * (sine / (1 - _E2 * sine**2) - np.log((1 - _E * sine) / (1 + _E * sine)) / (2 * _E))
