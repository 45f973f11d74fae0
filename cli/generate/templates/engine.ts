import Handlebars from 'handlebars';
import { AuroraError } from '../../errors.ts';
import { HELPERS } from './handlebars-helpers/index.ts';

export type Render = (view: object) => string;

/** Strict, so that a misspelt name is an error and not an empty string; unescaped, because the output is no HTML. */
const OPTIONS = { strict: true, noEscape: true };

export function createEngine(partials: ReadonlyMap<string, string>): (id: string, source: string) => Render {
  const handlebars = Handlebars.create();
  handlebars.registerHelper(HELPERS);
  for (const [name, source] of partials) handlebars.registerPartial(name, handlebars.compile(source, OPTIONS));

  return (id, source) => {
    const template = handlebars.compile<object>(source, OPTIONS);
    return (view) => {
      try {
        return template(view);
      } catch (cause) {
        throw new AuroraError('template_failed', `The template ${id} does not render.`, {
          exit: 'internal',
          details: [(cause as Error).message],
          cause,
        });
      }
    };
  };
}
