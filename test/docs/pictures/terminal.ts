/** Draws what a terminal showed as an SVG: the same text, the same picture. */
export function drawTerminal(printed: string): string {
  const lines = printed.trimEnd().split('\n').map(pieces);
  const columns = Math.max(...lines.map((line) => line.reduce((sum, { text }) => sum + [...text].length, 0)));
  const [width, height] = [Math.ceil(columns * CHARACTER + 2 * MARGIN), lines.length * LINE + TITLE + MARGIN];
  const body = lines.flatMap((line, row) => draw(line, TITLE + (row + 1) * LINE - 6));
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img">
<title>A terminal</title>
<rect width="${width}" height="${height}" rx="8" fill="#16191f"/>
${['#f2635a', '#e8b339', '#3fb950'].map((fill, index) => `<circle cx="${20 + index * 18}" cy="18" r="5.5" fill="${fill}"/>`).join('\n')}
<g font-family="ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', monospace" font-size="14" fill="#d7dce4" xml:space="preserve">
${body.join('\n')}
</g>
</svg>
`;
}

/** Pixels. */
const [CHARACTER, LINE, MARGIN, TITLE] = [8.43, 21, 18, 38];

/** By the number that switches each on (ECMA-48, 8.3.117), as far as Aurora uses them. */
const STYLES: Readonly<Record<string, string>> = {
  1: 'font-weight="bold"',
  2: 'fill="#8b95a5"',
  31: 'fill="#ff7b72"',
  32: 'fill="#56d364"',
  33: 'fill="#e3b341"',
  36: 'fill="#76d9e6"',
};

interface Piece {
  readonly text: string;
  readonly style: string;
}

function pieces(line: string): Piece[] {
  let style = '';
  return line.split(/\u001b\[(\d+)m/).flatMap((part, index) => {
    if (index % 2 === 0) return part === '' ? [] : [{ text: part, style }];
    style = STYLES[part] ?? '';
    return [];
  });
}

/** Each word in its columns, whatever font it is shown in. */
function draw(line: readonly Piece[], y: number): string[] {
  let column = 0;
  return line.flatMap(({ text, style }) => {
    const start = column;
    column += [...text].length;
    return [...text.matchAll(/\S+(?: \S+)*/g)].map(({ 0: words, index }) => {
      const [x, length] = [
        MARGIN + (start + [...text.slice(0, index)].length) * CHARACTER,
        [...words].length * CHARACTER,
      ];
      const place = `x="${x.toFixed(1)}" y="${y}" textLength="${length.toFixed(1)}" lengthAdjust="spacingAndGlyphs"`;
      return `<text ${place}${style && ` ${style}`}>${escaped(words)}</text>`;
    });
  });
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
}
