import findMyWay, { type HTTPMethod } from 'find-my-way';

/** The longest segment of a path that can be a parameter; longer than any id. */
const MAX_PARAMETER = 512;

/** Finds what stands for a path by the rules of Fastify's own router, so that the services read a path as it was read here. */
export class Matcher<T extends { readonly path: string; readonly methods: readonly string[] }> {
  readonly #router = findMyWay({ maxParamLength: MAX_PARAMETER });

  constructor(entries: readonly T[]) {
    for (const [path, known] of Map.groupBy(entries, (entry) => entry.path)) {
      for (const entry of known) this.#add(entry.methods, path, entry);
      // What a path does not answer, the one above it must not.
      const answered = known.flatMap(({ methods }) => methods);
      this.#add(
        METHODS.filter((method) => !answered.includes(method)),
        path,
        undefined,
      );
    }
  }

  #add(methods: readonly string[], path: string, entry: T | undefined): void {
    if (methods.length === 0) return;
    for (const each of [path, `${path}/*`]) this.#router.on(methods as HTTPMethod[], each, nothing, entry);
  }

  /** @param path of a request, with its query or without */
  find(method: string, path: string): T | undefined {
    return this.#router.find(method as HTTPMethod, path)?.store ?? undefined;
  }

  /** The methods under which a path is known. */
  methodsOf(path: string): readonly string[] {
    return METHODS.filter((method) => this.find(method, path) !== undefined);
  }
}

const METHODS: readonly HTTPMethod[] = ['DELETE', 'GET', 'HEAD', 'OPTIONS', 'PATCH', 'POST', 'PUT'];
const nothing = () => undefined;
