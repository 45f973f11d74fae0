import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { matrixOf, selectorsIn } from './matrix.ts';
import { BrokerState, type PactVersion } from './state.ts';

export interface StandInBroker extends AsyncDisposable {
  readonly url: string;
  readonly state: BrokerState;
  /** `METHOD path`, in order. */
  readonly asked: readonly string[];
  /** `Authorization` headers that came. */
  readonly authorizations: ReadonlySet<string | undefined>;
  /** The next requests are answered so, whatever they ask for. */
  failNext(times: number, status: number): void;
}

interface Options {
  /** The one header that is let in. */
  readonly authorization?: string;
  /** What its links begin with, where it does not know its own address. */
  readonly claims?: string;
  /** Relations that an older one has not. */
  readonly without?: readonly string[];
}

interface Reply {
  readonly status: number;
  readonly body: object;
}

/**
 * A Pact Broker's HAL API in memory, as its documentation, its decorators and the pacts of its own client have it, for what Aurora asks of
 * one: no more is there, so what is not asked for as documented is not answered.
 */
export async function startPactBroker(options: Options = {}): Promise<StandInBroker> {
  const state = new BrokerState();
  const asked: string[] = [];
  const authorizations = new Set<string | undefined>();
  const failures: number[] = [];
  const server = createServer((request, response) => {
    void respond(request, response).catch((error) => send(response, { status: 500, body: { error: String(error) } }));
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const routes = routesOf(state, options.claims ?? url, options.without ?? []);

  async function respond(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname, searchParams } = new URL(request.url ?? '/', url);
    const body = await bodyOf(request);
    asked.push(`${request.method} ${pathname}`);
    authorizations.add(request.headers.authorization);
    const failure = failures.shift();
    if (failure !== undefined) return send(response, { status: failure, body: { error: 'out of order' } });
    if (options.authorization !== undefined && request.headers.authorization !== options.authorization) {
      return send(response, { status: 401, body: {} });
    }
    for (const [method, pattern, handle] of routes) {
      const match = method === request.method && pattern.exec(pathname);
      if (match) return send(response, handle(match.slice(1).map(decodeURIComponent), body, searchParams));
    }
    send(response, { status: 404, body: { error: 'The requested document was not found on this server.' } });
  }

  return {
    url,
    state,
    asked,
    authorizations,
    failNext: (times, status) => failures.push(...Array<number>(times).fill(status)),
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
    },
  };
}

type Body = Readonly<Record<string, unknown>>;
type Handler = (path: string[], body: Body, query: URLSearchParams) => Reply;
type Route = readonly [method: string, pattern: RegExp, handle: Handler];

const NAME = '([^/]+)';
const at = (path: string) => new RegExp(`^${path.replaceAll('*', NAME)}$`);
const ok = (body: object, status = 200): Reply => ({ status, body });
const missing = (): Reply => ok({ error: 'The requested document was not found on this server.' }, 404);

