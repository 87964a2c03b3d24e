"""A hub for a large class: sizes that follow from a measurement, and a values file that agrees with them."""

from __future__ import annotations

import importlib
import json
import re

import pytest
import yaml
from bs4 import BeautifulSoup
from conftest import ROOT

from sciencecities.book import hub

SEEN = hub.Measured(10, "04-x", 4, 10.0, 20.0, 400)


def test_sizes_by_hand():
    assert (SEEN.cpu_seconds, SEEN.kept_mib, SEEN.most_mib) == (12, 512, 960)
    # 400 MB are 381.5 MiB, and a quarter more 477. 30 * 512 MiB; 30 * 12 s of work in 300 s; both fit on one machine.
    assert hub.size(30, SEEN) == hub.Size(30, 15, 2, 1)
    # 100 GiB on machines with 85 per cent of 32 GiB to give.
    assert hub.size(200, SEEN) == hub.Size(200, 100, 8, 4)
    # Here the processors decide: 40 cores on machines with 6.8 to give.
    assert hub.size(100, hub.Measured(1, "x", 4, 10, 20, 1)) == hub.Size(100, 7, 40, 6)


def test_the_committed_measurement_is_of_a_class_and_a_chapter():
    seen = hub.read(ROOT / hub.NAME)
    assert seen.users >= 10 and (ROOT / "chapters" / f"{seen.chapter}.ipynb").is_file()
    assert 100 < seen.memory_mb < 2000 and seen.start_seconds > 0 and seen.run_seconds > 0


def test_a_missing_measurement_is_said(tmp_path):
    with pytest.raises(ValueError, match=r"measured\.json cannot be read .*: run python bench/hub\.py"):
        hub.read(tmp_path / "measured.json")
    (tmp_path / "measured.json").write_text(json.dumps({"users": 1}))
    with pytest.raises(ValueError, match=r"measured\.json cannot be read"):
        hub.read(tmp_path / "measured.json")


def test_the_values_file_agrees_with_the_measurement():
    values = yaml.safe_load((ROOT / "deploy" / "values.yaml").read_text())
    memory, seen = values["singleuser"]["memory"], hub.read(ROOT / hub.NAME)
    assert memory == {"guarantee": f"{seen.kept_mib}M", "limit": f"{seen.most_mib}M"}
    assert values["cull"]["enabled"] and values["singleuser"]["defaultUrl"] == "/lab"
    command = values["singleuser"]["lifecycleHooks"]["postStart"]["exec"]["command"][-1]
    assert "gitpuller https://github.com/OWNER/NAME main NAME" in command and "pip" not in command
    # A server finds its extensions when it starts: what brings the notebooks has to be in the image.
    assert "install --no-cache-dir nbgitpuller" in (ROOT / "deploy" / "values.yaml").read_text()
    assert values["hub"]["config"]["Authenticator"] == {"allow_all": True}


def test_the_page_shows_the_sizes(site):
    page = BeautifulSoup((site / "reference" / "hub.html").read_text(encoding="utf-8"), "html.parser").article
    seen = hub.read(ROOT / hub.NAME)
    assert f"{seen.kept_mib} MiB to keep" in page.get_text()
    rows = [[cell.get_text(strip=True) for cell in row.find_all("td")] for row in page.find_all("tr")]
    for students in hub.CLASSES:
        one = hub.size(students, seen)
        assert [str(students), f"{one.memory_gib} GiB", str(one.cores), str(one.nodes)] in rows


def test_the_bench_says_what_it_lacks(monkeypatch, capsys, tmp_path):
    monkeypatch.syspath_prepend(str(ROOT / "bench"))
    bench = importlib.import_module("hub")
    monkeypatch.setattr("sys.argv", ["hub.py", "1"])
    monkeypatch.setenv("PATH", str(tmp_path))
    assert bench.main() == 2
    assert re.fullmatch(
        r"(The package jupyterhub|There is no configurable-http-proxy).*\n", capsys.readouterr().err
    )
