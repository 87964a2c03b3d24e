"""Publishing: workflows that are pinned and name what exists, links that are checked, a site that is fit to be seen."""

from __future__ import annotations

import importlib
import re
import threading
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
import yaml
from conftest import ROOT

from sciencecities.book import links

WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
EXCEPTIONS = ROOT / "scripts" / "link_exceptions.toml"


@pytest.fixture
def scripts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(ROOT / "scripts"))


# --- workflows


def steps(workflow: dict) -> Iterator[dict]:
    for job in workflow["jobs"].values():
        yield from job["steps"]


def load(name: str) -> dict:
    return yaml.safe_load((ROOT / ".github" / "workflows" / f"{name}.yml").read_text())


def test_the_workflows_are_these():
    assert [path.stem for path in WORKFLOWS] == ["pages", "test", "weekly"]


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.stem)
def test_a_workflow_is_pinned_and_may_do_little(path):
    text = path.read_text()
    for line in re.findall(r"uses: .*", text):
        assert re.fullmatch(r"uses: actions/[a-z-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+", line), line
    workflow = yaml.safe_load(text)
    assert workflow["permissions"] == {"contents": "read"}
    assert "secrets." not in text and "pull_request_target" not in text
    # Words that a stranger can write must not reach a shell.
    assert not [step for step in steps(workflow) if "${{" in step.get("run", "")]
    targets = set(re.findall(r"^([a-z-]+):(?!=)", (ROOT / "Makefile").read_text(), re.MULTILINE))
    commands = [step["run"] for step in steps(workflow) if "run" in step]
    assert commands or path.stem == "pages"
    for command in commands:
        assert command.startswith("make ") and command.split()[1] in targets, command


def test_one_action_has_one_version_everywhere():
    used = set(re.findall(r"uses: (\S+)@(\S+)", "\n".join(path.read_text() for path in WORKFLOWS)))
    assert len({name for name, _ in used}) == len(used)


def test_each_push_and_pull_request_is_tested_on_every_python_with_a_preview():
    workflow = load("test")
    # YAML takes the word "on" for true.
    assert set(workflow[True]) == {"push", "pull_request"}
    job = workflow["jobs"]["test"]
    asked = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["requires-python"]
    assert asked == ">=3.11,<3.14" and job["strategy"]["matrix"]["python"] == ["3.11", "3.12", "3.13"]
    assert [step["run"] for step in job["steps"] if "run" in step] == ["make test-all", "make offline"]
    assert job["steps"][-1]["with"]["path"] == "_build/take/small-towns-big-science.zip"


def test_pages_come_from_main_alone():
    workflow = load("pages")
    assert workflow[True]["push"] == {"branches": ["main"]}
    build, deploy = workflow["jobs"]["build"], workflow["jobs"]["deploy"]
    assert deploy["if"] == "github.ref == 'refs/heads/main'" and deploy["needs"] == "build"
    assert deploy["permissions"] == {"pages": "write", "id-token": "write"} and "permissions" not in build
    assert [step["run"] for step in build["steps"] if "run" in step] == ["make publish-check"]
    assert [step["with"]["path"] for step in build["steps"] if "artifact" in step.get("uses", "")] == [
        "_build/take",
        "_build/html",
    ]
    assert "BOOK_REPOSITORY" in workflow["env"]


def test_every_week_all_is_rebuilt_links_are_checked_and_the_canary_only_reports():
    workflow = load("weekly")
    [when] = workflow[True]["schedule"]
    assert re.fullmatch(r"\d+ \d+ \* \* [0-6]", when["cron"])
    jobs = workflow["jobs"]
    assert {name: job["steps"][-1]["run"] for name, job in jobs.items()} == {
        "rebuild": "make test-all",
        "links": "make links",
        "canary": "make canary",
    }
    assert [name for name, job in jobs.items() if job.get("continue-on-error")] == ["canary"]


def test_the_canary_sets_versions_free_save_the_one_that_is_another_program(scripts):
    canary = importlib.import_module("canary")
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    names = canary.newest(project)
    assert {"pandas", "numpy", "sphinx-revealjs", "pytest"} <= set(names)
    assert [name for name in names if not re.fullmatch(r"[a-zA-Z0-9-]+", name)] == ["jupyter-book<2"]


