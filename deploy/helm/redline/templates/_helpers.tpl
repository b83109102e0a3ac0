{{/* The policies of the chart by rule id, as `files/policies.json` has them. */}}
{{- define "redline.policies" -}}
{{- .Files.Get "files/policies.json" -}}
{{- end -}}

{{/* The ids of the rules that are enabled, as a JSON list. */}}
{{- define "redline.enabled" -}}
{{- $values := .Values -}}
{{- $enabled := list -}}
{{- range $id, $policy := (include "redline.policies" . | fromJson).rules -}}
{{- $own := index ($values.rules | default dict) $id | default dict -}}
{{- $listed := or (eq $values.profile "all") (has $values.profile $policy.profiles) -}}
{{- if ternary $own.enabled $listed (hasKey $own "enabled") -}}
{{- $enabled = append $enabled $id -}}
{{- end -}}
{{- end -}}
{{- toJson $enabled -}}
{{- end -}}

{{/* The labels of every object. */}}
{{- define "redline.labels" -}}
app.kubernetes.io/part-of: redline
app.kubernetes.io/managed-by: {{ .Release.Service }}
app.kubernetes.io/instance: {{ .Release.Name }}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version | quote }}
{{- with .Values.labels }}
{{ toYaml . }}
{{- end }}
{{- end -}}

{{/* One ClusterAdmissionPolicy. Takes `root`, `id`, `policy` (its entry in `files/policies.json`), `own` (its entry in
     `rules`) and `settings`. */}}
{{- define "redline.policy" -}}
{{- $values := .root.Values -}}
{{- $spec := deepCopy .policy.spec -}}
{{- $tag := $values.tag | default (printf "v%s" .root.Chart.AppVersion) -}}
{{- $_ := set $spec "module" (printf "registry://%s/%s:%s" (trimSuffix "/" $values.registry) .id $tag) -}}
{{- $_ := set $spec "mode" (.own.mode | default $values.mode) -}}
{{- $_ := set $spec "policyServer" $values.policyServer -}}
{{- $_ := set $spec "settings" .settings -}}
{{- if not $values.lookups.enabled }}{{ $_ := unset $spec "contextAwareResources" }}{{ end -}}
{{- range list "failurePolicy" "timeoutSeconds" "namespaceSelector" "objectSelector" "matchConditions" -}}
{{- if hasKey $.own . }}{{ $_ := set $spec . (index $.own .) }}{{ end -}}
{{- end -}}
{{- /* With these settings a rule reports more than the condition of its policy lets through. */ -}}
{{- range .policy.widening -}}
{{- $settings := ternary $.settings (index ($.settings.rules | default dict) .rule | default dict) (eq $.id .rule) -}}
{{- if and (kindIs "map" $settings) (not (hasKey $.own "matchConditions")) -}}
{{- if index $settings .setting }}{{ $_ := unset $spec "matchConditions" }}{{ end -}}
{{- end -}}
{{- end -}}
apiVersion: policies.kubewarden.io/v1
kind: ClusterAdmissionPolicy
metadata:
  name: {{ .id | trimPrefix "redline-" | printf "redline-%s" }}
  labels:
    {{- include "redline.labels" .root | nindent 4 }}
    {{- range .policy.profiles }}
    profile.redline.dev/{{ . }}: "true"
    {{- end }}
  {{- with $values.annotations }}
  annotations:
    {{- toYaml . | nindent 4 }}
  {{- end }}
spec:
  {{- toYaml $spec | nindent 2 }}
{{- end -}}
