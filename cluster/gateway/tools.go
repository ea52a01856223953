//go:build tools

// Package tools names what is taken from the modules, so that `go mod tidy` keeps what that needs.
package tools

import (
	_ "github.com/traefik/traefik/v3/cmd/traefik"
	_ "sigs.k8s.io/gateway-api/apis/v1"
)
