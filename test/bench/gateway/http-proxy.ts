// Bare @fastify/http-proxy: nothing but forwarding.
import httpProxy from '@fastify/http-proxy';
import { fastify } from 'fastify';
import { serve } from './serve.ts';

const [, , upstream = ''] = process.argv;
const app = fastify();
app.register(httpProxy, { upstream, prefix: '/api/v1/things', rewritePrefix: '/api/v1/things' });
await app.listen({ port: 0, host: '127.0.0.1' });
await serve(app.server);
