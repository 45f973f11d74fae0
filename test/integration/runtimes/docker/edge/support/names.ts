import { createSocket } from 'node:dgram';
import { once } from 'node:events';

const ANSWER = 0x8180;
const TYPE_A = 1;
const CLASS_IN = 1;
const POINTER_TO_NAME = 0xc00c;
const HEADER = 12;

export interface Names extends AsyncDisposable {
  /** `address:port` that answers DNS questions. */
  readonly address: string;
  /** Name → IPv4 address; to be changed while it runs. */
  readonly known: Map<string, string>;
}

/** The engine's resolver in little: the addresses of those containers that are there, and no address for any other name. */
export async function startNames(): Promise<Names> {
  const known = new Map<string, string>();
  const socket = createSocket('udp4');
  socket.on('message', (question, { port, address }) => socket.send(answerTo(question, known), port, address));
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  return {
    address: `127.0.0.1:${socket.address().port}`,
    known,
    async [Symbol.asyncDispose]() {
      socket.close();
      await once(socket, 'close');
    },
  };
}

/** RFC 1035, section 4. */
function answerTo(question: Buffer, known: ReadonlyMap<string, string>): Buffer {
  const labels: string[] = [];
  let at = HEADER;
  for (let length = question[at] ?? 0; length > 0; length = question[at] ?? 0) {
    labels.push(question.toString('latin1', at + 1, at + 1 + length));
    at += length + 1;
  }
  const end = at + 5;
  const address = question.readUInt16BE(at + 1) === TYPE_A ? known.get(labels.join('.').toLowerCase()) : undefined;
  const head = Buffer.alloc(HEADER);
  question.copy(head, 0, 0, 2);
  head.writeUInt16BE(ANSWER, 2);
  head.writeUInt16BE(1, 4);
  head.writeUInt16BE(address === undefined ? 0 : 1, 6);
  const asked = question.subarray(HEADER, end);
  return address === undefined ? Buffer.concat([head, asked]) : Buffer.concat([head, asked, recordOf(address)]);
}

function recordOf(address: string): Buffer {
  const record = Buffer.alloc(16);
  record.writeUInt16BE(POINTER_TO_NAME, 0);
  record.writeUInt16BE(TYPE_A, 2);
  record.writeUInt16BE(CLASS_IN, 4);
  record.writeUInt16BE(4, 10);
  for (const [index, part] of address.split('.').entries()) record[12 + index] = Number(part);
  return record;
}
