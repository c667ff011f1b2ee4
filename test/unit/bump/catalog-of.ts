import type { BumpRequest } from '@rollcall/domain/bump/bump-request';
import { checkImages } from '@rollcall/domain/bump/check-images';
import { openEnvironment } from '@rollcall/domain/bump/open-environment';
import { type BumpPlan, planBump } from '@rollcall/domain/bump/plan';
import type { Catalog } from '@rollcall/domain/catalog/catalog';
import { loadCatalog } from '@rollcall/domain/catalog/load-catalog';
import type { Tree } from '@rollcall/domain/ports';

/** The Catalog of a tree without configuration: what every test of a bump reads. */
export function catalogOf(tree: Tree): Promise<Catalog> {
  return loadCatalog(tree, {}, { repositoryUrl: 'https://github.com/example/shop.git' });
}

/** What a bump of a tree plans, and which files it reads for that. */
export async function planOf(
  request: BumpRequest,
  tree: Tree,
  catalog?: Catalog,
): Promise<BumpPlan & { read: string[] }> {
  const services = request.images.map(({ service }) => service);
  const environment = await openEnvironment(tree, catalog ?? (await catalogOf(tree)), request, services);
  const made = await planBump(checkImages(request), environment);
  return { ...made.plan, read: [...made.environment.files.keys()] };
}

/** The Application of a service in an environment, as the example shop writes it. */
export function applicationText(service: string, environment: string, tag: string): string {
  return `apiVersion: argoproj.io/v1alpha1
kind: Application
metadata:
  name: ${service}-${environment}
spec:
  source:
    repoURL: https://github.com/example/shop.git
    targetRevision: k8s-deploy-${environment}
    path: k8s/helm/charts/${service}
    helm:
      parameters:
        - name: image.tag
          value: '${tag}' # written by the pipeline
  destination:
    namespace: shop-${environment}
`;
}

/** Path of that Application. */
export function applicationFile(service: string, environment: string): string {
  return `k8s/argocd/apps/${environment}/${service}.yaml`;
}
