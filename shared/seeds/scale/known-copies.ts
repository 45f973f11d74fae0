import type { Executor } from '../../database/index.ts';
import { Copies, type Copy } from '../../references/index.ts';

/** Copies that were just looked up for many rows at once, so that each need not be asked for again with its row. */
export class KnownCopies extends Copies {
  #known: ReadonlyMap<string, Copy> = new Map();

  /** Instead of those before. */
  know(copies: readonly Copy[]): void {
    this.#known = new Map(copies.map((copy) => [`${copy.target} ${copy.id}`, copy]));
  }

  override async find(
    wanted: ReadonlyMap<string, ReadonlySet<string>>,
    executor?: Executor,
  ): Promise<Map<string, Map<string, Copy>>> {
    const found = new Map<string, Map<string, Copy>>();
    for (const [target, ids] of wanted) {
      const copies = new Map<string, Copy>();
      for (const id of ids) {
        const copy = this.#known.get(`${target} ${id}`);
        if (!copy) return super.find(wanted, executor);
        copies.set(id, copy);
      }
      found.set(target, copies);
    }
    return found;
  }
}
