# Two commands are enough: `make book` and `make test`. `make` alone lists the rest.
PY := .venv/bin/python

# A stranger's shell may point Python or the book elsewhere; here both are this folder's own.
unexport PYTHONPATH PYTHONHOME VIRTUAL_ENV SCIENCECITIES_DATA
# What is compiled is kept: every notebook, build and test begins with the same large packages.
unexport PYTHONDONTWRITEBYTECODE
export PYTHONNOUSERSITE := 1
export PYTHONUTF8 := 1
export JUPYTER_PREFER_ENV_PATH := 1

.PHONY: help book slides offline epub pdf serve test test-all publish-check links canary record gradescope lint lock clean

help:
	@echo 'make book    install what the book needs, run the chapters, build _build/html'
	@echo 'make slides  the slide decks anew, from the built book, in _build/html/slides'
	@echo 'make offline one zip with the whole book for a browser without a network, in _build/take'
	@echo 'make epub    the whole book as an EPUB, in _build/take'
	@echo 'make pdf     the whole book as a PDF, in _build/take'
	@echo 'make serve   serve _build/html on this machine'
	@echo 'make test    install the test tools, build the book, run the tests: some minutes'
	@echo 'make test-all  the same and the tests that take longest'
	@echo 'make publish-check  build, pack and check all that publishing would publish'
	@echo 'make links   ask every outside address that the book links to'
	@echo 'make canary  report what the newest versions of all packages would break'
	@echo 'make record  run everything from scratch and write reference/record.json, which the status page shows'
	@echo 'make lint    strip chapters of outputs; format, lint, spelling, types'
	@echo 'make lock    compile requirements*.txt from pyproject.toml (LOCK=--upgrade for newer versions)'
	@echo 'make gradescope  the autograder of each chapter for Gradescope, in _build/gradescope'
	@echo 'make clean   remove _build (and nothing else)'

book:
	@sh scripts/setup.sh book
	@$(PY) scripts/build.py

slides:
	@sh scripts/setup.sh book
	@$(PY) scripts/slides.py

offline:
	@sh scripts/setup.sh book
	@$(PY) scripts/take.py offline

epub:
	@sh scripts/setup.sh book
	@$(PY) scripts/take.py epub

# Printed by the browser that the tests use.
pdf:
	@sh scripts/setup.sh test
	@$(PY) scripts/take.py pdf

serve:
	@test -f _build/html/index.html || { echo 'There is no book to serve yet: run make book first.' >&2; exit 2; }
	@$(PY) scripts/serve.py

# The same steps with a choice of the tests: all but the slow ones.
CHOICE :=
test: CHOICE := -m 'not slow'
test: test-all
test-all:
	@sh scripts/setup.sh test
	@$(PY) scripts/build.py
	$(PY) -m pytest -n 2 --dist loadfile --no-loadscope-reorder $(CHOICE)

publish-check:
	@sh scripts/setup.sh test
	@$(PY) scripts/publish_check.py

links:
	@sh scripts/setup.sh book
	@$(PY) scripts/links.py

canary:
	@sh scripts/setup.sh test
	@$(PY) scripts/canary.py

record: clean test-all
	@$(PY) scripts/record.py

lint:
	@sh scripts/setup.sh tools
	$(PY) -m nbstripout --keep-id chapters/*.ipynb
	$(PY) -m ruff format
	$(PY) -m ruff check --fix
	$(PY) -m codespell_lib
	$(PY) -m mypy

# The test file first: the two smaller ones are then cut from the same set of versions.
COMPILE := $(PY) -m uv pip compile pyproject.toml --python $(PY) --python-version 3.11 --universal \
	--generate-hashes --no-header --quiet $(LOCK)
lock:
	@sh scripts/setup.sh tools
	$(COMPILE) --extra book --extra test --output-file requirements-test.txt
	$(COMPILE) --extra book --constraint requirements-test.txt --output-file requirements-book.txt
	$(COMPILE) --constraint requirements-test.txt --output-file requirements.txt

gradescope:
	@sh scripts/setup.sh book
	@$(PY) scripts/gradescope.py $(if $(ASSIGNMENT),"$(ASSIGNMENT)")

clean:
	rm -rf _build
