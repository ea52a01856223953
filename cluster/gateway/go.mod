// The Gateway API for the one-node cluster: its resource definitions come from the published module. A module of its own, so that
// neither its versions nor Kubernetes' hold the other's back.
module io.modeldeployment/cluster/gateway

go 1.24.0

require sigs.k8s.io/gateway-api v1.4.1
