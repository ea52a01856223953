// Command directory-driver is a CSI driver for tests whose volumes and snapshots are directories of one machine. It also does what
// the external provisioner would: it makes the volumes that claims ask for, and removes those that are released.
package main

import (
	"context"
	"flag"
	"log"
	"net"
	"os"
	"os/signal"
	"path/filepath"
	"syscall"

	"github.com/container-storage-interface/spec/lib/go/csi"
	"google.golang.org/grpc"
	registration "k8s.io/kubelet/pkg/apis/pluginregistration/v1"
)

func main() {
	name := flag.String("name", "directory.modeldeployment.io", "name of the driver")
	root := flag.String("root", "", "directory that holds volumes and snapshots")
	kubelet := flag.String("kubelet", "/var/lib/kubelet", "root directory of the kubelet")
	node := flag.String("node", "", "name of this node")
	kubeconfig := flag.String("kubeconfig", "", "how to reach the API server")
	flag.Parse()

	store, err := newStore(*root)
	if err != nil {
		log.Fatalf("directory-driver: %v", err)
	}
	socket := filepath.Join(*kubelet, "plugins", *name, "csi.sock")
	driver := grpc.NewServer(grpc.UnaryInterceptor(logged))
	csi.RegisterIdentityServer(driver, identity{name: *name})
	csi.RegisterControllerServer(driver, controller{store: store})
	csi.RegisterNodeServer(driver, nodeService{store: store, node: *node})
	registrar := grpc.NewServer()
	registration.RegisterRegistrationServer(registrar, registrant{name: *name, socket: socket})

	provisioner, err := newProvisioner(*name, *kubeconfig, controller{store: store})
	if err != nil {
		log.Fatalf("directory-driver: %v", err)
	}
	stop, cancel := signal.NotifyContext(context.Background(), syscall.SIGINT, syscall.SIGTERM)
	defer cancel()
	go serve(driver, socket)
	go serve(registrar, filepath.Join(*kubelet, "plugins_registry", *name+"-reg.sock"))
	provisioner.run(stop)
}

func serve(server *grpc.Server, socket string) {
	if err := os.MkdirAll(filepath.Dir(socket), 0o750); err != nil {
		log.Fatalf("directory-driver: %v", err)
	}
	// What a killed driver left would be in the way.
	if err := os.Remove(socket); err != nil && !os.IsNotExist(err) {
		log.Fatalf("directory-driver: %v", err)
	}
	listener, err := net.Listen("unix", socket)
	if err != nil {
		log.Fatalf("directory-driver: %v", err)
	}
	log.Fatalf("directory-driver: %v", server.Serve(listener))
}

func logged(ctx context.Context, request any, info *grpc.UnaryServerInfo, handle grpc.UnaryHandler) (any, error) {
	answer, err := handle(ctx, request)
	if err != nil {
		log.Printf("%s: %v", info.FullMethod, err)
	}
	return answer, err
}

// registrant answers the kubelet, which looks for plugins by their sockets.
type registrant struct {
	registration.UnimplementedRegistrationServer
	name, socket string
}

func (r registrant) GetInfo(context.Context, *registration.InfoRequest) (*registration.PluginInfo, error) {
	return &registration.PluginInfo{
		Type: registration.CSIPlugin, Name: r.name, Endpoint: r.socket, SupportedVersions: []string{"1.0.0"},
	}, nil
}

func (r registrant) NotifyRegistrationStatus(
	_ context.Context, status *registration.RegistrationStatus,
) (*registration.RegistrationStatusResponse, error) {
	if !status.PluginRegistered {
		log.Printf("the kubelet does not take the driver: %s", status.Error)
	}
	return &registration.RegistrationStatusResponse{}, nil
}
