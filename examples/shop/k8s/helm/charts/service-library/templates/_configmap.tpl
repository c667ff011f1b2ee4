{{- define "service-library.configmap" -}}
apiVersion: v1
kind: ConfigMap
metadata:
  name: {{ .Chart.Name }}
  labels:
    {{- include "service-library.labels" . | nindent 4 }}
data:
  PORT: {{ .Values.port | quote }}
  {{- range $name, $value := .Values.sharedConfig }}
  {{ $name }}: {{ $value | quote }}
  {{- end }}
{{- end }}
