{{- define "service-library.deployment" -}}
apiVersion: apps/v1
kind: Deployment
metadata:
  name: {{ .Chart.Name }}
  labels:
    {{- include "service-library.labels" . | nindent 4 }}
spec:
  replicas: {{ .Values.replicaCount }}
  selector:
    matchLabels:
      {{- include "service-library.selector" . | nindent 6 }}
  template:
    metadata:
      annotations:
        checksum/config: {{ include "service-library.configmap" . | sha256sum }}
      labels:
        {{- include "service-library.labels" . | nindent 8 }}
    spec:
      securityContext:
        runAsNonRoot: true
      containers:
        - name: {{ .Chart.Name }}
          image: "{{ .Values.imageRegistry }}/{{ .Values.image.repository }}:{{ required "image.tag is set by the Application" .Values.image.tag }}"
          envFrom:
            - configMapRef:
                name: {{ .Chart.Name }}
          ports:
            - name: http
              containerPort: {{ .Values.port }}
          readinessProbe:
            httpGet:
              path: /health
              port: http
          resources:
            {{- toYaml .Values.resources | nindent 12 }}
{{- end }}
