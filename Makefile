# What one does with Footbridge. A fresh Debian machine with Go and Node needs
# nothing else: "make demo" to look at it, "make test" to trust it.

SHELL := /bin/bash
ADDR  ?= 127.0.0.1:8080
DATA  ?= demo-data
BUILD := build
STYLES := internal/web/nhsuk/node_modules/.package-lock.json
VERSION := $(shell git describe --always --dirty 2>/dev/null || echo development)

.PHONY: demo build test bench faults look generate clean help footbridge

help: ## say what there is
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /\1\t/' | expand -t 12

# The design system and axe-core, from npm, as the lock file says.
$(STYLES): internal/web/nhsuk/package.json internal/web/nhsuk/package-lock.json
	cd internal/web/nhsuk && npm ci --ignore-scripts --no-audit --no-fund
	@touch $@

build: footbridge ## build ./footbridge

footbridge: $(STYLES)
	CGO_ENABLED=0 go build -trimpath -ldflags "-s -w -X footbridge/internal/web/site.Version=$(VERSION)" -o footbridge ./cmd/footbridge

demo: build ## serve a demo network on http://127.0.0.1:8080 (ADDR=, DATA=)
	./footbridge demo --addr $(ADDR) --data $(DATA)

test: $(STYLES) ## every check and every test; installs what they need when it may
	scripts/test

bench: $(STYLES) ## ratios, measured within one run
	scripts/bench

faults: $(STYLES) ## the long drill: a server killed 200 times under booking load (KILLS=)
	FOOTBRIDGE_KILLS=$(or $(KILLS),200) go test ./internal/faults -run Kill -count 1 -v -timeout 30m

look: $(STYLES) ## a picture of every page, in build/look/
	scripts/look $(BUILD)/look

generate: $(STYLES) ## write the pages under docs/ that come from the code
	go test ./internal/house -update
	@git diff --stat -- docs

clean: ## remove what was built; the demo's records stay
	rm -rf $(BUILD) footbridge
