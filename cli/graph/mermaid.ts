import type { Arrow, Drawing, ServiceBox } from './drawing.ts';

/** What GitHub draws of one picture, by Mermaid's own default. */
const [ARROWS, CHARACTERS] = [500, 50_000];

export function mermaidFits({ arrows }: Drawing, text: string): boolean {
  return arrows.length <= ARROWS && text.length <= CHARACTERS;
}

/** As a Mermaid flowchart. It names no colours: whoever shows it, light or dark, has its own. */
export function printMermaid({ services, arrows }: Drawing): string {
  return ['flowchart LR', ...services.flatMap(printService), ...arrows.map(printArrow)].join('\n');
}

function printService({ name, note, boxes }: ServiceBox): string[] {
  const title = [name, ...(note ? [note] : [])];
  if (boxes.length === 0) return [`  ${idOf(name)}(${label(title)})`];
  return [
    `  subgraph ${idOf(name)}[${label([title.join(' ')])}]`,
    ...boxes.map(({ id, name, lines, acts }) => {
      const text = label([name, ...lines]);
      return `    ${idOf(id)}${acts ? `{{${text}}}` : `[${text}]`}`;
    }),
    '  end',
  ];
}

function printArrow({ from, to, kind, lines }: Arrow): string {
  const text = lines.length === 0 ? '' : `|${label(lines)}|`;
  return `  ${idOf(from)} ${kind === 'reference' ? '-->' : '-.->'}${text} ${idOf(to)}`;
}

/** Begins with a letter of its own, for `end`, `default` and others are words of Mermaid. */
const idOf = (id: string): string => `n_${id.replaceAll('-', '_').replace('.', '__')}`;

const label = (lines: readonly string[]): string => `"${lines.join('<br>')}"`;
