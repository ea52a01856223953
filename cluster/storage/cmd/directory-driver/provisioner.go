package main

import (
	"context"
	"errors"
	"log"
	"time"

	"github.com/container-storage-interface/spec/lib/go/csi"
	core "k8s.io/api/core/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	meta "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/client-go/dynamic"
	"k8s.io/client-go/kubernetes"
	"k8s.io/client-go/tools/clientcmd"
)

const (
	provisionedBy = "pv.kubernetes.io/provisioned-by"
	provisionerOf = "volume.kubernetes.io/storage-provisioner"
	period        = 500 * time.Millisecond
)

var snapshotGroup = schema.GroupVersion{Group: "snapshot.storage.k8s.io", Version: "v1"}

// provisioner stands in for the external provisioner: it looks at all claims twice a second, which a test cluster can bear.
type provisioner struct {
	name   string
	core   kubernetes.Interface
	any    dynamic.Interface
	driver controller
}

func newProvisioner(name, kubeconfig string, driver controller) (*provisioner, error) {
	config, err := clientcmd.BuildConfigFromFlags("", kubeconfig)
	if err != nil {
		return nil, err
	}
	typed, err := kubernetes.NewForConfig(config)
	if err != nil {
		return nil, err
	}
	untyped, err := dynamic.NewForConfig(config)
	if err != nil {
		return nil, err
	}
	return &provisioner{name: name, core: typed, any: untyped, driver: driver}, nil
}

func (p *provisioner) run(ctx context.Context) {
	ticker := time.NewTicker(period)
	defer ticker.Stop()
	for {
		if err := errors.Join(p.provision(ctx), p.remove(ctx)); err != nil && ctx.Err() == nil {
			log.Print(err)
		}
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
		}
	}
}

func (p *provisioner) provision(ctx context.Context) error {
	claims, err := p.core.CoreV1().PersistentVolumeClaims("").List(ctx, meta.ListOptions{})
	if err != nil {
		return err
	}
	var problems error
	for index := range claims.Items {
		claim := &claims.Items[index]
		isOurs := claim.Annotations[provisionerOf] == p.name
		if isOurs && claim.Spec.VolumeName == "" && claim.DeletionTimestamp == nil {
			problems = errors.Join(problems, p.makeVolume(ctx, claim))
		}
	}
	return problems
}

func (p *provisioner) makeVolume(ctx context.Context, claim *core.PersistentVolumeClaim) error {
	size := claim.Spec.Resources.Requests[core.ResourceStorage]
	request := &csi.CreateVolumeRequest{
		Name:          "pvc-" + string(claim.UID),
		CapacityRange: &csi.CapacityRange{RequiredBytes: size.Value()},
	}
	if source := claim.Spec.DataSource; source != nil && source.Kind == "VolumeSnapshot" {
		handle, err := p.handleOf(ctx, claim.Namespace, source.Name)
		if err != nil || handle == "" {
			return err // not ready yet
		}
		request.VolumeContentSource = &csi.VolumeContentSource{Type: &csi.VolumeContentSource_Snapshot{
			Snapshot: &csi.VolumeContentSource_SnapshotSource{SnapshotId: handle},
		}}
	}
	if _, err := p.driver.CreateVolume(ctx, request); err != nil {
		return err
	}
	_, err := p.core.CoreV1().PersistentVolumes().Create(ctx, p.volumeFor(claim, request.Name), meta.CreateOptions{})
	return ignoreExisting(err)
}

func (p *provisioner) volumeFor(claim *core.PersistentVolumeClaim, handle string) *core.PersistentVolume {
	class := ""
	if claim.Spec.StorageClassName != nil {
		class = *claim.Spec.StorageClassName
	}
	return &core.PersistentVolume{
		ObjectMeta: meta.ObjectMeta{Name: handle, Annotations: map[string]string{provisionedBy: p.name}},
		Spec: core.PersistentVolumeSpec{
			Capacity:                      claim.Spec.Resources.Requests,
			AccessModes:                   claim.Spec.AccessModes,
			StorageClassName:              class,
			VolumeMode:                    claim.Spec.VolumeMode,
			PersistentVolumeReclaimPolicy: core.PersistentVolumeReclaimDelete,
			ClaimRef: &core.ObjectReference{
				APIVersion: "v1", Kind: "PersistentVolumeClaim",
				Namespace: claim.Namespace, Name: claim.Name, UID: claim.UID,
			},
			PersistentVolumeSource: core.PersistentVolumeSource{
				CSI: &core.CSIPersistentVolumeSource{Driver: p.name, VolumeHandle: handle},
			},
		},
	}
}

// handleOf gives the driver's own name of a snapshot, or nothing while that is not ready.
func (p *provisioner) handleOf(ctx context.Context, namespace, name string) (string, error) {
	snapshot, err := p.any.Resource(snapshotGroup.WithResource("volumesnapshots")).
		Namespace(namespace).Get(ctx, name, meta.GetOptions{})
	if err != nil {
		return "", err
	}
	ready, _, _ := unstructured.NestedBool(snapshot.Object, "status", "readyToUse")
	content, _, _ := unstructured.NestedString(snapshot.Object, "status", "boundVolumeSnapshotContentName")
	if !ready || content == "" {
		return "", nil
	}
	bound, err := p.any.Resource(snapshotGroup.WithResource("volumesnapshotcontents")).Get(ctx, content, meta.GetOptions{})
	if err != nil {
		return "", err
	}
	handle, _, err := unstructured.NestedString(bound.Object, "status", "snapshotHandle")
	return handle, err
}

func (p *provisioner) remove(ctx context.Context) error {
	list, err := p.core.CoreV1().PersistentVolumes().List(ctx, meta.ListOptions{})
	if err != nil {
		return err
	}
	var problems error
	for index := range list.Items {
		volume := &list.Items[index]
		isDone := volume.Status.Phase == core.VolumeReleased &&
			volume.Spec.PersistentVolumeReclaimPolicy == core.PersistentVolumeReclaimDelete
		if !isDone || volume.Annotations[provisionedBy] != p.name || volume.Spec.CSI == nil {
			continue
		}
		_, err := p.driver.DeleteVolume(ctx, &csi.DeleteVolumeRequest{VolumeId: volume.Spec.CSI.VolumeHandle})
		if err == nil {
			err = p.core.CoreV1().PersistentVolumes().Delete(ctx, volume.Name, meta.DeleteOptions{})
		}
		problems = errors.Join(problems, ignoreMissing(err))
	}
	return problems
}

func ignoreExisting(err error) error {
	if apierrors.IsAlreadyExists(err) {
		return nil
	}
	return err
}

func ignoreMissing(err error) error {
	if apierrors.IsNotFound(err) {
		return nil
	}
	return err
}
