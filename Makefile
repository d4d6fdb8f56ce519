# The commands that Waymark needs; `make` alone lists them.
# Everything is made inside this folder: .venv/, node_modules/, site/static/build/ and var/.

.DEFAULT_GOAL := help
.PHONY: help run test check bench drill test-latest clean

help:
	@echo "make run          start the site with a demo course at http://127.0.0.1:8000/"
	@echo "                  (PORT=8001, HOST=0.0.0.0 and DATABASE_URL=postgres://... change where)"
	@echo "make test         run every test; TESTS=tests/accounts and ARGS='-x -k exit' choose"
	@echo "                  (on up to four processors at once; ARGS=-n0 keeps to one)"
	@echo "make check        lint, types, import contracts, migrations, deployment settings, templates"
	@echo "make bench        measure, print a table and write it as JSON"
	@echo "make drill        the long tests: killed processes, thousands of records"
	@echo "make test-latest  the tests on the newest Wagtail, in an environment of its own"
	@echo "make clean        remove what make made, except your data in var/"

run test check bench drill test-latest clean:
	@exec sh tools/start $@
