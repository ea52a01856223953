{{- define "operator.name" -}}
{{- default .Chart.Name .Values.nameOverride | trunc 63 | trimSuffix "-" }}
{{- end }}

{{- /* 46 characters leave room for suffixes such as -leader-election. */}}
{{- define "operator.fullname" -}}
{{- if .Values.fullnameOverride }}
{{- .Values.fullnameOverride | trunc 46 | trimSuffix "-" }}
{{- else if contains (include "operator.name" .) .Release.Name }}
{{- .Release.Name | trunc 46 | trimSuffix "-" }}
{{- else }}
{{- printf "%s-%s" .Release.Name (include "operator.name" .) | trunc 46 | trimSuffix "-" }}
{{- end }}
{{- end }}

{{- define "operator.selectorLabels" -}}
app.kubernetes.io/name: {{ include "operator.name" . }}
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end }}

{{- define "operator.labels" -}}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version | replace "+" "_" | trunc 63 | trimSuffix "-" }}
{{ include "operator.selectorLabels" . }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/component: operator
app.kubernetes.io/managed-by: {{ .Release.Service }}
{{- end }}

{{- define "operator.serviceAccountName" -}}
{{- if .Values.serviceAccount.create }}
{{- default (include "operator.fullname" .) .Values.serviceAccount.name }}
{{- else }}
{{- default "default" .Values.serviceAccount.name }}
{{- end }}
{{- end }}

{{- define "operator.image" -}}
{{- if .Values.image.digest }}
{{- printf "%s@%s" .Values.image.repository .Values.image.digest }}
{{- else }}
{{- printf "%s:%s" .Values.image.repository .Values.image.tag }}
{{- end }}
{{- end }}

{{- /* What spec.accelerator needs to tell which are free: reading, of the whole cluster. */}}
{{- define "operator.clusterRules" -}}
- apiGroups: [""]
  resources: [nodes, pods]
  verbs: [get, list, watch]
- apiGroups: [scheduling.k8s.io]
  resources: [priorityclasses]
  verbs: [get, list, watch]
{{- end }}

{{- /* What the operator does in a namespace that it watches; no Secrets. */}}
{{- define "operator.rules" -}}
- apiGroups: [serving.modeldeployment.io]
  resources: [modeldeployments]
  verbs: [get, list, watch]
- apiGroups: [serving.modeldeployment.io]
  resources: [modeldeployments/status]
  verbs: [get, patch, update]
# Lets owner references block the deletion of their owner where the cluster enforces that permission.
- apiGroups: [serving.modeldeployment.io]
  resources: [modeldeployments/finalizers]
  verbs: [update]
# Backups: made by schedules, kept alive until the copied files are gone, and removed when there are more than are kept.
- apiGroups: [serving.modeldeployment.io]
  resources: [modelbackups]
  verbs: [get, list, watch, create, patch, update, delete]
- apiGroups: [serving.modeldeployment.io]
  resources: [modelbackups/status]
  verbs: [get, patch, update]
- apiGroups: [serving.modeldeployment.io]
  resources: [modelbackups/finalizers]
  verbs: [update]
# The claims that fetched models lie on, of which it deletes those that it made itself and no revision uses; the ones that backups read, and
# the one that copies are kept on.
- apiGroups: [""]
  resources: [persistentvolumeclaims]
  verbs: [get, list, watch, create, patch, delete]
{{- if .Values.snapshots.enabled }}
- apiGroups: [snapshot.storage.k8s.io]
  resources: [volumesnapshots]
  verbs: [get, list, watch, create, delete]
{{- end }}
- apiGroups: [apps]
  resources: [deployments, controllerrevisions]
  verbs: [get, list, watch, create, patch, delete]
# With spec.model.nodeCache.
- apiGroups: [apps]
  resources: [daemonsets]
  verbs: [get, list, watch, create, patch, delete]
- apiGroups: [""]
  resources: [services]
  verbs: [get, list, watch, create, patch, delete]
- apiGroups: [""]
  resources: [pods]
  # spec.recovery restarts pods that stopped answering by deleting them.
  verbs: [get, list, watch, delete]
# What a check of an analysis runs, and what fetches, reads and copies models; owned, and without rights.
- apiGroups: [batch]
  resources: [jobs]
  verbs: [get, list, watch, create, patch, delete]
# Golden sets that spec.evaluation names, one at a time.
- apiGroups: [""]
  resources: [configmaps]
  verbs: [get]
- apiGroups: [discovery.k8s.io]
  resources: [endpointslices]
  verbs: [get, list, watch]
{{- if .Values.gatewayAPI.enabled }}
# The HTTPRoutes of ModelDeployments with spec.traffic.gateway.
- apiGroups: [gateway.networking.k8s.io]
  resources: [httproutes]
  verbs: [get, list, watch, create, patch, delete]
{{- end }}
# What spec.autoscaling asks for; they set the replicas, not the operator.
- apiGroups: [autoscaling]
  resources: [horizontalpodautoscalers]
  verbs: [get, list, watch, create, patch, delete]
{{- if .Values.keda.enabled }}
- apiGroups: [keda.sh]
  resources: [scaledobjects]
  verbs: [get, list, create, patch, delete]
{{- end }}
- apiGroups: [events.k8s.io]
  resources: [events]
  verbs: [create, patch]
{{- end }}
