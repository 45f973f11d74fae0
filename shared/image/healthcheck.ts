import { connect } from 'node:net';

/**
 * Exits 0 if the service in this container answers with 200: `node healthcheck.mjs [path [dependency]]`, by itself `/health`. With the name of a
 * dependency it has to be among those that the answer of `/health/ready` lists as up. A socket rather than an HTTP client, which takes as long to load
 * as the rest of it: this runs every few seconds in each container.
 */
const port = Number(process.env.PORT);
const [path = '/health', dependency] = process.argv.slice(2);
const socket = connect(port, '127.0.0.1', () => socket.write(`GET ${path} HTTP/1.0\r\nHost: 127.0.0.1\r\n\r\n`));
let answer = '';
socket.setTimeout(2_000, () => fail('it does not answer within 2 s'));
socket.on('error', ({ message }) => fail(message));
socket.on('data', (chunk) => {
  answer += chunk.toString('latin1');
  const [status = ''] = answer.split('\r\n');
  if (status.split(' ')[1] !== '200') fail(status);
  if (dependency === undefined) process.exit(0);
});
socket.once('end', () => {
  if (answer === '') fail('it closed the connection without an answer');
  const [, body = ''] = answer.split('\r\n\r\n');
  const { dependencies } = JSON.parse(body) as { dependencies: readonly { name: string; status: string }[] };
  const found = dependencies.find(({ name }) => name === dependency);
  if (found?.status !== 'up') fail(`${dependency} is ${found?.status ?? 'none of its dependencies'}`);
  process.exit(0);
});

/** What it prints is in `docker inspect`, beside the state of the container. */
function fail(why: string): never {
  process.stderr.write(`${path} on port ${port}: ${why}\n`);
  process.exit(1);
}
