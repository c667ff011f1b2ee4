/** The longest answer that anything of ours asks for is a list of 100 requests: a few MiB. */
const longestBody = 32 * 1024 * 1024;

/**
 * A `fetch` of whole answers, by one that streams them: it ends at the signal and at 32 MiB, and the error says what was missing. The client would
 * read any body to its end, and take a broken one for an empty one. `said` names the time that the signal gives.
 */
export function boundedFetch(send: typeof fetch, said: string): typeof fetch {
  return async (input, init) => {
    let missing = 'no answer';
    try {
      const response = await send(input, init);
      missing = 'only the beginning of an answer';
      const body = await readBody(response);
      const { status, headers } = response;
      // These have no body by definition, and a Response refuses one.
      return new Response(status === 204 || status === 205 || status === 304 ? null : body, { status, headers });
    } catch (error) {
      if (!init?.signal?.aborted) throw error;
      throw new Error(`${missing} within ${said}`, { cause: error });
    }
  };
}

async function readBody({ body }: Response): Promise<Uint8Array<ArrayBuffer>> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of body ?? []) {
    chunks.push(chunk);
    length += chunk.length;
    if (length > longestBody) throw new Error('an answer of more than 32 MiB');
  }
  return Buffer.concat(chunks);
}
