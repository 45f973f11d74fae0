import type { Session } from './session.ts';

/** A lock by name that the database frees by itself, at once, when the session that holds it is gone. */
export class Lock {
  readonly #session: Session;
  readonly #name: string;
  /** The connection it was taken on. */
  #connection: object | undefined;

  constructor(session: Session, name: string) {
    this.#session = session;
    this.#name = name;
  }

  get held(): boolean {
    return this.#connection !== undefined && this.#connection === this.#session.connection;
  }

  /** Whether it is ours now; does not wait for who has it. */
  async take(): Promise<boolean> {
    const connection = this.#session.connection;
    if (connection === undefined) return false;
    const { rows } = await this.#session.query('SELECT pg_try_advisory_lock(hashtextextended($1, 0)) AS locked', [
      this.#name,
    ]);
    this.#connection = rows[0]?.locked ? connection : undefined;
    return this.held;
  }

  async release(): Promise<void> {
    if (this.held) await this.#session.query('SELECT pg_advisory_unlock(hashtextextended($1, 0))', [this.#name]);
    this.#connection = undefined;
  }
}