function routesOf(state: BrokerState, base: string, without: readonly string[]): Route[] {
  const path = (strings: TemplateStringsArray, ...values: string[]) =>
    base + String.raw({ raw: strings }, ...values.map(encodeURIComponent));
  const link = (href: string, name?: string) => ({ href, ...(name !== undefined && { name }) });
  const linksOf = (links: Record<string, unknown>) =>
    Object.fromEntries(Object.entries(links).filter(([relation]) => !without.includes(relation)));

  const version = (name: string, number: string) => {
    const { pacts } = state.version(name, number);
    return {
      number,
      _links: linksOf({
        self: link(path`/pacticipants/${name}/versions/${number}`, number),
        'pb:pact-versions': [...pacts.values()].map(({ provider }) =>
          link(
            path`/pacts/provider/${provider}/consumer/${name}/version/${number}`,
            `Pact between ${name} and ${provider}`,
          ),
        ),
        'pb:record-deployment': state.environments.map((environment) =>
          link(
            path`/pacticipants/${name}/versions/${number}/deployed-versions/environment/${environment.uuid}`,
            environment.name,
          ),
        ),
      }),
    };
  };
  const environment = (uuid: string) => {
    const { deployed, ...found } = state.environments.find(
      (each) => each.uuid === uuid,
    ) as BrokerState['environments'][0];
    const current = path`/environments/${uuid}/deployed-versions/currently-deployed`;
    return {
      ...found,
      _links: linksOf({
        self: link(path`/environments/${uuid}`, found.name),
        'pb:currently-deployed-deployed-versions': link(current),
      }),
    };
  };
  const pact = (number: string, { consumer, provider, sha, content }: PactVersion) => ({
    ...content,
    _links: linksOf({
      self: link(path`/pacts/provider/${provider}/consumer/${consumer}/version/${number}`),
      'pb:publish-verification-results': link(
        path`/pacts/provider/${provider}/consumer/${consumer}/pact-version/${sha}/verification-results`,
      ),
    }),
  });

  return [
    [
      'GET',
      at('/'),
      () =>
        ok({
          _links: linksOf({
            self: link(base),
            'pb:publish-contracts': link(`${base}/contracts/publish`),
            'pb:environments': link(`${base}/environments`),
            'pb:pacticipant-version': link(`${base}/pacticipants/{pacticipant}/versions/{version}`),
            'pb:pacticipant-branch-version': link(
              `${base}/pacticipants/{pacticipant}/branches/{branch}/versions/{version}`,
            ),
          }),
        }),
    ],
    ['POST', at('/contracts/publish'), (_, body) => publish(state, body)],
    [
      'GET',
      at('/pacticipants/*/versions/*'),
      ([name = '', number = '']) => (state.find(name, number) ? ok(version(name, number)) : missing()),
    ],
    [
      'PUT',
      at('/pacticipants/*/versions/*'),
      ([name = '', number = '']) => ok(version(name, number), state.find(name, number) ? 200 : 201),
    ],
    [
      'PUT',
      at('/pacticipants/*/branches/*/versions/*'),
      ([name = '', branch = '', number = '']) => {
        state.version(name, number).branches.add(branch);
        return ok({}, 201);
      },
    ],
    [
      'GET',
      at('/pacts/provider/*/consumer/*/version/*'),
      ([provider = '', consumer = '', number = '']) => {
        const found = state.find(consumer, number)?.pacts.get(provider);
        return found ? ok(pact(number, found)) : missing();
      },
    ],
    [
      'POST',
      at('/pacts/provider/*/consumer/*/pact-version/*/verification-results'),
      ([provider, consumer, sha], { success, providerApplicationVersion: providerVersion }) => {
        const found = state.pacts.find(
          (each) => each.provider === provider && each.consumer === consumer && each.sha === sha,
        );
        if (!found) return missing();
        if (typeof success !== 'boolean' || typeof providerVersion !== 'string') {
          return ok({ errors: { success: ["can't be blank"] } }, 400);
        }
        found.verifications.push({ number: found.verifications.length + 1, success, providerVersion });
        state.version(found.provider, providerVersion);
        return ok({ success, providerApplicationVersion: providerVersion }, 201);
      },
    ],
    [
      'GET',
      at('/environments'),
      () => ok({ _embedded: { environments: state.environments.map(({ uuid }) => environment(uuid)) } }),
    ],
    [
      'POST',
      at('/environments'),
      (_, { name, displayName, production }) => {
        if (state.environments.some((each) => each.name === name)) {
          return ok({ errors: { name: ['Another environment with this name already exists'] } }, 400);
        }
        const { uuid } = state.createEnvironment(String(name), String(displayName), production === true);
        return ok(environment(uuid), 201);
      },
    ],
    ['GET', at('/environments/*'), ([uuid = '']) => ok(environment(uuid))],
    [
      'GET',
      at('/environments/*/deployed-versions/currently-deployed'),
      ([uuid = '']) => {
        const deployed = state.environments.find((each) => each.uuid === uuid)?.deployed ?? new Map<string, string>();
        const entries = [...deployed].map(([name, number]) => ({
          currentlyDeployed: true,
          _embedded: { pacticipant: { name }, version: version(name, number) },
        }));
        return ok({ _embedded: { deployedVersions: entries } });
      },
    ],
    [
      'POST',
      at('/pacticipants/*/versions/*/deployed-versions/environment/*'),
      ([name = '', number = '', uuid]) => {
        const found = state.environments.find((each) => each.uuid === uuid);
        if (!found || !state.find(name, number)) return missing();
        found.deployed.set(name, number);
        return ok({ currentlyDeployed: true }, 201);
      },
    ],
    ['GET', at('/matrix'), (_path, _body, query) => matrix(state, query)],
  ];
}

interface Contract {
  readonly consumerName: string;
  readonly providerName: string;
  readonly specification: string;
  readonly contentType: string;
  readonly content: string;
}

function publish(state: BrokerState, body: Body): Reply {
  const { pacticipantName: name, pacticipantVersionNumber: number, branch, contracts = [] } = body;
  if (typeof name !== 'string') return ok({ errors: { pacticipantName: ['is missing'] } }, 400);
  if (typeof number !== 'string') return ok({ errors: { pacticipantVersionNumber: ['is missing'] } }, 400);
  const read = (contracts as readonly Contract[]).map(({ providerName, content, ...each }) => {
    const pact = JSON.parse(Buffer.from(content, 'base64').toString()) as Body;
    const fits = each.specification === 'pact' && each.contentType === 'application/json' && each.consumerName === name;
    if (!fits) throw new Error('not as documented');
    return state.pact(name, providerName, pact);
  });
  const version = state.version(name, number);
  const changed = read.filter(({ provider, sha }) => (version.pacts.get(provider)?.sha ?? sha) !== sha);
  if (changed.length > 0) {
    const text = `Cannot change the content of the pact for ${name} version ${number} and provider ${changed[0]?.provider}, as race conditions will cause unreliable results for can-i-deploy.`;
    return ok({ notices: [{ type: 'error', text }] }, 409);
  }
  if (typeof branch === 'string') version.branches.add(branch);
  for (const each of read) version.pacts.set(each.provider, each);
  return ok({ notices: [{ type: 'success', text: `Pact successfully published for ${name} version ${number}.` }] });
}

function matrix(state: BrokerState, query: URLSearchParams): Reply {
  const selectors = selectorsIn(query);
  const unknown = selectors.find(({ pacticipant }) => !state.versions.has(pacticipant));
  if (unknown) return ok({ errors: [`Pacticipant ${unknown.pacticipant} not found`] }, 400);
  const rows = matrixOf(state, selectors);
  return ok({ summary: { deployable: null }, matrix: rows.slice(0, Number(query.get('limit') ?? 100)) });
}

async function bodyOf(request: IncomingMessage): Promise<Body> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const text = Buffer.concat(chunks).toString();
  return text === '' ? {} : (JSON.parse(text) as Body);
}

function send(response: ServerResponse, { status, body }: Reply): void {
  response.writeHead(status, { 'content-type': 'application/hal+json;charset=utf-8' }).end(JSON.stringify(body));
}
