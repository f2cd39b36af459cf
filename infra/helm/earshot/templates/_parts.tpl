{{/* Every Deployment, as JSON: {"parts": {component: {args, scaleOn, replicas, http, ...}}}. A worker reads the topic before its first stage. */}}
{{- define "earshot.parts" -}}
{{- $inputs := dict "clean" "raw" "normalise" "cleaned" "analyse" "normalised" -}}
{{- $next := dict "clean" "normalise" "normalise" "analyse" "analyse" "" -}}
{{- $parts := dict -}}
{{- $readers := dict -}}
{{- range $name, $given := .Values.services -}}
{{- $part := mergeOverwrite (deepCopy $.Values.defaults) (deepCopy ($given | default dict)) -}}
{{- if $part.enabled -}}
{{- $_ := set $part "args" (list "run" $name) -}}
{{- $_ := set $parts $name $part -}}
{{- end -}}
{{- end -}}
{{- range $name, $given := .Values.workers -}}
{{- if $given -}}
{{- $part := mergeOverwrite (deepCopy $.Values.defaults) (deepCopy $given) -}}
{{- range $at, $stage := rest $part.stages -}}
{{- if ne $stage (get $next (index $part.stages $at)) -}}
{{- fail (printf "workers.%s.stages: %s cannot follow %s" $name $stage (index $part.stages $at)) -}}
{{- end -}}
{{- end -}}
{{- if $part.enabled -}}
{{- $topic := get $inputs (first $part.stages) -}}
{{- if hasKey $readers $topic -}}
{{- fail (printf "workers.%s and workers.%s both read the topic %s: they would share its group and do different work" (get $readers $topic) $name $topic) -}}
{{- end -}}
{{- $_ := set $readers $topic $name -}}
{{- $_ := set $part "scaleOn" $topic -}}
{{- $_ := set $part "args" (list "run" "worker" "--stages" (join "," $part.stages)) -}}
{{- $_ := set $parts (printf "worker-%s" $name) $part -}}
{{- end -}}
{{- end -}}
{{- end -}}
{{- dict "parts" $parts | toJson -}}
{{- end }}
