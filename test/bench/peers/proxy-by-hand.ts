// A Fastify route and undici.dispatch by hand: a ceiling, without bodies, back-pressure, timeouts or errors.
import { fastify } from 'fastify';
import { Pool } from 'undici';

const { PORT, UPSTREAM = '' } = process.env;
const pool = new Pool(UPSTREAM);
const app = fastify();
app.get('/*', (request, reply) => {
  const { connection: _connection, host: _host, ...headers } = request.headers;
  pool.dispatch(
    { method: 'GET', path: request.url, headers },
    {
      onRequestStart() {},
      onResponseStart(_controller, status, { connection: _connection, 'keep-alive': _keepAlive, ...answered }) {
        reply.raw.writeHead(status, answered);
      },
      onResponseData(_controller, chunk) {
        reply.raw.write(chunk);
      },
      onResponseEnd() {
        reply.raw.end();
      },
      onResponseError(_controller, error) {
        reply.raw.destroy(error);
      },
    },
  );
});
await app.listen({ port: Number(PORT), host: '127.0.0.1' });
process.send?.('listening');
