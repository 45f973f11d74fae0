import type { TestService } from './service.ts';

/** Resources of a service that others of it refer to in tests. */
export class Related {
  readonly #ids = new Map<string, string[]>();

  /**
   * Makes some through the service's API.
   * @param path its segment, e.g. `customers`
   * @param fieldsOf the fields of the n-th, from 1
   */
  async make(service: TestService, path: string, times: number, fieldsOf: (n: number) => object): Promise<void> {
    const ids: string[] = [];
    for (let n = 1; n <= times; n++) {
      const answer = await service.call({ method: 'POST', url: `/api/v1/${path}`, payload: fieldsOf(n) });
      if (answer.statusCode !== 201) throw new Error(`POST ${path}: ${answer.body}`);
      ids.push(answer.json().id);
    }
    this.#ids.set(path, ids);
  }

  /** The id of one of them, another for each n as long as there are. */
  id(path: string, n: number): string {
    const ids = this.#ids.get(path) ?? [];
    return ids[n % ids.length] as string;
  }
}
