"""The two map projections against PROJ, by hand, and by what they promise: areas may be compared."""

import numpy as np
import pyproj
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from sciencecities import data, projection

PROJ = {
    projection.albers: "+proj=aea +lat_1=25 +lat_2=47 +lat_0=36 +lon_0=104 +datum=WGS84",
    projection.equal_earth: "+proj=eqearth +datum=WGS84",
}
MILLIMETRE = 0.001
# The whole globe for one; for the cone its half, beyond which no map of China goes.
anywhere = st.tuples(st.floats(-180, 180), st.floats(-90, 90))
asia = st.tuples(st.floats(40, 168), st.floats(-10, 80))
both = pytest.mark.parametrize("project", PROJ, ids=lambda one: one.__name__)


def by_proj(project, points):
    to = pyproj.Transformer.from_crs("EPSG:4326", PROJ[project], always_xy=True)
    return np.column_stack(to.transform(*np.transpose(points)))


@given(st.lists(anywhere, min_size=1))
def test_equal_earth_is_that_of_proj(points):
    ours = projection.equal_earth(points)
    assert np.abs(ours - by_proj(projection.equal_earth, points)).max() < MILLIMETRE


@given(st.lists(asia, min_size=1))
def test_albers_is_that_of_proj(points):
    assert np.abs(projection.albers(points) - by_proj(projection.albers, points)).max() < MILLIMETRE


@given(st.tuples(st.floats(5, 30), st.floats(31, 70)), st.floats(0, 60), st.floats(-60, 60))
def test_any_cone_is_that_of_proj(parallels, latitude, longitude):
    first, second = parallels
    text = f"+proj=aea +lat_1={first} +lat_2={second} +lat_0={latitude} +lon_0={longitude} +datum=WGS84"
    point = (longitude + 10, 40.0)
    known = pyproj.Transformer.from_crs("EPSG:4326", text, always_xy=True).transform(*point)
    ours = projection.albers([point], projection.Cone(parallels, latitude, longitude))
    assert ours[0] == pytest.approx(known, abs=MILLIMETRE)


def test_by_hand():
    """The origins fall on zero; north is up, and on the middle meridian a degree is about 111 kilometres."""
    assert projection.albers([(104, 36)])[0] == pytest.approx([0, 0], abs=MILLIMETRE)
    assert projection.equal_earth([(0, 0)])[0] == pytest.approx([0, 0], abs=MILLIMETRE)
    x, y = projection.albers([(104, 37)])[0]
    assert x == pytest.approx(0, abs=MILLIMETRE) and y == pytest.approx(111_000, rel=0.03)


@both
def test_areas_are_true(project):
    """Each province has the area that it has on the ellipsoid, to a part in ten thousand: its edges are chords."""
    ground = pyproj.Geod(ellps="WGS84")
    for row in data.load("provinces").itertuples():
        dense = shapely.segmentize(row.geometry, 0.05)
        flat = shapely.transform(dense, project).area
        true = abs(ground.geometry_area_perimeter(dense)[0])
        assert flat == pytest.approx(true, rel=1e-4), row.id
