import { writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Fleet } from '../config/model.ts';
import { AuroraError } from '../errors.ts';
import { printDot } from '../graph/dot.ts';
import { draw } from '../graph/draw/index.ts';
import type { Drawing, Part } from '../graph/drawing.ts';
import { boxesOf, isLegible } from '../graph/legible.ts';
import { mermaidFits, printMermaid } from '../graph/mermaid.ts';
import type { FleetGraph } from '../graph/model.ts';
import { narrow } from '../graph/narrow.ts';
import { graphOf } from '../graph/of-fleet.ts';
import { printSvg } from '../graph/svg.ts';
import type { Narrator } from '../narrator.ts';
import { requireServices } from './running.ts';

export type Format = 'mermaid' | 'svg' | 'dot' | 'json';

export interface GraphWish {
  readonly format: Format;
  /** Absent: all in one picture. */
  readonly only?: Part | undefined;
  /** These and what they are tied to; empty: all. */
  readonly services: readonly string[];
  /** The file to write, as it was typed; absent: none. */
  readonly out?: string | undefined;
}

export interface DrawnGraph {
  readonly graph: FleetGraph;
  readonly text: string;
}

/** Draws the fleet of the config; nothing has to run. */
export async function drawGraph(fleet: Fleet, wish: GraphWish, narrator: Narrator): Promise<DrawnGraph> {
  const { format, only, services, out } = wish;
  requireServices(fleet, services);
  const whole = graphOf(fleet);
  const graph = services.length > 0 ? narrow(whole, services) : whole;
  const drawing = draw(graph, only);
  const text = await print(format, graph, drawing);
  if (format !== 'json') hint(format, drawing, text, wish, narrator);
  if (out !== undefined) await write(out, text);
  return { graph, text };
}

async function write(out: string, text: string): Promise<void> {
  try {
    await writeFile(resolve(out), `${text}\n`);
  } catch (cause) {
    throw new AuroraError('not_writable', `${out} cannot be written.`, {
      exit: 'usage',
      details: [(cause as Error).message],
      next: '--out with a file in a folder that is there',
      cause,
    });
  }
}

function print(format: Format, graph: FleetGraph, drawing: Drawing): string | Promise<string> {
  switch (format) {
    case 'mermaid':
      return printMermaid(drawing);
    case 'svg':
      return printSvg(drawing);
    case 'dot':
      return printDot(drawing);
    case 'json':
      return JSON.stringify(graph, null, 2);
  }
}

function hint(format: Format, drawing: Drawing, text: string, { only, services }: GraphWish, narrator: Narrator): void {
  const tooMuch = format === 'mermaid' && !mermaidFits(drawing, text);
  if (!tooMuch && isLegible(drawing)) return;
  const size = `${boxesOf(drawing)} boxes and ${drawing.arrows.length} arrows`;
  const problem = tooMuch ? 'more than Mermaid draws by default' : 'much for one picture';
  const ways = [
    ...(only === 'services' ? [] : ['--only services']),
    services.length === 1 ? '--only with one part' : '--service NAME, for one with its neighbours',
  ];
  narrator.warn(`${size} are ${problem}: try ${ways.join(', or ')}`);
}
