import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { scaledId } from '../../shared/seeds/scale/scaled-id.ts';
import { until } from '../../shared/testing/index.ts';
import { LONG } from '../support/long.ts';
import { type RealFleet, startRealFleet } from '../support/real-fleet.ts';

jest.setTimeout(300_000);

/** So many that some are there and others not when it is killed. */
const MANY = LONG ? 2_000 : 700;

type Resource = Record<string, unknown> & { readonly id: string; readonly version: number };

const subjectId = (row: number) => scaledId('subject-service', 'subjects', row);

describe('aurora seed --scale --reset, in a running fleet', () => {
  let fleet: RealFleet;

  beforeAll(async () => {
    fleet = await startRealFleet();
  });
  afterAll(async () => {
    await fleet?.[Symbol.asyncDispose]();
  });

  async function seed(...flags: string[]): Promise<unknown> {
    const { exitCode, stdout, stderr } = await fleet.clone.aurora('seed', '--json', ...flags);
    if (exitCode !== 0) throw new Error(stdout + stderr);
    return JSON.parse(stdout);
  }

  /** All of a list, page by page. */
  async function all(path: string): Promise<Resource[]> {
    const items: Resource[] = [];
    for (let cursor: string | null = ''; cursor !== null; ) {
      const { status, body } = await fleet.call('GET', `/api/v1/${path}?limit=100${cursor && `&cursor=${cursor}`}`);
      expect(status).toBe(200);
      items.push(...body.items);
      cursor = body.nextCursor;
    }
    return items;
  }

  it('makes rows that reads embed, files among them, and doubles none', async () => {
    const counts = (created: number, kept: number) => [
      { service: 'subject-service', created, kept, skipped: 0 },
      { service: 'file-service', created: created && 20, kept: kept && 20, skipped: 0 },
      { service: 'syllabus-service', created, kept, skipped: 0 },
    ];
    expect(await seed('--scale', '150')).toEqual(counts(150, 0));
    expect(await seed('--scale', '150')).toEqual(counts(0, 150));
    // Five and four are of the profile that `up` has seeded.
    const [subjects, syllabi] = [await all('subjects'), await all('syllabi')];
    expect([subjects.length, syllabi.length]).toEqual([155, 154]);
    expect(syllabi.filter(({ unresolved }) => unresolved !== undefined)).toEqual([]);
    const byId = new Map(subjects.map((subject) => [subject.id, subject]));
    for (const { subjectId, subject } of syllabi) expect(subject).toEqual(byId.get(subjectId as string));
    const [file] = syllabi.flatMap((syllabus) => (syllabus.file ? [syllabus.file as Resource] : []));
    const { body } = await fleet.call('GET', `/api/v1/files/${file?.id}/download-url`);
    const content = await (await fetch(body.url)).text();
    expect(file).toMatchObject({ name: `${content.trim()}.txt`, size: content.length });
  });

  it('empties the fleet although it is busy, and nothing of before comes back', async () => {
    const before = await all('subjects');
    const changed = before.map(({ id }, n) =>
      fleet.call('PATCH', `/api/v1/subjects/${id}`, { body: { name: `Changed ${n}` } }),
    );
    expect((await Promise.all(changed)).map(({ status }) => status)).toEqual(before.map(() => 200));

    // What they have told is on its way.
    await seed('--reset', '--scale', '60');
    const [subjects, syllabi] = [await all('subjects'), await all('syllabi')];
    expect([subjects.length, syllabi.length, (await all('files')).length]).toEqual([60, 60, 20]);
    expect(new Set(subjects.map(({ id }) => id))).toEqual(new Set(subjects.map((_, row) => subjectId(row))));
    expect(subjects.every(({ version }) => version === 1)).toBe(true);
    const byId = new Map(subjects.map((subject) => [subject.id, subject]));
    for (const { subjectId, subject } of syllabi) expect(subject).toEqual(byId.get(subjectId as string));
  });

  it('leaves a fleet that works: what changes then arrives where it is embedded', async () => {
    const [syllabus] = await all('syllabi');
    await fleet.call('PATCH', `/api/v1/subjects/${syllabus?.subjectId}`, { body: { name: 'Renamed' } });
    await until(
      async () => (await fleet.call('GET', `/api/v1/syllabi/${syllabus?.id}`)).body.subject.name === 'Renamed',
      { withinMs: 60_000 },
    );
  });

  it('seeds the rows of development after a reset without more', async () => {
    expect(await seed('--reset')).toEqual([
      { service: 'subject-service', created: 5, kept: 0, skipped: 0 },
      { service: 'syllabus-service', created: 4, kept: 0, skipped: 0 },
    ]);
    expect((await all('subjects')).length).toBe(5);
    expect((await all('files')).length).toBe(0);
  });

  it('goes on after a kill, in the midst of emptying and of creating', async () => {
    const killedOnce = async (flags: readonly string[], isTime: (subjects: number) => boolean) => {
      const { root, env } = fleet.clone;
      const args = [join(root, 'bin/run.js'), 'seed', ...flags];
      // A group of its own, with the script that it runs.
      const child = spawn(process.execPath, args, {
        cwd: root,
        env: { ...process.env, ...env },
        stdio: 'ignore',
        detached: true,
      });
      const ended = once(child, 'close');
      await until(async () => isTime((await all('subjects')).length), { withinMs: 60_000 });
      process.kill(-(child.pid as number), 'SIGKILL');
      await ended;
    };

    await killedOnce(['--reset', '--scale', `${MANY}`], (subjects) => subjects === 0);
    await killedOnce(['--reset', '--scale', `${MANY}`], (subjects) => subjects >= 200);
    const [subjects] = (await seed('--scale', `${MANY}`)) as { created: number; kept: number }[];
    expect(subjects?.kept).toBeGreaterThanOrEqual(200);
    expect((subjects?.created ?? 0) + (subjects?.kept ?? 0)).toBe(MANY);
    expect(new Set((await all('subjects')).map(({ id }) => id)).size).toBe(MANY);
    const syllabi = await all('syllabi');
    expect(syllabi.length).toBe(MANY);
    expect(syllabi.filter(({ subject }) => subject === null)).toEqual([]);
  });
});
