import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { TrustedProxies } from '../../../shared/gateway/admission/trusted-proxies.ts';
import { parseAnswer } from './support/raw.ts';
import { type RunningService, startService } from './support/service.ts';

let service: RunningService;
let port: number;
const proxies = new TrustedProxies();

beforeAll(async () => {
  service = await startService(
    async (app) => {
      app.get('/who', async ({ ip, host, protocol }) => ({ ip, host, protocol }));
    },
    { trusts: (address) => proxies.trusts(address) },
  );
  // Peers of both families: those of IPv4 come as `::ffff:127.0.0.1`.
  await service.app.listen({ port: 0, host: '::' });
  ({ port } = service.app.server.address() as { port: number });
});
afterAll(async () => service?.[Symbol.asyncDispose]());

/** What the service makes of a request with these header lines, from one address of this machine. */
async function ask(lines: readonly string[], { from = '127.0.0.1', path = '/who' } = {}) {
  const socket = connect({ port, host: from.includes(':') ? '::1' : '127.0.0.1', localAddress: from });
  socket.write([`GET ${path} HTTP/1.1`, 'Host: gateway', ...lines, 'Connection: close', '', ''].join('\r\n'));
  const chunks: Buffer[] = [];
  for await (const chunk of socket) chunks.push(chunk);
  return parseAnswer(Buffer.concat(chunks).toString());
}
const who = async (lines: readonly string[], from?: string) => JSON.parse((await ask(lines, { from })).body);

const SAID = ['X-Forwarded-For: 203.0.113.9', 'X-Forwarded-Host: shop.example', 'X-Forwarded-Proto: https'];
const SELF = { ip: '::ffff:127.0.0.1', host: 'gateway', protocol: 'http' };
const CLIENT = { ip: '203.0.113.9', host: 'shop.example', protocol: 'https' };

describe('what a peer says of its client', () => {
  it('does not count while nobody is trusted', async () => {
    proxies.follow([]);
    expect(await who(SAID)).toEqual(SELF);
    expect(await who(SAID, '::1')).toEqual({ ...SELF, ip: '::1' });
  });

  it('counts from a trusted one alone', async () => {
    proxies.follow(['127.0.0.1']);
    expect(await who(SAID)).toEqual(CLIENT);
    expect(await who([])).toEqual(SELF);
    expect(await who(SAID, '127.0.0.2')).toEqual({ ...SELF, ip: '::ffff:127.0.0.2' });
    expect(await who(SAID, '::1')).toEqual({ ...SELF, ip: '::1' });
    proxies.follow(['::1']);
    expect(await who(SAID, '::1')).toEqual(CLIENT);
    expect(await who(SAID)).toEqual(SELF);
  });

  const V6 = '2001:db8::7';
  it.each([
    ['one proxy, behind which the client had made something up', '6.6.6.6, 203.0.113.9', '203.0.113.9'],
    ['two proxies', '203.0.113.9, 10.0.0.5', '203.0.113.9'],
    ['two proxies, and what the client had made up', '10.0.0.6, 203.0.113.9, 10.0.0.5', '203.0.113.9'],
    ['trusted ones only: the farthest', '10.0.0.7, 10.0.0.6', '10.0.0.7'],
    ['a stranger between trusted ones', '203.0.113.9, 198.51.100.1, 10.0.0.5', '198.51.100.1'],
    ['IPv6', `${V6}, 10.0.0.5`, V6],
    ['an IPv4 proxy, mapped into IPv6', '203.0.113.9, ::ffff:10.0.0.5', '203.0.113.9'],
    ['no spaces, and odd ones', '6.6.6.6,203.0.113.9 ,\t10.0.0.5', '203.0.113.9'],
    ['nothing', '', SELF.ip],
    ['commas', ',,,', SELF.ip],
    ['a word', 'unknown', SELF.ip],
    ['a port', '203.0.113.9:443', SELF.ip],
    ['a script', '<script>alert(1)</script>', SELF.ip],
    ['an address of the machine’s own numbers', '2130706433', SELF.ip],
    ['rubbish, and then a client', 'x, 203.0.113.9', '203.0.113.9'],
    ['rubbish that a trusted proxy has seen', 'x, 10.0.0.5', '10.0.0.5'],
    ['a long way', `${'1.1.1.1, '.repeat(900)}203.0.113.9`, '203.0.113.9'],
  ])('names the client: %s', async (_what, chain, client) => {
    proxies.follow(['127.0.0.1', '10.0.0.0/8']);
    expect((await who([`X-Forwarded-For: ${chain}`])).ip).toBe(client);
  });

  it('is read as one where it comes in several lines', async () => {
    proxies.follow(['127.0.0.1', '10.0.0.0/8']);
    const lines = ['X-Forwarded-For: 6.6.6.6', 'X-Forwarded-For: 203.0.113.9', 'x-forwarded-for: 10.0.0.5'];
    expect((await who(lines)).ip).toBe('203.0.113.9');
  });

  it.each([
    ['Host', 'a.example, b.example', { host: 'b.example' }],
    ['Host', '[2001:db8::1]:8443', { host: '[2001:db8::1]:8443' }],
    ['Host', 'evil.example/path', {}],
    ['Host', 'a b', {}],
    ['Host', 'user@evil.example', {}],
    ['Host', '"><script>', {}],
    ['Proto', 'http, https', { protocol: 'https' }],
    ['Proto', 'javascript', {}],
    ['Proto', 'HTTPS', {}],
    ['Proto', '', {}],
  ])('X-Forwarded-%s: %s', async (name, value, changes) => {
    proxies.follow(['127.0.0.1']);
    expect(await who([`X-Forwarded-${name}: ${value}`])).toEqual({ ...SELF, ...changes });
  });

  it('opens nothing that is for this machine alone', async () => {
    const metrics = { path: '/metrics' };
    proxies.follow(['127.0.0.1']);
    expect((await ask(['X-Forwarded-For: 203.0.113.9'], metrics)).status).toBe(401);
    proxies.follow(['::1']);
    expect((await ask(['X-Forwarded-For: 127.0.0.1'], { from: '127.0.0.2', ...metrics })).status).toBe(401);
    expect((await ask([], metrics)).status).toBe(200);
  });
});
