import { createHash, randomBytes } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { decodeJwt } from 'jose';
import { createApp } from '../../../shared/app/index.ts';
import type { Identity } from '../../../shared/context/index.ts';
import {
  startGateway,
  startUpstream,
  type TestGateway,
  type TestGatewayOptions,
} from '../../../shared/gateway/testing/index.ts';
import { createLogger } from '../../../shared/logging/index.ts';
import { readServiceEnvironment } from '../../../shared/settings/index.ts';
import { AUDIENCE, ISSUER, type KeyServer, startKeyServer } from '../../shared/gateway/identity/support/key-server.ts';

const KEY = `test_reports_${randomBytes(32).toString('base64url')}`;
const sha256 = createHash('sha256').update(KEY).digest('base64url');
const REPORTS = {
  id: 'reports',
  sha256,
  subject: 'reports',
  scopes: ['things:read'],
  roles: ['auditor'],
  expiresAt: null,
};

const issuerAt = ({ jwksUrl }: KeyServer) =>
  ({
    name: 'accounts',
    issuer: ISSUER,
    audience: AUDIENCE,
    jwksUrl,
    algorithms: ['ES256'],
    roleScopes: { editor: ['things:read', 'things:write'] },
  }) as never;

/** A service of the fleet that tells whom it takes the caller for, and what it was sent. */
async function startService(gateway: TestGateway) {
  const definition = {
    fleet: 'test',
    name: 'things',
    title: 'Things',
    needs: { database: false, broker: false, configService: false },
    routes: async (app: Awaited<ReturnType<typeof createApp>>) => {
      app.get('/api/v1/things', { config: { scope: 'things:read' } }, async ({ context, headers }) => ({
        identity: context.identity,
        headers,
      }));
    },
  };
  const variables = { PORT: '0', LOG_LEVEL: 'error', AUTH_JWKS: gateway.app.environment.authJwks };
  const app = await createApp(definition, readServiceEnvironment(definition, variables));
  const url = await app.listen({ port: 0, host: '127.0.0.1' });
  return { url, [Symbol.asyncDispose]: () => app.close() };
}

/** The gateway before that service. */
async function startBoth(options: Omit<TestGatewayOptions, 'instances'> = {}) {
  const instances: Record<string, readonly string[]> = {};
  const gateway = await startGateway({ ...options, instances });
  const service = await startService(gateway);
  instances.things = [service.url];
  return {
    gateway,
    service,
    async ask(headers: Record<string, string>) {
      const answer = await fetch(`${gateway.url}/api/v1/things`, { headers });
      const body = (await answer.json()) as { identity: Identity; headers: Record<string, string>; detail?: string };
      return { status: answer.status, ...body };
    },
    async [Symbol.asyncDispose]() {
      await gateway[Symbol.asyncDispose]();
      await service[Symbol.asyncDispose]();
    },
  };
}

describe('who asks, in the eyes of a service', () => {
  it('is the subject of a token of the fleet, by a token of the gateway', async () => {
    await using both = await startBoth();
    const authorization = `Bearer ${await both.gateway.token('things:read')}`;
    const { status, identity, headers } = await both.ask({ authorization });
    expect(status).toBe(200);
    expect(identity).toMatchObject({ subject: 'tester', scopes: ['things:read'] });
    expect(headers.authorization).not.toBe(authorization);
    const { iat = 0, exp = 0, act } = decodeJwt(String(headers.authorization?.slice('Bearer '.length)));
    expect(act).toEqual({ sub: 'service:api-gateway' });
    expect(exp - iat).toBe(60);
  });

  it('is the subject of another issuer’s token, with what its roles grant', async () => {
    await using accounts = await startKeyServer();
    await using both = await startBoth({ settings: { issuers: [issuerAt(accounts)] } });
    const token = await accounts.sign({ sub: 'service:config-service', roles: ['editor'] });
    const { identity, headers } = await both.ask({ authorization: `Bearer ${token}` });
    expect(identity).toMatchObject({
      subject: 'accounts:service:config-service',
      scopes: ['things:read', 'things:write'],
      roles: ['editor'],
    });
    expect(JSON.stringify(headers)).not.toContain(token);
    // The service itself knows that issuer as little as before.
    const direct = await fetch(`${both.service.url}/api/v1/things`, { headers: { authorization: `Bearer ${token}` } });
    expect(direct.status).toBe(401);
  });

  it('is the subject of an API key, of which it sees nothing', async () => {
    await using both = await startBoth({ settings: { apiKeys: [REPORTS] } });
    const { identity, headers } = await both.ask({ 'x-api-key': KEY });
    expect(identity).toMatchObject({ subject: 'reports', scopes: ['things:read'], roles: ['auditor'] });
    expect(headers).not.toHaveProperty('x-api-key');
    expect(JSON.stringify(headers)).not.toContain(KEY);
  });

  it('is nobody on a public path, whatever the client sends', async () => {
    await using upstream = await startUpstream((_request, response) => void response.end());
    await using gateway = await startGateway({
      instances: { things: [upstream.url] },
      routes: [{ path: '/api/v1/things', service: 'things', read: null }],
    });
    for (const sent of [
      {},
      { authorization: gateway.authorization },
      { 'x-api-key': 'x' },
      { authorization: 'Bearer x' },
    ]) {
      expect((await fetch(`${gateway.url}/api/v1/things`, { headers: sent as never })).status).toBe(200);
    }
    for (const { headers } of upstream.requests) {
      expect(headers).not.toHaveProperty('authorization');
      expect(headers).not.toHaveProperty('x-api-key');
    }
  });

  it('is told to nobody outside of the fleet', async () => {
    await using upstream = await startUpstream((_request, response) => void response.end());
    await using gateway = await startGateway({
      instances: {},
      settings: { routes: [{ path: '/legacy', target: upstream.url, scope: 'things:read' }] },
    });
    const { authorization } = gateway;
    expect((await fetch(`${gateway.url}/legacy`, { headers: { authorization } })).status).toBe(200);
    expect(upstream.requests).toHaveLength(1);
    expect(upstream.requests[0]?.headers).not.toHaveProperty('authorization');
  });
});

