import { setTimeout as delay } from 'node:timers/promises';
import type { Fleet } from '../../config/model.ts';
import { AuroraError } from '../../errors.ts';
import type { Layout } from '../layout.ts';
import { Control, isGone, isStopping } from './control/client.ts';
import type { Desired, FleetEvent } from './control/protocol.ts';
import { launchSupervisor } from './launch.ts';

/** Another `up` that was quicker says what it wants within this time, and a fleet that is stopping is gone within it. */
const PATIENCE_MS = 30_000;

/** A connection to the supervisor of a checkout that also holds the fleet: it lives at least as long as this does. */
export class Session {
  readonly control: Control;
  /** This session started the supervisor, has the claim, and says what it is to run. */
  readonly fresh: boolean;
  /** Settles when the supervisor has ended; rejects if it was not asked to. */
  readonly ended: Promise<void>;
  readonly #leaving = new AbortController();

  private constructor(control: Control, fresh: boolean, opened: () => void) {
    this.control = control;
    this.fresh = fresh;
    this.ended = this.#follow(opened);
    // Most sessions end without anybody waiting for it.
    this.ended.catch(() => undefined);
  }

  /** Finds the supervisor, or starts one. */
  static async open(fleet: Fleet, layout: Layout): Promise<Session> {
    const deadline = Date.now() + PATIENCE_MS;
    for (;;) {
      const session = (await Session.#join(layout)) ?? (await Session.#begin(fleet, layout));
      if (session) return session;
      if (Date.now() > deadline) throw busy();
      await delay(50);
    }
  }

  static async #join(layout: Layout): Promise<Session | null> {
    const control = Control.find(layout.control);
    if (!control) return null;
    try {
      return await Session.#hold(control, false);
    } catch (error) {
      // About to end, or ended: the next one is ours, if nobody is quicker.
      if (isGone(error) || isStopping(error)) return null;
      throw error;
    }
  }

  static async #begin(fleet: Fleet, layout: Layout): Promise<Session | null> {
    const letGo = await launchSupervisor(fleet.name, layout);
    const control = letGo && Control.find(layout.control);
    if (!control) return null;
    const session = await Session.#hold(control, true);
    letGo();
    return session;
  }

  static async #hold(control: Control, fresh: boolean): Promise<Session> {
    const opened = Promise.withResolvers<void>();
    const session = new Session(control, fresh, opened.resolve);
    await Promise.race([opened.promise, session.ended.then(() => Promise.reject(busy()))]);
    return session;
  }

  /** What runs, as soon as whoever started it has said so. */
  async desired(): Promise<Desired> {
    const deadline = Date.now() + PATIENCE_MS;
    while (Date.now() < deadline) {
      const desired = await this.control.ask('GET /desired');
      if (desired) return desired;
      await delay(20);
    }
    throw busy();
  }

  /** Lets go of the fleet, which ends if nobody else holds it and it was not told to stay. */
  leave(): void {
    this.#leaving.abort();
  }

  /** Lets go, and waits for the end of the fleet if this was all it lived for. */
  async finish(): Promise<void> {
    try {
      if (await this.control.ask('GET /alone')) return await this.stop('no longer needed');
    } catch (error) {
      if (!isGone(error)) throw error;
    }
    this.leave();
  }

  /** Ends the fleet; asked again with `force`, at once. */
  async stop(because: string, force = false): Promise<void> {
    try {
      await this.control.order('POST /stop', { force, because });
    } catch (error) {
      if (!isGone(error)) throw error;
    }
    await this.ended;
  }

  async #follow(opened: () => void): Promise<void> {
    let stopping = false;
    const listen = (event: FleetEvent) => {
      if (event.type === 'stopping') stopping = true;
    };
    await this.control.follow(listen, opened, this.#leaving.signal);
    if (stopping || this.#leaving.signal.aborted) return;
    throw new AuroraError('supervisor_died', 'The supervisor of the fleet has died, and everything with it.', {
      exit: 'startup',
      next: 'aurora up',
    });
  }
}

function busy(): AuroraError {
  return new AuroraError('fleet_busy', 'Another aurora command is starting or stopping this fleet.', {
    exit: 'machine',
    next: 'aurora status, then try again',
  });
}
