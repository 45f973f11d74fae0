import { connect } from 'node:net';

/**
 * Exits 0 if the service in this container answers with 200: `node healthcheck.mjs [path]`, by itself `/health`. A socket rather than an HTTP client, which takes as long to load
 * as the rest of it: this runs every few seconds in each container.
 */
const port = Number(process.env.PORT);
const path = process.argv[2] ?? '/health';
const socket = connect(port, '127.0.0.1', () => socket.write(`GET ${path} HTTP/1.0\r\nHost: 127.0.0.1\r\n\r\n`));
socket.setTimeout(2_000, () => fail('it does not answer within 2 s'));
socket.on('error', ({ message }) => fail(message));
socket.once('data', (answer) => {
  const [status = ''] = answer.toString('latin1').split('\r\n');
  if (status.split(' ')[1] !== '200') fail(status);
  process.exit(0);
});
socket.once('end', () => fail('it closed the connection without an answer'));

/** What it prints is in `docker inspect`, beside the state of the container. */
function fail(why: string): never {
  process.stderr.write(`${path} on port ${port}: ${why}\n`);
  process.exit(1);
}
