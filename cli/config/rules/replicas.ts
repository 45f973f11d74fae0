import { type Rule, servicesOf } from './rule.ts';

/** A file that one instance has taken must be there for those who ask another. */
export const replicas: Rule = function* (draft) {
  for (const { service, path } of servicesOf(draft)) {
    const { kind, replicas = 1, storage } = service;
    if (kind !== 'file' || replicas === 1 || storage?.driver === 's3') continue;
    const message = `${replicas} instances would each keep their own files: add \`storage: { driver: s3 }\`, or have one instance`;
    yield { path: [...path, 'replicas'], code: 'unshared_files', message };
  }
};
