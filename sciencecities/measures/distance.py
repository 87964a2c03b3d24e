"""Distances on the globe, taken as a sphere. Latitude and longitude in degrees, distances in kilometres."""

import numpy as np
from numpy.typing import ArrayLike

from ._checks import Vector, number, several, vector

# Mean radius of the Earth, (2a + b) / 3 of the GRS 80 ellipsoid: Moritz (1980, 2000).
EARTH_RADIUS_KM = 6371.0088


def _unit_vectors(lat: ArrayLike, lon: ArrayLike, lat_name: str, lon_name: str) -> Vector:
    """Points as (..., 3) unit vectors from the centre of the Earth."""
    north, east = _degrees(lat, lat_name, 90.0), _degrees(lon, lon_name, 180.0)
    if north.ndim != east.ndim:
        one, many = (lat_name, lon_name) if north.ndim == 0 else (lon_name, lat_name)
        raise ValueError(f"{one} is one number but {many} is a list: give both as numbers or both as lists.")
    if north.shape != east.shape:
        raise ValueError(
            f"{lat_name} has {several(north.size, 'value')} but {lon_name} has {east.size}: they must match one to one."
        )
    phi, theta = np.radians(north), np.radians(east)
    out: Vector = np.stack((np.cos(phi) * np.cos(theta), np.cos(phi) * np.sin(theta), np.sin(phi)), axis=-1)
    return out


def _degrees(angle: ArrayLike, name: str, limit: float) -> Vector:
    if np.ndim(angle) == 0:
        return np.asarray(number(angle, name, low=-limit, high=limit))  # type: ignore[arg-type]
    return vector(angle, name, low=-limit, high=limit)


def _plain(result: Vector) -> float | Vector:
    return float(result) if result.ndim == 0 else result


def great_circle_km(lat1: ArrayLike, lon1: ArrayLike, lat2: ArrayLike, lon2: ArrayLike) -> float | Vector:
    """The shortest way over the sphere between two points, in kilometres.

    Each argument: degrees (north and east positive), one number or (n,); a single point is measured to all
    of the others. Returns a float, or (n,). Earth radius 6371.0088 km; the true ellipsoid differs by up to
    0.5 %. Method: angle between unit vectors by arctan2, exact also for near and for opposite points.
    Raises ValueError for a latitude beyond 90, a longitude beyond 180, a missing value or unequal lengths.
    """
    a, b = _unit_vectors(lat1, lon1, "lat1", "lon1"), _unit_vectors(lat2, lon2, "lat2", "lon2")
    if a.ndim == b.ndim == 2 and len(a) != len(b):
        raise ValueError(
            f"lat1 has {several(len(a), 'value')} but lat2 has {len(b)}: they must match one to one."
        )
    across = np.linalg.norm(np.cross(a, b), axis=-1)
    along = np.sum(a * b, axis=-1)
    return _plain(np.asarray(EARTH_RADIUS_KM * np.arctan2(across, along)))


def cross_track_km(
    lat: ArrayLike, lon: ArrayLike, lat_a: float, lon_a: float, lat_b: float, lon_b: float
) -> float | Vector:
    """How far a point lies off the great circle through A and B, in kilometres.

    lat, lon: the point or (n,) points; lat_a ... lon_b: A and B; all in degrees. Positive to the right of
    someone travelling from A to B, negative to the left. The circle runs on beyond A and B. Returns a
    float, or (n,). Earth radius 6371.0088 km. Raises ValueError for bad degrees, or when A and B are the
    same or opposite points.
    """
    a, b = _unit_vectors(lat_a, lon_a, "lat_a", "lon_a"), _unit_vectors(lat_b, lon_b, "lat_b", "lon_b")
    normal = np.cross(a, b)
    length = float(np.linalg.norm(normal))
    if length < 1e-12:
        raise ValueError("A and B are the same or opposite points: no single great circle runs through them.")
    left = _unit_vectors(lat, lon, "lat", "lon") @ (normal / length)
    return _plain(np.asarray(-EARTH_RADIUS_KM * np.arcsin(np.clip(left, -1.0, 1.0))))
