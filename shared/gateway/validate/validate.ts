import type { FastifyReply, FastifyRequest } from 'fastify';
import { parseJsonBody } from '../../app/json/parse-body.ts';
import { repeatsNames } from '../../app/json/repeated-names.ts';
import { validationProblem } from '../../app/validation.ts';
import { Problem } from '../../errors/index.ts';
import type { Admission } from '../admission/admission.ts';
import { bufferBody } from '../proxy/buffer-body.ts';
import { type Outgoing, type OutgoingChange, rewrite } from '../proxy/outgoing.ts';
import { hasBody } from '../proxy/upload.ts';
import type { RouteSpec } from '../table/specs.ts';
import { isJson, mediaTypeOf } from '../transform/media-type.ts';
import type { Check, Contract, Operation } from './contract.ts';
import type { Contracts } from './contracts.ts';
import { queryValues } from './parameters.ts';

export interface ValidationOptions {
  readonly contracts: Contracts;
  /** The rules for headers and the query: what is checked is what the service gets. */
  readonly rules: readonly OutgoingChange[];
  /** Refuses names that would reach a prototype. */
  readonly parse: (text: string) => unknown;
  /** Bytes of the largest JSON body. */
  readonly most: number;
}

type Headers = Readonly<Record<string, string | string[] | undefined>>;

/** Refuses what the service would refuse by its OpenAPI document, in the same way. Where nothing is known of a request it passes. */
export function validation(spec: RouteSpec, options: ValidationOptions): Admission {
  const { contracts } = options;
  const { service } = spec;
  contracts.want(service);
  const judge = (contract: Contract | undefined, request: FastifyRequest, reply: FastifyReply) => {
    if (contract === undefined) return contracts.miss(service);
    const { path, headers } = sent(spec, options.rules, request);
    const query = path.indexOf('?');
    const found = contract.find(request.method, query === -1 ? path : path.slice(0, query));
    if (found === undefined) return contracts.count(service, 'unchecked');
    const { operation, parameters } = found;
    const rest = (body: Check | undefined, value: unknown) => {
      refuse('params', operation.path?.(parameters));
      refuse('body', body?.(value));
      if (operation.query) {
        const values = queryValues(query === -1 ? '' : path.slice(query + 1), operation.query);
        refuse('querystring', operation.query.check(values));
      }
      refuse('headers', operation.headers?.({ ...headers }));
      contracts.count(service, 'passed');
    };
    const check = bodyCheck(operation, request, headers);
    if (check === undefined || !check.read) return rest(check?.matches, undefined);
    return bufferBody(request, reply, options.most).then((bytes) => rest(check.matches, json(bytes, options.parse)));
  };
  const counted = (error: unknown): never => {
    if (error instanceof Problem) contracts.count(service, 'refused');
    throw error;
  };
  return (request, reply) => {
    const contract = contracts.of(service);
    if (contract instanceof Promise) return contract.then((known) => judge(known, request, reply)).catch(counted);
    try {
      return judge(contract, request, reply)?.catch(counted);
    } catch (error) {
      return counted(error);
    }
  };
}

/** Path and headers as the service gets them. */
function sent(
  spec: RouteSpec,
  rules: readonly OutgoingChange[],
  request: FastifyRequest,
): { path: string; headers: Headers } {
  const path = rewrite(request.target, spec);
  const { headers } = request.raw;
  if (rules.length === 0) return { path, headers };
  const flat = Object.entries(headers).flatMap(([name, value]) => [value ?? []].flat().flatMap((each) => [name, each]));
  const outgoing: Outgoing = { path, method: request.method, headers: flat };
  for (const rule of rules) rule(request, outgoing);
  const ruled: Record<string, string> = {};
  for (let index = 0; index < outgoing.headers.length; index += 2) {
    ruled[outgoing.headers[index] as string] = outgoing.headers[index + 1] as string;
  }
  return { path: outgoing.path, headers: ruled };
}

/** How a body is checked, and whether it has to be read for that; undefined: it is the service's business. */
function bodyCheck(
  { body }: Operation,
  request: FastifyRequest,
  headers: Headers,
): { readonly matches: Check | undefined; readonly read: boolean } | undefined {
  if (body === undefined) return undefined;
  const contentType = headers['content-type'] as string | undefined;
  if (!hasBody(request.raw) && contentType === undefined) {
    const [matches] = body.types.values();
    return body.required ? { matches, read: false } : undefined;
  }
  // What is packed cannot be looked at, and a little of it may be a lot.
  if ((headers['content-encoding'] ?? 'identity') !== 'identity') {
    throw new Problem('unsupported_media_type', { detail: 'Bodies with a Content-Encoding are not taken.' });
  }
  const { essence, charset = 'utf-8' } = mediaTypeOf(contentType);
  const matches = typeCheck(body.types, essence, request.method);
  if (matches === undefined) {
    throw new Problem('unsupported_media_type', { detail: `Here a body is ${[...body.types.keys()].join(' or ')}.` });
  }
  if (!isJson(essence)) return undefined;
  if (charset !== 'utf-8' && charset !== 'utf8') {
    throw new Problem('unsupported_media_type', { detail: 'JSON is in UTF-8 (RFC 8259, section 8.1).' });
  }
  return { matches, read: true };
}

/** A PATCH of JSON is a merge patch, by either name (RFC 7396). */
function typeCheck(types: ReadonlyMap<string, Check>, essence: string, method: string): Check | undefined {
  const [type = ''] = essence.split('/');
  const own = types.get(essence) ?? types.get(`${type}/*`) ?? types.get('*/*');
  if (own !== undefined || method !== 'PATCH' || essence !== 'application/merge-patch+json') return own;
  return types.get('application/json');
}

function json(bytes: Buffer, parse: (text: string) => unknown): unknown {
  const value = parseJsonBody(bytes, parse);
  if (repeatsNames(bytes.toString('utf8'), value)) {
    throw new Problem('malformed_json', { detail: 'The body has two members of one name.' });
  }
  return value;
}

function refuse(part: string, violations: ReturnType<Check> = []): void {
  if (violations.length > 0) throw validationProblem(violations, part);
}
