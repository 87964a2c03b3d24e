"""What every interactive figure has: settings, a still picture, a table, a sentence, and a front end."""

from __future__ import annotations

import re
from html import escape
from typing import Any, ClassVar

import anywidget
import pandas as pd
import traitlets as t

from . import bundle

MIME = "application/vnd.sciencecities.explorable+json"


class Explorable(anywidget.AnyWidget):
    """An interactive figure that lives on a page without a kernel and follows Python in a notebook.

    A concrete class names its front-end module, its settings (traits with `sync=True`) and what a gap means, fills
    `data` and `limits`, and says what is seen in `lines`, `still`, `table` and `alt`. The same model stands in the
    module named by `module`; a test compares the two. `guess` holds what the reader predicted, `revealed` whether the
    answer is shown.
    """

    module: ClassVar[str]
    title: ClassVar[str]
    gap: ClassVar[str] = "not published"

    name = t.Unicode().tag(sync=True)
    data = t.Dict().tag(sync=True)
    limits = t.Dict().tag(sync=True)
    defaults = t.Dict().tag(sync=True)
    guess = t.Float(None, allow_none=True).tag(sync=True)
    revealed = t.Bool(False).tag(sync=True)

    def __init_subclass__(cls, **kwargs: Any) -> None:
        """Give a concrete class its front end before anywidget looks for it."""
        if "module" in cls.__dict__:
            cls._esm = bundle.esm(cls.module)
            cls._css = bundle.css()
        super().__init_subclass__(**kwargs)

    def __init__(
        self, name: str, data: dict[str, Any], limits: dict[str, Any], settings: dict[str, Any]
    ) -> None:
        """Set the figure to `settings`; reset comes back to them. `name` tells two of a kind on one page apart."""
        unknown = sorted(set(settings) - set(limits) - {"revealed"})
        if unknown:
            raise TypeError(
                f"{type(self).__name__} has no setting {unknown[0]!r}; it has {', '.join(limits)}."
            )
        if not re.fullmatch(r"[a-z][a-z0-9-]*", name or self.module):
            raise ValueError(f"figure name {name!r}: use lower-case letters, digits and hyphens.")
        super().__init__(name=name or self.module, data=data, limits=limits, **settings)
        self.defaults = self.settings()

    def admitted(self, name: str, value: Any) -> Any:
        """`value` if the setting `name` allows it, else a TraitError that says what it allows.

        A limit with `unlike` names another setting that must have another value. A limit of kind "subset" allows a
        list of its `options`, each once, that leaves out at least `least` of them; it comes back in their order.
        One that is `private` stays out of the page's address, and the page's reset buttons leave it alone.
        """
        limit = self.limits[name]
        if limit["kind"] == "subset":
            return self._subset(name, value)
        if limit["kind"] == "choice":
            if value not in limit["options"]:
                allowed = ", ".join(str(option) for option in limit["options"])
                raise t.TraitError(f"{type(self).__name__} has no {name} {value!r}: choose one of {allowed}.")
        elif not limit["min"] <= value <= limit["max"]:
            raise t.TraitError(f"{name} is {value}: choose a value from {limit['min']} to {limit['max']}.")
        other = limit.get("unlike")
        if other and value == getattr(self, other):
            raise t.TraitError(f"{name} and {other} are both {value}: choose two that differ.")
        return value

    def _subset(self, name: str, value: list[str]) -> list[str]:
        limit = self.limits[name]
        options, least = limit["options"], limit.get("least", 0)
        chosen = [option for option in options if option in value]
        if len(chosen) != len(value):
            odd = next((one for one in value if one not in options), None)
            problem = f"{odd!r} is not among them" if odd else "one stands twice"
            raise t.TraitError(f"{name} is a list of some of {', '.join(options)}: {problem}.")
        if len(chosen) > len(options) - least:
            raise t.TraitError(f"{name} names {len(chosen)}: choose {len(options) - least} at most.")
        return chosen

    def settings(self) -> dict[str, Any]:
        """What the figure is set to now, as plain values, in the order of `limits`."""
        return {name: getattr(self, name) for name in self.limits}

    def reset(self) -> None:
        """Back to the settings that the figure was made with, and to the question before the answer."""
        with self.hold_sync(), self.hold_trait_notifications():
            for name, value in self.defaults.items():
                setattr(self, name, value)
            self.guess = None
            self.revealed = False

    def lines(self) -> dict[str, str]:
        """What is now seen, in words: `headline` where there is one, `first` (the one idea) and `more` (the rest)."""
        raise NotImplementedError

    def sentence(self) -> str:
        """What is now seen, in words; the twin of the sentence on the page."""
        return " ".join(self.lines().values())

    def still(self) -> str:
        """The picture for print and for pages without scripts: one SVG element."""
        raise NotImplementedError

    def table(self) -> pd.DataFrame:
        """The numbers behind the picture."""
        raise NotImplementedError

    def alt(self) -> str:
        """What the still picture shows, for someone who cannot see it."""
        raise NotImplementedError

    def state(self) -> dict[str, Any]:
        """Everything that the page needs to bring the figure to life: plain JSON values."""
        return {"data": self.data, "limits": self.limits, "defaults": self.defaults, **self.settings()}

    def bundle(self) -> dict[str, Any]:
        """The figure as data, for the build of the book: see static.py."""
        table = self.table()
        return {
            "module": self.module,
            "name": self.name,
            "title": self.title,
            "state": self.state(),
            "still": self.still(),
            "alt": self.alt(),
            "sentence": self.sentence(),
            "csv": table.to_csv(index=False, lineterminator="\n"),
            "table_html": table_html(table, self.title, self.gap),
            "height": max(bundle.RESERVED[self.module]),
        }

    def _repr_mimebundle_(self, **kwargs: Any) -> tuple[dict[str, Any], dict[str, Any]] | None:
        """The live widget for a notebook, the figure as data for the book, the sentence for anything else."""
        shown = super()._repr_mimebundle_(**kwargs)
        if shown is None:
            return None
        data, metadata = shown
        return {**data, MIME: self.bundle(), "text/plain": self.sentence()}, metadata


def table_html(table: pd.DataFrame, caption: str, gap: str) -> str:
    """A data frame as a plain HTML table whose first column heads its rows; cells are escaped, a gap is said."""
    columns = [str(column) for column in table.columns]
    head = "".join(f'<th scope="col">{escape(column)}</th>' for column in columns)
    rows = []
    for record in table.to_dict("records"):
        first, *rest = (escape(_cell(value, gap)) for value in record.values())
        rows.append(f'<tr><th scope="row">{first}</th>{"".join(f"<td>{cell}</td>" for cell in rest)}</tr>')
    return (
        f'<table class="sc-x-table"><caption>{escape(caption)}</caption><thead><tr>{head}</tr></thead>'
        f"<tbody>{''.join(rows)}</tbody></table>"
    )


def _cell(value: object, gap: str) -> str:
    """One table cell: numbers as they stand."""
    if value is None or (isinstance(value, float) and value != value):
        return gap
    return f"{value:,.10g}" if isinstance(value, float) else str(value)