def test_the_canary_reports_a_break_and_does_not_fail(scripts, monkeypatch, tmp_path, capsys):
    canary = importlib.import_module("canary")
    monkeypatch.setattr(canary.venv, "create", lambda *_, **__: None)
    answers = iter([(0, ""), (0, ""), (1, "ImportError: no such thing")])

    def run(*_: object, **__: object) -> object:
        code, said = next(answers)
        return type("Done", (), {"returncode": code, "stdout": "", "stderr": said})()

    monkeypatch.setattr(canary.subprocess, "run", run)
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(tmp_path / "page"))
    assert canary.main() == 0
    said = capsys.readouterr().out
    assert (
        "install: well\npackage: well\nbuild: BROKEN\nImportError: no such thing\n" in said
        and "test:" not in said
    )
    assert said in (tmp_path / "page").read_text()


# --- links


def test_no_link_within_the_site_is_dead(site, scripts):
    assert importlib.import_module("publish_check").complaints(site) == []


def test_a_dead_link_is_found_wherever_it_is(tmp_path):
    (tmp_path / "a").mkdir()
    (tmp_path / "404.html").write_text('<a href="/b.html">b</a>')
    (tmp_path / "b.html").write_text(
        '<p id="here"><a href="a/c.html#there">c</a> <a href="#here">up</a> <a href="#gone">x</a>'
    )
    (tmp_path / "a" / "c.html").write_text(
        '<a href="../b.html?x=1#here">b</a><img src="d%20e.svg"><a href="https://x.org/#1">'
    )
    assert links.dead_inside(tmp_path) == [
        "a/c.html links to d%20e.svg, but the site has no a/d e.svg.",
        "b.html links to #gone, but b.html has no such place.",
        "b.html links to a/c.html#there, but a/c.html has no such place.",
    ]
    assert links.outside(tmp_path) == {"https://x.org/": ["a/c.html"]}


@contextmanager
def host(**answers: int) -> Iterator[str]:
    """A host that answers /NAME with a code."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(answers[self.path[1:]])
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """In silence."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as http:
        threading.Thread(target=http.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{http.server_port}"
        http.shutdown()


def test_what_a_host_answers_is_understood(monkeypatch):
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    with host(well=200, gone=404, broken=500, shy=403) as at:
        said = {name: links.answer(f"{at}/{name}", 5) for name in ("well", "gone", "broken", "shy")}
    assert said == {"well": "", "gone": "answers 404", "broken": "answers 500", "shy": ""}
    assert links.answer(f"{at}/well", 5).startswith("does not answer (")


def test_a_dead_address_is_asked_twice_and_told_with_its_page():
    asked = []

    def ask(address: str) -> str:
        asked.append(address)
        return (
            ""
            if "well" in address or (address.endswith("tired") and asked.count(address) > 1)
            else "answers 404"
        )

    pages = {f"https://x.org/{name}": ["a.html", "b.html"] for name in ("well", "tired", "gone")}
    pages["https://data.example.org/1"] = ["a.html"]
    dead = links.dead_outside(pages, {"https://data.example.org": "closed"}, ask)
    assert dead == ["https://x.org/gone answers 404: linked from a.html."]
    assert sorted(map(asked.count, pages)) == [0, 1, 2, 2]
    assert len(links.dead_outside(pages, {}, ask)) == 2


def test_without_a_network_one_sentence_says_so(scripts, monkeypatch, capsys):
    def silence(address: str) -> str:
        return "does not answer (no route)"

    assert not links.reachable(["https://x.org/a", "https://y.org/b"], silence)
    assert links.reachable(
        ["https://x.org/a", "https://y.org/b"], lambda one: silence(one) if "y" in one else ""
    )
    assert links.reachable(["https://x.org/a"], lambda _: "answers 404") and links.reachable([], silence)
    script = importlib.import_module("links")
    monkeypatch.setattr(script.build, "is_current", lambda: True)
    monkeypatch.setattr(script.links, "outside", lambda _: {"https://x.org/": ["a.html"]})
    monkeypatch.setattr(script.links, "reachable", lambda _: False)
    assert script.main() == 2
    said = capsys.readouterr()
    assert said.out == "" and said.err.count("\n") == 1 and "no other host answers" in said.err


def test_each_exception_has_a_reason_and_is_needed(site, tmp_path):
    known = links.exceptions(EXCEPTIONS)
    addresses = links.outside(site)
    assert len(addresses) > 10
    assert not [start for start in known if not any(address.startswith(start) for address in addresses)]
    assert all(len(reason) > 20 for reason in known.values())
    (tmp_path / "x.toml").write_text('[[except]]\nstart = "https://x.org"\n')
    with pytest.raises(ValueError, match="needs a start and a reason"):
        links.exceptions(tmp_path / "x.toml")
