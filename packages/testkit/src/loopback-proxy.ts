import { request as ask, createServer } from 'node:http';
import { connect } from 'node:net';
import { closeServer, listen } from './loopback.ts';

/** A proxy of HTTP on loopback, which tunnels as well. */
export interface LoopbackProxy {
  /** `127.0.0.1:PORT` */
  readonly host: string;
  /** Servers that were asked for through it, each once, as `host:port`. */
  readonly servers: ReadonlySet<string>;
  close(): Promise<void>;
}

/** Starts it. Whatever name is asked for, this machine answers, on the port that was named. */
export async function startProxy(): Promise<LoopbackProxy> {
  const servers = new Set<string>();
  const proxy = createServer((incoming, outgoing) => {
    const { host, port, pathname, search } = new URL(incoming.url ?? '/', 'http://not-through-a-proxy');
    servers.add(host);
    const { method, headers } = incoming;
    const passed = ask({ host: '127.0.0.1', port, path: `${pathname}${search}`, method, headers }, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(outgoing);
    });
    passed.on('error', () => outgoing.writeHead(502).end());
    incoming.pipe(passed);
  });
  proxy.on('connect', (incoming, client, head: Buffer) => {
    servers.add(incoming.url ?? '');
    const server = connect(Number(incoming.url?.split(':').at(-1)), '127.0.0.1', () => {
      client.write('HTTP/1.1 200 Connection established\r\n\r\n');
      server.write(head);
      server.pipe(client).pipe(server);
    });
    server.on('error', () => client.destroy());
    client.on('error', () => server.destroy());
  });
  const { host } = new URL(await listen(proxy));
  return { host, servers, close: () => closeServer(proxy) };
}
