import { it } from '@jest/globals';
import { mariadbMissing } from '../../shared/testing/index.ts';
import { rabbitMissing } from '../support/rabbitmq.ts';

it.skip(`runs these tests on MariaDB: ${mariadbMissing ?? rabbitMissing}`, () => {});
