# Everything runs through launch/, which needs only Python 3.11 or newer. `make` lists what there is.
PYTHON ?= python3
export PORT VAR VENV DEMO ARGS TO FILE OVER

LAUNCH = @command -v $(PYTHON) >/dev/null 2>&1 || { \
	echo "Tandem needs Python 3.11 or newer, and there is no $(PYTHON) here. Install it, or name one: make $@ PYTHON=python3.12" >&2; exit 1; }; \
	exec $(PYTHON) -m launch

.DEFAULT_GOAL := help
.PHONY: help run backup restore manage test lint faults mutants bench clean

help:
	@echo "make run      Tandem at http://127.0.0.1:8000 with its demo; Ctrl-C stops it"
	@echo "              PORT=8123 another port · VAR=some/dir other data · DEMO=0 start empty"
	@echo "              DATABASE_URL=… REDIS_URL=… servers of your own · VENV=some/dir another environment"
	@echo "make backup   database, files and keys into one file · TO=some/dir"
	@echo "make restore  puts one back while Tandem is stopped · FILE=the-file.tar.gz · OVER=1 over what stands"
	@echo "make manage   a command of manage.py while Tandem runs · ARGS=\"first_administrator --new-password\""
	@echo "make test     lint, types and every test · ARGS=\"-k words\" goes to pytest"
	@echo "make lint     style, layout, types, templates"
	@echo "make faults   the tests that kill and starve things"
	@echo "make mutants  plants small faults in a copy and says which the tests find · ARGS=\"words\" of some"
	@echo "make bench    speed and size, as ratios to the floor"
	@echo "make clean    removes what can be made again; your data in VAR stay"
	@echo "docs/running.md tells the rest."

run backup restore manage test lint faults mutants bench clean:
	$(LAUNCH) $@
