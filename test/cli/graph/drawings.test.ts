import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { loadFleet } from '../../../cli/config/load.ts';
import { viewFleetGraph, viewNeighbours } from '../../../cli/generate/plan/view/graph.ts';
import { printDot } from '../../../cli/graph/dot.ts';
import { draw } from '../../../cli/graph/draw/index.ts';
import { PARTS } from '../../../cli/graph/drawing.ts';
import { isLegible } from '../../../cli/graph/legible.ts';
import { mermaidFits, printMermaid } from '../../../cli/graph/mermaid.ts';
import { narrow } from '../../../cli/graph/narrow.ts';
import { graphOf } from '../../../cli/graph/of-fleet.ts';
import { printSvg } from '../../../cli/graph/svg.ts';
import { repository } from '../../support/aurora.ts';
import { domain, entity, fleetOf, reference, string } from '../generate/support/fleet.ts';

const store = await loadFleet({
  file: join(repository, 'test/fleets/store/aurora.config.yaml'),
  environment: 'development',
});
const stock = domain('stock', entity('Item', string('name', { required: true, unique: true })));
const shop = fleetOf(
  '/shop',
  stock,
  domain('end', entity('Order', reference('itemId', 'stock', 'Item'), reference('parentId', 'end', 'Order'))),
  domain('alone', entity('Note')),
);
const shopGraph = graphOf(shop);

describe('the graph of a fleet', () => {
  it('has every reference with what becomes of it', () => {
    expect(graphOf(store).references).toContainEqual({
      from: 'order-service.Page',
      to: 'catalogue.Series',
      field: 'seriesId',
      required: true,
      onDelete: 'cascade',
    });
    expect(graphOf(store).references).toHaveLength(4);
  });

  it('has every event with who publishes it and who listens', () => {
    const { events } = graphOf(store);
    expect(events.filter(({ publisher }) => publisher === 'documents.File')).toEqual(
      ['uploaded', 'updated', 'deleted'].map((name) => ({
        type: `corner-store.documents.file.${name}.v1`,
        name,
        publisher: 'documents.File',
        listeners: ['order-service.Request'],
      })),
    );
    expect(events.find(({ publisher }) => publisher === 'order-service.Order')?.listeners).toEqual([]);
  });

  it('has no listener inside the service that publishes', () => {
    expect(shopGraph.events.filter(({ publisher }) => publisher === 'end.Order').flatMap((e) => e.listeners)).toEqual(
      [],
    );
  });

  it('narrows to a service and what it is tied to', () => {
    const narrowed = narrow(graphOf(store), ['documents']);
    expect(narrowed.entities.map(({ id }) => id)).toEqual(['documents.File', 'order-service.Request']);
    expect(narrowed.references.map(({ field }) => field)).toEqual(['attachmentId']);
    expect(narrow(graphOf(store), ['gateway']).services).toHaveLength(store.services.length);
  });
});

