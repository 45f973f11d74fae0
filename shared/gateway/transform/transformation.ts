import type { Admission } from '../admission/admission.ts';
import { type CorsPolicy, corsPolicy, withoutCors } from '../admission/cors.ts';
import type { AnswerFilter } from '../proxy/answer-filter.ts';
import type { Changes } from '../proxy/forward.ts';
import type { OutgoingChange } from '../proxy/outgoing.ts';
import type { GatewaySettings } from '../settings/index.ts';
import type { RouteSpec } from '../table/specs.ts';
import { answerBodyRules, askForPlain } from './answer-body.ts';
import { compressor } from './compress.ts';
import { answerHeaderRules, requestHeaderRules } from './header-rules.ts';
import { mostHeldBytes } from './held-bytes.ts';
import { queryRules } from './query-rules.ts';
import { requestBodyRules, withoutLength } from './request-body.ts';
import { secure, withoutMaker } from './security-headers.ts';

/** What the rules of a route and the settings make of its requests and answers on their way. */
export interface Transformation {
  readonly changes: Changes;
  /** Of the changes, those that rules make of a request but for its body. */
  readonly rules: readonly OutgoingChange[];
  /** What is done to a request before it is answered, from wherever. */
  readonly before: readonly Admission[];
}

export function transformationOf(spec: RouteSpec, settings: GatewaySettings): Transformation {
  const { compression, cors, securityHeaders } = settings;
  const policy = corsPolicy(cors);
  const { request = {}, response = {}, compress = true } = spec.rule;
  const compressing = compress && compression.minBytes > 0 ? compressor(compression.minBytes) : undefined;
  const rules = [
    ...(request.headers ? [requestHeaderRules(request.headers)] : []),
    ...(request.query ? [queryRules(request.query)] : []),
  ];
  return {
    rules,
    before: [
      ...(request.body ? [requestBodyRules(request.body, mostHeldBytes(spec, settings))] : []),
      ...(compressing ? [compressing.before] : []),
    ],
    changes: {
      outgoing: [...(request.body ? [withoutLength] : []), ...(response.body ? [askForPlain] : []), ...rules],
      filters: [
        ...(securityHeaders ? [securing] : []),
        ...(policy ? [sharing(policy)] : []),
        ...(response.headers ? [answerHeaderRules(response.headers)] : []),
        ...(compressing ? [compressing.filter] : []),
      ],
      body: response.body && answerBodyRules(response.body),
    },
  };
}

const securing: AnswerFilter = (request, { headers }) => {
  withoutMaker(headers);
  secure(request, headers);
  return undefined;
};

function sharing(policy: CorsPolicy): AnswerFilter {
  return (request, { headers }) => {
    withoutCors(headers);
    policy.complete(request, headers);
    return undefined;
  };
}
