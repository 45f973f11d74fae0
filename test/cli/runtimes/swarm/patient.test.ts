import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import Docker from 'dockerode';
import { patient } from '../../../../cli/runtimes/swarm/patient.ts';

const LEADERLESS =
  'rpc error: code = Unknown desc = The swarm does not have a leader. It is possible that too few are online.';
const CUT = 'rpc error: code = DeadlineExceeded desc = context deadline exceeded';

let folder: string;
let server: Server;
let asked: number;
/** What the engine answers, one after the other; the last one for good. */
let answers: readonly (readonly [status: number, body: unknown])[];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'aurora-patient-'));
  asked = 0;
  server = createServer((_, response) => {
    const [status, body] = answers[Math.min(asked++, answers.length - 1)] ?? [];
    response.writeHead(status ?? 0, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  }).listen(`${folder}/docker.sock`);
  await once(server, 'listening');
});
afterEach(async () => {
  server.close();
  server.closeAllConnections();
  await rm(folder, { recursive: true });
});

const engine = (patienceMs?: number) => patient(new Docker({ socketPath: `${folder}/docker.sock` }), patienceMs);

describe('an engine whose managers choose a leader', () => {
  it('is asked again until they have one', async () => {
    answers = [
      [500, { message: LEADERLESS }],
      [503, { message: LEADERLESS }],
      [200, [{ ID: 'one' }]],
    ];
    expect(await engine().listNodes()).toEqual([{ ID: 'one' }]);
    expect(asked).toBe(3);
  });

  it('changes nothing meanwhile, so that it is told once more what to change', async () => {
    answers = [
      [500, { message: LEADERLESS }],
      [201, { ID: 'made' }],
    ];
    expect(await engine().createSecret({ Name: 'one' })).toMatchObject({ id: 'made' });
  });

  it('is given up after a while, with what it is', async () => {
    answers = [[503, { message: LEADERLESS }]];
    await expect(engine(600).listNodes()).rejects.toMatchObject({
      code: 'no_leader',
      exit: 'machine',
      details: expect.arrayContaining([expect.stringContaining('does not have a leader')]),
    });
    expect(asked).toBeGreaterThan(1);
  });
});

describe('an engine whose manager loses the leader in the midst of an answer', () => {
  it('is asked again what is only read, and not to change a thing that may be changed', async () => {
    answers = [
      [500, { message: CUT }],
      [200, []],
    ];
    expect(await engine().listNodes()).toEqual([]);
    asked = 0;
    await expect(engine().createSecret({ Name: 'one' })).rejects.toMatchObject({
      code: 'no_leader',
      details: expect.arrayContaining([expect.stringContaining('may have been done')]),
    });
    expect(asked).toBe(1);
  });
});

it('is told at once what else an engine refuses', async () => {
  answers = [[409, { message: 'the name is taken' }]];
  await expect(engine().createSecret({ Name: 'one' })).rejects.toMatchObject({ statusCode: 409 });
  expect(asked).toBe(1);
});