describe('a drawing', () => {
  it('is Mermaid, whatever the services are called', () => {
    expect(printMermaid(draw(shopGraph))).toBe(`flowchart LR
  subgraph n_stock["stock :8001"]
    n_stock__Item["Item"]
  end
  subgraph n_end["end :8001"]
    n_end__Order["Order"]
  end
  subgraph n_alone["alone :8001"]
    n_alone__Note["Note"]
  end
  n_end__Order -->|"itemId, restrict"| n_stock__Item
  n_end__Order -->|"parentId, restrict"| n_end__Order
  n_stock__Item -.->|"created, updated, deleted"| n_end__Order`);
  });

  it('counts references between services, and shows fields and events of entities', () => {
    expect(printMermaid(draw(shopGraph, 'services'))).toContain('n_end -->|"1 reference"| n_stock');
    expect(printMermaid(draw(shopGraph, 'entities'))).toContain('["Item<br>name: string, required, unique"]');
    expect(printMermaid(draw(shopGraph, 'events'))).toContain('["Note<br>created<br>updated<br>deleted"]');
  });

  it.each([undefined, ...PARTS])('is an SVG with all names in it, the same each time: %s', async (only) => {
    const drawing = draw(graphOf(store), only);
    const svg = await printSvg(drawing);
    expect(await printSvg(draw(graphOf(store), only))).toBe(svg);
    expect(svg).toMatch(/^<svg .*<\/svg>$/s);
    expect(svg).toContain('prefers-color-scheme: dark');
    for (const { name, boxes } of drawing.services) {
      expect(svg).toContain(name);
      for (const box of boxes) expect(svg).toContain(`>${box.name}</text>`);
    }
    expect(printDot(drawing)).toMatch(/^digraph "/);
  });
});

describe('events of the config’s own, and who acts on events', () => {
  const event = (name: string) => ({ service: 'stock', entity: 'Item', event: name });
  const told = fleetOf(
    '/told',
    domain('stock', {
      ...entity('Item'),
      eventVersion: 3,
      events: [{ name: 'soldOut', verb: 'sold-out', version: 2, data: [] }],
    }),
    {
      ...domain('crm', entity('Notice', reference('itemId', 'stock', 'Item'))),
      subscribers: [{ name: 'tellOwner', file: 'tell-owner', to: [event('soldOut'), event('deleted')] }],
    },
  );
  const graph = graphOf(told);

  it('are in the graph', () => {
    expect(graph.subscribers).toEqual([{ id: 'crm.tellOwner', service: 'crm', name: 'tellOwner' }]);
    const heard = graph.events.filter(({ publisher }) => publisher === 'stock.Item');
    expect(heard.map(({ type, listeners }) => [type, listeners])).toEqual([
      ['shop.stock.item.created.v3', ['crm.Notice']],
      ['shop.stock.item.updated.v3', ['crm.Notice']],
      ['shop.stock.item.deleted.v3', ['crm.Notice', 'crm.tellOwner']],
      ['shop.stock.item.sold-out.v2', ['crm.tellOwner']],
    ]);
  });

  it('are drawn, also where a service is shown alone', async () => {
    const drawing = draw(narrow(graph, ['stock']), 'events');
    const text = printMermaid(drawing);
    expect(text).toContain('n_crm__tellOwner{{"tellOwner"}}');
    expect(text).toContain('n_stock__Item -.->|"deleted, soldOut"| n_crm__tellOwner');
    expect(await printSvg(drawing)).toContain('>tellOwner</text>');
  });

  it('make services listen where nothing refers', () => {
    const [stock, crm] = told.services as [(typeof told.services)[0], (typeof told.services)[0]];
    const loose = graphOf(fleetOf('/told', stock, { ...crm, entities: [] } as typeof crm));
    expect(printMermaid(draw(loose, 'services'))).toContain('n_stock -.->|"events"| n_crm');
  });
});

describe('a large fleet', () => {
  const services = Array.from({ length: 40 }, (_, n) =>
    domain(
      `s${n}`,
      ...Array.from({ length: 20 }, (_, e) =>
        entity(`E${n}x${e}`, ...(n > 0 ? [reference('refId', `s${n - 1}`, `E${n - 1}x${e}`)] : [])),
      ),
    ),
  );
  const large = fleetOf('/large', ...services);

  it('is too much for one picture, not for one of its services alone', () => {
    const everything = draw(graphOf(large));
    expect(isLegible(everything)).toBe(false);
    expect(mermaidFits(everything, printMermaid(everything))).toBe(false);
    expect(isLegible(draw(graphOf(large), 'services'))).toBe(true);
    expect(isLegible(draw(narrow(graphOf(large), ['s7'])))).toBe(true);
  });

  it('is summed up in its README', () => {
    expect(viewFleetGraph(large)).toBe(printMermaid(draw(graphOf(large), 'services')));
    expect(viewFleetGraph(shop)).toBe(printMermaid(draw(shopGraph)));
  });
});

describe('the README of a service', () => {
  it('shows its neighbours, if it has any', () => {
    expect(viewNeighbours(shop, 'stock')).toContain('n_end__Order -->|"itemId, restrict"| n_stock__Item');
    expect(viewNeighbours(shop, 'stock')).not.toContain('alone');
    expect(viewNeighbours(shop, 'alone')).toBeNull();
  });
});
