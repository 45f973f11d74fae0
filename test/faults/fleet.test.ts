import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { until } from '../../shared/testing/index.ts';
import { type Answer, type RealFleet, startRealFleet } from '../support/real-fleet.ts';
import { killSupervisor, PATIENT, pidOf, untilReady } from './support/victims.ts';

const SUBJECTS = '/api/v1/subjects';

let fleet: RealFleet;
beforeAll(async () => {
  fleet = await startRealFleet();
}, 180_000);
afterAll(async () => fleet?.[Symbol.asyncDispose]());

/** A client that writes without a pause, and remembers what it was told. */
class Writer {
  readonly acknowledged: string[] = [];
  /** Answers other than 201. */
  readonly refused: Answer[] = [];
  /** Requests that nobody answered. */
  readonly broken: unknown[] = [];
  readonly #done: Promise<void>;
  #stopped = false;

  constructor(lanes = 4) {
    this.#done = Promise.all(Array.from({ length: lanes }, () => this.#write())).then(() => undefined);
  }

  /** Resolves once so many further writes have been acknowledged. */
  async further(writes: number): Promise<void> {
    const enough = this.acknowledged.length + writes;
    await until(() => this.acknowledged.length >= enough, PATIENT);
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    await this.#done;
  }

  async #write(): Promise<void> {
    while (!this.#stopped) {
      try {
        const answer = await fleet.call('POST', SUBJECTS, { body: { code: randomUUID().slice(4), name: 'written' } });
        if (answer.status === 201) this.acknowledged.push(answer.body.id);
        else this.refused.push(answer);
      } catch (error) {
        this.broken.push(error);
        await pause(20);
      }
    }
  }
}

/** Writes before, while and after `kill`; everything that was acknowledged has to be there in the end. */
async function writeThrough(kill: () => Promise<void>): Promise<Writer> {
  const writer = new Writer();
  try {
    await writer.further(20);
    await kill();
    await writer.further(20);
  } finally {
    await writer.stop();
  }
  const present = await Promise.all(writer.acknowledged.map((id) => fleet.call('GET', `${SUBJECTS}/${id}`)));
  expect(present.filter(({ status }) => status !== 200)).toEqual([]);
  return writer;
}

function expectProblems(answers: readonly Answer[]): void {
  for (const { status, headers, body } of answers) {
    expect(headers.get('content-type')).toMatch(/^application\/problem\+json/);
    expect([502, 503, 504]).toContain(status);
    expect(body).toMatchObject({ status, code: expect.any(String), correlationId: expect.any(String) });
    expect(JSON.stringify(body)).not.toMatch(/ECONN|SELECT|INSERT|node_modules|\.ts/);
  }
}

describe('kill -9', () => {
  it('of a service: it is back, its clients saw problems at most, nothing acknowledged is lost', async () => {
    const pid = await pidOf(fleet, 'subject-service');
    const writer = await writeThrough(async () => void process.kill(pid, 'SIGKILL'));
    expect(writer.broken).toEqual([]);
    expectProblems(writer.refused);
    await untilReady(fleet);
    const restarted = (await fleet.observe())?.services.find(({ name }) => name === 'subject-service');
    expect(restarted?.instances[0]).toMatchObject({ restarts: 1 });
    expect(restarted?.instances[0]?.pid).not.toBe(pid);
  });

  it('of config-service: nobody notices', async () => {
    const pid = await pidOf(fleet, 'config-service');
    const writer = await writeThrough(async () => {
      process.kill(pid, 'SIGKILL');
      await until(async () => (await pidOf(fleet, 'config-service')) !== pid, PATIENT);
    });
    expect(writer.broken).toEqual([]);
    expect(writer.refused).toEqual([]);
    await untilReady(fleet);
  });

  it('of the gateway: it is back on its port', async () => {
    const pid = await pidOf(fleet, 'api-gateway');
    const writer = await writeThrough(async () => void process.kill(pid, 'SIGKILL'));
    expectProblems(writer.refused);
    await untilReady(fleet);
  });

  it('of PostgreSQL: the fleet heals, nothing acknowledged is lost', async () => {
    const pid = await pidOf(fleet, 'postgres');
    const writer = await writeThrough(async () => void process.kill(pid, 'SIGKILL'));
    expect(writer.broken).toEqual([]);
    expectProblems(writer.refused);
    await untilReady(fleet);
    expect((await fleet.clone.aurora('verify')).exitCode).toBe(0);
  });

  it('of the supervisor: nothing is left, the next up works, nothing acknowledged is lost', async () => {
    const writer = new Writer();
    await writer.further(20);
    await killSupervisor(fleet);
    await until(() => writer.broken.length > 0, PATIENT);
    await writer.stop();
    expectProblems(writer.refused);
    expect(await fleet.observe()).toBeNull();

    await fleet.up();
    const present = await Promise.all(writer.acknowledged.map((id) => fleet.call('GET', `${SUBJECTS}/${id}`)));
    expect(present.filter(({ status }) => status !== 200)).toEqual([]);
  });
});
