import type { Application } from '../argocd/application.ts';
import type { Catalog } from '../catalog/catalog.ts';
import type { ImageRequest } from '../image-targets/image-request.ts';
import type { TargetContext } from '../image-targets/target.ts';
import { targetContexts } from '../image-targets/target-contexts.ts';
import { formatImageReference, type ImageReference } from '../images/image-reference.ts';
import type { ImageRegistry } from '../images/registry.ts';
import { compareText } from '../location.ts';
import { quoteName } from '../names.ts';
import type { Log } from '../ports.ts';
import { ExternalError, UserError } from '../user-error.ts';
import type { BumpRequest } from './bump-request.ts';
import { checkImages } from './check-images.ts';
import { imageReferenceOf } from './image-of-service.ts';

/** An image that is there. */
export interface FoundImage {
  service: string;
  /** `ghcr.io/owner/user-service:165-cf185b1` */
  reference: string;
  /** What the registry has under that tag. */
  digest: string;
}

/** What `filesOfBump` names, read: value files and kustomizations may say where an image is from. */
type Files = ReadonlyMap<string, Uint8Array>;

/** Questions that are open at one time: enough to be quick, few enough for a registry that counts. */
const mostAtOnce = 8;

/**
 * Proves that every image of a request exists; sorted by service. To be given the images that are about to be
 * written: what a plan skips need not exist.
 *
 * Images that are not there, or whose tag is at another digest than the one given, are named all at once in one
 * UserError. Where a registry could not be asked and nothing is known to be wrong, that is an ExternalError. An image
 * whose registry or repository nobody names is a UserError.
 */
export async function verifyImages(
  request: BumpRequest,
  catalog: Catalog,
  registry: ImageRegistry,
  log: Log,
  files: Files = new Map(),
): Promise<FoundImage[]> {
  const contextOf = targetContexts(request, catalog, files);
  const wanted = placesOf(request, catalog).flatMap(({ image, applications }) =>
    wantedImages(image, applications, contextOf(image)),
  );
  return lookUp(wanted, registry, log);
}

/**
 * The request with the digest that each image has now, where it gives none. Throws as `verifyImages` does, and a
 * UserError where the Applications of a service take different images. An image whose registry nobody names stays as
 * it is: whether it is written at all is not known here, and `verifyImages` tells.
 */
export async function pinDigests(
  request: BumpRequest,
  catalog: Catalog,
  registry: ImageRegistry,
  log: Log,
  files: Files = new Map(),
): Promise<BumpRequest> {
  const contextOf = targetContexts(request, catalog, files);
  const wanted = placesOf(request, catalog).flatMap(({ image, applications }) => {
    try {
      return applications.length === 0 ? [] : wantedImages(image, applications, contextOf(image));
    } catch (error) {
      if (error instanceof UserError) return [];
      throw error;
    }
  });
  const found = new Map<string, FoundImage>();
  for (const image of await lookUp(wanted, registry, log)) {
    const other = found.get(image.service);
    if (other && other.digest !== image.digest)
      throw new UserError(
        `${quoteName(image.service)} cannot be pinned to one digest: ${other.reference} and ${image.reference} differ`,
        { help: 'Its Applications take the image from two places: copy it, or do not pin digests.' },
      );
    found.set(image.service, image);
  }
  const pin = (image: ImageRequest): ImageRequest => {
    const digest = image.digest ?? found.get(image.service)?.digest;
    return digest === undefined ? image : { ...image, digest };
  };
  return { ...request, images: request.images.map(pin) };
}

interface WantedImage {
  service: string;
  reference: ImageReference;
  /** The digest the request gives. */
  digest: string | undefined;
}

/** The images of a request, sorted by service, each with its Applications in the environment. */
function placesOf(request: BumpRequest, catalog: Catalog): { image: ImageRequest; applications: Application[] }[] {
  const { images } = checkImages(request);
  const places = new Map(images.map((image) => [image.service, { image, applications: [] as Application[] }]));
  for (const application of [...catalog.applications, ...catalog.generated])
    if (application.environment === request.environment && application.service !== null)
      places.get(application.service)?.applications.push(application);
  return [...places.values()];
}

