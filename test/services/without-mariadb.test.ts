import { it } from '@jest/globals';
import { mariadbMissing } from '../../shared/testing/index.ts';

it.skip(`runs the services on MariaDB: ${mariadbMissing}`, () => {});
