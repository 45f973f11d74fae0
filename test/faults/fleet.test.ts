import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { until } from '../../shared/testing/index.ts';
import { type Answer, type RealFleet, startRealFleet } from '../support/real-fleet.ts';
import { DATABASE, RUNTIME } from '../support/variant.ts';
import { killSupervisor, PATIENT, stopContainers, untilReady } from './support/victims.ts';

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
  await expectPresent(writer.acknowledged);
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
    const pid = await fleet.pidOf('subject-service');
    const writer = await writeThrough(async () => void process.kill(pid, 'SIGKILL'));
    expect(writer.broken).toEqual([]);
    expectProblems(writer.refused);
    await untilReady(fleet);
    const restarted = (await fleet.observe())?.services.find(({ name }) => name === 'subject-service');
    expect(restarted?.instances[0]).toMatchObject({ restarts: 1 });
    expect(await fleet.pidOf('subject-service')).not.toBe(pid);
  });

  it('of config-service: nobody notices', async () => {
    const writer = await writeThrough(() => killUntilReplaced('config-service'));
    expect(writer.broken).toEqual([]);
    expect(writer.refused).toEqual([]);
    await untilReady(fleet);
  });

  it('of the gateway: it is back on its port', async () => {
    const pid = await fleet.pidOf('api-gateway');
    const writer = await writeThrough(async () => void process.kill(pid, 'SIGKILL'));
    expectProblems(writer.refused);
    await untilReady(fleet);
  });

  it('of the database: the fleet heals, nothing acknowledged is lost', async () => {
    const pid = await fleet.pidOf(DATABASE);
    const writer = await writeThrough(async () => void process.kill(pid, 'SIGKILL'));
    expect(writer.broken).toEqual([]);
    expectProblems(writer.refused);
    await untilReady(fleet);
    await expectVerified();
  });

  if (RUNTIME === 'process')
    it('of the supervisor: nothing is left, the next up works, nothing acknowledged is lost', async () => {
      const { acknowledged } = await writeToItsEnd(() => killSupervisor(fleet));
      expect(await fleet.observe()).toBeNull();
      await fleet.up();
      await expectPresent(acknowledged);
    });
});

if (RUNTIME === 'docker')
  describe('kill -9 of a container', () => {
    it('of the broker: nobody who writes notices, and events arrive', async () => {
      const writer = await writeThrough(() => killUntilReplaced('rabbitmq'));
      expect(writer.broken).toEqual([]);
      expect(writer.refused).toEqual([]);
      await untilReady(fleet);
      await expectVerified();
    });

    it('of the edge: it is back on its ports', async () => {
      const pid = await fleet.pidOf('edge');
      const writer = await writeThrough(async () => void process.kill(pid, 'SIGKILL'));
      expectProblems(writer.refused);
      await untilReady(fleet);
    });

    it('is not undone by the engine after a stop, which status tells, but by the next up', async () => {
      const { acknowledged } = await writeToItsEnd(() => stopContainers(fleet));
      const status = await fleet.observe();
      const all = [...(status?.services ?? []), ...(status?.infrastructure ?? [])];
      expect(new Set(all.map((each) => each.status))).toEqual(new Set(['down']));
      expect(status?.services.map(({ reason }) => reason)).toEqual(
        status?.services.map(() => expect.stringMatching(/^exited \(\d+\)/)),
      );
      await fleet.up();
      await expectPresent(acknowledged);
    });
  });

/** What nobody notices has to be looked for: a fleet that is asked at once may still be as it was before. */
async function killUntilReplaced(name: string): Promise<void> {
  const pid = await fleet.pidOf(name);
  process.kill(pid, 'SIGKILL');
  await until(async () => ![pid, Number.NaN].includes(await fleet.pidOf(name)), PATIENT);
}

async function expectVerified(): Promise<void> {
  const { stdout } = await fleet.clone.aurora('verify', '--json');
  const { ok, checks } = JSON.parse(stdout);
  expect([ok, checks.filter(({ status }: { status: string }) => status === 'failed')]).toEqual([true, []]);
}

/** Writes until nobody answers any more. */
async function writeToItsEnd(end: () => Promise<void>): Promise<Writer> {
  const writer = new Writer();
  try {
    await writer.further(20);
    await end();
    await until(() => writer.broken.length > 0, PATIENT);
  } finally {
    await writer.stop();
  }
  expectProblems(writer.refused);
  return writer;
}

/** What was killed may only go now: those that worked for it can take a few more writes. So each is asked for until it answers. */
async function expectPresent(ids: readonly string[]): Promise<void> {
  const missing = await Promise.all(
    ids.map(async (id) => {
      let status = 0;
      await until(async () => {
        status = (await fleet.call('GET', `${SUBJECTS}/${id}`)).status;
        return status < 500;
      }, PATIENT);
      return status === 200 ? [] : [id];
    }),
  );
  expect(missing.flat()).toEqual([]);
}
