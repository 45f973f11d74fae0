// A bare process with everything that a service of a fleet loads, and nothing that it does.
import 'amqplib';
import 'jose';
import Fastify from 'fastify';
import { pino } from 'pino';
import { collectDefaultMetrics } from 'prom-client';
import { Sequelize } from 'sequelize';

new Sequelize('postgres://nobody@127.0.0.1/none', { logging: false });
collectDefaultMetrics();
const app = Fastify({ loggerInstance: pino({ level: 'warn' }) });
app.get('/', async () => ({ ok: true }));
await app.listen({ port: 0, host: '127.0.0.1' });
process.send?.('listening');
