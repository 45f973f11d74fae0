import type { StepNarrator } from '../narrator.ts';
import type { Colour } from './colours.ts';

/** `standby`: it answers whoever asks, and takes no events. */
export type Role = 'standby' | 'live';

/** A version of a service, as exactly as it takes to have it once more. */
export interface Release {
  readonly service: string;
  /** As its log lines and metrics say. */
  readonly version: string;
  /** Name and tag. */
  readonly image: string;
  /** What the engine calls the image by its content; null where nobody has asked yet. */
  readonly digest: string | null;
  /** What it ran with, without secrets and what its place decides; absent: as the config says now. */
  readonly environment?: Readonly<Record<string, string>>;
}

/** A service in one of its places. */
export interface Standing {
  readonly service: string;
  readonly colour: Colour;
  /** Whether new requests come here. */
  readonly live: boolean;
  readonly running: boolean;
  readonly release: Release;
  /** The deploy that has put it there; null: none did. */
  readonly deploy: string | null;
}

export interface Condition {
  /** It would take requests. */
  readonly ready: boolean;
  /** Why not, in one line. */
  readonly reason?: string | undefined;
  /** It will not become so by itself: how it ended, as the rest of a sentence. */
  readonly ended?: string | undefined;
  /** What it says of itself; undefined: its version knows of no roles. */
  readonly role?: Role | undefined;
  /** Whether it takes events. */
  readonly consuming?: boolean | undefined;
}

/** What clients have met of a service in one place, since some moment that may change: compare two looks. */
export interface Traffic {
  readonly service: string;
  readonly colour: Colour;
  /** Requests and tunnels under way. */
  readonly active: number;
  readonly requests: number;
  /** Of those, the ones that got a 5xx, whoever said so. */
  readonly failed: number;
  /** Of the last requests. */
  readonly meanMs: number;
}

/**
 * Two versions of services side by side, of which one gets the requests: what a runtime does for a deploy. What there is, is read from
 * the engine each time. Every act may be done again, which then changes nothing: whoever was killed in the middle begins anew.
 */
export interface Stage {
  observe(): Promise<readonly Standing[]>;
  /** The code as it is, or what was built before as `tag`. @throws AuroraError `image_missing` */
  releases(services: readonly string[], tag?: string): Promise<readonly Release[]>;
  /** Whether exactly this serves, with the settings of now. */
  serves(release: Release): Promise<boolean>;
  /** Sees to it that the engine has the images; returns the releases with their digests. */
  provide(releases: readonly Release[]): Promise<readonly Release[]>;
  /** Applies what is pending of the migrations that a release brings. Returns their names. */
  migrate(release: Release, phase: 'expand' | 'contract', step: StepNarrator): Promise<readonly string[]>;
  /** Puts a release into the place that gets no requests, in standby, and starts it. Whatever else was there is gone. */
  stand(release: Release, colour: Colour, deploy: string): Promise<void>;
  /** Starts what has been stopped. */
  revive(service: string, colour: Colour): Promise<void>;
  condition(service: string, colour: Colour): Promise<Condition>;
  /** Where it can be asked on this machine, whether it is live or not, for as long as the stage is lent. */
  previewUrl(service: string, colour: Colour): Promise<string>;
  /** The same for longer than that; null: there is no such address. */
  lastingPreviewUrl(service: string, colour: Colour): Promise<string | null>;
  /** From here on every new request goes to these, each service at once, in this order. */
  switchTo(colours: ReadonlyMap<string, Colour>): Promise<void>;
  /** So many per cent of new requests go to the place that is not live. */
  weigh(services: readonly string[], percent: number): Promise<void>;
  /** Tells an instance which role it has from now on; it takes it up by itself, soon. */
  assign(service: string, colour: Colour, role: Role): Promise<void>;
  traffic(): Promise<readonly Traffic[]>;
  /** Ends what is not live, in order, and takes it away. */
  withdraw(service: string, colour: Colour): Promise<void>;
  /** The last lines that it has logged. */
  lastLines(service: string, colour: Colour): Promise<readonly string[]>;
  /** Removes these images of a service, but for those that are in use, or would be with the code as it is. Returns the tags of those that went. */
  prune(service: string, spent: readonly string[]): Promise<readonly string[]>;
}
