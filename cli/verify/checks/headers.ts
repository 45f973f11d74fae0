import { SECURITY_HEADERS } from '../../../shared/app/security-headers.ts';
import { entityScopes } from '../../config/entity-scopes.ts';
import type { Service } from '../../config/model.ts';
import type { Check, Target } from '../contract.ts';
import { allRunning, type Place, running } from '../entry.ts';
import { answerSettings } from '../gateway-settings.ts';
import type { Reply } from '../http.ts';
import { CheckFailed, CheckSkipped } from '../outcome.ts';
import { sayRaw } from '../raw.ts';

/** What every kind of answer says beside its body: what browsers may do with it, which work it belongs to, and not what it was made with. */
export function headerChecks(place: Place): Check[] {
  return [
    ...allRunning(place).flatMap(({ service, url }): Check[] => {
      const about = { area: 'headers', service: service.name } as const;
      const every = (look: Look) => (target: Target) => lookAtAll(service, url, target, look);
      return [
        {
          ...about,
          claim: `${service.name} tells browsers on every answer what they may do with it`,
          run: async (target) => every(await secure(service, target))(target),
        },
        { ...about, claim: `${service.name} gives nothing away about what it is made of`, run: every(tellsNothing) },
        { ...about, claim: `${service.name} names on every answer the work that it belongs to`, run: every(isNamed) },
      ];
    }),
    ...running(place, 'gateway').map(
      ({ service, url }): Check => ({
        area: 'headers',
        claim: `${service.name} lets pages of those origins call that its settings name`,
        service: service.name,
        run: async (target) => requireCors(url, (await answerSettings(target, service)).cors.origins, target),
      }),
    ),
  ];
}

/** An answer, and how it came about. */
interface Kind {
  readonly what: string;
  /** Whether a service has answered, and a gateway passed it on. */
  readonly passedOn?: true;
  /** Whether nobody has read the request: the answer cannot know its correlation id. */
  readonly unread?: true;
  ask(): Promise<Reply>;
}

/** What is wrong with an answer, or null. */
type Look = (reply: Reply, kind: Kind, target: Target) => Wrong | null;

interface Wrong {
  readonly header: string;
  readonly expected: string;
  readonly found: string;
}

async function lookAtAll(service: Service, url: string, target: Target, look: Look): Promise<void> {
  await requireAlive(url, target);
  for (const kind of await kindsOf(service, url, target)) {
    // Whether it is the right answer, other checks tell.
    const reply = await kind.ask();
    const where = `${kind.what} of ${url}`;
    const wrong = look(reply, kind, target);
    if (!wrong) continue;
    const { header, expected, found } = wrong;
    throw new CheckFailed(`${where} has ${header} ${found}, not ${expected}`, { where, expected, found });
  }
}

/** Of a service that is dead nothing can be said, and that it is has been told elsewhere. */
async function requireAlive(url: string, { http }: Target): Promise<void> {
  try {
    await http.ask(`${url}/health`, { unparsed: true });
  } catch (error) {
    if (error instanceof CheckFailed) throw new CheckSkipped(error.message);
    throw error;
  }
}

/** One of each: of a route, of data, of nobody's path, of who may not, of a URL and of bytes that nobody can read. */
async function kindsOf(service: Service, url: string, target: Target): Promise<Kind[]> {
  const { http, token, signal } = target;
  const plain = (what: string, path: string): Kind => ({
    what,
    ask: () => http.ask(url + path, { unparsed: true }),
  });
  const data = dataOf(service, target);
  const may = data && (await token(data.scope));
  return [
    plain('the answer to GET /health', '/health'),
    plain('the page /docs', '/docs'),
    plain('the answer to an unknown path', '/verify-knows-no-such-path'),
    plain('the answer to a URL that cannot be read', '/%zz'),
    ...(data && may
      ? [
          {
            what: `the answer to GET ${data.path} with a token`,
            ask: () => http.ask(`${url}${data.path}?limit=1`, { token: may, unparsed: true }),
            ...(service.kind === 'gateway' && { passedOn: true as const }),
          },
          plain(`the answer to GET ${data.path} without a token`, data.path),
        ]
      : []),
    // HAProxy's own words for bytes that are no request are its page, whatever `errorfile` says.
    ...(target.status.runtime !== 'process'
      ? []
      : [
          {
            what: 'the answer to what is no HTTP',
            unread: true as const,
            ask: () => sayRaw(url, NO_HTTP, signal),
          },
        ]),
  ];
}

