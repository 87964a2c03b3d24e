"""What a page may load, said in the page itself, since a host of static pages may send no headers.

No page has a script, a style or a handler of its own in its text: all of them come as files, so nothing is excepted.
"""

from __future__ import annotations

# Icons in the style sheet are pictures in `data:`; forms lead to the book's search.
_RULES = {
    "default-src": "'self'",
    "img-src": "'self' data:",
    "object-src": "'none'",
    "base-uri": "'none'",
    "form-action": "'self'",
}

POLICY = "; ".join(f"{name} {value}" for name, value in _RULES.items())