/** What the Applications of a service will pull, each reference once, sorted; the request's own words without any. */
function wantedImages(
  image: ImageRequest,
  applications: readonly Application[],
  context: TargetContext,
): WantedImage[] {
  const references = new Map<string, ImageReference>();
  for (const application of applications.length === 0 ? [undefined] : applications) {
    const reference = imageReferenceOf(image, application, context);
    references.set(formatImageReference(reference), reference);
  }
  return [...references]
    .sort(([a], [b]) => compareText(a, b))
    .map(([, reference]) => ({ service: image.service, reference, digest: image.digest }));
}

async function lookUp(wanted: readonly WantedImage[], registry: ImageRegistry, log: Log): Promise<FoundImage[]> {
  const references = new Map(wanted.map(({ reference }) => [formatImageReference(reference), reference]));
  let count = 0;
  const answers = await inParallel(
    [...references],
    mostAtOnce,
    async ([text, reference]): Promise<[string, Answer]> => {
      const answer = await ask(registry, reference);
      count += 1;
      log.progress(`looked up image ${count} of ${references.size}: ${text}`);
      return [text, answer];
    },
  );
  return judge(wanted, new Map(answers));
}

type Answer = { digest: string } | 'absent' | ExternalError;

async function ask(registry: ImageRegistry, reference: ImageReference): Promise<Answer> {
  try {
    return await registry.find(reference);
  } catch (error) {
    if (error instanceof ExternalError) return error;
    throw error;
  }
}

function judge(wanted: readonly WantedImage[], answers: ReadonlyMap<string, Answer>): FoundImage[] {
  const found: FoundImage[] = [];
  const absent: string[] = [];
  const moved: string[] = [];
  const unknown: string[] = [];
  const failures = new Map<string, ExternalError>();
  for (const { service, reference, digest } of wanted) {
    const text = formatImageReference(reference);
    const answer = answers.get(text);
    const name = `${text} (${quoteName(service)})`;
    if (answer === undefined) throw new Error(`${text} was not looked up`);
    if (answer === 'absent') absent.push(name);
    else if (answer instanceof ExternalError) {
      unknown.push(name);
      if (!failures.has(answer.message)) failures.set(answer.message, answer);
    } else if (digest !== undefined && digest !== answer.digest)
      moved.push(`${name} is ${answer.digest}, not ${digest}`);
    else found.push({ service, reference: text, digest: answer.digest });
  }
  const mistakes = [...(absent.length > 0 ? [describeAbsent(absent)] : []), ...moved];
  const [failure] = failures.values();
  const notKnown = failure
    ? [`${counted(unknown.length)} could not be looked up: ${unknown.join(', ')}: ${[...failures.keys()].join('; ')}`]
    : [];
  if (mistakes.length > 0)
    throw new UserError([...mistakes, ...notKnown].join('; '), {
      help: 'Nothing was written. Check the tags and names, and that the builds that push them ended well.',
    });
  if (failure)
    throw new ExternalError(notKnown.join(''), { help: failure.help ?? 'Nothing was written.', cause: failure });
  return found;
}

function describeAbsent(names: readonly string[]): string {
  return `${counted(names.length)} ${names.length === 1 ? 'does' : 'do'} not exist: ${names.join(', ')}`;
}

function counted(count: number): string {
  return count === 1 ? '1 image' : `${count} images`;
}

/** Results in the order of the items. */
async function inParallel<Item, Result>(
  items: readonly Item[],
  limit: number,
  work: (item: Item) => Promise<Result>,
): Promise<Result[]> {
  const results: Result[] = [];
  const queue = items.entries();
  const worker = async (): Promise<void> => {
    for (const [index, item] of queue) results[index] = await work(item);
  };
  await Promise.all(Array.from({ length: limit }, worker));
  return results;
}
