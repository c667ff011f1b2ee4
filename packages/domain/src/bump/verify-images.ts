import type { ImageRequest } from '../image-targets/image-request.ts';
import { formatImageReference, type ImageReference } from '../images/image-reference.ts';
import type { ImageRegistry } from '../images/registry.ts';
import { inParallel } from '../in-parallel.ts';
import { quoteName } from '../names.ts';
import type { Log } from '../ports.ts';
import { present } from '../present.ts';
import { count } from '../printable.ts';
import { ExternalError, tryUser, UserError } from '../user-error.ts';
import type { CheckedRequest } from './check-images.ts';
import type { OpenEnvironment } from './open-environment.ts';
import { type Platforms, type PulledImage, pulledImages, runningApplications } from './pulled-images.ts';

/** An image that is there. */
export interface FoundImage {
  service: string;
  /** `ghcr.io/owner/user-service:165-cf185b1` */
  reference: string;
  /** What the registry has under that tag. */
  digest: string;
}

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
  images: readonly ImageRequest[],
  environment: OpenEnvironment,
  lookup: Lookup,
): Promise<FoundImage[]> {
  return lookUp(
    images.flatMap((image) => pulledImages(image, environment, lookup.platforms)),
    lookup,
  );
}

/** Who is asked, and where progress is said. */
export interface Lookup {
  registry: ImageRegistry;
  log: Log;
  /** What the images of a service have to run on, by service. */
  platforms?: Platforms | undefined;
  /** Where the images of services are that are not copied yet: they are asked for there. */
  sources?: ReadonlyMap<string, ImageReference> | undefined;
}

/**
 * The request with the digest that each image has now, where it gives none. Throws as `verifyImages` does, and a
 * UserError where the Applications of a service take different images. An image whose registry nobody names stays as
 * it is: whether it is written at all is not known here, and `verifyImages` tells.
 */
export async function pinDigests(
  request: CheckedRequest,
  environment: OpenEnvironment,
  lookup: Lookup,
): Promise<CheckedRequest> {
  const pulled = request.images.flatMap((image) => {
    if (runningApplications(image, environment).length === 0) return [];
    return tryUser(
      () => pulledImages(image, environment, lookup.platforms),
      () => [],
    );
  });
  const found = new Map<string, FoundImage>();
  for (const image of await lookUp(pulled, lookup)) {
    const other = found.get(image.service);
    if (other && other.digest !== image.digest)
      throw new UserError(
        `${quoteName(image.service)} cannot be pinned to one digest: ${other.reference} and ${image.reference} differ`,
        { help: 'Its Applications take the image from two places: copy it, or do not pin digests.' },
      );
    found.set(image.service, image);
  }
  const pin = (image: ImageRequest): ImageRequest => ({
    ...image,
    ...present({ digest: image.digest ?? found.get(image.service)?.digest }),
  });
  return { ...request, images: request.images.map(pin) };
}

async function lookUp(
  wanted: readonly PulledImage[],
  { registry, log, sources }: Pick<Lookup, 'registry' | 'log' | 'sources'>,
): Promise<FoundImage[]> {
  const pulled = wanted.map((image) => ({ ...image, reference: sources?.get(image.service) ?? image.reference }));
  const references = new Map(pulled.map((image) => [formatImageReference(image.reference), image]));
  let asked = 0;
  const answers = await inParallel(
    [...references],
    mostAtOnce,
    async ([text, { reference, platforms }]): Promise<[string, Answer]> => {
      const answer = await ask(registry, reference, platforms);
      asked += 1;
      log.progress(`looked up image ${asked} of ${references.size}: ${text}`);
      return [text, answer];
    },
  );
  return judge(pulled, new Map(answers));
}

type Answer = { digest: string } | 'absent' | { broken: string } | ExternalError;

async function ask(registry: ImageRegistry, reference: ImageReference, platforms: readonly string[]): Promise<Answer> {
  return registry.find(reference, platforms).catch((error: unknown) => {
    if (error instanceof ExternalError) return error;
    throw error;
  });
}

function judge(pulled: readonly PulledImage[], answers: ReadonlyMap<string, Answer>): FoundImage[] {
  const found: FoundImage[] = [];
  const absent: string[] = [];
  const wrong: string[] = [];
  const unknown: string[] = [];
  const failures = new Map<string, ExternalError>();
  for (const { service, reference, digest } of pulled) {
    const text = formatImageReference(reference);
    const answer = answers.get(text);
    const name = `${text} (${quoteName(service)})`;
    if (answer === undefined) throw new Error(`${text} was not looked up`);
    if (answer === 'absent') absent.push(name);
    else if (answer instanceof ExternalError) {
      unknown.push(name);
      if (!failures.has(answer.message)) failures.set(answer.message, answer);
    } else {
      const judged = judgeAnswer(answer, digest);
      if (typeof judged === 'string') wrong.push(`${name} ${judged}`);
      else found.push({ service, reference: text, digest: judged.digest });
    }
  }
  const mistakes = [...(absent.length > 0 ? [describeAbsent(absent)] : []), ...wrong];
  const [failure] = failures.values();
  const notKnown = failure ? [describeUnknown(unknown, [...failures.keys()])] : [];
  if (mistakes.length > 0)
    throw new UserError([...mistakes, ...notKnown].join('; '), {
      help: 'Nothing was written. Check the tags and names, and that the builds that push them ended well.',
    });
  if (failure)
    throw new ExternalError(notKnown.join(''), { help: failure.help ?? 'Nothing was written.', cause: failure });
  return found;
}

function describeUnknown(names: readonly string[], reasons: readonly string[]): string {
  return `${count(names.length, 'image')} could not be looked up: ${names.join(', ')}: ${reasons.join('; ')}`;
}

function describeAbsent(names: readonly string[]): string {
  return `${count(names.length, 'image')} ${names.length === 1 ? 'does' : 'do'} not exist: ${names.join(', ')}`;
}

/** What the registry has, or why that is not what is to be written. */
function judgeAnswer(
  answer: Exclude<Answer, 'absent' | ExternalError>,
  digest: string | undefined,
): { digest: string } | string {
  if ('broken' in answer) return `cannot be pulled: ${answer.broken}`;
  return digest === undefined || digest === answer.digest ? answer : `is ${answer.digest}, not ${digest}`;
}
