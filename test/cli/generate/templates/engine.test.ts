import { describe, expect, it } from '@jest/globals';
import { createEngine } from '../../../../cli/generate/templates/engine.ts';

const compile = createEngine(new Map([['greeting', 'Hello {{name}}']]));

describe('templates', () => {
  it('escape nothing', () => {
    expect(compile('a', '{{name}}')({ name: '<"&\'>' })).toBe('<"&\'>');
  });

  it('include partials', () => {
    expect(compile('a', '{{> greeting}}!')({ name: 'Ada' })).toBe('Hello Ada!');
  });

  it('fail on a name that does not exist, and say in which template', () => {
    expect(() => compile('domain/a.ts.hbs', '{{nme}}')({ name: 'Ada' })).toThrow(
      expect.objectContaining({
        code: 'template_failed',
        message: 'The template domain/a.ts.hbs does not render.',
        details: [expect.stringContaining('nme')],
      }),
    );
  });
});
