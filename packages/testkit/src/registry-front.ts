import { createServer } from 'node:http';
import { closeServer, listen } from './loopback.ts';

/** One request to a registry. */
export interface FrontRequest {
  method: string;
  /** Path and query. */
  url: string;
}

/**
 * What stands before a registry may make of what goes through it; nothing where it does nothing. One request is one
 * object, before and after it is passed on.
 */
export interface FrontRules {
  /** Before the registry is asked; with a status it never is. */
  asked?(request: FrontRequest): number | undefined | Promise<number | undefined>;
  /** After it answered: other bytes, or another status without any. */
  answered?(request: FrontRequest, body: Buffer): Buffer | number | Promise<Buffer | number>;
  /** More fields of its answer, of what was sent to it. */
  fields?(request: FrontRequest, sent: string): Readonly<Record<string, string>>;
}

/** Something between a client and a registry on loopback. */
export interface RegistryFront {
  /** `127.0.0.1:PORT` */
  readonly host: string;
  /** Requests answered, as `METHOD path status`, in order. */
  readonly requests: string[];
  close(): Promise<void>;
}

/** Starts a server that passes every request on to a registry. */
export async function startFront(behind: string, rules: FrontRules): Promise<RegistryFront> {
  const requests: string[] = [];
  const server = createServer(async (request, response) => {
    const { url = '/', method = 'GET', headers } = request;
    const sent: Buffer[] = [];
    try {
      for await (const chunk of request) sent.push(chunk);
    } catch {
      // The client is gone, and so is what it wanted.
      return;
    }
    const end = (status: number, fields: Record<string, string>, body: Buffer | string): void => {
      requests.push(`${method} ${url} ${status}`);
      response.writeHead(status, fields).end(body);
    };
    const seen = { method, url };
    const early = await rules.asked?.(seen);
    if (early !== undefined) return end(early, {}, '');
    const passed = ['accept', 'authorization', 'content-type', 'range'].flatMap((name) => {
      const value = headers[name];
      return typeof value === 'string' ? [[name, value] as const] : [];
    });
    const hasBody = method !== 'GET' && method !== 'HEAD';
    const answer = await fetch(`http://${behind}${url}`, {
      ...{ method, headers: Object.fromEntries(passed), redirect: 'manual' },
      ...(hasBody ? { body: Buffer.concat(sent) } : {}),
    });
    const body = Buffer.from(await answer.arrayBuffer());
    const changed = (await rules.answered?.(seen, body)) ?? body;
    const kept = [...answer.headers].filter(([name]) => !dropped.has(name));
    const fields = Object.fromEntries(kept.map(([name, value]) => [name, value.replace(`http://${behind}`, '')]));
    if (typeof changed === 'number') end(changed, {}, '');
    else end(answer.status, { ...fields, ...rules.fields?.(seen, Buffer.concat(sent).toString()) }, changed);
  });
  const host = new URL(await listen(server)).host;
  return { host, requests, close: () => closeServer(server) };
}

/** Of one connection, or told anew. */
const dropped = new Set(['connection', 'keep-alive', 'transfer-encoding', 'content-length', 'date']);
