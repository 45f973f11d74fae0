import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from '@jest/globals';
import { planFleet } from '../../../../cli/generate/plan/fleet.ts';
import type { Proposal } from '../../../../cli/generate/proposal.ts';
import { Cut, cutAt } from '../support/cut.ts';
import { Workspace } from '../support/workspace.ts';
import type { Action } from './actions.ts';
import { classOf, ENTITIES, FIELDS, fleetFor, type Plan, SERVICES, TEMPLATES } from './fleet.ts';
import { isMarked, resolve } from './markers.ts';

type Mutable<T> = { -readonly [K in keyof T]: T[K] extends object ? Mutable<T[K]> : T[K] };

/** What is known of a file in which a developer writes. */
interface Diary {
  /** Lines that they wrote and have not taken out themselves: each is found once in all files. */
  readonly mine: Set<string>;
  /** They took it away as a whole, and nobody has put it back. */
  deleted: boolean;
  /** It was ever edited, or was there first. */
  touched: boolean;
  /** It held a conflict since the last run that came to its end. */
  conflicted: boolean;
  /** It may hold old output, since a conflict that was resolved that way or a run that was cut off. */
  leftOvers: boolean;
}

/**
 * A fleet, somebody who edits it, and what must be true of it. It knows what the documentation says and what was typed, nothing of
 * how files are reconciled: what an output is, it asks the templates.
 */
export class World implements Disposable {
  readonly space = new Workspace(TEMPLATES);
  #plan: Mutable<Plan> = { 'order-service': { port: 8001, entities: { Order: ['code'], Item: ['name', 'note'] } } };
  readonly #diaries = new Map<string, Diary>();
  #pristine: ReadonlyMap<string, string>;
  /** What the last run that came to its end wanted. */
  #settled: ReadonlyMap<string, string>;
  /** By path, lines of output that it gave, or later ones may have given: from then on they are the developer's to take out. */
  readonly #given = new Map<string, Set<string>>();
  /** Paths that a run since then did not want. */
  readonly #unwanted = new Set<string>();
  #written = 0;

