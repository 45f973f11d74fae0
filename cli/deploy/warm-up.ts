const AT_ONCE = 4;
const PATIENCE_MS = 5_000;

interface Document {
  readonly paths?: Readonly<Record<string, { readonly get?: object }>>;
}

/**
 * Asks every list that a service has so often; what it answers is a matter of the smoke tests.
 * @param token for whatever it lets be read
 * @returns how many requests got an answer
 */
export async function warmUp(url: string, requests: number, token: () => Promise<string>): Promise<number> {
  if (requests === 0) return 0;
  const [document, bearer] = await Promise.all([documentOf(url), token()]);
  const lists = Object.entries(document.paths ?? {}).flatMap(([path, { get }]) =>
    get && !path.includes('{') ? [path] : [],
  );
  const left = lists.flatMap((path) => Array.from({ length: requests }, () => path));
  let answered = 0;
  const work = async () => {
    for (let path = left.pop(); path !== undefined; path = left.pop()) {
      if (await asks(`${url}${path}`, bearer)) answered++;
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return answered;
}

async function documentOf(url: string): Promise<Document> {
  try {
    const response = await fetch(`${url}/openapi.json`, { signal: AbortSignal.timeout(PATIENCE_MS) });
    return (await response.json()) as Document;
  } catch {
    // A service without one has nothing to warm up that anybody knows of.
    return {};
  }
}

async function asks(url: string, bearer: string): Promise<boolean> {
  try {
    const headers = { authorization: `Bearer ${bearer}` };
    const response = await fetch(url, { headers, signal: AbortSignal.timeout(PATIENCE_MS) });
    await response.arrayBuffer();
    return true;
  } catch {
    return false;
  }
}
