import { once } from 'node:events';
import { createServer } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { promisify } from 'node:util';
import { expect, it } from '@jest/globals';
import { limitConnectionsOfWorker } from '../../../../shared/gateway/admission/connections.ts';
import { until } from '../../../../shared/testing/index.ts';

it('drops what is one connection too many, and takes another when one has ended', async () => {
  const server = createServer().listen(0, '127.0.0.1');
  let dropped = 0;
  let most = 2;
  server.on('drop', () => dropped++);
  limitConnectionsOfWorker(server, () => most);
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const connections = promisify(server.getConnections.bind(server));
  const open = async () => {
    const [socket] = await Promise.all([connect(port, '127.0.0.1'), once(server, 'connection')]);
    socket.on('error', () => undefined);
    return socket;
  };
  try {
    const [first] = [await open(), await open()];
    const third = await open();
    third.resume();
    await once(third, 'close');
    expect(dropped).toBe(1);
    first.destroy();
    await until(async () => (await connections()) === 1);
    await open();
    expect(dropped).toBe(1);
    most = 0;
    await open();
    expect(dropped).toBe(1);
  } finally {
    server.closeAllConnections();
    server.close();
  }
});
