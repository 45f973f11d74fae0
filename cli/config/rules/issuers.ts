import { type Rule, servicesOf } from './rule.ts';

/** Whose token it is is told by `iss`, and whose subject by the name before it. */
export const issuers: Rule = function* (draft) {
  for (const { service, path } of servicesOf(draft)) {
    for (const [index, issuer] of (service.issuers ?? []).entries()) {
      for (const key of ['name', 'issuer'] as const) {
        const value = issuer[key];
        const isFirst = service.issuers?.findIndex((each) => each[key] === value) === index;
        if (value === undefined || isFirst) continue;
        yield {
          path: [...path, 'issuers', index, key],
          code: 'duplicate_value',
          message: `\`${value}\` is listed twice`,
        };
      }
      const { algorithms = [] } = issuer;
      for (const [at, algorithm] of algorithms.entries()) {
        if (algorithms.indexOf(algorithm) === at) continue;
        const place = [...path, 'issuers', index, 'algorithms', at];
        yield { path: place, code: 'duplicate_value', message: `\`${algorithm}\` is listed twice` };
      }
    }
  }
};
