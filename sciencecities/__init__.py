"""The code behind the book: tables, measures, figures, interactive figures, exercises and claims."""

__version__ = "0.1.0"
