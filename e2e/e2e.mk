# The demo's and the end-to-end tests' targets, included by the root Makefile.

.PHONY: demo e2e

demo: ## the whole story on a real cluster: first deployment, canary under load, a broken version taken back
	@demo/run

e2e: ## run the end-to-end tests on a real cluster
	@e2e/run