const NO_HTTP = 'GET / HTTP/1.1\r\nno colon\r\n\r\n';

/** A list that the service, or one behind the gateway, answers to who may read it. */
function dataOf(service: Service, target: Target): { readonly path: string; readonly scope: string } | undefined {
  const domains = running(target, 'domain').filter(
    (each) => service.kind === 'gateway' || each.service.name === service.name,
  );
  const [entity] = domains.flatMap((each) => each.service.entities);
  return entity && { path: `/api/v1/${entity.path}`, scope: entityScopes(entity).read };
}

/** A gateway says all of it, unless its settings say otherwise; a service, which answers data to programs, that nobody is to guess its type. */
async function secure(service: Service, target: Target): Promise<Look> {
  if (service.kind !== 'gateway') return (reply) => wrongIn(reply, [['x-content-type-options', 'nosniff']]);
  const { securityHeaders, ruledHeaders } = await answerSettings(target, service);
  if (!securityHeaders) throw new CheckSkipped('the setting securityHeaders is off');
  const all = Object.entries(SECURITY_HEADERS);
  const unruled = all.filter(([name]) => !ruledHeaders.has(name));
  return (reply, { passedOn }) => wrongIn(reply, passedOn ? unruled : all);
}

function wrongIn({ headers }: Reply, wanted: readonly (readonly [string, string])[]): Wrong | null {
  for (const [name, value] of wanted) {
    const found = headers.get(name);
    // A page may have a stricter policy than the usual one, which has to be in it all the same.
    if (name === 'content-security-policy' ? found?.includes(value) : found === value) continue;
    return { header: name, expected: value, found: found ?? 'missing' };
  }
  return null;
}

const MAKERS = ['server', 'x-powered-by', 'x-aspnet-version', 'x-runtime'];
/** Of a stack, of JavaScript or of SQL. */
const INSIDES = /\bat \S+ \(|node_modules|\bfile:\/\/|\.ts:\d+|\bSELECT\b.+\bFROM\b/;

const tellsNothing: Look = ({ headers, body, status }) => {
  for (const name of MAKERS) {
    const found = headers.get(name);
    if (found !== null) return { header: name, expected: 'none', found };
  }
  if (status < 400) return null;
  const type = headers.get('content-type') ?? 'missing';
  if (!type.startsWith('application/problem+json')) {
    return { header: 'content-type', expected: 'application/problem+json', found: type };
  }
  const inside = INSIDES.exec(String(body))?.[0];
  return inside === undefined ? null : { header: 'a body with', expected: 'a problem for clients', found: inside };
};

const isNamed: Look = ({ headers }, { unread }, { correlationId }) => {
  const found = headers.get('x-correlation-id');
  if (found === correlationId || unread) return null;
  return { header: 'x-correlation-id', expected: correlationId, found: found ?? 'missing' };
};

/** An origin that nobody has: the top level `invalid` is reserved (RFC 2606). */
const STRANGER = 'https://verify.invalid';

async function requireCors(url: string, origins: readonly string[], target: Target): Promise<void> {
  const { http } = target;
  await requireAlive(url, target);
  const any = origins.includes('*');
  const listed = origins.find((origin) => origin !== '*');
  const asked: [origin: string, allowed: string | null][] = [
    [STRANGER, any ? '*' : null],
    ...(listed ? [[listed, listed] as [string, string]] : []),
  ];
  for (const [origin, allowed] of asked) {
    const preflight = { 'access-control-request-method': 'GET' };
    const questions = [
      ['GET', '/health', {}],
      ['GET', '/verify-knows-no-such-path', {}],
      ['OPTIONS', '/api/v1/verify-knows-no-such-path', preflight],
    ] as const;
    for (const [method, path, headers] of questions) {
      const reply = await http.ask(url + path, { method, headers: { ...headers, origin }, unparsed: true });
      const where = `the answer to ${method} ${url}${path} from a page of ${origin}`;
      requireHeader(reply, 'access-control-allow-origin', allowed, where);
      if (allowed === '*' || allowed === null) requireHeader(reply, 'access-control-allow-credentials', null, where);
    }
  }
}

function requireHeader({ headers }: Reply, name: string, wanted: string | null, where: string): void {
  const found = headers.get(name);
  if (found === wanted) return;
  const [expected, is] = [wanted ?? 'none', found ?? 'none'];
  throw new CheckFailed(`${where} has ${name} ${is}, not ${expected}`, { where, expected, found: is });
}
