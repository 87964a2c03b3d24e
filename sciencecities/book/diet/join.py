"""Modules joined into one script, so that a page asks once.

Each module keeps its scope: what it declares gets the module's name as an ending before the texts are put together.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sciencecities.book.diet.blanks import compact
from sciencecities.book.diet.names import Node, below, declared, parse, replace, shorten, word


@dataclass(frozen=True)
class Module:
    """A module's text without imports and exports; what it imports, as {name here: (module, name there)}."""

    name: str
    text: str
    imports: dict[str, tuple[str, str]]

    @property
    def needs(self) -> list[str]:
        """The modules that it imports, once each."""
        return list(dict.fromkeys(module for module, _ in self.imports.values()))

    def scoped(self) -> str:
        """The text with names that no other module has."""
        own = {name: f"{name}${self.name}" for child in parse(self.text).children for name in declared(child)}
        others = {here: f"{there}${module}" for here, (module, there) in self.imports.items()}
        return replace(self.text, {**own, **others})


def read(name: str, text: str) -> Module:
    """Read a module; its default export is called `main`. ValueError for a syntax that is not looked after here."""
    imports: dict[str, tuple[str, str]] = {}
    parts, last, source = [], 0, text.encode()
    for node in parse(text).children:
        if node.type == "import_statement":
            imports |= _imports(node)
            end = node.end_byte
            parts.append(source[last : node.start_byte])
        elif node.type == "export_statement":
            what = node.child_by_field_name("declaration") or node.child_by_field_name("value")
            if what is None:
                raise ValueError(f"{name}.js: export a declaration or a default value.")
            parts.append(source[last : node.start_byte])
            if node.child_by_field_name("value"):
                parts.append(b"const main = ")
            end = what.start_byte
        else:
            continue
        last = end
    return Module(name, b"".join([*parts, source[last:]]).decode(), imports)


def _imports(node: Node) -> dict[str, tuple[str, str]]:
    """What an import statement brings: `import { a, b as c } from "./d.js"` brings {a: (d, a), c: (d, b)}."""
    source = node.child_by_field_name("source")
    assert source is not None
    module = word(source).strip("\"'").removeprefix("./").removesuffix(".js")
    found = {}
    stack = list(node.named_children)
    while stack:
        part = stack.pop()
        if part.type == "import_specifier":
            name = part.child_by_field_name("name")
            assert name is not None
            found[word(part.child_by_field_name("alias") or name)] = (module, word(name))
        elif part.type in {"import_clause", "named_imports"}:
            stack += part.named_children
        elif part != source:
            raise ValueError(f"{word(node)}: import names, in braces.")
    return found


def joined(texts: Mapping[str, str], start: str) -> str:
    """The module `start` and all that it needs as one minified script, from the modules' texts by name."""
    order: dict[str, Module] = {}

    def add(name: str) -> None:
        module = read(name, texts[name])
        for needed in module.needs:
            if needed not in order:
                add(needed)
        order[name] = module

    add(start)
    return minified("\n".join(module.scoped() for module in order.values()))


def together(text: str) -> str:
    """The script with declarations that follow each other made one: `let a = 1, b = 2;`."""
    source, parts, last = text.encode(), [], 0
    for node in below(parse(text)):
        if node.type != "lexical_declaration":
            continue
        before, keyword, first = node.prev_sibling, node.children[0], node.named_children[0]
        if before is not None and before.type == "lexical_declaration":
            parts += [source[last : before.named_children[-1].end_byte], b","]
        else:
            parts += [source[last : keyword.start_byte], b"let "]
        last = first.start_byte
    return b"".join([*parts, source[last:]]).decode()


def minified(text: str) -> str:
    """A script with short names, without comments and needless blanks."""
    return compact(together(compact(shorten(text))))
