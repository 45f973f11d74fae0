import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { gunzipSync } from 'node:zlib';

/** A span or a log record as it was sent (OTLP/JSON), with attributes as plain values and its resource beside them. */
export interface OtlpEntry {
  readonly resource: Readonly<Record<string, unknown>>;
  readonly attributes: Readonly<Record<string, unknown>>;
  /** As the protocol spells them: `traceId`, `spanId`, `name`, `severityNumber`, `timeUnixNano` … */
  readonly [member: string]: unknown;
}

export interface OtlpAnswer {
  /** 200 unless given. */
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** An empty object unless given. */
  readonly body?: object;
  /** Milliseconds until it answers. */
  readonly delayMs?: number;
}

export interface OtlpReceiver extends AsyncDisposable {
  /** What `OTEL_EXPORTER_OTLP_ENDPOINT` is set to. */
  readonly endpoint: string;
  /** Every request that came, refused ones too. */
  readonly requests: { readonly path: string; readonly headers: IncomingHttpHeaders; readonly body: unknown }[];
  /** What it has taken, i.e. answered with 200. */
  readonly spans: OtlpEntry[];
  readonly logs: OtlpEntry[];
  /** Set by a test to be slow or to refuse; asked for each request. */
  answer: (path: string) => OtlpAnswer;
}

/** A collector in this process that takes OTLP over HTTP as JSON. @param port 0: any that is free */
export async function startOtlpReceiver(port = 0): Promise<OtlpReceiver> {
  const server = createServer(async (request, response) => {
    const path = request.url ?? '';
    const body = await bodyOf(request);
    receiver.requests.push({ path, headers: request.headers, body });
    const { status = 200, headers = {}, body: content = {}, delayMs = 0 } = receiver.answer(path);
    await sleep(delayMs, undefined, { ref: false });
    if (status === 200 && path === '/v1/traces') receiver.spans.push(...spansIn(body));
    if (status === 200 && path === '/v1/logs') receiver.logs.push(...recordsIn(body));
    response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(content));
  });
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  const receiver: OtlpReceiver = {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests: [],
    spans: [],
    logs: [],
    answer: () => ({}),
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return receiver;
}

async function bodyOf(request: IncomingMessage): Promise<unknown> {
  const bytes = Buffer.concat(await request.toArray());
  const text = request.headers['content-encoding'] === 'gzip' ? gunzipSync(bytes) : bytes;
  return JSON.parse(text.toString());
}

interface Sent {
  readonly attributes?: readonly { readonly key: string; readonly value: unknown }[];
  readonly [member: string]: unknown;
}
interface Group {
  readonly resource: Sent;
  readonly scopeSpans?: readonly { readonly spans: readonly Sent[] }[];
  readonly scopeLogs?: readonly { readonly logRecords: readonly Sent[] }[];
}

function spansIn(body: unknown): OtlpEntry[] {
  const { resourceSpans } = body as { resourceSpans: readonly Group[] };
  return resourceSpans.flatMap(({ resource, scopeSpans = [] }) =>
    scopeSpans.flatMap(({ spans }) => spans.map((span) => entryOf(resource, span))),
  );
}

function recordsIn(body: unknown): OtlpEntry[] {
  const { resourceLogs } = body as { resourceLogs: readonly Group[] };
  return resourceLogs.flatMap(({ resource, scopeLogs = [] }) =>
    scopeLogs.flatMap(({ logRecords }) => logRecords.map((record) => entryOf(resource, record))),
  );
}

function entryOf(resource: Sent, sent: Sent): OtlpEntry {
  return { ...sent, resource: attributesOf(resource), attributes: attributesOf(sent) };
}

function attributesOf({ attributes = [] }: Sent): Record<string, unknown> {
  return Object.fromEntries(attributes.map(({ key, value }) => [key, plain(value)]));
}

/** An `AnyValue` of OTLP: an object with one member that names its type. */
function plain(value: unknown): unknown {
  const [[type, content] = []] = Object.entries(value as object);
  if (type === 'intValue') return Number(content);
  if (type === 'arrayValue') return ((content as { values?: unknown[] }).values ?? []).map(plain);
  if (type === 'kvlistValue') return attributesOf({ attributes: (content as { values?: never[] }).values ?? [] });
  return content;
}
