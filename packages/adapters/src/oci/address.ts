import {
  formatImageReference,
  type ImageReference,
  isDigest,
  isRegistry,
  isRepository,
} from '@rollcall/domain/images/image-reference';
import { isLegalTag } from '@rollcall/domain/images/tag';
import { quoteName } from '@rollcall/domain/names';
import { UserError } from '@rollcall/domain/user-error';

/** Where a registry is asked for an image: the parts of `<base>/v2/<repository>/manifests/<name>`. */
export interface ImageAddress {
  /** The registry as people name it, in lower case; `docker.io` for all names of Docker Hub. */
  registry: string;
  /** As the registry's API has it: `library/nginx` where people write `nginx`. */
  repository: string;
  /** The registry's server, with TLS. */
  base: URL;
  /** The tag, or the digest where the reference has one. */
  name: string;
}

const dockerHub = new Set(['docker.io', 'index.docker.io', 'registry-1.docker.io']);

/** Whether a registry's name is one of Docker Hub's. */
export function isDockerHub(registry: string): boolean {
  return dockerHub.has(registry);
}

/** A legal reference's address; anything else is a UserError, and no request is made of it. */
export function addressOf(reference: ImageReference): ImageAddress {
  const { registry, repository, tag, digest } = reference;
  const name = digest ?? tag;
  const legal =
    registry !== null &&
    isRegistry(registry) &&
    !registry.includes('/') &&
    isRepository(repository) &&
    name !== null &&
    (digest === null ? isLegalTag(name) : isDigest(name));
  if (!legal) throw illegal(reference);
  const host = registry.toLowerCase();
  const hub = isDockerHub(host);
  const path = hub && !repository.includes('/') ? `library/${repository}` : repository;
  const base = `https://${hub ? 'registry-1.docker.io' : host}`;
  // A port may have too many digits.
  if (!URL.canParse(base)) throw illegal(reference);
  return { registry: hub ? 'docker.io' : host, repository: path, base: new URL(base), name };
}

function illegal(reference: ImageReference): UserError {
  return new UserError(
    `${quoteName(formatImageReference(reference).slice(0, 200))} cannot be looked up in a registry`,
    {
      help: 'It has to be registry/repository:tag, such as ghcr.io/owner/user-service:165-cf185b1.',
    },
  );
}
