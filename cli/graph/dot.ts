import type { Arrow, Box, Drawing, ServiceBox } from './drawing.ts';

/**
 * Points. Wider than what is drawn (svg.ts), for Graphviz measures Helvetica, and a reader's font may be wider: text that is
 * smaller than its box never leaves it.
 */
const [TEXT, LABEL] = [15, 13];

/** As Graphviz reads it. Classes instead of colours: the SVG has a palette for light and one for dark. */
export function printDot({ title, services, arrows }: Drawing): string {
  const firstOf = new Map(services.map(({ name, boxes }) => [name, boxes[0]?.id]));
  // Owners stand to the right of who refers to them, and what they tell comes back.
  const eventsComeBack = arrows.some(({ kind }) => kind === 'reference');
  return [
    `digraph ${quote(title)} {`,
    `  graph [rankdir=LR, compound=true, fontname=Helvetica, fontsize=${TEXT}, nodesep=0.3, ranksep=0.8, pad=0.2, bgcolor=transparent]`,
    `  node [shape=box, style=rounded, fontname=Helvetica, fontsize=${TEXT}, margin="0.16,0.09"]`,
    `  edge [fontname=Helvetica, fontsize=${LABEL}, arrowsize=0.7]`,
    ...services.flatMap(printService),
    ...arrows.map((arrow) => printArrow(arrow, firstOf, eventsComeBack)),
    '}',
  ].join('\n');
}

function printService({ name, note, boxes }: ServiceBox): string[] {
  if (boxes.length === 0) return [`  ${quote(name)} [label=${centred([name, note])}]`];
  return [
    `  subgraph ${quote(frameOf(name))} {`,
    `    graph [label=${centred([`${name} ${note}`.trim()])}, style=rounded, margin=14]`,
    ...boxes.map(printBox),
    '  }',
  ];
}

function printBox({ id, name, lines, acts }: Box): string {
  const text = [`<B>${name}</B>`, ...lines].map((line) => `${line}<BR ALIGN="LEFT"/>`).join('');
  return `    ${quote(id)} [label=${lines.length === 0 ? quote(name) : `<${text}>`}${acts ? ', style="rounded,dashed"' : ''}]`;
}

/** An arrow to a service with entities ends at its frame, on the way to the first of them. */
function printArrow(arrow: Arrow, firstOf: ReadonlyMap<string, string | undefined>, eventsComeBack: boolean): string {
  const { from, to, kind, lines } = arrow;
  const [tail, head] = kind === 'event' && eventsComeBack ? [to, from] : [from, to];
  const attributes = [
    ...(lines.length > 0 ? [`label=${centred(lines)}`] : []),
    `class=${kind}`,
    ...(kind === 'reference' ? [] : ['style=dashed']),
    ...(tail === from ? [] : ['dir=back']),
    ...(firstOf.get(tail) ? [`ltail=${quote(frameOf(tail))}`] : []),
    ...(firstOf.get(head) ? [`lhead=${quote(frameOf(head))}`] : []),
  ];
  return `  ${quote(firstOf.get(tail) ?? tail)} -> ${quote(firstOf.get(head) ?? head)} [${attributes.join(', ')}]`;
}

/** Graphviz draws a frame around what is called so. */
const frameOf = (service: string): string => `cluster_${service}`;
const quote = (text: string): string => `"${text}"`;
const centred = (lines: readonly string[]): string => quote(lines.filter(Boolean).join('\\n'));
