import { StringDecoder } from 'node:string_decoder';

/**
 * Lines of a stream as they come, and the one that is not ended at its end. Unlike `node:readline` it tells of a stream
 * that breaks, instead of waiting for ever for more.
 */
export async function* linesIn(stream: AsyncIterable<Buffer>): AsyncGenerator<string> {
  const decoder = new StringDecoder('utf8');
  let rest = '';
  for await (const chunk of stream) {
    const lines = (rest + decoder.write(chunk)).split('\n');
    rest = lines.pop() ?? '';
    yield* lines;
  }
  rest += decoder.end();
  if (rest !== '') yield rest;
}