describe('what a route asks for', () => {
  const rule = { path: '/api/v1/things', roles: ['auditor', 'admin'] };

  it('may be roles, beside its scope', async () => {
    await using both = await startBoth({ settings: { apiKeys: [REPORTS], routes: [rule] } });
    expect((await both.ask({ 'x-api-key': KEY })).status).toBe(200);
    expect(await both.ask({ authorization: both.gateway.authorization })).toMatchObject({
      status: 403,
      detail: 'One of the roles auditor, admin is needed.',
    });
    both.gateway.configure({ apiKeys: [{ ...REPORTS, scopes: [] }], routes: [rule] });
    expect(await both.ask({ 'x-api-key': KEY })).toMatchObject({
      status: 403,
      detail: 'The scope things:read is needed.',
    });
  });

  it('is a role also below a path that is public', async () => {
    const open = { path: '/api', public: true };
    await using both = await startBoth({ settings: { apiKeys: [REPORTS], routes: [open, rule] } });
    expect((await both.ask({})).status).toBe(401);
    expect((await both.ask({ 'x-api-key': KEY })).status).toBe(200);
  });
});

describe('keys and issuers that change while the gateway runs', () => {
  it('are in force for the next request', async () => {
    await using accounts = await startKeyServer();
    await using both = await startBoth();
    const token = { authorization: `Bearer ${await accounts.sign({ scope: 'things:read' })}` };
    const statuses = async () => [(await both.ask(token)).status, (await both.ask({ 'x-api-key': KEY })).status];
    expect(await statuses()).toEqual([401, 401]);
    both.gateway.configure({ issuers: [issuerAt(accounts)], apiKeys: [REPORTS] });
    expect(await statuses()).toEqual([200, 200]);
    both.gateway.configure({});
    expect(await statuses()).toEqual([401, 401]);
  });

  it('answers 503 for a token of an issuer whose keys cannot be had, and goes on with the others', async () => {
    await using accounts = await startKeyServer();
    await using both = await startBoth({ settings: { issuers: [issuerAt(accounts)], apiKeys: [REPORTS] } });
    const authorization = `Bearer ${await accounts.sign({ scope: 'things:read' })}`;
    accounts.answer = (_request, response) => void response.writeHead(500).end();
    both.gateway.app.log.level = 'fatal';
    expect(await both.ask({ authorization })).toMatchObject({ status: 503, code: 'unavailable' });
    expect((await both.ask({ 'x-api-key': KEY })).status).toBe(200);
  });
});

describe('secrets', () => {
  it('are in no log line and no metric', async () => {
    const lines: string[] = [];
    const destination = { write: (line: string) => void lines.push(line), flush: () => {}, flushSync: () => {} };
    const log = createLogger({ service: 'api-gateway', version: '0', level: 'trace', destination });
    await using accounts = await startKeyServer();
    await using both = await startBoth({ log, settings: { issuers: [issuerAt(accounts)], apiKeys: [REPORTS] } });
    both.gateway.app.log.level = 'trace';
    const expired = await accounts.sign({ exp: 1 });
    const good = await accounts.sign({ scope: 'things:read' });
    const unknown = `test_gone_${randomBytes(32).toString('base64url')}`;
    const internal: string[] = [];
    for (const headers of [
      { authorization: `Bearer ${good}` },
      { authorization: `Bearer ${expired}` },
      { authorization: both.gateway.authorization },
      { authorization: `Basic ${KEY}` },
      { 'x-api-key': KEY },
      { 'x-api-key': unknown },
      { 'x-api-key': KEY, authorization: `Bearer ${good}` },
    ]) {
      const answer = await both.ask(headers as never);
      if (answer.status === 200) internal.push(String(answer.headers.authorization?.slice('Bearer '.length)));
    }
    expect(internal).toHaveLength(3);
    both.gateway.configure({});
    const metrics = await (await fetch(`${both.gateway.url}/metrics`)).text();
    expect(metrics).toContain('http_request');
    expect(lines.join('')).toContain('request refused');
    const secrets = [
      KEY,
      unknown,
      sha256,
      good,
      expired,
      both.gateway.authorization.slice('Bearer '.length),
      ...internal,
    ];
    // The signature alone would do as well.
    const parts = secrets.flatMap((secret) => [secret, secret.split('.').at(-1) as string]);
    for (const secret of parts) expect(lines.join('') + metrics).not.toContain(secret);
  });
});
