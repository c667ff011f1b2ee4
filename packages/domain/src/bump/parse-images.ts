import type { ImageRequest } from '../image-targets/image-request.ts';
import { quoteName } from '../names.ts';
import { didYouMean } from '../nearest.ts';
import { present } from '../present.ts';
import { UserError } from '../user-error.ts';
import { field, isRecord } from '../yaml/value.ts';

const keys = ['service', 'tag', 'digest', 'repository', 'registry'] as const;
const help =
  'Give JSON such as [{"service": "user-service", "tag": "165-cf185b1"}], or lines such as user-service=165-cf185b1.';

/**
 * Reads the list of images: a JSON array of `{service, tag, digest?, repository?, registry?}`, or
 * `service=tag` separated by line ends or commas. `[]` is a list of none; an empty text is a mistake.
 * Whether services exist and tags are legal is judged later, by `planBump`.
 */
export function parseImages(text: string): ImageRequest[] {
  const trimmed = text.trim();
  if (trimmed === '') throw new UserError('the list of images is empty', { help: `${help} For no image at all: []` });
  if (trimmed.startsWith('[') || trimmed.startsWith('{')) return parseJson(trimmed);
  const images: ImageRequest[] = [];
  for (const item of trimmed.split(/[,\r\n]/).map((line) => line.trim())) {
    if (item === '') continue;
    const equals = item.indexOf('=');
    if (equals <= 0) throw new UserError(`${quoteName(item.slice(0, 200))} is not service=tag`, { help });
    images.push({ service: item.slice(0, equals).trim(), tag: item.slice(equals + 1).trim() });
  }
  return images;
}

function parseJson(text: string): ImageRequest[] {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new UserError('the list of images looks like JSON and is not', { help, cause });
  }
  if (!Array.isArray(value)) throw new UserError('the list of images is JSON but not an array', { help });
  return value.map((item: unknown, index) => readImage(item, index));
}

function readImage(item: unknown, index: number): ImageRequest {
  const where = `image ${index + 1} of the list`;
  if (!isRecord(item)) throw new UserError(`${where} is not an object`, { help });
  for (const [key, value] of Object.entries(item)) {
    if (!keys.some((known) => known === key)) {
      const allowed = `Allowed: ${keys.join(', ')}.${didYouMean(key, keys)}`;
      throw new UserError(`${where} has the key ${quoteName(key.slice(0, 200))}`, { help: allowed });
    }
    if (typeof value !== 'string')
      throw new UserError(`${where}: "${key}" is not a text`, { help: `Put it in double quotes. ${help}` });
  }
  const text = (key: (typeof keys)[number]): string | undefined => {
    const value = field(item, key);
    return typeof value === 'string' && value !== '' ? value : undefined;
  };
  const service = text('service');
  if (service === undefined) throw new UserError(`${where} names no "service"`, { help });
  const parts = { digest: text('digest'), repository: text('repository'), registry: text('registry') };
  return { service, tag: text('tag') ?? '', ...present(parts) };
}
