import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type Role, ServiceRole } from '../../../shared/app/role.ts';
import { RoleUrl } from '../../../shared/app/role-url.ts';
import { until } from '../../../shared/testing/until.ts';
import { readableLog } from '../../support/log.ts';
import { startService } from './support/service.ts';

describe('the role of a service that is told by address', () => {
  let server: Server;
  let url: string;
  let asked: number;
  let connections: number;
  let answer: { status: number; text: string; stamp?: number } | null;
  beforeEach(async () => {
    [asked, connections, answer] = [0, 0, null];
    server = createServer(({ socket }, response) => {
      asked++;
      // Null: it dies.
      if (!answer) return void socket.destroy();
      const { status, text, stamp } = answer;
      response.writeHead(status, { ...(stamp !== undefined && { etag: `"${stamp}"` }) }).end(text);
    }).listen(0, '127.0.0.1');
    server.on('connection', () => connections++);
    await once(server, 'listening');
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/role/order/green`;
  });
  const followed: RoleUrl[] = [];
  afterEach(async () => {
    for (const each of followed.splice(0)) each.close();
    server.closeAllConnections();
    if (server.listening) await new Promise((done) => server.close(done));
  });

  const says = (text: string, stamp?: number) => {
    answer = { status: 200, text, ...(stamp !== undefined && { stamp }) };
  };
  const follow = async () => {
    const { log, lines } = readableLog();
    const role = new ServiceRole();
    const changes: Role[] = [];
    role.onChange((now) => void changes.push(now));
    followed.push(await RoleUrl.follow(url, role, log, { everyMs: 10, silenceMs: 100 }));
    return { role, changes, errors: () => lines.filter(({ level }) => level === 'error') };
  };
  /** Until it has asked for what is said now. */
  const heard = async () => {
    const before = asked;
    await until(() => asked > before + 1);
  };

  it('is what it hears at start, and what it hears later, on one connection', async () => {
    says('live\n', 5);
    const { role, changes } = await follow();
    expect(role.current).toBe('live');
    says('standby\n', 6);
    await until(() => role.current === 'standby');
    says('live', 6);
    await until(() => role.current === 'live');
    expect(changes).toEqual(['standby', 'live', 'standby', 'live']);
    expect(connections).toBe(1);
  });

  it('is standby until it has heard, and the log says once that nobody answers', async () => {
    const { role, errors } = await follow();
    expect(role.current).toBe('standby');
    await until(() => errors().length === 1);
    await heard();
    expect(errors()).toEqual([expect.objectContaining({ url, role: 'standby', reason: 'socket hang up' })]);
    says('live');
    await until(() => role.current === 'live');
  });

  it('stays what it was when nobody answers any more, or nothing that counts', async () => {
    says('live');
    const { role, changes, errors } = await follow();
    for (const wrong of [
      null,
      { status: 503, text: 'standby' },
      { status: 200, text: 'LIVE' },
      { status: 200, text: '' },
      { status: 200, text: 'standby\nlive' },
      { status: 200, text: 'x'.repeat(1_000_000) },
    ]) {
      answer = wrong;
      await heard();
    }
    await until(() => errors().length === 1);
    expect([role.current, changes]).toEqual(['live', ['standby', 'live']]);
  });

  it('stays what it was when one answers that has missed the last word', async () => {
    says('standby', 10);
    const { role, changes } = await follow();
    says('live', 9);
    await heard();
    says('live');
    await heard();
    expect(changes).toEqual(['standby']);
    says('live', 11);
    await until(() => role.current === 'live');
  });

  it('asks no more once it is closed', async () => {
    says('live');
    const { role } = await follow();
    for (const each of followed.splice(0)) each.close();
    says('standby');
    const before = asked;
    // Ten times as long as it takes to ask again.
    await pause(100);
    expect([asked, role.current]).toEqual([before, 'live']);
  });

  it('is told by readiness', async () => {
    says('standby', 1);
    await using service = await startService(async () => undefined, { env: { ROLE_URL: url } });
    const readiness = async () => (await service.app.inject('/health/ready')).json();
    expect(await readiness()).toMatchObject({ status: 'ready', role: 'standby', consuming: false });
    says('live', 2);
    await until(async () => (await readiness()).role === 'live');
    expect(await readiness()).toMatchObject({ status: 'ready', role: 'live', consuming: true });
  });
});
