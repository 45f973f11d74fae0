import type { Admission } from '../admission/admission.ts';
import type { Changes } from '../proxy/forward.ts';
import type { GatewaySettings } from '../settings/index.ts';
import type { RouteSpec } from '../table/specs.ts';
import { answerBodyRules, askForPlain } from './answer-body.ts';
import { answerHeaderRules, requestHeaderRules } from './header-rules.ts';
import { queryRules } from './query-rules.ts';
import { requestBodyRules, withoutLength } from './request-body.ts';

/** What the rules of a route and the settings make of its requests and answers on their way. */
export function changesOf({ rule: { request = {}, response = {} } }: RouteSpec, _settings: GatewaySettings): Changes {
  return {
    outgoing: [
      ...(request.body ? [withoutLength] : []),
      ...(response.body ? [askForPlain] : []),
      ...(request.headers ? [requestHeaderRules(request.headers)] : []),
      ...(request.query ? [queryRules(request.query)] : []),
    ],
    filters: [...(response.headers ? [answerHeaderRules(response.headers)] : [])],
    body: response.body && answerBodyRules(response.body),
  };
}

/** What is done to a request before it is answered, from wherever. */
export function stepsBefore({ rule: { request = {} } }: RouteSpec): readonly Admission[] {
  return request.body ? [requestBodyRules(request.body)] : [];
}