  constructor() {
    this.space.generate(fleetFor(this.space.root, this.#plan));
    this.#pristine = this.#settled = this.#render();
    this.#give();
  }

  act(action: Action): void {
    switch (action.do) {
      case 'insert':
      case 'replace':
      case 'append':
      case 'cut':
        this.#edit(action);
        return;
      case 'delete': {
        const path = this.#choose(action.file);
        if (path === undefined) return;
        rmSync(join(this.space.root, path));
        this.#diaries.set(path, { ...fresh(), deleted: true, touched: true });
        return;
      }
      case 'restore': {
        const gone = [...this.#diaries].filter(([path, { deleted }]) => deleted && this.space.tree.read(path) === null);
        const path = gone[action.file % gone.length]?.[0];
        if (path !== undefined) this.#write(path, ['restored', this.#line()], { ...fresh(), touched: true });
        return;
      }
      case 'crlf': {
        const path = this.#choose(action.file);
        if (path !== undefined) this.space.write(path, this.space.read(path).replaceAll(/\r?\n/g, '\r\n'));
        return;
      }
      case 'resolve': {
        const path = this.#choose(action.file, (lines) => isMarked(lines));
        if (path === undefined) return;
        this.#write(path, resolve(this.#lines(path), action.resolution));
        return;
      }
      case 'occupy': {
        const [service, entity] = [SERVICES[action.service] as string, entityOf(action)];
        const path = `services/${service}/src/hooks/${entity.toLowerCase()}.ts`;
        if (this.space.tree.read(path) === null) this.#write(path, [this.#line()], { ...fresh(), touched: true });
        return;
      }
      case 'generate':
        if (action.cutAt === null) this.#generate();
        else this.#generateUntil(action.cutAt);
        return;
      default:
        this.#configure(action);
    }
  }

  /** The last words: all is resolved, and the run comes to its end. */
  finish(): void {
    for (const path of this.#files()) {
      if (isMarked(this.#lines(path))) this.#write(path, resolve(this.#lines(path), 'both'));
    }
    this.#generate();
    // What the markers held may have changed meanwhile, and met edits anew.
    for (const path of this.#files()) {
      if (isMarked(this.#lines(path))) this.#write(path, resolve(this.#lines(path), 'yours'));
    }
    expect(this.#run().changes.filter(({ action }) => action === 'conflict')).toEqual([]);
  }

  #generate(): void {
    const proposal = this.#run();
    const conflicts = proposal.changes.filter(({ action }) => action === 'conflict').map(({ path }) => path);
    this.#expectNothingLost();
    for (const path of conflicts) Object.assign(this.#diary(path), { conflicted: true, leftOvers: true });
    if (conflicts.length > 0) {
      this.#give();
      // A conflict is there for all to see, and what stands marked is not marked again.
      for (const path of conflicts) expect(isMarked(this.#lines(path))).toBe(true);
      const files = this.space.snapshot();
      this.#run();
      expect(this.space.snapshot()).toEqual(files);
      return;
    }
    this.#expectOutput();
    const times = this.space.times();
    this.#run();
    expect(this.space.times()).toEqual(times);
    for (const [path, { deleted }] of this.#diaries) {
      // With what asked for it, the memory of a file that was taken away ends.
      if (deleted && (!this.#pristine.has(path) || this.space.tree.read(path) !== null)) this.#diaries.delete(path);
    }
    this.#settled = this.#pristine;
    for (const path of this.#given.keys()) {
      // What nobody asks for and stays because of edits goes on from its last output, should it be asked for again.
      if (this.#pristine.has(path) || this.space.tree.read(path) === null) this.#given.delete(path);
    }
    this.#give();
    this.#unwanted.clear();
    for (const diary of this.#diaries.values()) diary.conflicted = false;
  }

  #generateUntil(step: number): void {
    try {
      this.space.generate(fleetFor(this.space.root, this.#plan), cutAt(this.space.tree, step));
    } catch (error) {
      if (!(error instanceof Cut)) throw error;
    }
    this.#give();
    this.#expectNothingLost();
    for (const path of this.#files().filter((path) => classOf(path) === 'merged')) {
      const diary = this.#diary(path);
      // Who edits now edits output of which nobody knows whether it had arrived: it may be taken for theirs later, and stay.
      diary.leftOvers = true;
      // Its markers may stand already.
      if (isMarked(this.#lines(path))) diary.conflicted = true;
    }
  }

  #give(): void {
    for (const [path, content] of this.#pristine) {
      this.#given.set(path, new Set([...(this.#given.get(path) ?? []), ...linesOf(content)]));
    }
    for (const path of this.#settled.keys()) {
      if (!this.#pristine.has(path)) this.#unwanted.add(path);
    }
  }

  #run(): Proposal {
    return this.space.generate(fleetFor(this.space.root, this.#plan));
  }

  /** Every line that somebody wrote stands where they wrote it, and what they took away stays away. */
  #expectNothingLost(): void {
    for (const [path, { mine, deleted }] of this.#diaries) {
      const lines = this.space.tree.read(path) === null ? [] : this.#lines(path);
      const lost = [...mine].filter((line) => !lines.includes(line));
      expect({ path, lost }).toEqual({ path, lost: [] });
      const known = this.#settled.has(path) && !this.#unwanted.has(path);
      if (deleted && known) expect(`${path} ${this.space.tree.read(path)}`).toBe(`${path} null`);
    }
  }

  /** All that the config asks for is there, as far as nobody edited it. */
  #expectOutput(): void {
    for (const [path, content] of this.#pristine) {
      const kind = classOf(path);
      const { deleted, touched, conflicted, leftOvers, mine } = this.#diaries.get(path) ?? fresh();
      if (kind === 'migration') continue;
      if (deleted) continue;
      if (kind === 'generated' || (kind === 'merged' && !touched)) {
        expect(`${path}\n${this.#lines(path).join('\n')}`).toBe(`${path}\n${content}`);
      }
      if (kind === 'owned') expect(this.space.tree.read(path)).not.toBeNull();
      if (kind !== 'merged' || !touched) continue;
      const lines = this.#lines(path);
      const given = this.#given.get(path) ?? new Set();
      const arrived = linesOf(content).filter((line) => !given.has(line));
      if (!conflicted)
        expect({ path, missing: arrived.filter((line) => !lines.includes(line)) }).toEqual({ path, missing: [] });
      const wanted = new Set([...linesOf(content), ...mine, 'restored']);
      if (!leftOvers) expect({ path, left: lines.filter((line) => !wanted.has(line)) }).toEqual({ path, left: [] });
    }
    // What nothing asks for any more is gone unless somebody wrote in it.
    for (const path of this.#files()) {
      if (this.#pristine.has(path) || classOf(path) === 'migration') continue;
      expect(`${path} ${this.#diaries.get(path)?.touched}`).toBe(`${path} true`);
    }
  }

  #edit(action: Extract<Action, { do: 'insert' | 'replace' | 'append' | 'cut' }>): void {
    // Where markers stand, other edits than resolving them could make them unreadable.
    const path = this.#choose(action.file, (lines) => !isMarked(lines) || action.do === 'append');
    if (path === undefined) return;
    const lines = this.#lines(path);
    const at = action.do === 'append' ? lines.length - 1 : action.line % lines.length;
    const removed = action.do === 'replace' ? 1 : action.do === 'cut' ? action.lines : 0;
    lines.splice(at, removed, ...(action.do === 'cut' ? [] : [this.#line()]));
    this.#write(path, lines);
  }

  #configure(action: Extract<Action, { do: 'service' | 'port' | 'entity' | 'field' }>): void {
    const name = SERVICES[action.service] as string;
    const service = this.#plan[name];
    if (!service) {
      this.#plan[name] = { port: 8001, entities: { [entityOf({ ...action, entity: 0 })]: ['code'] } };
    } else if (action.do === 'service') {
      delete this.#plan[name];
    } else if (action.do === 'port') {
      service.port = action.port;
    } else {
      const entity = entityOf(action);
      const fields = service.entities[entity];
      const field = FIELDS[action.do === 'field' ? action.field : 0] as string;
      if (!fields) service.entities[entity] = [field];
      else if (action.do === 'entity') delete service.entities[entity];
      else
        service.entities[entity] = fields.includes(field)
          ? fields.filter((other) => other !== field)
          : [...fields, field];
    }
    this.#pristine = this.#render();
  }

  #render(): ReadonlyMap<string, string> {
    const history = { model: null, emitted: () => false, list: () => [], read: () => null };
    const { files } = planFleet(fleetFor(this.space.root, this.#plan), this.space.templates(), history);
    return new Map(files.map(({ path, content }) => [path, content]));
  }

  /** Of the files that a developer may write in. */
  #choose(number: number, where: (lines: string[]) => boolean = () => true): string | undefined {
    const files = this.#files().filter(
      (path) => ['owned', 'merged'].includes(classOf(path)) && where(this.#lines(path)),
    );
    return files[number % files.length];
  }

  #files(): string[] {
    return this.space.files().filter((path) => !path.startsWith('.aurora/'));
  }

  #lines(path: string): string[] {
    return linesOf(this.space.read(path));
  }

  /** Writes with the line ends that the file has. Lines of theirs that go are taken out by themselves. */
  #write(path: string, lines: readonly string[], diary = this.#diary(path)): void {
    const before = this.space.tree.read(path);
    const text = lines.join('\n');
    this.space.write(path, before?.includes('\r\n') ? text.replaceAll('\n', '\r\n') : text);
    const mine = lines.filter((line) => line.startsWith('mine '));
    this.#diaries.set(path, { ...diary, touched: true, deleted: false, mine: new Set(mine) });
  }

  #diary(path: string): Diary {
    const diary = this.#diaries.get(path) ?? fresh();
    this.#diaries.set(path, diary);
    return diary;
  }

  #line(): string {
    return `mine ${++this.#written}`;
  }

  [Symbol.dispose](): void {
    this.space[Symbol.dispose]();
  }
}

function entityOf({ service, entity }: { readonly service: number; readonly entity: number }): string {
  return ENTITIES[service]?.[entity] as string;
}

function fresh(): Diary {
  return { mine: new Set(), deleted: false, touched: false, conflicted: false, leftOvers: false };
}

function linesOf(text: string): string[] {
  return text.split(/\r?\n/);
}
