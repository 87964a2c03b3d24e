"""The whole book to take along, made from the built pages: one zip for a browser, a PDF, an EPUB."""
