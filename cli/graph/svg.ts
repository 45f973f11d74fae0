import { printDot } from './dot.ts';
import type { Drawing } from './drawing.ts';

/** Readable on light and dark pages: the picture brings its own ground, and follows what the reader prefers. */
const STYLE = `
svg { --ground: #ffffff; --frame: #b6c0cc; --box: #eef3f9; --ink: #1b2330; --soft: #5b6776; --reference: #2f6fd0; --event: #b3541e; }
@media (prefers-color-scheme: dark) {
  svg { --ground: #14181f; --frame: #475262; --box: #232b37; --ink: #e8edf4; --soft: #9ba7b6; --reference: #7fb2ff; --event: #f0a36b; }
}
.ground { fill: var(--ground); }
text { font: 13px Helvetica, Arial, 'Liberation Sans', sans-serif; fill: var(--ink); }
.node path, .node polygon { fill: var(--box); stroke: var(--frame); }
.cluster path, .cluster polygon { fill: none; stroke: var(--frame); }
text[font-weight=bold] { font-weight: bold; }
.edge text { font-size: 11px; fill: var(--soft); }
.edge path { stroke: var(--soft); }
.edge polygon { fill: var(--soft); stroke: var(--soft); }
.reference path { stroke: var(--reference); }
.reference polygon { fill: var(--reference); stroke: var(--reference); }
.event path { stroke: var(--event); }
.event polygon { fill: var(--event); stroke: var(--event); }
`;

/** Laid out by Graphviz, which is WebAssembly here: no program, no browser. Loaded where a picture is wanted, for it is 1.2 MB. */
export async function printSvg(drawing: Drawing): Promise<string> {
  const { instance } = await import('@viz-js/viz');
  const graphviz = await instance();
  const svg = graphviz.renderString(printDot(drawing), { format: 'svg' });
  return svg
    .slice(svg.indexOf('<svg'))
    .replace(/<!--.*?-->\n?/gs, '')
    .replaceAll('&#45;', '-')
    .replace(/^<svg width="(\d+)pt" height="(\d+)pt"/, '<svg width="$1" height="$2" role="img"')
    .replace(
      />\n/,
      `>\n<title>${drawing.title}</title>\n<style>${STYLE}</style>\n<rect class="ground" width="100%" height="100%"/>\n`,
    )
    .trimEnd();
}
