import { randomUUID } from 'node:crypto';
import { until } from '../../../shared/testing/index.ts';
import type { Answer, RealFleet } from '../../support/real-fleet.ts';

/** How long a client goes on asking: a fleet that starts anew takes its time. */
const PERSISTENT = { withinMs: 120_000 };

/** What clients were told that they have written, by id. */
export class Ledger {
  readonly subjects = new Map<string, { name: string; version: number }>();
  readonly files = new Map<string, { size: number }>();
  readonly syllabi = new Map<string, { subjectId: string; fileId: string | null; version: number }>();
  /** Writes that were acknowledged. */
  writes = 0;
  /** Those of which an event goes to who refers to what was written. */
  told = 0;
}

/**
 * A client that writes one thing after the other. A write that nobody answers for, or that fails for no fault of its own,
 * is repeated under its Idempotency-Key until it is known what became of it: however often it was sent, it counts once.
 */
export class Author {
  /** An answer was another than it had to be; nothing more is written. */
  failure: unknown;
  readonly #fleet: RealFleet;
  readonly #ledger: Ledger;
  readonly #done: Promise<void>;
  #stopped = false;

  constructor(fleet: RealFleet, ledger: Ledger) {
    this.#fleet = fleet;
    this.#ledger = ledger;
    this.#done = this.#write().catch((error) => {
      this.failure = error;
    });
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    await this.#done;
  }

  async #write(): Promise<void> {
    for (let count = 1; !this.#stopped; count++) await this.#course(count);
  }

  async #course(count: number): Promise<void> {
    const { subjects, files, syllabi } = this.#ledger;
    const code = randomUUID().slice(4);
    const { id: subjectId } = await this.#do(201, 'POST', 'subjects', { code, name: 'new' });
    subjects.set(subjectId, { name: 'new', version: 1 });
    await this.#rename(subjectId, 'renamed');

    const content = code.repeat(count % 50);
    const form = new FormData();
    form.set('file', new Blob([content]), `${code}.txt`);
    const { id: fileId } = await this.#do(201, 'POST', 'files', form);
    files.set(fileId, { size: content.length });

    const fields = { title: code, academicYear: '2026/2027', subjectId, fileId };
    const { id } = await this.#do(201, 'POST', 'syllabi', fields);
    syllabi.set(id, { subjectId, fileId, version: 1 });
    await this.#rename(subjectId, `of ${id}`);

    if (count % 3 === 0) {
      await this.#do(204, 'DELETE', `files/${fileId}`);
      files.delete(fileId);
      // So it has to be once the news have arrived.
      syllabi.set(id, { subjectId, fileId: null, version: 2 });
    }
    if (count % 4 === 0) {
      await this.#do(204, 'DELETE', `syllabi/${id}`);
      syllabi.delete(id);
      await this.#do(204, 'DELETE', `subjects/${subjectId}`);
      subjects.delete(subjectId);
    }
  }

  async #rename(id: string, name: string): Promise<void> {
    const { version } = await this.#do(200, 'PATCH', `subjects/${id}`, { name });
    this.#ledger.subjects.set(id, { name, version });
  }

  async #do(status: number, method: string, path: string, body?: unknown) {
    const headers = { 'idempotency-key': randomUUID() };
    const ask = () => this.#fleet.call(method, `/api/v1/${path}`, { headers, body }).catch(() => undefined);
    const answer = await until(async () => isFinal(await ask()), PERSISTENT);
    if (answer.status !== status) throw new Error(`${method} ${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
    this.#ledger.writes += 1;
    if (!path.startsWith('syllabi')) this.#ledger.told += 1;
    return answer.body;
  }
}

function isFinal(answer: Answer | undefined): Answer | undefined {
  return answer && answer.status < 500 && answer.body?.code !== 'idempotency_key_in_use' ? answer : undefined;
}
