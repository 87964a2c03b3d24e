"""The interactive figures as one classic script: a browser loads no modules from the file system.

Each module becomes a function of its own, called when another asks for what it offers; so names stay apart as they do
in modules, and the text of the modules stays as it is.
"""

from __future__ import annotations

import re

from sciencecities.book.take.error import TakeError
from sciencecities.explorables.static import scripts

_IMPORT = re.compile(r'^import (\{[^}]*\}) from "\./([a-z_]+)\.js";$', re.MULTILINE)
_EXPORT = re.compile(r"^export ((?:async )?function\*?|const|class) (\w+)", re.MULTILINE)
_DEFAULT = re.compile(r"^export default ", re.MULTILINE)
# How host.js fetches the module of a figure.
_FETCH = "await import(new URL(`./${module}.js`, import.meta.url))"
_HEAD = """// The interactive figures of the book in one file, for pages that are opened without a server.
"use strict";
(() => {
const made = {};
const need = (name) => (made[name] ??= parts[name]());
const parts = {
"""
_FOOT = '};\nneed("host");\n})();\n'


def classic_script() -> str:
    """All modules of the interactive figures as one script that begins with host.js.

    Raises TakeError when a module is written in a way that this cannot join.
    """
    return _HEAD + "".join(_part(path.stem, path.read_text(encoding="utf-8")) for path in scripts()) + _FOOT


def _part(name: str, text: str) -> str:
    """One module as a function that returns what the module exports."""
    offered = [found[1] for found in _EXPORT.findall(text)]
    body = _IMPORT.sub(r'const \1 = need("\2");', text)
    body = _EXPORT.sub(r"\1 \2", body)
    if _DEFAULT.search(body):
        body = _DEFAULT.sub("const standard = ", body)
        offered.append("default: standard")
    body = body.replace(_FETCH, "need(module)")
    if left := re.search(r"^(?:import|export)\b.*|import\(|import\.meta", body, re.MULTILINE):
        raise TakeError(f"{name}.js cannot be joined into one script, because of: {left[0].strip()}")
    return f"{name}: () => {{\n{body}\nreturn {{ {', '.join(offered)} }};\n}},\n"
