#!/usr/bin/env bash
# Hands an environment's cluster to Argo CD; from then on it reads the deploy branch.
# usage: k8s/argocd/bootstrap.sh dev|prod
set -euo pipefail
cd "$(dirname "$0")/../.."

case "${1:-}" in
  dev)
    kubectl create namespace shop-dev --dry-run=client -o yaml | kubectl apply -f -
    kubectl apply -f k8s/argocd/config/dev/argocd-notifications-cm.yaml
    kubectl apply -f k8s/argocd/projects/dev.yaml
    kubectl apply -f k8s/argocd/root-apps/dev.yaml
    ;;
  prod)
    kubectl create namespace shop-prod --dry-run=client -o yaml | kubectl apply -f -
    kubectl apply -f k8s/argocd/config/prod/argocd-notifications-cm.yaml
    kubectl apply -f k8s/argocd/projects/prod.yaml
    kubectl apply -f k8s/argocd/root-apps/prod.yaml
    ;;
  *)
    echo "usage: $0 dev|prod" >&2
    exit 2
    ;;
esac
