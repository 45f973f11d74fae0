import { describe, it } from '@jest/globals';
import { rabbitMissing, startRabbit } from '../../support/rabbitmq.ts';
import { conformance } from './conformance.ts';

if (rabbitMissing === undefined) conformance('RabbitMQ', startRabbit);
else describe('RabbitMQ', () => it.skip(`needs a broker: ${rabbitMissing}`, () => undefined));
