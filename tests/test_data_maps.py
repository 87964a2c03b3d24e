"""The outlines: read as geopandas reads them, valid, without gaps or overlaps, and with every point in its unit."""

import json

import geopandas
import pytest
import shapely
from shapely import Point

from sciencecities import _topology, data


def table(name: str) -> geopandas.GeoDataFrame:
    """A table with outlines, as geopandas takes it."""
    return geopandas.GeoDataFrame(data.load(name), crs="EPSG:4326")


@pytest.mark.parametrize(("name", "key"), [("provinces", "id"), ("countries", "name")])
def test_outlines_are_those_that_geopandas_reads(name: str, key: str) -> None:
    """Point for point, by the format's reader in GDAL; and each stands in the row that has its key."""
    known = geopandas.read_file(data.DATA / data.describe(name)["geometry"]).set_index(key).geometry
    ours = data.load(name).set_index(key)["geometry"]
    assert sorted(known.index) == sorted(ours.index)
    for unit, outline in ours.items():
        assert shapely.equals_exact(outline, known[unit], 1e-9), unit


def test_a_topology_by_hand(tmp_path) -> None:
    """Two boxes side by side share line 0; the second walks it backwards, and has a hole."""
    shapes = [
        {"type": "Polygon", "properties": {"id": "left"}, "arcs": [[0, 1]]},
        {"type": "MultiPolygon", "properties": {"id": "right"}, "arcs": [[[2, -1], [3]]]},
    ]
    steps = [
        [[1, 0], [0, 3]],
        [[1, 3], [-1, 0], [0, -3], [1, 0]],
        [[1, 0], [4, 0], [0, 3], [-4, 0]],
        [[2, 1], [1, 0], [-1, 1], [0, -1]],
    ]
    path = tmp_path / "boxes.topojson"
    path.write_text(
        json.dumps(
            {
                "type": "Topology",
                "transform": {"scale": [2, 3], "translate": [10, 20]},
                "arcs": steps,
                "objects": {"boxes": {"type": "GeometryCollection", "geometries": shapes}},
            }
        )
    )
    (left, one), (right, two) = _topology.read(path, "id")
    assert (left, right) == ("left", "right")
    assert one.equals(shapely.box(10, 20, 12, 29))
    hole = shapely.Polygon([(14, 23), (16, 23), (14, 26)])
    assert two.equals(shapely.box(12, 20, 20, 29).difference(hole))


@pytest.mark.parametrize("name", ["provinces", "countries"])
def test_outlines_are_valid(name: str) -> None:
    outlines = table(name).geometry
    assert outlines.notna().all()
    assert outlines.is_valid.all()
    assert not outlines.is_empty.any()


def test_the_34_units_have_no_gap_and_no_overlap() -> None:
    """Tolerance: one part in a million million of the area; neighbours share their lines exactly."""
    units = table("provinces").to_crs("EPSG:6933")
    assert len(units) == 34
    whole = geopandas.GeoSeries([table("provinces").union_all()], crs="EPSG:4326").to_crs("EPSG:6933")
    assert units.area.sum() == pytest.approx(whole.area.item(), rel=1e-12)
    holes = [ring for part in whole.explode().to_numpy() for ring in part.interiors]
    assert holes == []
    assert units.area.sum() / 1e6 == pytest.approx(9.4e6, rel=0.02)


def test_neighbours_touch_along_a_line() -> None:
    outline = data.load("provinces").set_index("id")["geometry"]
    for a, b in (("CN-AH", "CN-JS"), ("CN-BJ", "CN-HE"), ("CN-GD", "HK")):
        assert outline[a].intersection(outline[b]).length > 0.1 / 3, (a, b)
        assert outline[a].intersection(outline[b]).area == 0, (a, b)


def test_cities_and_facilities_lie_in_their_province() -> None:
    outline = data.load("provinces").set_index("id")["geometry"]
    for name in ("cities", "facilities"):
        placed = data.load(name).dropna(subset=["province_id", "lat"])
        assert len(placed) > 20
        for row in placed.itertuples():
            away = outline[row.province_id].distance(Point(row.lon, row.lat))
            assert away < 0.01, row  # a city on the shore may stand a kilometre off a simplified coast


def test_the_coast_is_the_usual_eleven() -> None:
    units = data.load("provinces")
    assert units["coast11"].sum() == 11
    both = units.dropna(subset=["coast11"])
    assert set(both[both["coast11"] & ~both["touches_sea"]]["name"]) == {"Beijing"}
    assert set(both[~both["coast11"] & both["touches_sea"]]["name"]) == {"Guangxi"}
