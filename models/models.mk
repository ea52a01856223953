.PHONY: models parity-models
models: ## fetch MiniLM and the mails, train spam-v1 and spam-v2, spoil v3: build/models
	models/build
parity-models: models ## ask transformers what the test models answer: inference-server/target/parity
	inference-server/src/test/python/parity-data
