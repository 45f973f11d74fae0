import { once } from 'node:events';
import { createServer } from 'node:net';
import { describe, expect, it } from '@jest/globals';
import { startProcess } from './support/process.ts';

const env = { PORT: '0', AUTH_JWKS: '{"keys":[]}' };

describe('a service', () => {
  it('names all that its environment lacks at once, and where that comes from', async () => {
    await using service = startProcess({ PORT: 'eighty', LOG_LEVEL: 'loud', NEEDS_DATABASE: '1' });
    expect(await service.exitCode()).toBe(1);
    expect(service.stderr()).toBe(
      [
        'thing-service cannot start: the environment is not complete:',
        '  PORT must be a whole number from 0 to 65535, not "eighty"',
        '  LOG_LEVEL must be one of trace, debug, info, warn, error, not "loud"',
        '  DATABASE_URL is missing: the database of this service with its login, e.g. postgres://user:password@127.0.0.1:5432/name',
        '  AUTH_JWKS is missing: the public keys of the fleet (a JWKS), usually as AUTH_JWKS_FILE',
        '`aurora run thing-service` starts it with all of them.',
        '',
      ].join('\n'),
    );
    expect(service.lines()).toEqual([]);
  });

  it('says plainly that its port is taken', async () => {
    const holder = createServer().listen(0, '127.0.0.1');
    await once(holder, 'listening');
    const { port } = holder.address() as { port: number };
    try {
      await using service = startProcess({ ...env, PORT: String(port) });
      expect(await service.exitCode()).toBe(1);
      expect(service.stderr()).toBe(`thing-service cannot start: port ${port} on 127.0.0.1 is taken\n`);
    } finally {
      holder.close();
    }
  });

  it('says what is wrong with its keys', async () => {
    await using service = startProcess({ ...env, AUTH_JWKS: '{"keys":[{"kty":"RSA"}]}' });
    expect(await service.exitCode()).toBe(1);
    expect(service.stderr()).toMatch(/^thing-service cannot start: .*Ed25519/);
  });

  it('waits behind the gate until the supervisor lets it start, then says on which port it listens', async () => {
    await using service = startProcess({ ...env, AURORA_START_GATE: '1' }, { ipc: true });
    const [loaded] = await once(service.child, 'message');
    expect(loaded).toEqual({ type: 'loaded' });
    service.child.send('something else');
    service.child.send('start');
    const [message] = await once(service.child, 'message');
    expect(message).toEqual({ type: 'listening', port: expect.any(Number) });
    expect((await fetch(`http://127.0.0.1:${message.port}/health`)).status).toBe(200);
  });

  it('ends in order when its supervisor is gone: behind the gate and after', async () => {
    await using waiting = startProcess({ ...env, AURORA_START_GATE: '1' }, { ipc: true });
    await once(waiting.child, 'message');
    waiting.child.disconnect();
    expect(await waiting.exitCode()).toBe(0);
    await using running = startProcess(env, { ipc: true });
    await once(running.child, 'message');
    running.child.disconnect();
    expect(await running.exitCode()).toBe(0);
    expect(running.lines()).toContainEqual(expect.objectContaining({ msg: 'draining', reason: 'supervisor gone' }));
  });
});
