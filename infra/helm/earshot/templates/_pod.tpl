{{/* The configuration file: values of the chart over those of config, never a secret. */}}
{{- define "earshot.configuration" -}}
{{- $servers := dict "server" (dict "host" "0.0.0.0" "port" 8000) "data" (dict "dir" "/data") "kafka" (dict "brokers" .Values.kafka.brokers) "elasticsearch" (dict "url" .Values.elasticsearch.url) "redis" (dict "url" .Values.redis.url) -}}
{{- if .Values.topicPrefix -}}{{- $_ := set $servers "topicPrefix" .Values.topicPrefix -}}{{- end -}}
{{- mergeOverwrite (deepCopy .Values.config) $servers | toPrettyJson -}}
{{- end }}

{{- define "earshot.podSecurity" -}}
runAsNonRoot: true
runAsUser: 1000
runAsGroup: 1000
fsGroup: 1000
fsGroupChangePolicy: OnRootMismatch
seccompProfile:
  type: RuntimeDefault
{{- end }}

{{- define "earshot.containerSecurity" -}}
allowPrivilegeEscalation: false
readOnlyRootFilesystem: true
capabilities:
  drop: [ALL]
{{- end }}

{{/* Environment of every process: where the file is, and the secrets. */}}
{{- define "earshot.environment" -}}
- name: EARSHOT_CONFIG
  value: /config/earshot.config.json
{{- range $variable, $key := .Values.secrets.environment }}
- name: {{ $variable }}
  valueFrom:
    secretKeyRef:
      name: {{ $.Values.secrets.existingSecret }}
      key: {{ $key }}
{{- end }}
{{- end }}

{{- define "earshot.mounts" -}}
- name: config
  mountPath: /config
  readOnly: true
- name: data
  mountPath: /data
- name: tmp
  mountPath: /tmp
{{- end }}

{{/* .config: name of the ConfigMap. */}}
{{- define "earshot.volumes" -}}
- name: config
  configMap:
    name: {{ .config }}
- name: data
  {{- if .root.Values.blobs.existingClaim }}
  persistentVolumeClaim:
    claimName: {{ .root.Values.blobs.existingClaim }}
  {{- else if not (dig "blobs" "s3" "" .root.Values.config) }}
  {{- fail "large values need a place that every pod sees: set config.blobs.s3 or blobs.existingClaim" }}
  {{- else }}
  emptyDir:
    sizeLimit: 256Mi
  {{- end }}
- name: tmp
  emptyDir:
    sizeLimit: 256Mi
{{- end }}

{{- define "earshot.probe" -}}
httpGet:
  path: {{ . }}
  port: http
timeoutSeconds: 3
{{- end }}
