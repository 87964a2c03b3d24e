"""Short names for the variables of a script, in place of those that people read.

What a name means is decided by scope, and scope is kept: a function's variables get names that nothing else in
that function has. Properties, texts and the browser's own names stay. (tdewolff-minify 2.24 moves a destructuring in
front of what it reads, and other packages of PyPI leave names alone.)
"""

from __future__ import annotations

import string
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import count, product

import tree_sitter_javascript
from tree_sitter import Language, Node, Parser

_PARSER = Parser(Language(tree_sitter_javascript.language()))
_NAMES = {"identifier", "shorthand_property_identifier", "shorthand_property_identifier_pattern"}
_FUNCTIONS = {
    "program",
    "arrow_function",
    "function_declaration",
    "function_expression",
    "generator_function",
    "generator_function_declaration",
    "method_definition",
}
_DECLARATIONS = {"lexical_declaration", "function_declaration", "class_declaration"}
Fresh = Callable[[], Iterator[str]]
_TOO_SHORT = {"as", "do", "if", "in", "of"}  # words of the language among the names of two letters


def parse(text: str) -> Node:
    """The syntax tree of a script or module; ValueError when it is none."""
    root = _PARSER.parse(text.encode()).root_node
    if root.has_error:
        raise ValueError("The script cannot be read: check its syntax.")
    return root


def below(node: Node, functions: bool = True) -> Iterator[Node]:
    """A node and all named ones below it, in the order of the text; inside other functions only if wanted."""
    stack = [node]
    while stack:
        yield (one := stack.pop())
        if functions or one is node or one.type not in _FUNCTIONS:
            stack += reversed(one.named_children)


def word(node: Node) -> str:
    """The text of a node."""
    assert node.text is not None
    return node.text.decode()


def bound(pattern: Node | None) -> Iterator[str]:
    """The names that a pattern binds: `{ a, b: [c], ...d } = {}` binds a, c and d."""
    if pattern is None:
        return
    if pattern.type in _NAMES:
        yield word(pattern)
    elif pattern.type in {"assignment_pattern", "object_assignment_pattern"}:
        yield from bound(pattern.child_by_field_name("left"))
    elif pattern.type == "pair_pattern":
        yield from bound(pattern.child_by_field_name("value"))
    elif pattern.type in {"object_pattern", "array_pattern", "rest_pattern", "formal_parameters"}:
        for child in pattern.named_children:
            yield from bound(child)


def declared(statement: Node) -> Iterator[str]:
    """The names that a statement declares by itself, if any."""
    if statement.type == "lexical_declaration":
        for child in statement.named_children:
            yield from bound(child.child_by_field_name("name"))
    elif statement.type in _DECLARATIONS or statement.type == "generator_function_declaration":
        yield from bound(statement.child_by_field_name("name"))
    elif statement.type == "catch_clause":
        yield from bound(statement.child_by_field_name("parameter"))
    elif statement.type == "for_in_statement":
        yield from bound(statement.child_by_field_name("left"))


def parameters(function: Node) -> list[Node]:
    """The parameters of a function, and the name that a function expression gives itself."""
    own = ["name"] if function.type == "function_expression" else []
    found = (function.child_by_field_name(field) for field in ("parameter", "parameters", *own))
    return [node for node in found if node is not None]


def variables(function: Node, outer: Mapping[str, str]) -> list[str]:
    """The variables of a function that are not those of a function around it, in the order of the text."""
    named = [name for node in parameters(function) for name in bound(node)]
    body = function if function.type == "program" else function.child_by_field_name("body")
    assert body is not None
    in_parameters = {word(node) for one in parameters(function) for node in below(one) if node.type in _NAMES}
    first = [name for child in body.named_children for name in declared(child)]
    within = [
        name for node in below(body, functions=False) if node is not function for name in declared(node)
    ]
    # A name of an inner block, or one that a parameter's default may read, can mean the outer one elsewhere.
    unsure = {name for name in within if name not in first} | (set(first) & in_parameters)
    return list(dict.fromkeys([*named, *(n for n in (*first, *within) if not (n in unsure and n in outer))]))


def short_names() -> Iterator[str]:
    """Names, the shortest first."""
    letters = string.ascii_letters + "_$"
    for length in count(1):
        for first, *rest in product(letters, *[letters + string.digits] * (length - 1)):
            if (name := first + "".join(rest)) not in _TOO_SHORT:
                yield name


def shorten(text: str) -> str:
    """The script with short names for all that it declares; `import` and `export` are not expected.

    ValueError for a `var`, whose scope is another.
    """
    if any(node.type == "variable_declaration" for node in below(parse(text))):
        raise ValueError("The script has a `var`: write `const` or `let`.")
    return _rename(text, {}, short_names)


def replace(text: str, names: Mapping[str, str]) -> str:
    """The script with the names of its outermost scope replaced, wherever they mean just that."""
    return _rename(text, names, None)


def _rename(text: str, names: Mapping[str, str], fresh: Fresh | None) -> str:
    """The script with new names: those of `names` in its outermost scope, then those that `fresh` gives."""
    found: list[tuple[Node, str]] = []
    root = parse(text)
    if fresh:
        _function(root, names, fresh, found)
    else:
        _inside(root, names, fresh, found)
    source, parts, last = text.encode(), [], 0
    for node, new in sorted(found, key=lambda one: one[0].start_byte):
        key = node.text + b":" if node.type.startswith("shorthand") and node.text is not None else b""
        parts += [source[last : node.start_byte], key, new.encode()]
        last = node.end_byte
    return b"".join([*parts, source[last:]]).decode()


def _function(
    node: Node, outer: Mapping[str, str], fresh: Fresh | None, found: list[tuple[Node, str]]
) -> None:
    """Name the variables of a function, and note the new name of each name inside."""
    own = variables(node, outer)
    new: Iterable[str] = own
    if fresh:
        inside = {word(one) for one in below(node) if one.type in _NAMES}
        # What must mean here what it means outside: renamed names, and the browser's own.
        taken = {outer.get(name, name) for name in inside - set(own)}
        new = (name for name in fresh() if name not in taken)
    _inside(node, {**outer, **dict(zip(own, new, strict=False))}, fresh, found)


def _inside(node: Node, names: Mapping[str, str], fresh: Fresh | None, found: list[tuple[Node, str]]) -> None:
    """Note the new name of each name in a function whose variables are named."""
    # The name of a declared function is one of the scope around it.
    mine = node.child_by_field_name("name") if node.type.endswith("_declaration") else None
    for one in below(node, functions=False):
        if one is not node and one.type in _FUNCTIONS:
            if one.type.endswith("_declaration"):
                _note(one.child_by_field_name("name"), names, found)
            _function(one, names, fresh, found)
        elif one.type in _NAMES and one != mine:
            _note(one, names, found)


def _note(node: Node | None, names: Mapping[str, str], found: list[tuple[Node, str]]) -> None:
    """Note the new name of a name, if it gets one."""
    if node is not None and word(node) in names:
        found.append((node, names[word(node)]))
