//go:build tools

// Package tools names the programs that build-binaries compiles, so that `go mod tidy` keeps what they need.
package tools

import (
	_ "github.com/kubernetes-csi/external-snapshotter/v8/cmd/csi-snapshotter"
	_ "github.com/kubernetes-csi/external-snapshotter/v8/cmd/snapshot-controller"
)
