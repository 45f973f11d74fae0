import { eastAsianWidth } from 'get-east-asian-width';

/** As in biome.json. */
const LINE_WIDTH = 120;

/** Columns that a line takes, as the formatter counts: two for a wide character, none for what joins the one before it. */
export function widthOf(text: string): number {
  // Nearly all that is printed.
  if (/^[\x20-\x7e]*$/.test(text)) return text.length;
  let width = 0;
  for (const character of text) {
    if (!/\p{Mn}|\p{Me}|\p{Cf}/u.test(character)) width += eastAsianWidth(character.codePointAt(0) as number);
  }
  return width;
}

export function fitsOnLine(line: string): boolean {
  return fitsWithin(widthOf(line));
}

export function fitsWithin(columns: number): boolean {
  return columns <= LINE_WIDTH;
}
