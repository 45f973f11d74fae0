import { afterAll, beforeAll } from '@jest/globals';
import { LONG } from '../support/long.ts';
import { RUNTIME, UP_MS } from '../support/variant.ts';
import { endFleet, startFleet } from './api/fleet.ts';

/** In this order: the page and the client look at lists that are short, what bad input leaves is much, and the last one kills services. */
const ALL = ['api-page', 'client', 'openapi', 'bad-input', 'domain'];
/** In containers the short form looks at what differs there: another database, answers through the edge. */
const IN_CONTAINERS = LONG ? ['openapi', 'bad-input', 'domain'] : ['bad-input'];

beforeAll(startFleet, UP_MS);
afterAll(endFleet, UP_MS);

for (const part of RUNTIME === 'process' ? ALL : IN_CONTAINERS) await import(`./api/${part}.ts`);
