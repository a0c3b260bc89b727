# SPDX-License-Identifier: Apache-2.0

SHELL := /bin/bash
.DEFAULT_GOAL := help
export GOFLAGS ?= -trimpath
# Built with a release that has the fixes of its standard library; the go command fetches it like a module.
export GOTOOLCHAIN := go1.27.3

DATA ?= .linli
LINT_VERSION := v2.15.0
# The last file that the build of the pages writes; the recount in the browser is compiled from Go.
PAGES := web/dist/app/assets/recount-worker.js
# Not schema.gen.ts: it has types alone, of which nothing is left in the pages, and `npm test` writes it anew each time.
PAGE_SOURCES := $(shell find web act checkpoint contract rules verify \( -name node_modules -o -name dist -o -name e2e -o -name schema.gen.ts \) \
	-prune -o -type f -print)

help: ## Show this help
	@awk -F':.*## ' '/^[a-z-]+:.*## / {printf "  make %-12s %s\n", $$1, $$2}' Makefile

demo: $(PAGES) build ## Hold a whole owners' vote on a real network of four bodies, recount it, and open the pages
	@bin/demo --data $(DATA) --linli bin/linli

stop: build ## End the demo's pages and network; its ledger stays in $(DATA)
	@bin/demo --data $(DATA) --stop
	@bin/linli down --data $(DATA)

build: ## Build bin/linli and the demo
	@echo "building bin/linli and bin/demo"
	@go build -o bin/ ./cmd/linli ./cmd/demo

web: $(PAGES) ## Build the pages into web/dist (bin/linli embeds them)

$(PAGES): $(PAGE_SOURCES)
	@echo "building the pages"
	@cd web && npm ci --no-fund --no-audit --silent && npm run --silent build

test: ## Run the tests, on real networks of four bodies, in browsers, with processes killed
	@scripts/test

race-test: $(PAGES) build ## Run what is made of goroutines with the race detector
	@scripts/race-test

deep-test: $(PAGES) build ## Run the tests without networks in full: up to 100,000 drawn histories of a kind, thousands of forgeries, files of 40 MB
	@LINLI_TEST_ALL=1 go test -vet=off -ldflags=-w -timeout 3h $$(scripts/packages without_networks)

kill-test: $(PAGES) build ## Kill one process after the other while ballots are cast, and while devices send events
	@LINLI_TEST_ALL=1 go test ./internal/crashtest -count=1 -timeout 3h
	@LINLI_TEST_ALL=1 go test ./oracle -run '^TestKilled$$' -count=1 -timeout 3h

machine-test: $(PAGES) build ## Run the tests of bodies on machines of their own (as root): the network's life, an election over four
	@LINLI_TEST_ALL=1 LINLI_TEST_PROGRAM=$(CURDIR)/bin/linli go test ./internal/machinetest -count=1 -timeout 3h
	@LINLI_TEST_ALL=1 go test ./cmd/linli -run '^TestLifeOfANetwork$$' -count=1 -timeout 3h

race: $(PAGES) ## Run the Go tests with the race detector, before a release (about an hour)
	@go test -race -gcflags=modernc.org/sqlite/lib=-race=false -p 1 -timeout 3h $$(go list ./... | grep -v /web/e2e)

faults: ## Kill broker, oracle, peer and orderer in turn while devices send 200,000 events, and count what is on the ledger
	@LINLI_FAULT_EVENTS=200000 go test ./oracle -run '^TestKilled$$' -count=1 -v -timeout 3h

histories: ## Play a million drawn histories of parking and 2,000 of points, breaches and bookings in memory, those of points and the oracle's on a real network too
	@LINLI_HISTORIES=1000000 go test ./rules/parking -run '^TestHistories$$' -count=1 -v -timeout 3h
	@LINLI_HISTORIES=2000 go test ./contract/points ./contract/convention ./contract/parking -run '^TestHistories$$' -count=1 -v -timeout 1h
	@LINLI_HISTORIES=2000 go test ./internal/historytest -run '^Test(DrawnHistories|VectorsOnTheLedger)$$' -count=1 -v -timeout 1h

bookings: ## Have 10,000 cars ask for parking spaces at once on a real network, and check that what each was told fits in one order
	@LINLI_BOOKINGS=10000 go test ./internal/historytest -run '^TestBookingsAtOnce$$' -count=1 -v -timeout 2h

bench: build ## Measure rates and times as ratios in one run
	@go build -o bin/ ./cmd/bench
	@bin/bench

long-test: build ## Run the tests that mostly wait: losses on machines, a sixth and a seventh body, a body with its own authority (as root)
	@type -P jq curl >/dev/null || apt-get install -qy --no-install-recommends jq curl
	@LINLI_LONG=1 LINLI_TEST_PROGRAM=$(CURDIR)/bin/linli go test ./internal/machinetest -run TestLosses -count=1 -timeout 2h
	@LINLI_LONG=1 go test ./cmd/linli -run 'TestSeventhBody|TestLifeWithOwnAuthority' -count=1 -timeout 2h

package: $(PAGES) ## Make the Debian package in bin/package: the same source gives the same bytes
	@scripts/package

package-test: package ## Install, run, update and remove the package on a Debian that is booted for it, and build the image (as root; needs Debian's packages)
	@type -P debootstrap systemd-nspawn ip openssl buildah docker-compose >/dev/null || \
		apt-get install -qy --no-install-recommends debootstrap systemd-container iproute2 openssl buildah docker-compose
	@cd packaging && go vet ./... && go test ./...
	@LINLI_PACKAGE="$$(ls $(CURDIR)/bin/package/*.deb)" go test ./internal/packagetest -count=1 -timeout 2h

lint: ## Run golangci-lint and Biome, and look for published weaknesses in what is linked
	@go run github.com/golangci/golangci-lint/v2/cmd/golangci-lint@$(LINT_VERSION) run ./...
	@cd web && npm ci --no-fund --no-audit --silent && npx biome check
	@scripts/vulnerabilities

clean: ## Remove what was built; the demo's data is removed by `bin/linli reset`
	@rm -rf bin

.PHONY: help demo stop build web test deep-test race-test kill-test machine-test race faults histories bookings bench long-test package package-test lint clean
