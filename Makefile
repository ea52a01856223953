# The door to everything; `make help` lists it.

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help

# The JDK that everything is built with and runs on, whatever java is the default here.
export JAVA_HOME := $(shell tools/find-jdk)
ifeq ($(JAVA_HOME),)
$(error JDK 25 is missing: install one, or set JAVA_HOME to it)
endif
export MAVEN_OPTS ?= --sun-misc-unsafe-memory-access=allow

MVN := mvn -B -ntp

include cluster/cluster.mk
include models/models.mk
include e2e/e2e.mk

.PHONY: help test verify unit it parity cli redis-server fuzz-server page-test helm-test crds fmt server operator bench bench-server bench-rollouts bench-rollouts-statistics soak-server clean

help: ## list the targets
	@echo "make demo and make test are all that a fresh machine needs. The targets:"; echo
	@grep -hE '^[a-z0-9-]+:.*## ' $(MAKEFILE_LIST) | sort -u | awk -F ':.*## ' '{printf "  %-20s %s\n", $$1, $$2}'

test: ## every test, from pure ones to the real cluster; prints how many ran
	@tools/test

verify: ## format, Error Prone, NullAway, package rules, CRD drift and the pure tests
	$(MVN) spotless:check
	$(MVN) verify -DskipITs
	@$(MAKE) --no-print-directory helm-test

unit: ## the pure tests alone
	$(MVN) test

it: ## the operator and the kubectl plugin against a real API server
	KUBE_API_TEST_DIR=$$(cluster/kube-api-test-dir) GATEWAY_CRDS_DIR=$$(cluster/gateway-crds-dir) \
	  SNAPSHOT_CRDS_DIR=$$(cluster/snapshot-crds-dir) $(MVN) verify -pl crds,operator,cli -Dsurefire.skip=true

parity: parity-models redis-server ## the server beside transformers, from its launcher, and with a real Redis
	$(MVN) verify -pl inference-server -Dsurefire.skip=true

fuzz-server: server ## 5,000 requests and more made from the server's OpenAPI document, each answer held against it
	inference-server/src/test/python/fuzz-server

page-test: server ## the server's API page in a real browser
	inference-server/src/test/python/page-test

redis-server: ## install the Redis that the server's tests start, from Debian's package
	@tools/redis-server

helm-test: ## lint and render the chart, and try values that must be refused
	HELM=$$(cluster/build-binaries --for client)/helm helm/test

crds: ## write the CRDs anew from their records
	$(MVN) -q test -pl crds -Dtest=CrdDriftTest -Dcrds.update=true -Dsurefire.failIfNoSpecifiedTests=false

fmt: ## format the Java sources
	$(MVN) -q spotless:apply

server: ## build the inference server into inference-server/target/dist
	$(MVN) -q package -pl inference-server -DskipTests

operator: ## build the operator into operator/target/dist
	$(MVN) -q package -pl crds,operator -DskipTests

cli: ## build the kubectl plugin into cli/target/dist; put its bin on the PATH
	$(MVN) -q package -pl crds,cli -DskipTests

bench: bench-server bench-rollouts ## every benchmark

bench-server: models ## measure our server beside others: throughput, latency, CPU a request, memory (about 15 minutes)
	$(MVN) -q package -pl crds,inference-server,e2e -DskipTests
	@bench/server/run

bench-rollouts: bench-rollouts-statistics ## measure rollouts on a real cluster: bad candidates, lost requests, API writes, detection (1.5 hours; ROLLOUTS=5 for less)
	@bench/rollouts/run

bench-rollouts-statistics: ## simulate 1,000 good and 200 bad rollouts of each kind: false alarms, and how soon harm is found (about a minute)
	$(MVN) -q test-compile -pl crds,operator
	@mkdir -p build/bench
	@$(JAVA_HOME)/bin/java -cp operator/target/classes:operator/target/test-classes \
	  io.modeldeployment.operator.verdict.bench.RolloutStatistics build/bench/rollouts-statistics.json \
	  | tee build/bench/rollouts-statistics.txt

soak-server: models ## ask our server 100,000 texts of every length, and int8 200,000: does its memory grow, does it fail? (about half an hour)
	$(MVN) -q package -pl crds,inference-server,e2e -DskipTests
	@bench/server/soak none 100000
	@bench/server/soak int8 200000

clean: ## throw build output away; the machine's cache stays
	$(MVN) -q clean
	rm -rf build
