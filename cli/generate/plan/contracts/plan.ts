import type { PlannedFile } from '../../contract.ts';
import type { Template } from '../../templates/load.ts';
import { renderedFile } from '../planned-file.ts';
import { fillTarget } from '../target.ts';
import type { Break, EventContracts } from './contracts.ts';

export interface ContractPlan {
  readonly files: readonly PlannedFile[];
  readonly breaks: readonly Break[];
}

/** The contracts of what a service tells: of the versions that are sent now as they are, of earlier ones as they stand. */
export function planContracts(events: readonly EventContracts[], templates: readonly Template[]): ContractPlan {
  const files = templates.flatMap(({ id, target, render }) =>
    events.flatMap(({ event, versions, text }) =>
      versions.map((version) => {
        const path = fillTarget(target, { service: event.service, event: `${event.name}.v${version}` });
        return renderedFile(path, id, version === event.version ? render({ contract: text(version) }) : text(version));
      }),
    ),
  );
  return { files, breaks: templates.length === 0 ? [] : events.flatMap(({ breaks }) => breaks ?? []) };
}
