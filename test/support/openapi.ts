import { until } from '../../shared/testing/index.ts';
import type { Schema } from './sample.ts';

export interface Parameter {
  readonly in: string;
  readonly name: string;
  readonly schema: Schema;
}

export interface Operation {
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: object;
  readonly security?: readonly object[];
  readonly responses: Readonly<Record<string, { readonly description: string; readonly headers?: object }>>;
}

/** What these tests read of an OpenAPI document. */
export interface Document {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly schemas: object };
  /** In that of a gateway, the services that did not answer. */
  readonly 'x-unavailable'?: readonly string[];
}

/** The gateway's, with all services: on a busy machine it may at first pass over one that takes longer than a second. */
export function wholeDocument(gatewayUrl: string): Promise<Document> {
  const ask = async () => {
    const document = (await (await fetch(`${gatewayUrl}/openapi.json`)).json()) as Document;
    return document['x-unavailable'] === undefined && document;
  };
  return until(ask, { withinMs: 60_000 });
}

/** Every operation, as `GET /api/v1/orders/{id}`. */
export function operationsOf({ paths }: Document): ReadonlyMap<string, Operation> {
  const operations = Object.entries(paths).flatMap(([path, item]) =>
    Object.entries(item)
      .filter(([method]) => method !== 'parameters')
      .map(([method, operation]) => [`${method.toUpperCase()} ${path}`, operation] as const),
  );
  return new Map(operations);
}

/** What the document says of an answer to a request. */
export function answerOf(document: Document, method: string, url: string, status: number): string {
  const path = url.split('?', 1)[0] ?? '';
  const key = Object.keys(document.paths).find((each) => patternOf(each).test(path));
  const responses = document.paths[key ?? '']?.[method.toLowerCase()]?.responses;
  return (responses?.[status] ?? responses?.default)?.description ?? `nothing is said of ${method} ${path}`;
}

function patternOf(path: string): RegExp {
  return new RegExp(`^${path.replace(/\{\w+\}/g, '[^/]+')}$`);
}
