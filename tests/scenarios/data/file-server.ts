import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';

/** What the server does with one request; the default serves the content, honouring Range. */
export type Behaviour = 'serve' | 'ignore-range' | 'wrong-range' | 'missing' | { readonly cutAfter: number };

export interface FileServer {
  /** Ends in a slash. */
  readonly origin: string;
  /** The path and Range header of each request so far. */
  readonly requests: { readonly path: string; readonly range: string | undefined }[];
  /** Behaviours of the next requests, used up one by one. */
  readonly behaviours: Behaviour[];
  close(): Promise<void>;
}

/** A web server on this machine that serves `files` by path without the leading slash. */
export async function startFileServer(files: ReadonlyMap<string, Uint8Array>): Promise<FileServer> {
  const requests: FileServer['requests'] = [];
  const behaviours: Behaviour[] = [];
  const server = createServer((request, response) => {
    const path = (request.url ?? '').slice(1);
    requests.push({ path, range: request.headers.range });
    answer(request, response, files.get(path), behaviours.shift() ?? 'serve');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { origin: `http://127.0.0.1:${portOf(server)}/`, requests, behaviours, close: () => closeServer(server) };
}

function answer(
  request: IncomingMessage,
  response: ServerResponse,
  content: Uint8Array | undefined,
  behaviour: Behaviour,
): void {
  if (content === undefined || behaviour === 'missing') {
    response.writeHead(404).end('not here');
    return;
  }
  const asked = /^bytes=(\d+)-$/.exec(request.headers.range ?? '');
  let start = 0;
  if (asked !== null && behaviour !== 'ignore-range') {
    start = behaviour === 'wrong-range' ? 0 : Number(asked[1]);
    if (start >= content.length) {
      response.writeHead(416, { 'content-range': `bytes */${content.length}` }).end();
      return;
    }
    response.statusCode = 206;
    response.setHeader('content-range', `bytes ${start}-${content.length - 1}/${content.length}`);
  }
  const rest = content.subarray(start);
  response.setHeader('content-length', rest.length);
  if (typeof behaviour === 'object') {
    response.write(rest.subarray(0, behaviour.cutAfter), () => {
      // Late enough for the client to have read what was sent: a reset would drop it.
      setTimeout(() => response.destroy(), 1000);
    });
    return;
  }
  response.end(rest);
}

function portOf(server: Server): number {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('internal: the server has no port');
  return address.port;
}

function closeServer(server: Server): Promise<void> {
  server.closeAllConnections();
  return new Promise((resolve, reject) => server.close((error) => (error ? reject(error) : resolve())));
}
