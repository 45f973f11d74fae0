// The service behind every gateway: 300 bytes of JSON, as quickly as node:http can.
import { createServer } from 'node:http';

const body = JSON.stringify({ id: '01890a5d-ac96-774b-bcce-b302099a8057', text: 'x'.repeat(246) });
const headers = { 'content-type': 'application/json', 'content-length': body.length, etag: '"1"' };

createServer((_request, response) => response.writeHead(200, headers).end(body)).listen(
  Number(process.env.PORT),
  '127.0.0.1',
  () => process.send?.('listening'),
);
