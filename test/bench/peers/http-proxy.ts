// Bare @fastify/http-proxy: nothing but forwarding.
import httpProxy from '@fastify/http-proxy';
import { fastify } from 'fastify';

const { PORT, UPSTREAM = '' } = process.env;
const app = fastify();
app.register(httpProxy, { upstream: UPSTREAM });
await app.listen({ port: Number(PORT), host: '127.0.0.1' });
process.send?.('listening');
