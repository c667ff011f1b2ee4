import type { Service } from '../catalog/catalog.ts';
import type { Tree } from '../ports.ts';
import { lineChanges } from '../tree/line-changes.ts';
import { textOf } from '../tree/read-text.ts';
import { UserError } from '../user-error.ts';
import type { Sibling } from './sibling.ts';

/** A port that becomes another in what is cloned; null where it stays. */
export type NewPort = { from: number; to: number } | null;

/**
 * The port of a new service: the one that is asked for, else the sibling's where several services share it, else the
 * first that is free above those of its kind which are near: a port of gRPC says nothing of one of HTTP. Ports are those that the Dockerfiles EXPOSE. UserError where one is asked
 * for and the sibling exposes none, or several.
 */
export async function portOfNew(
  tree: Tree,
  { service, alike }: Sibling,
  { asked, services }: { asked: number | undefined; services: readonly Pick<Service, 'dockerfile'>[] },
): Promise<NewPort> {
  const contents = await tree.read(services.flatMap(({ dockerfile }) => dockerfile ?? []));
  const portsOf = ({ dockerfile }: Pick<Service, 'dockerfile'>) =>
    exposedPorts(textOf('', contents.get(dockerfile ?? '')) ?? '');
  const exposed = new Map(alike.map((one) => [one.name, portsOf(one)]));
  const own = exposed.get(service.name) ?? [];
  const [from] = own;
  if (asked !== undefined) {
    if (from === undefined || own.length !== 1)
      throw new UserError(
        `the port ${asked} cannot be written: ${service.dockerfile} exposes ${own.length === 0 ? 'no port' : own.join(', ')}`,
        { help: 'Leave the port out, and set it in what is written.' },
      );
    return asked === from ? null : { from, to: asked };
  }
  // Every container may listen on 80: there is none to look for.
  if (from === undefined || own.length !== 1 || from < firstFreePort) return null;
  const taken = new Set([...exposed].flatMap(([name, ports]) => (name === service.name ? [] : ports)));
  if (taken.size === 0 || taken.has(from)) return null;
  const near = [...taken].filter((port) => Math.abs(port - from) < nearPorts);
  const all = new Set(services.flatMap(portsOf));
  let to = Math.max(from, ...near) + 1;
  while (all.has(to)) to += 1;
  return { from, to: to > 65_535 ? from : to };
}

function exposedPorts(dockerfile: string): number[] {
  const ports = new Set<number>();
  for (const [, words = ''] of dockerfile.matchAll(/^[ \t]*EXPOSE[ \t]+([^\n#]*)/gim))
    for (const word of words.split(/[ \t\r]+/)) {
      const number = Number(/^(\d{1,5})(?:\/tcp)?$/i.exec(word)?.[1] ?? Number.NaN);
      if (number >= 1 && number <= 65_535) ports.add(number);
    }
  return [...ports];
}

/** Ports of one numbering are no further apart. */
const nearPorts = 1000;

/** Lines that speak of ports: below 1024 a number by itself may be a percentage, a limit, an amount. */
const ofPorts = /port|expose|listen|:\/\/|\d:\d/i;
const firstFreePort = 1024;

/** A text with the port of the new service, where the whole number stands; a low one only where a line speaks of ports. */
export function withPort(text: string, port: NewPort): string {
  if (port === null) return text;
  const written = (line: string): string =>
    line.replace(/(?<![\w.])\d+(?![\w]|\.\d)/g, (number) => (number === `${port.from}` ? `${port.to}` : number));
  if (port.from >= firstFreePort) return written(text);
  return text
    .split('\n')
    .map((line) => (ofPorts.test(line) ? written(line) : line))
    .join('\n');
}

/** A file with the port of the new service in the lines that it got; a line of several services stays as it is. */
export function withPortInNewLines(before: string, text: string, port: NewPort): string {
  if (port === null) return text;
  const lines = text.split('\n');
  let shift = 0;
  for (const { start, count, lines: own } of lineChanges(before.split('\n'), lines)) {
    if (count === 0) for (const [index, line] of own.entries()) lines[start + shift + index] = withPort(line, port);
    shift += own.length - count;
  }
  return lines.join('\n');
}
