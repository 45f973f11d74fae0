import type { UndoRequest } from '../../../shared/journeys/contract.ts';
import type { Http } from '../http.ts';
import type { Journal, Open } from './journal.ts';
import { ownWord } from './own-word.ts';
import type { Reach } from './reach.ts';
import { undo } from './undo.ts';

interface Item {
  /** In the journal; none of what only this process can undo. */
  readonly n: number | undefined;
  undo(): Promise<unknown>;
}

/** What a journey has made, and how each of it is undone. */
export class Making {
  readonly #journal: Journal;
  readonly #reach: Reach;
  readonly #http: Http;
  readonly #items: Item[] = [];
  readonly #ids = new Set<string>();

  constructor(journal: Journal, reach: Reach, http: Http) {
    this.#journal = journal;
    this.#reach = reach;
    this.#http = http;
  }

  /** Ids of what it has made. */
  get ids(): ReadonlySet<string> {
    return this.#ids;
  }

  /** Before something is made; the answer says what has become of it. */
  begin(open: Extract<Open, { is: 'begun' }>): (id: string | null) => void {
    const n = this.#journal.begin(open);
    const item = this.#add(n, open);
    return (id) => {
      this.#items.splice(this.#items.indexOf(item), 1);
      if (id === null) {
        this.#journal.close(n);
        return;
      }
      this.#ids.add(id);
      const made: Open = { is: 'made', path: `${open.collection}/${id}` };
      this.#journal.note(n, made);
      this.#add(n, made);
    };
  }

  request(request: UndoRequest, scopes: readonly string[]): void {
    const open: Open = { is: 'request', request, scopes };
    this.#add(this.#journal.begin(open), open);
  }

  work(work: () => unknown): void {
    this.#items.push({ n: undefined, undo: async () => work() });
  }

  /** The last first, each of them whatever becomes of the others; what could not be undone, each with its reason. */
  async undoAll(): Promise<string[]> {
    const reasons: string[] = [];
    for (let item = this.#items.pop(); item; item = this.#items.pop()) {
      try {
        await item.undo();
        if (item.n !== undefined) this.#journal.close(item.n);
      } catch (error) {
        reasons.push((ownWord(error) ?? (error as Error)).message ?? String(error));
      }
    }
    return reasons;
  }

  #add(n: number, open: Open): Item {
    const item = { n, undo: () => undo(open, this.#reach, this.#http) };
    this.#items.push(item);
    return item;
  }
}
