import type { Mutation } from '../mutation.ts';
import { ACCESS } from './access.ts';
import { EVENTS } from './events.ts';
import { FLEET } from './fleet.ts';
import { HTTP } from './http.ts';
import { LISTS } from './lists.ts';
import { REFERENCES } from './references.ts';
import { WRITES } from './writes.ts';

export const MUTATIONS: readonly Mutation[] = [
  ...LISTS,
  ...WRITES,
  ...REFERENCES,
  ...EVENTS,
  ...ACCESS,
  ...HTTP,
  ...FLEET,
];
