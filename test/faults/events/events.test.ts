import { jest } from '@jest/globals';
import { LONG } from '../../support/long.ts';
import './cases/sending.ts';
import './cases/broker.ts';
import './cases/consuming.ts';
import './cases/replicas.ts';

// Real servers on a busy machine: one of each for all cases, for they take longer to start than most cases take.
jest.setTimeout(LONG ? 1_200_000 : 120_000);
