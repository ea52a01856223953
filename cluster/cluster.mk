# The cluster's and the images' targets, included by the root Makefile.

.PHONY: up gateway storage down binaries images image-server image-server-cuda image-operator images-models test-cluster check-cluster-clean clean-cluster

up: ## bring the cluster up, or keep the one that is there (USE_CURRENT_CONTEXT=1 takes your kubeconfig's)
	@cluster/up

gateway: up ## bring the cluster up, with a gateway: Traefik and the Gateway API (the first time compiles Traefik)
	@cluster/gateway-up

storage: up ## bring the cluster up, with volumes that can be snapshot: a CSI driver for tests and the snapshot controller
	@cluster/storage-up

down: ## end the cluster and leave nothing of it behind
	@cluster/down

binaries: ## build the cluster's programs (Kubernetes, etcd, CoreDNS, helm) into the machine's cache
	@cluster/build-binaries >/dev/null

images: image-server image-operator images-models ## build all images that have changed, and load them into the cluster when it is up

image-server: ## build the inference server's image from inference-server/target/dist
	@images/build server

image-server-cuda: ## build the inference server's image for NVIDIA GPUs (downloads 3 GB)
	@images/build server-cuda

image-operator: ## build the operator's image from operator/target/dist
	@images/build operator

images-models: ## build an image of each model in build/models
	@for model in build/models/spam-*/; do \
	  name=$$(basename "$$model") && images/build model "spam-model:$${name#spam-}" "$$model" || exit 1; \
	done

test-cluster: ## test that the cluster comes up over what killed runs leave (ends the cluster that is up)
	@cluster/test

check-cluster-clean: ## check that no process, mount, link or file of the cluster is left
	@cluster/check-clean

clean-cluster: down ## end the cluster and throw away its cached programs and images
	rm -rf "$${MODELDEPLOYMENT_CACHE:-$$HOME/.cache/model-deployment}"/bin "$${MODELDEPLOYMENT_CACHE:-$$HOME/.cache/model-deployment}"/images
