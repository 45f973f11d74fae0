import { setTimeout as pause } from 'node:timers/promises';
import { carryOut, MemoryCache } from '../../cache/index.ts';
import type { Member } from './member.ts';
import type { FromWorker, Question } from './messages.ts';
import { MetricsOfAll } from './metrics-of-all.ts';

/** A worker that is busy for longer counts with what it reported last. */
const REPORT_MS = 1_000;

/** What workers have in common lies here, in the primary: the cache, the sum of their metrics, who speaks for all. */
export class Switchboard {
  readonly #wanted: number;
  readonly #listening = new Set<Member>();
  readonly #cache = new MemoryCache();
  readonly #metrics = new MetricsOfAll();
  readonly #reports = new Map<number, (member: Member, error?: string) => void>();
  #lastReport = 0;
  #speaker: Member | undefined;

  /** @param wanted how many workers there are to be */
  constructor(wanted: number) {
    this.#wanted = wanted;
  }

  hear(message: FromWorker, member: Member): void {
    if (message.type === 'listening') this.#began(member);
    // What comes after its end has been counted already.
    if (message.type === 'report' && this.#listening.has(member)) {
      this.#metrics.heard(member.id, message.metrics);
      this.#reports.get(message.id)?.(member);
    }
    if (message.type === 'no report') this.#reports.get(message.id)?.(member, message.error);
    if (message.type === 'ask') {
      const { id, question } = message;
      this.#answer(question).then(
        (answer) => member.tell({ type: 'answer', id, answer }),
        (error: Error) => member.tell({ type: 'answer', id, error: error.message }),
      );
    }
  }

  #began(member: Member): void {
    this.#listening.add(member);
    this.#elect();
    void member.exited.then(() => {
      this.#listening.delete(member);
      for (const heard of this.#reports.values()) heard(member);
      if (this.#speaker === member) this.#speaker = undefined;
      this.#elect();
      return this.#metrics.ended(member.id);
    });
  }

  #elect(): void {
    if (this.#speaker !== undefined) return;
    this.#speaker = this.#listening.values().next().value;
    this.#speaker?.tell({ type: 'speak' });
  }

  async #answer(question: Question): Promise<unknown> {
    switch (question.about) {
      case 'cache':
        return carryOut(this.#cache, question.calls);
      case 'metrics':
        await this.#collect();
        return this.#metrics.text();
      case 'team':
        return { wanted: this.#wanted, listening: this.#listening.size };
    }
  }

  /** Until all have reported, ended, or kept others waiting for too long. */
  async #collect(): Promise<void> {
    const id = ++this.#lastReport;
    const missing = new Set(this.#listening);
    const { promise: complete, resolve, reject } = Promise.withResolvers<void>();
    this.#reports.set(id, (member, error) => {
      if (error !== undefined) reject(new Error(error));
      missing.delete(member);
      if (missing.size === 0) resolve();
    });
    for (const member of missing) member.tell({ type: 'report', id });
    const late = new AbortController();
    try {
      await Promise.race([complete, pause(REPORT_MS, undefined, { signal: late.signal })]);
    } finally {
      late.abort();
      this.#reports.delete(id);
    }
  }
}
