"""How numbers and lists are said: the twin of words.js, so that page and Python print the same sentence."""

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal

SPACE = "\u00a0"  # between a number and its sign, so that a line never breaks there


def fixed(number: float, digits: int = 0) -> str:
    """A number with a fixed count of decimals, exact halves away from zero as browsers do; 1234.5 -> '1,234.5'."""
    rounded = Decimal(number).quantize(Decimal(1).scaleb(-digits), rounding=ROUND_HALF_UP)
    return f"{abs(rounded) if rounded == 0 else rounded:,}"


def signed(number: float, digits: int = 2) -> str:
    """The same with a true minus sign: -0.5 -> '\u22120.50'."""
    return fixed(number, digits).replace("-", "\u2212")


def percent(part: float, digits: int = 1) -> str:
    """A part of 1 as a percentage: 0.2704 -> '27.0 %'."""
    return f"{fixed(100 * part, digits)}{SPACE}%"


def ordinal(n: int) -> str:
    """1 -> '1st', 12 -> '12th', 23 -> '23rd'."""
    if n % 100 in (11, 12, 13):
        return f"{n}th"
    return f"{n}{ {1: 'st', 2: 'nd', 3: 'rd'}.get(n % 10, 'th') }"


def names(items: Sequence[str], most: int = 3) -> str:
    """A list in words: 'A', 'A and B', 'A, B, C and 4 more'."""
    shown = list(items) if len(items) <= most else [*items[:most], f"{len(items) - most} more"]
    return shown[0] if len(shown) == 1 else f"{', '.join(shown[:-1])} and {shown[-1]}"
