import { styleText } from 'node:util';

export type Colour = Parameters<typeof styleText>[0];

/** Colours where the stream shows them; `NO_COLOR` and `FORCE_COLOR` have the last word. */
export function paint(stream: NodeJS.WritableStream): (colour: Colour, text: string) => string {
  return (colour, text) => styleText(colour, text, { stream, validateStream: true });
}
