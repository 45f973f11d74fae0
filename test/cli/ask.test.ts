import { PassThrough, Writable } from 'node:stream';
import { stripVTControlCharacters } from 'node:util';
import { describe, expect, it } from '@jest/globals';
import { askOn } from '../../cli/ask.ts';
import { outlineOf } from '../../cli/edit/outline.ts';
import { askFields } from '../../cli/edit/questions.ts';
import { openSource } from '../../cli/edit/text/source.ts';
import { until } from '../../shared/testing/until.ts';
import { fieldsOf } from './config/inspect.ts';

/** A person who reads what is asked before they type. */
function person() {
  let shown = '';
  const input = new PassThrough();
  const output = new Writable({
    write(chunk, _, done) {
      shown += stripVTControlCharacters(String(chunk));
      done();
    },
  });
  // Like a terminal, it stays open when a question has been answered; others a pipe would end.
  Object.assign(output, { _isStdio: true });
  return {
    ask: askOn({ input, output }),
    async answer(question: string, keys: string) {
      await until(() => shown.includes(question));
      shown = shown.slice(shown.indexOf(question) + question.length);
      input.write(keys);
    },
  };
}

const ENTER = '\r';
const DOWN = '\x1b[B';

describe('questions', () => {
  it('ask for fields until there are no more, and give them in the notation of the command line', async () => {
    const { ask, answer } = person();
    const outline = outlineOf(openSource(fieldsOf('code: { type: string }')));
    const fields = askFields(ask, outline);
    await answer('Name of a field', `status${ENTER}`);
    await answer('Type of status', `enu${ENTER}`);
    await answer('Must status have a value?', `n${ENTER}`);
    await answer('values of status, set apart by commas', `open, paid${ENTER}`);
    await answer('Name of a field', `order${ENTER}`);
    await answer('Type of order', `reference${ENTER}`);
    await answer('What order refers to', ENTER);
    await answer('Must order have a value?', ENTER);
    await answer('Name of a field', ENTER);
    expect(await fields).toEqual(['status:enum,values=open|paid', 'order:orders.Order!']);
  });

  it('choose with the arrows, and take a default', async () => {
    const { ask, answer } = person();
    const chosen = ask.choose('Which', [{ value: 'one' }, { value: 'two', description: 'the second' }]);
    await answer('Which', DOWN + ENTER);
    expect(await chosen).toBe('two');
    const text = ask.text('Port', { default: '8001' });
    await answer('Port', ENTER);
    expect(await text).toBe('8001');
  });

  it('end the command at Ctrl-C', async () => {
    const { ask, answer } = person();
    const asked = expect(ask.text('Name')).rejects.toMatchObject({ code: 'interrupted', exit: 'interrupted' });
    await answer('Name', '\x03');
    await asked;
  });
});
