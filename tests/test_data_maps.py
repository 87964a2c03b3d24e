"""The outlines: valid, without gaps or overlaps, and with every point in its unit."""

import geopandas
import pytest
from shapely import Point

from sciencecities import data


@pytest.mark.parametrize("name", ["provinces", "countries"])
def test_outlines_are_valid(name: str) -> None:
    table = data.load(name)
    assert table.geometry.notna().all()
    assert table.is_valid.all()
    assert not table.is_empty.any()


def test_the_34_units_have_no_gap_and_no_overlap() -> None:
    """Tolerance: one part in a million million of the area; neighbours share their lines exactly."""
    units = data.load("provinces").to_crs("EPSG:6933")
    assert len(units) == 34
    whole = geopandas.GeoSeries([data.load("provinces").union_all()], crs="EPSG:4326").to_crs("EPSG:6933")
    assert units.area.sum() == pytest.approx(whole.area.item(), rel=1e-12)
    holes = [ring for part in whole.explode().to_numpy() for ring in part.interiors]
    assert holes == []
    assert units.area.sum() / 1e6 == pytest.approx(9.4e6, rel=0.02)


def test_neighbours_touch_along_a_line() -> None:
    outline = data.load("provinces").set_index("id").geometry
    for a, b in (("CN-AH", "CN-JS"), ("CN-BJ", "CN-HE"), ("CN-GD", "HK")):
        assert outline[a].intersection(outline[b]).length > 0.1 / 3, (a, b)
        assert outline[a].intersection(outline[b]).area == 0, (a, b)


def test_cities_and_facilities_lie_in_their_province() -> None:
    outline = data.load("provinces").set_index("id").geometry
    for name in ("cities", "facilities"):
        table = data.load(name).dropna(subset=["province_id", "lat"])
        assert len(table) > 20
        for row in table.itertuples():
            away = outline[row.province_id].distance(Point(row.lon, row.lat))
            assert away < 0.01, row  # a city on the shore may stand a kilometre off a simplified coast


def test_the_coast_is_the_usual_eleven() -> None:
    units = data.load("provinces")
    assert units["coast11"].sum() == 11
    both = units.dropna(subset=["coast11"])
    assert set(both[both["coast11"] & ~both["touches_sea"]]["name"]) == {"Beijing"}
    assert set(both[~both["coast11"] & both["touches_sea"]]["name"]) == {"Guangxi"}
